import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { showOnPanel } from "../../device/panel/showOnPanel.ts";
import { STICK_COPIES, STICK_NOTES } from "./stickFiles.ts";

const HELP = `firstring stick import DEVICE

For systemd: hands the bundle that firstring-stick@.service has copied off a USB stick to root's hand, shows by the lamps how it goes,
and writes the report for the stick. By hand a bundle is applied with: firstring bundle apply FILE

  DEVICE   the kernel's name of the partition, such as sda1
`;

export async function stickCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  const [verb, device, ...rest] = positionals;
  if (values.help || verb === undefined) {
    io.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  if (verb !== "import" || rest.length > 0) throw new UsageError(`there is no '${positionals.join(" ")}'`);
  if (device === undefined || !/^[a-z0-9]{2,16}$/.test(device)) throw new UsageError("DEVICE is missing, such as sda1");
  const { importStick } = await import("./importStick.ts");
  const { SocketApplyClient } = await import("../change/SocketApplyClient.ts");
  const outcome = await importStick(device, {
    copies: STICK_COPIES,
    notes: STICK_NOTES,
    client: new SocketApplyClient(),
    show: (kind) => void showOnPanel("stick", kind),
    now: () => Date.now(),
    say: (words) => io.stdout.write(`${words}\n`),
  });
  if (outcome === undefined) io.stdout.write("There is no bundle on this stick.\n");
  return outcome === undefined || outcome.kind === "kept" ? 0 : 1;
}
