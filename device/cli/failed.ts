import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { failedText, noteFailure, told } from "../../firmware/health/crashLoop.ts";
import { endInWords } from "../../firmware/health/LastEnd.ts";
import { keepLoop, lastResortOf, readLastResort, readLoop } from "../lastresort/LastResort.ts";
import { DEFAULTS } from "../runtime/installation.ts";
import { SystemClock } from "../runtime/SystemClock.ts";
import { RunMemory } from "../service/RunMemory.ts";
import type { CliIo } from "./Cli.ts";
import { loadClinicFile } from "./loadClinicFile.ts";

const DEFAULT_UNIT = "firstring.service";
/** The unit's instance that systemd starts when a sealed secret keeps it from starting the first (systemd/system-generators). */
const WITHOUT_SECRETS = "without-secrets";

const HELP = `firstring failed [--unit NAME] [--config FILE] [--data DIR]

Started by systemd each time that FirstRing ended without being asked to (firstring-failed@.service). Most such ends mean
nothing: it is back a second later. The third within ten minutes is told to the fallback person of the clinic file by SMS,
over the clinic's own modem, at most once an hour. If the clinic file cannot be read, to whom it was at the last good start.

  --unit NAME    what failed, for the journal (default: firstring.service)
  --config FILE  the clinic file (default: ${DEFAULTS.config})
  --data DIR     the data directory (default: ${DEFAULTS.data})

Exit code 1 when somebody had to be told and could not be.
`;

export async function failedCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      unit: { type: "string", default: DEFAULT_UNIT },
      config: { type: "string", default: DEFAULTS.config },
      data: { type: "string", default: DEFAULTS.data },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const data = resolve(values.data);
  const clock = new SystemClock();
  const places = loopPlaces(data);
  const unit = values.unit === WITHOUT_SECRETS ? DEFAULT_UNIT : values.unit;
  const [loop, tell] = noteFailure(readLoop(places), clock.now());
  keepLoop(places, loop);
  const times = `${loop.failures.length} ${loop.failures.length === 1 ? "end" : "ends"} remembered`;
  if (!tell) {
    io.stdout.write(`${unit} ended without being asked to (${times}); nobody has to be told.\n`);
    return 0;
  }
  const clinic = clinicOf(values.config, io);
  const resort = clinic === undefined ? readLastResort(data) : lastResortOf(clinic);
  if (resort === undefined) {
    io.stderr.write(
      `${unit} keeps failing, and nobody can be told: there is no clinic file that can be read, and there was none before.\n`,
    );
    return 1;
  }
  const why =
    clinic === undefined
      ? "its clinic file has a mistake"
      : values.unit === WITHOUT_SECRETS
        ? "a PIN cannot be opened"
        : whyOf(data, clock);
  const pins = new Map(clinic?.lines.map((line) => [line.id, "simPin" in line ? line.simPin : undefined]));
  const { sendLastResort } = await import("../lastresort/sendLastResort.ts");
  const over = await sendLastResort({
    to: resort.phone,
    text: failedText(resort.clinic, why),
    modems: resort.modems.map((modem) => {
      const simPin = pins.get(modem.id);
      return { ...modem, ...(simPin === undefined ? {} : { simPin }) };
    }),
    clock,
    log: (line) => io.stderr.write(`${line}\n`),
  });
  if (over === undefined) {
    io.stderr.write(`${unit} keeps failing, and no cellular modem took the text about it. It is tried again.\n`);
    return 1;
  }
  keepLoop(places, told(loop, clock.now()));
  io.stdout.write(`${unit} keeps failing: told to the fallback person by SMS over ${over}.\n`);
  return 0;
}

/** The data, which outlives a start of the box; and systemd's folder of the unit, which takes it when the disk takes nothing. */
const loopPlaces = (data: string): readonly string[] => [
  data,
  ...(process.env["RUNTIME_DIRECTORY"] ?? "").split(":").filter((each) => each !== ""),
];

function clinicOf(config: string, io: CliIo) {
  try {
    return loadClinicFile(config, io);
  } catch (error) {
    io.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

function whyOf(directory: string, clock: SystemClock): string {
  const end = new RunMemory({ directory, now: () => clock.now() }).look();
  return end === undefined || end.kind === "stopped" ? "it ends soon after its start" : endInWords(end);
}
