import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Appliance } from "../Appliance.ts";
import { openLog } from "../runtime/openLog.ts";
import { SystemClock } from "../runtime/SystemClock.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { loadClinicFile } from "./loadClinicFile.ts";

const HELP = `firstring run --config FILE [--data DIR] [--log-level LEVEL]

Answers calls by a clinic file, on the ports that it names, until SIGTERM or Ctrl-C.

  --config FILE      the clinic file (firstring check finds its mistakes)
  --data DIR         where messages, keys and sockets are kept (default: ./firstring-data)
  --log-level LEVEL  ${["trace", "debug", "info", "warn", "error"].join(", ")} (default: info); logs never hold patient data
`;

const LEVELS = new Set(["trace", "debug", "info", "warn", "error"]);

export async function runCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: { type: "string" },
      data: { type: "string", default: "firstring-data" },
      "log-level": { type: "string", default: "info" },
      // For the bench, which shows what a stalling SD card does.
      "allow-stall": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  if (values.config === undefined) throw new UsageError("--config FILE is missing");
  if (!LEVELS.has(values["log-level"])) throw new UsageError(`there is no log level '${values["log-level"]}'`);
  const clinic = loadClinicFile(values.config, io);
  if (clinic === undefined) return 1;
  const appliance = new Appliance({
    clinic,
    dataDirectory: resolve(values.data),
    clock: new SystemClock(),
    log: openLog(values["log-level"]),
    ...(values["allow-stall"] ? { allowStall: true } : {}),
  });
  const asked = untilSignal();
  try {
    await Promise.race([appliance.start(), asked]);
    await asked;
  } finally {
    await appliance.stop();
  }
  return 0;
}

function untilSignal(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => done());
  });
}
