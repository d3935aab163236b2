import type { CliIo } from "../../../device/cli/Cli.ts";
import { fingerprintIn } from "../../../device/web/certificate.ts";
import type { SetupRun } from "../openSetup.ts";
import { SerialWizard } from "./SerialWizard.ts";
import { Talk } from "./Talk.ts";

/** On the terminal that this process has: a console, the USB cable, a pipe. */
export async function talkSetup(
  { client, folder, needsEntry, serial, setup, used, who }: SetupRun,
  io: CliIo,
): Promise<number> {
  const { stdin } = process;
  const hide = stdin.isTTY ? (hidden: boolean) => stdin.setRawMode(hidden) : undefined;
  const talk = new Talk(stdin, (text) => io.stdout.write(text), hide);
  const fingerprint = fingerprintIn(folder);
  const greeting = [
    "FirstRing set-up",
    `Serial number: ${serial}`,
    ...(fingerprint === undefined ? [] : [`Certificate of the set-up pages (SHA-256): ${fingerprint}`]),
  ];
  await new SerialWizard({ setup, talk, who, greeting, used, ...(needsEntry ? { gate: client } : {}) }).run();
  stdin.destroy();
  return 0;
}
