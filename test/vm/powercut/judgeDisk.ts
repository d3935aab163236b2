import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DATABASE_FILE, emergencyFiles } from "../../../device/storage/files.ts";
import { openSqlite, type SqliteDatabase } from "../../../device/storage/SqliteFile.ts";
import { openStore } from "../../../device/storage/StoreClient.ts";
import { aChunk } from "../../../device/storage/testStore.ts";
import type { Known } from "./Confirmed.ts";

export interface Verdict {
  /** What a person would have to be told; empty when all is well. */
  readonly lost: readonly string[];
  /** The file system or the database could not be opened, or a check of theirs failed. */
  readonly broken: readonly string[];
  /** It mounted only after fsck: the two sectors of ext4's super-block, which no journal covers, were torn. */
  readonly repaired?: boolean;
}

const call = (program: string, ...args: string[]): void => {
  execFileSync(program, args, { stdio: ["ignore", "ignore", "pipe"] });
};

const said = (error: unknown): string =>
  String((error as { stderr?: Buffer }).stderr ?? "").trim() || (error as Error).message;

const mount = (image: string, point: string): void => call("mount", "-o", "loop,noatime", image, point);

/** e2fsck(8): 1 says that it has corrected what it found. */
function repair(image: string): void {
  try {
    call("e2fsck", "-y", image);
  } catch (error) {
    if ((error as { status?: number }).status !== 1) throw error;
  }
}

/**
 * Mounts the disk (the kernel recovers its journal, as at a boot; where it cannot, fsck goes before, as Debian's boot lets it), judges
 * what is on it, and lets it go again.
 */
export async function onDisk(
  image: string,
  point: string,
  judge: (folder: string) => Promise<Verdict>,
): Promise<Verdict> {
  let repaired = false;
  try {
    mount(image, point);
  } catch {
    try {
      repair(image);
      mount(image, point);
      repaired = true;
    } catch (error) {
      return { lost: [], broken: [`the file system does not mount, after fsck either: ${said(error)}`] };
    }
  }
  try {
    return { ...(await judge(point)), repaired };
  } catch (error) {
    return { lost: [], broken: [(error as Error).message] };
  } finally {
    call("umount", point);
  }
}

/** Read with SQLite as the product opens it, which takes up the WAL. `thorough`: for writing, and every index is compared. */
export function judgeDatabase(directory: string, key: Uint8Array, known: Known, thorough: boolean): Verdict {
  const path = join(directory, DATABASE_FILE);
  if (!existsSync(path)) return { lost: [], broken: ["there is no database"] };
  // Read-only, as `firstring messages` reads beside the box: without the checkpoint that a last close makes.
  const db = openSqlite(path, key, { readonly: !thorough });
  try {
    // quick_check leaves out only that indexes and tables agree, and takes half the time.
    const name = thorough ? "integrity_check" : "quick_check";
    const check = db.pragma(name, { simple: true });
    const broken = check === "ok" ? [] : [`${name}: ${String(check)}`];
    return { lost: lostOf(db, known), broken };
  } finally {
    db.close();
  }
}

function lostOf(db: SqliteDatabase, known: Known): string[] {
  const column = (sql: string): Set<string> => new Set(db.prepare(sql).pluck().all() as string[]);
  const messages = column("SELECT ref FROM messages");
  const paged = column("SELECT ref FROM dispatches WHERE purpose = 'page'");
  const alerts = column("SELECT ref FROM alerts");
  const taken = column("SELECT ref FROM alerts WHERE state = 'taken'");
  const chunks = new Map(
    db.prepare("SELECT call_id, count(*) FROM audio GROUP BY call_id").raw().all() as [string, number][],
  );
  const lost: string[] = [];
  for (const ref of known.messages) {
    if (!messages.has(ref)) lost.push(`message ${ref}`);
    if (known.urgent.has(ref) && !(alerts.has(ref) && paged.has(ref))) lost.push(`page ${ref}`);
  }
  for (const ref of known.taken) if (!taken.has(ref)) lost.push(`take ${ref}`);
  for (const [call, count] of known.audio) if ((chunks.get(call) ?? 0) < count) lost.push(`audio ${call}`);
  return [...lost, ...alteredSamples(db)];
}

/** The newest take: the one that the cut may have met. */
function alteredSamples(db: SqliteDatabase): string[] {
  const rows = db.prepare("SELECT call_id, sequence, bytes FROM audio ORDER BY id DESC LIMIT 8").all() as {
    call_id: string;
    sequence: number;
    bytes: Buffer;
  }[];
  return rows
    .filter(({ call_id, sequence, bytes }) => !bytes.equals(aChunk(call_id, sequence).bytes))
    .map((row) => `samples of ${row.call_id} ${row.sequence}`);
}

/** As the box starts again: its own store, in its own thread, with all its checks; and what it does next. */
export async function judgeStore(directory: string, key: Uint8Array, known: Known): Promise<Verdict> {
  const broken: string[] = [];
  const store = await openStore({
    directory,
    key,
    onFault: (code, detail, cleared) => {
      if (!cleared) broken.push(`${code}: ${detail}`);
    },
  });
  try {
    await store.interruptedCalls();
    const open = await store.unfinishedAlerts();
    for (const { alert, dispatches } of open) if (dispatches.length === 0) broken.push(`no page of ${alert.ref}`);
    const audit = await store.verifyAudit();
    if (!audit.ok) broken.push(`audit: ${JSON.stringify(audit)}`);
    const fresh = await store.reserveCodes(8);
    for (const code of fresh) if (known.codes.has(code)) broken.push(`code ${code} would be given a second time`);
  } finally {
    await store.close();
  }
  if (emergencyFiles(directory).length > 0) broken.push("an emergency database was begun");
  return { lost: [], broken };
}
