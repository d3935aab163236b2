import {
  chownSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { afterRestore } from "../console/store/afterRestore.ts";
import { beginExchange, destroyTree, exchange, exchangeState, forgetOld } from "../data/Exchange.ts";
import { appendAudit } from "../storage/auditChain.ts";
import { CodeLedger, LEDGER_FILE } from "../storage/CodeLedger.ts";
import { CONSOLE_FILE, DATABASE_FILE } from "../storage/files.ts";
import { Layer } from "../storage/Layer.ts";
import { migrate } from "../storage/migrate.ts";
import { openSqlite } from "../storage/SqliteFile.ts";
import { changeKey, type DatabaseFacts, databaseFacts, syncFile } from "../storage/snapshot.ts";
import { CLINIC_ENTRY, FOLDERS } from "./contents.ts";
import { type BackupManifest, backupTrouble } from "./format.ts";
import { readBackup } from "./readBackup.ts";
import type { Unlock } from "./slots.ts";

export interface RestoreRequest {
  readonly file: string;
  readonly unlocks: readonly Unlock[];
  readonly directory: string;
  /** The box's own key: what is restored is encrypted with it. */
  readonly key: Uint8Array;
  readonly now: number;
  readonly progress?: (words: string) => void;
}

/** A backup, unpacked beside the data, proved and under the box's key. Nothing has been exchanged yet. */
export interface StagedRestore {
  readonly manifest: BackupManifest;
  readonly databases: readonly DatabaseFacts[];
  /** The clinic file that the backup holds; it is none of the data directory's. */
  readonly clinicFile?: string;
  readonly credentials: ReadonlyMap<string, Uint8Array>;
}

/** What a restore takes out of a data directory beside what it has something new for. */
const REPLACED = /^(firstring(-emergency-\d+)?\.db(-wal|-shm|-journal|\.damaged(-wal)?)?|firstring\.codes|timezone)$/;

export const stageRestore = ({
  file,
  unlocks,
  directory,
  key,
  now,
  progress = () => {},
}: RestoreRequest): StagedRestore => {
  if (exchangeState(directory) !== undefined) throw notFinished(directory);
  const into = beginExchange(directory);
  try {
    progress("Reading and proving the backup …");
    const { manifest } = readBackup(file, unlocks, into);
    const own = Buffer.from(manifest.databaseKey, "hex");
    const databases = manifest.databases.map((facts) => {
      progress(`Checking ${facts.file} and encrypting it with this box's key …`);
      return takeOver(join(into, "databases", facts.file), join(into, facts.file), { own, key }, facts, now);
    });
    if (!manifest.databases.some(({ file: name }) => name === DATABASE_FILE))
      throw backupTrouble("BACKUP_DAMAGED", "the backup holds no message database");
    rmSync(join(into, "databases"), { recursive: true, force: true });
    joinLedgers(directory, into, key);
    noteInAudit(join(into, DATABASE_FILE), key, now, manifest);
    const clinic = takeOut(into, CLINIC_ENTRY);
    const credentials = takeCredentials(into);
    giveToOwner(into, statSync(directory));
    return {
      ...{ manifest, databases, credentials },
      ...(clinic === undefined ? {} : { clinicFile: clinic.toString("utf8") }),
    };
  } catch (error) {
    forgetOld(directory);
    throw error;
  }
};

/** The data of the backup takes the place of what is there, which is kept aside. */
export const exchangeData = (directory: string, now: number): void => {
  const gone = readdirSync(directory).filter((name) => REPLACED.test(name) || FOLDERS.includes(name));
  exchange(directory, gone, now);
};

/** Every page is looked at again after it was encrypted anew; a later program's database is not touched. */
function takeOver(
  from: string,
  to: string,
  keys: { readonly own: Uint8Array; readonly key: Uint8Array },
  expected: DatabaseFacts,
  now: number,
): DatabaseFacts {
  const { own, key } = keys;
  if (!existsSync(from)) throw backupTrouble("BACKUP_DAMAGED", `the backup lacks ${basename(from)}`);
  let facts: DatabaseFacts;
  try {
    facts = databaseFacts(from, own, expected.file);
  } catch (cause) {
    throw backupTrouble("BACKUP_DAMAGED", `${expected.file} in the backup cannot be read`, cause);
  }
  if (JSON.stringify(facts) !== JSON.stringify(expected))
    throw backupTrouble("BACKUP_DAMAGED", `${expected.file} in the backup is not what its list says`);
  changeKey(from, own, key);
  const db = openSqlite(from, key);
  try {
    if (expected.file === CONSOLE_FILE) afterRestore(new Layer(db, "disk", from), now);
    else migrate(db);
    db.pragma("journal_mode = DELETE");
  } finally {
    db.close();
  }
  const after = databaseFacts(from, key, expected.file);
  renameSync(from, to);
  return after;
}

/** Codes that either box has given out are not given out again. */
function joinLedgers(directory: string, into: string, key: Uint8Array): void {
  const restored = join(into, LEDGER_FILE);
  const here = existsSync(join(directory, LEDGER_FILE)) ? new CodeLedger(directory, key).next : 0;
  const ledger = new CodeLedger(into, key);
  ledger.useKey(key);
  ledger.advance(Math.max(here, ledger.next));
  if (!existsSync(restored)) throw new Error("the ledger of codes could not be written");
}

function noteInAudit(path: string, key: Uint8Array, now: number, { createdAt }: BackupManifest): void {
  const db = openSqlite(path, key);
  try {
    const layer = new Layer(db, "disk", path);
    db.transaction(() =>
      appendAudit(layer, { at: now, kind: "restored", detail: `from the backup of ${createdAt}` }),
    )();
    db.pragma("journal_mode = DELETE");
  } finally {
    db.close();
  }
}

function takeOut(into: string, name: string): Buffer | undefined {
  const path = join(into, name);
  if (!existsSync(path)) return undefined;
  const content = readFileSync(path);
  rmSync(path);
  return content;
}

function takeCredentials(into: string): ReadonlyMap<string, Uint8Array> {
  const folder = join(into, "credentials");
  if (!existsSync(folder)) return new Map();
  const found = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
  destroyTree(folder);
  return found;
}

/** As root: what the service is to read is its own. */
function giveToOwner(path: string, owner: { readonly uid: number; readonly gid: number }): void {
  if (process.getuid?.() !== 0) return;
  const walk = (at: string): void => {
    const found = lstatSync(at);
    chownSync(at, owner.uid, owner.gid);
    if (found.isDirectory()) for (const name of readdirSync(at)) walk(join(at, name));
  };
  walk(dirname(path));
}

/** The clinic file of the backup in its place, the one before beside it. A box's goes by the change engine. */
export const putClinicFile = (text: string, place: string): void => {
  const part = `${place}.restore`;
  writeFileSync(part, text, { mode: 0o640 });
  syncFile(part);
  if (existsSync(place)) renameSync(place, `${place}.before-restore`);
  renameSync(part, place);
};

const notFinished = (directory: string): ApplianceError =>
  new ApplianceError("RESTORE_NOT_FINISHED", `what was there before the last restore is still kept in ${directory}`, {
    disposition: "operator",
    cure: "`firstring restore --keep` gives it up, `firstring restore --undo` goes back to it; then restore again.",
  });
