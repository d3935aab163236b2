import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { exchangeData, putClinicFile, stageRestore } from "../backup/restore.ts";
import { exchangeState, forgetOld, settleExchange, undoExchange } from "../data/Exchange.ts";
import { withoutService } from "../data/service.ts";
import { Credentials } from "../keys/Credentials.ts";
import { findKey } from "../keys/findKey.ts";
import { BOX, DEFAULTS, isInstalled } from "../runtime/installation.ts";
import { makeDirectory } from "../runtime/makeDirectory.ts";
import { readDatabaseKey } from "../storage/key.ts";
import { inWords, unlocksOf } from "./backup.ts";
import { type CliIo, UsageError } from "./Cli.ts";

const HELP = `firstring restore FILE [--identity FILE] [--dry-run] [--config FILE | --without-clinic-file] [--data DIR]
firstring restore --undo | --keep [--data DIR]

Puts a backup's messages, recordings and clinic file in the place of what is there. All of the backup is read and proved first,
and encrypted with this box's own key; then all files change places at once, wherever the power goes. The appliance is stopped
for that moment. What was there before is kept for a day of good service, and until then --undo goes back to it.

  --identity FILE   the private recovery key; else the backup's passphrase is asked for, or read from standard input
  --dry-run         read and prove everything, say what would happen, change nothing
  --config FILE     where the clinic file goes (default: ${DEFAULTS.config})
  --without-clinic-file  leave the clinic file that is there
  --undo            back to what was there before; what came since the restore is given up with it
  --keep            give up what was there before
  --data DIR        the appliance's data directory (default: ${DEFAULTS.data})
`;

export async function restoreCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      identity: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      "without-clinic-file": { type: "boolean", default: false },
      config: { type: "string" },
      undo: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      data: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const directory = resolve(values.data ?? DEFAULTS.data);
  if (values.undo || values.keep) return goBackOrKeep(directory, values.undo, io);
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0)
    throw new UsageError(file === undefined ? "FILE is missing" : `'${rest[0]}' is too much`);
  makeDirectory(directory);
  settleExchange(directory);
  const unlocks = await unlocksOf(file, values.identity);
  const { key } = findKey(directory) ?? readDatabaseKey(directory);
  const now = Date.now();
  const progress = (words: string) => io.stderr.write(`${words}\n`);
  const staged = stageRestore({ file, unlocks, directory, key, now, progress });
  const config = resolve(values.config ?? DEFAULTS.config);
  const clinicFile = values["without-clinic-file"] ? undefined : staged.clinicFile;
  io.stdout.write(`${file}: ${inWords(staged.manifest)}.\n`);
  if (values["dry-run"]) {
    forgetOld(directory);
    io.stdout.write(
      `It is whole and fits this program. It would take the place of the data in ${directory}${clinicFile === undefined ? "" : ` and of ${config}`}. Nothing was changed.\n`,
    );
    return 0;
  }
  const startAgain = await withoutService(directory);
  exchangeData(directory, now);
  if (clinicFile !== undefined)
    putClinicFile(clinicFile, config, isInstalled ? "/etc/firstring/history" : undefined, now);
  restoreCredentials(staged.credentials, io);
  startAgain();
  io.stdout.write(
    `Restored. What was there before is kept aside for a day of good service: \`firstring restore --undo\` goes back to it.\n`,
  );
  return 0;
}

function restoreCredentials(found: ReadonlyMap<string, Uint8Array>, io: CliIo): void {
  if (found.size === 0) return;
  if (!isInstalled || process.getuid?.() !== 0) {
    io.stderr.write(`The backup's ${found.size} secrets were left out: they are set as root on a box.\n`);
    return;
  }
  const credentials = new Credentials();
  for (const [name, value] of found) credentials.put(name, value);
}

async function goBackOrKeep(directory: string, undo: boolean, io: CliIo): Promise<number> {
  if (!existsSync(directory)) throw new UsageError(`${directory} is not there`);
  const state = settleExchange(directory);
  if (state === undefined)
    throw new UsageError("nothing was restored here, or what was there before has been given up");
  if (!undo) {
    forgetOld(directory);
    io.stdout.write("What was there before the restore is gone.\n");
    return 0;
  }
  const startAgain = await withoutService(directory);
  if (exchangeState(directory)?.phase === "exchanged") undoExchange(directory);
  startAgain();
  io.stdout.write(
    `All is as it was before the restore${directory === BOX.data ? ", but for the clinic file: /etc/firstring/history has the one before" : ""}.\n`,
  );
  return 0;
}
