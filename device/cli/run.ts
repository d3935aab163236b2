import type { Socket } from "node:net";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { ClinicFileResult } from "../../firmware/config/readClinicFile.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { readClinicInChild } from "../config/readClinicInChild.ts";
import { becomeLean, staysAsItIs } from "../runtime/becomeLean.ts";
import { configIfThere, DEFAULTS, isInstalled } from "../runtime/installation.ts";
import { makeStoreThreadAhead } from "../storage/storeThread.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { describeIssues } from "./describeIssues.ts";
import { readClinicText } from "./readClinicText.ts";

const HELP = `firstring run [--config FILE] [--data DIR] [--log-level LEVEL]

Answers calls by a clinic file, on the ports that it names, until SIGTERM or Ctrl-C.

  --config FILE      the clinic file (firstring check finds its mistakes)${isInstalled ? `; default: ${DEFAULTS.config}` : ""}
  --data DIR         where messages, keys and sockets are kept (default: ${isInstalled ? DEFAULTS.data : "./firstring-data"})
  --log-level LEVEL  ${["trace", "debug", "info", "warn", "error"].join(", ")} (default: info); logs never hold patient data
`;

const LEVELS = new Set(["trace", "debug", "info", "warn", "error"]);

export async function runCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: "string" },
      data: { type: "string", default: DEFAULTS.data },
      "log-level": { type: "string", default: "info" },
      // For the bench, which shows what a stalling SD card does.
      "allow-stall": { type: "boolean" },
      // For a rehearsal: of another hour, and over when the program that started it is gone.
      "clock-ahead": { type: "string", default: "0" },
      "until-stdin-ends": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const config = configIfThere(values.config);
  if (config === undefined) throw new UsageError("--config FILE is missing");
  if (!LEVELS.has(values["log-level"])) throw new UsageError(`there is no log level '${values["log-level"]}'`);
  // All three take their time, and none needs another: on a Pi's cores they go on side by side.
  const ahead = staysAsItIs() ? begin(config, io) : undefined;
  await becomeLean(() => import("../Appliance.ts"));
  const asked = untilAsked(values["until-stdin-ends"] ?? false);
  const { storeThread, reading } = ahead ?? begin(config, io);
  const [read, { Appliance }, { openLog }, { SystemClock }] = await Promise.all([
    reading,
    import("../Appliance.ts"),
    import("../runtime/openLog.ts"),
    import("../runtime/SystemClock.ts"),
  ]).catch(async (error: unknown) => {
    await storeThread.terminate();
    throw error;
  });
  if (read === undefined) {
    await storeThread.terminate();
    return 1;
  }
  const appliance = new Appliance({
    clinic: read.clinic,
    secretIssues: read.secrets,
    dataDirectory: resolve(values.data),
    clinicDirectory: dirname(resolve(config)),
    clock: new SystemClock(Number(values["clock-ahead"])),
    log: openLog(values["log-level"]),
    storeThread,
    ...(values["allow-stall"] ? { allowStall: true } : {}),
  });
  try {
    await Promise.race([appliance.start(), asked]);
    await asked;
  } finally {
    await appliance.stop();
    // A start that got no further than to the control socket has not used it.
    await storeThread.terminate();
    endAllTheSame();
  }
  return 0;
}

/** More than anything needs that ends by itself; systemd would kill it only after thirty, and meanwhile nobody answers the telephone. */
const LONGEST_GOODBYE_MS = 5_000;

/** Whatever is left open by mistake keeps no daemon that was stopped. */
function endAllTheSame(): void {
  setTimeout(() => {
    process.stderr.write(`It was stopped and did not end by itself: ${process.getActiveResourcesInfo().join(", ")}.\n`);
    process.exit();
  }, LONGEST_GOODBYE_MS).unref();
}

/** What a start waits for, begun: the reading of the clinic file, and the thread of the store. */
function begin(config: string, io: CliIo) {
  const storeThread = makeStoreThreadAhead();
  const reading = readClinic(config, io);
  // It is waited for later.
  reading.catch(() => {});
  return { storeThread, reading };
}

/** The clinic of a file; undefined when it has mistakes, which are on stderr then, each with its line and its cure. */
async function readClinic(file: string, io: CliIo): Promise<(ClinicFileResult & { readonly ok: true }) | undefined> {
  const text = await readClinicText(file);
  const onTrouble = (why: string) =>
    io.stderr.write(`The clinic file is read by the daemon itself, which needs 30 MB more for it: ${why}\n`);
  const result = await readClinicInChild(text, { onTrouble });
  if (!result.ok) {
    io.stderr.write(describeIssues(file, text, result.issues));
    return undefined;
  }
  refuseEmulated(result.clinic, file);
  return result;
}

function refuseEmulated({ lines }: Clinic, file: string): void {
  const emulated = lines.filter(({ port }) => port === "emulated").map(({ id }) => id);
  if (emulated.length === 0) return;
  throw new ApplianceError(
    "LINE_EMULATED",
    `${emulated.length === 1 ? "the line" : "the lines"} ${emulated.join(", ")} of ${file} ${emulated.length === 1 ? "has" : "have"} port: emulated, which nobody can call`,
    {
      disposition: "operator",
      cure: `Write the modem's port there. To hear the script on emulated modems first: firstring start --rehearse --config ${file}`,
    },
  );
}

function untilAsked(untilStdinEnds: boolean): Promise<void> {
  return new Promise((done) => {
    if (untilStdinEnds) {
      process.stdin.once("close", () => done()).resume();
      // A pipe that is still open must not keep a daemon that was stopped; a file has nothing to let go.
      (process.stdin as Partial<Socket>).unref?.();
    }
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => done());
  });
}
