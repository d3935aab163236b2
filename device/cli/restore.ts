import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { exchangeData, putClinicFile, stageRestore } from "../backup/restore.ts";
import { exchangeState, forgetOld, settleExchange, undoExchange } from "../data/Exchange.ts";
import { withoutService } from "../data/service.ts";
import { findKey } from "../keys/findKey.ts";
import { BOX, DEFAULTS, isInstalled } from "../runtime/installation.ts";
import { makeDirectory } from "../runtime/makeDirectory.ts";
import { readDatabaseKey } from "../storage/key.ts";
import { inWords, unlocksOf } from "./backup.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { dataDirectory } from "./defaultDataDirectory.ts";

const HELP = `firstring restore FILE [--identity FILE] [--dry-run] [--config FILE | --without-clinic-file] [--data DIR]
firstring restore --undo | --keep [--data DIR]

Puts a backup's messages, recordings and clinic file in the place of what is there. All of the backup is read and proved first,
and encrypted with this box's own key; then all files change places at once, wherever the power goes. A box is stopped for that
moment, between two calls, and watched: if it does not answer and page as before, everything goes back by itself, unless calls
were taken meanwhile. What was there before is kept for a day of good service, and until then --undo goes back to it.

  --identity FILE   the private recovery key; else the backup's passphrase is asked for, or read from standard input
  --dry-run         read and prove everything, say what would happen, change nothing
  --config FILE     where the clinic file goes (default: ${DEFAULTS.config})
  --without-clinic-file  leave the clinic file that is there
  --undo            back to what was there before (data, clinic file, secrets), tried as a restore is; what came since the restore
                    is given up with it
  --keep            give up what was there before
  --data DIR        the appliance's data directory (default: ${DEFAULTS.data})
`;

/** On a box: what is put in the place of its own, or goes back, by whoever can try it. They return the exit code. */
export interface OnBox {
  put(
    restored: {
      readonly words: string;
      readonly clinicFile: string | undefined;
      readonly credentials: ReadonlyMap<string, Uint8Array>;
    },
    io: CliIo,
  ): Promise<number>;
  undo(io: CliIo): Promise<number>;
  /** What was there before is given up. */
  forget(): Promise<void>;
}

export async function restoreCommand(args: readonly string[], io: CliIo, box: OnBox): Promise<number> {
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
  const directory = resolve(values.data === undefined ? DEFAULTS.data : dataDirectory(values.data));
  const onBox = isInstalled && directory === BOX.data;
  if (onBox) demandRoot();
  if (values.undo || values.keep) return goBackOrKeep(directory, values.undo, io, onBox ? box : undefined);
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0)
    throw new UsageError(file === undefined ? "FILE is missing" : `'${rest[0]}' is too much`);
  // Looked at before anything is made: an empty directory of data would hide a rehearsal's from the next command.
  const unlocks = await unlocksOf(file, values.identity);
  makeDirectory(directory);
  // Off a box nobody tries the way back: what an undone restore had brought is not in the way of the next one.
  if (settleExchange(directory)?.phase === "undone" && !onBox) forgetOld(directory);
  const { key } = findKey(directory) ?? (onBox ? noKey() : readDatabaseKey(directory));
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
  if (onBox) {
    const words = `the data of the backup of ${staged.manifest.createdAt.slice(0, 16).replace("T", " ")} UTC`;
    const code = await box.put({ words, clinicFile, credentials: staged.credentials }, io);
    if (code === 0) io.stdout.write(KEPT_ASIDE);
    else if (clinicFile !== undefined)
      io.stderr.write(
        "If it is the clinic file: --without-clinic-file restores the rest beside the one that is there.\n",
      );
    if (exchangeState(directory) === undefined) forgetOld(directory);
    return code;
  }
  const startAgain = await withoutService(directory);
  try {
    exchangeData(directory, now);
    if (clinicFile !== undefined) putClinicFile(clinicFile, config);
  } finally {
    startAgain();
  }
  if (staged.credentials.size > 0)
    io.stderr.write(`The backup's ${staged.credentials.size} secrets were left out: they are set as root on a box.\n`);
  io.stdout.write(`Restored. ${KEPT_ASIDE}`);
  return 0;
}

const KEPT_ASIDE =
  "What was there before is kept aside for a day of good service: `firstring restore --undo` goes back to it.\n";

/** Never one beside the data, as a rehearsal has. */
function noKey(): never {
  throw new ApplianceError("STORE_KEY_MISSING", "this box has no key for its messages yet", {
    disposition: "operator",
    cure: "`firstring key init` makes one; then restore again.",
  });
}

function demandRoot(): void {
  if (process.getuid?.() === 0) return;
  throw new ApplianceError("NEEDS_ROOT", "only root may restore a box", {
    disposition: "operator",
    cure: "Say it again with sudo.",
  });
}

async function goBackOrKeep(directory: string, undo: boolean, io: CliIo, box: OnBox | undefined): Promise<number> {
  if (!existsSync(directory)) throw new UsageError(`${directory} is not there`);
  const state = settleExchange(directory);
  if (state === undefined)
    throw new UsageError("nothing was restored here, or what was there before has been given up");
  if (!undo) {
    forgetOld(directory);
    await box?.forget();
    io.stdout.write(
      `What ${state.phase === "undone" ? "the restore had brought" : "was there before the restore"} is gone.\n`,
    );
    return 0;
  }
  if (box !== undefined && state.phase === "exchanged") return box.undo(io);
  const startAgain = await withoutService(directory, (words) => io.stderr.write(`${words}\n`));
  try {
    if (exchangeState(directory)?.phase === "exchanged") undoExchange(directory);
  } finally {
    startAgain();
  }
  io.stdout.write("All is as it was before the restore.\n");
  return 0;
}
