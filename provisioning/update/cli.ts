import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { SystemClock } from "../../device/runtime/SystemClock.ts";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { Minutes } from "../../firmware/time/Duration.ts";
import { demandRoot } from "../change/cli.ts";
import { tellOutcome } from "../change/configCli.ts";
import { pause } from "../change/pause.ts";
import { uninterrupted } from "../change/uninterrupted.ts";
import { updateTime } from "./updateTime.ts";

const HELP = `firstring update FILE [--now]

Goes over to the version in a signed bundle (firstring bundle create --release). It is tried for a minute and taken back by itself when
a line or the pages do not work with it; messages taken meanwhile are in both. Waits for a good moment: open hours of the clinic, nobody
on the telephone, no urgent call that is with nobody. A stick that is plugged in does not wait for open hours: somebody is there.

  FILE   the bundle
  --now  do not wait for open hours (for a technician at the box); calls are waited for all the same

firstring release list shows the versions on this box; firstring release back returns to the one before.
`;

const LOOK_EVERY = Minutes(1);

export async function updateCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { now: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const [file, ...rest] = positionals;
  if (file === undefined) throw new UsageError("FILE is missing");
  if (rest.length > 0) throw new UsageError("give one file");
  demandRoot();
  const { InstalledBox } = await import("../change/installedBox.ts");
  const { applyBundleFile } = await import("../bundle/applyBundle.ts");
  const { openBundle } = await import("../bundle/openBundle.ts");
  const { trustedKeys } = await import("../bundle/trustedKeys.ts");
  const box = new InstalledBox({ present: true });
  // What cannot be taken is told now, not in the morning.
  const opened = openBundle(resolve(file), trustedKeys(box.disk, box.places));
  if (!opened.ok) {
    io.stdout.write(`Nothing was changed: ${opened.refusal.what}.\nWhat to do: ${opened.refusal.cure}\n`);
    return 1;
  }
  opened.bundle[Symbol.dispose]();
  if (values.now !== true) await untilGoodMoment(box, io);
  const outcome = await uninterrupted(
    (signal) =>
      applyBundleFile(box, resolve(file), {
        who: { by: "command-line" },
        signal,
        onProgress: ({ words }) => void io.stderr.write(`${words}\n`),
      }),
    io,
  );
  return tellOutcome(outcome, io);
}

async function untilGoodMoment(
  { disk, places, service }: InstanceType<typeof import("../change/installedBox.ts").InstalledBox>,
  io: CliIo,
): Promise<void> {
  const clock = new SystemClock();
  let told = "";
  for (;;) {
    const read = readClinicFile(new TextDecoder().decode(disk.read(places.clinicFile) ?? new Uint8Array()));
    const seen = await service.look();
    const time = updateTime(
      read.ok ? read.clinic : undefined,
      seen.kind === "up" ? seen.atWork : undefined,
      clock.now(),
    );
    if (time.kind === "now") return;
    if (time.because !== told)
      io.stderr.write(`Waiting: ${time.because}. --now does not wait for open hours; Ctrl-C gives up.\n`);
    told = time.because;
    await pause(clock, LOOK_EVERY);
  }
}
