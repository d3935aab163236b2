import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { parseArgs } from "node:util";
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { faultInWords } from "../health/FaultBoard.ts";
import { findDatabaseKey } from "../storage/key.ts";
import { StoreReader } from "../storage/StoreReader.ts";
import type { CliIo } from "./Cli.ts";
import { defaultDataDirectory } from "./defaultDataDirectory.ts";
import { loadClinicFile } from "./loadClinicFile.ts";
import { askStatus } from "./status.ts";

const HELP = `firstring doctor [--config FILE] [--data DIR]

Looks at everything it can reach and says what is wrong and what to do about it.

  --config FILE   also the clinic file and the ports that it names
  --data DIR      the data directory (default: ./firstring-data, else the rehearsal's)
`;

/** A month of messages of a busy practice is far below this. */
const LEAST_FREE_MB = 200;

interface Finding {
  readonly good: boolean;
  readonly text: string;
}

const good = (text: string): Finding => ({ good: true, text });
const bad = (text: string): Finding => ({ good: false, text });

export async function doctorCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { config: { type: "string" }, data: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const directory = values.data ?? defaultDataDirectory();
  const findings = [
    ...(values.config === undefined ? [] : clinicFindings(values.config, io)),
    ...dataFindings(directory),
    ...storeFindings(directory),
    ...(await runningFindings(directory)),
  ];
  for (const { good: fine, text } of findings) io.stdout.write(`${fine ? "ok  " : "NOT "} ${text}\n`);
  const wrong = findings.filter((finding) => !finding.good).length;
  io.stdout.write(wrong === 0 ? "Nothing is wrong.\n" : `${wrong} ${wrong === 1 ? "thing is" : "things are"} wrong.\n`);
  return wrong === 0 ? 0 : 1;
}

function clinicFindings(file: string, io: CliIo): Finding[] {
  const clinic = loadClinicFile(file, io);
  if (clinic === undefined)
    return [bad(`the clinic file ${file} has mistakes: \`firstring check ${file}\` shows them`)];
  const ports = clinic.lines
    .filter(({ port }) => !port.startsWith("tcp://"))
    .map(({ id, port }) => portFinding(id, port));
  return [good(`the clinic file ${file}`), ...ports];
}

function portFinding(id: string, port: string): Finding {
  if (!existsSync(port))
    return bad(`line ${id}: ${port} is not there. Plug the modem in, or mend the port in the clinic file.`);
  try {
    accessSync(port, constants.R_OK | constants.W_OK);
    return good(`line ${id}: ${port} can be opened`);
  } catch {
    return bad(`line ${id}: ${port} may not be opened by this user. Add the user to the group dialout.`);
  }
}

function dataFindings(directory: string): Finding[] {
  if (!existsSync(directory))
    return [bad(`the data directory ${directory} is not there. Name it with --data, or start FirstRing first.`)];
  const { bavail, bsize } = statfsSync(directory);
  const freeMb = Math.round((bavail * bsize) / 1e6);
  const text = `${freeMb} MB free for ${directory}`;
  return [freeMb >= LEAST_FREE_MB ? good(text) : bad(`${text}: free some space, messages need it`)];
}

function storeFindings(directory: string): Finding[] {
  if (!existsSync(directory)) return [];
  try {
    const store = StoreReader.open(directory, findDatabaseKey(directory));
    try {
      return store.problems.length === 0 ? [good("the message database can be read")] : store.problems.map(bad);
    } finally {
      store.close();
    }
  } catch (error) {
    return [bad(isApplianceError(error) ? `${error.message} ${error.cure}` : `the message database: ${String(error)}`)];
  }
}

async function runningFindings(directory: string): Promise<Finding[]> {
  try {
    const status = await askStatus(directory);
    const faults = status.faults.map((fault) => bad(faultInWords(fault)));
    return [good(`FirstRing is running; on call: ${status.onCall.people.join(", ")}`), ...faults];
  } catch (error) {
    return [bad(isApplianceError(error) ? `${error.message} ${error.cure}` : String(error))];
  }
}
