import { existsSync, statfsSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { faultsDocument } from "../../firmware/health/faultsDocument.ts";
import { modemInWords } from "../../firmware/health/ModemStatus.ts";
import type { ApplianceStatus } from "../control/handleControl.ts";
import { faultInWords, pastFaultInWords } from "../health/faultInWords.ts";
import { findKey } from "../keys/findKey.ts";
import { configIfThere, DEFAULTS } from "../runtime/installation.ts";
import { StoreReader } from "../storage/StoreReader.ts";
import { programVersion } from "./backup.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { clinicWithoutSecrets } from "./clinicWithoutSecrets.ts";
import { dataDirectory } from "./defaultDataDirectory.ts";
import { boxFindings } from "./doctorBox.ts";
import { type Machine, portFindings } from "./doctorPorts.ts";
import { bad, type Finding, findingsInWords, good, note } from "./Finding.ts";
import { loadClinicFile } from "./loadClinicFile.ts";
import { readClinicText } from "./readClinicText.ts";
import { askStatus } from "./status.ts";

const HELP = `firstring doctor [--config FILE] [--data DIR] [--json]
firstring doctor --archive [FILE] [--config FILE] [--data DIR]
firstring doctor --list-faults

Looks at everything it can reach and says what is wrong and what to do about it: the clinic file, serial ports, sound cards
and USB modems that it names, who else holds them, the disk, the message database, the running box with its modems, its
faults and the last ones that are over, the clock, how the last run ended, button, lamps and UPS. Exit code 0: nothing is wrong, 1: something is.

  --config FILE   also the clinic file and the ports that it names
  --data DIR      the data directory (default: ${DEFAULTS.dataInWords})
  --json          one JSON object: { wrong, findings: [{ verdict: good|note|bad, text, cure? }] }
  --archive       writes a support archive (JSON, gzip) for somebody far away: status, faults, findings, versions, the clinic file
                  without people and secrets, how much is stored, the last lines of the journal. No patient data is in it.
  --list-faults   every fault with its number, what it means and what to do (docs/faults.md)
`;

/** A month of messages of a busy practice is far below this. */
const LEAST_FREE_MB = 200;
/** Of those that are over: enough to see what keeps coming back. */
const PAST_SHOWN = 10;

export async function doctorCommand(args: readonly string[], io: CliIo, machine: Machine = {}): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      config: { type: "string" },
      data: { type: "string" },
      json: { type: "boolean", default: false },
      archive: { type: "boolean", default: false },
      "list-faults": { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (positionals[values.archive ? 1 : 0] !== undefined) throw new UsageError(`'${positionals.at(-1)}' is too much`);
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  if (values["list-faults"]) {
    io.stdout.write(faultsDocument());
    return 0;
  }
  const directory = dataDirectory(values.data);
  const config = configIfThere(values.config);
  const running = await askStatus(directory).catch((error: unknown) => error);
  const own = isStatus(running) ? [running.pid] : [];
  const findings = [
    ...(config === undefined ? [] : clinicFindings(config, io, own, machine)),
    ...dataFindings(directory),
    ...storeFindings(directory),
    ...(isStatus(running) ? runningFindings(running) : [unreachable(running)]),
    ...boxFindings(directory, isStatus(running) ? running : undefined),
  ];
  if (values.archive) return archive(positionals[0], { directory, config, findings, running }, io);
  const wrong = findings.filter(({ verdict }) => verdict === "bad").length;
  io.stdout.write(values.json ? `${JSON.stringify({ wrong, findings })}\n` : findingsInWords(findings));
  return wrong === 0 ? 0 : 1;
}

async function archive(
  file: string | undefined,
  known: { directory: string; config: string | undefined; findings: readonly Finding[]; running: unknown },
  io: CliIo,
): Promise<number> {
  const { directory, config, findings, running } = known;
  const now = Date.now();
  const path = file ?? `firstring-support-${new Date(now).toISOString().slice(0, 10)}.json.gz`;
  const { supportArchive } = await import("../support/supportArchive.ts");
  const content = supportArchive({
    ...{ directory, now, findings, version: programVersion() },
    status: isStatus(running) ? running : undefined,
    clinicText: config === undefined ? undefined : await readClinicText(config).catch(() => undefined),
    clinic: config === undefined ? undefined : await clinicWithoutSecrets(config, io).catch(() => undefined),
  });
  try {
    writeFileSync(path, content, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    throw new UsageError(`${path} cannot be written (${(cause as NodeJS.ErrnoException).code})`);
  }
  io.stdout.write(`${path}: look into it with zcat before you send it.\n`);
  return 0;
}

function clinicFindings(file: string, io: CliIo, own: readonly number[], machine: Machine): Finding[] {
  const clinic = loadClinicFile(file, io);
  if (clinic === undefined)
    return [bad(`the clinic file ${file} has mistakes`, `\`firstring check ${file}\` shows them.`)];
  return [good(`the clinic file ${file}`), ...portFindings(clinic, own, machine)];
}

function dataFindings(directory: string): Finding[] {
  if (!existsSync(directory))
    return [bad(`the data directory ${directory} is not there`, "Name it with --data, or start FirstRing first.")];
  const { bavail, bsize } = statfsSync(directory);
  const freeMb = Math.round((bavail * bsize) / 1e6);
  const text = `${freeMb} MB free for ${directory}`;
  return [freeMb >= LEAST_FREE_MB ? good(text) : bad(text, "Free some space, messages need it.")];
}

function storeFindings(directory: string): Finding[] {
  if (!existsSync(directory)) return [];
  try {
    const store = StoreReader.open(directory, findKey(directory));
    try {
      return store.problems.length === 0
        ? [good("the message database can be read")]
        : store.problems.map((problem) => bad(problem));
    } finally {
      store.close();
    }
  } catch (error) {
    return [unreachable(error, "the message database: ")];
  }
}

function runningFindings(status: ApplianceStatus): Finding[] {
  const reader = { now: status.now, timezone: status.timezone };
  const past = status.pastFaults.filter(({ until }) => until !== undefined).slice(-PAST_SHOWN);
  return [
    good(`FirstRing is running; on call: ${status.onCall.people.join(", ")} (${status.onCall.because.join("; ")})`),
    ...status.modems.map((modem) => {
      const rows = modemInWords(modem).map(([name, value]) => `${name} ${value}`);
      return note(`cellular modem ${modem.id}: ${rows.join("; ")}`);
    }),
    ...status.faults.map((fault) => faultFinding(fault, reader)),
    ...past.map((fault) => note(`over: ${pastFaultInWords(fault, reader)}`)),
  ];
}

function faultFinding(fault: ApplianceStatus["faults"][number], reader: Parameters<typeof faultInWords>[1]): Finding {
  const { code, number, title, explainedBy } = fault;
  return explainedBy === undefined
    ? bad(faultInWords(fault, reader))
    : note(`${number} ${title} [${code}]: explained by ${explainedBy}`);
}

const isStatus = (answer: unknown): answer is ApplianceStatus =>
  typeof answer === "object" && answer !== null && "pastFaults" in answer;

const unreachable = (error: unknown, what = ""): Finding =>
  isApplianceError(error) ? bad(`${what}${error.message}`, error.cure) : bad(`${what}${String(error)}`);
