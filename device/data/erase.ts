import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { KeyPlaces } from "../keys/boxKeys.ts";
import { destroyFile, writeSecretFile } from "../keys/files.ts";
import { syncFolder } from "../storage/files.ts";
import { destroyTree } from "./Exchange.ts";

/** Everything of a box that is the clinic's, below another root in tests. */
export interface ErasePlaces {
  /** Known before anything is gone, so that an erase that the power cut off goes on at the next start. */
  readonly marker: string;
  /** One line for each erase; it stays. */
  readonly record: string;
  readonly data: string;
  /** Files and folders that go altogether. */
  readonly others: readonly string[];
  /** Folders of others, in which what is ours begins so. */
  readonly ours: readonly { readonly folder: string; readonly prefix: string }[];
}

export const erasePlaces = (root = ""): ErasePlaces => ({
  marker: `${root}/etc/firstring/erase.json`,
  record: `${root}/etc/firstring/erased.log`,
  data: `${root}/var/lib/firstring`,
  others: [
    `${root}/run/firstring-key`,
    // Also where the Pi's own key does not answer, as in a unit that sees no devices: this salt makes the old key again.
    `${root}/etc/firstring/database-key.salt`,
    `${root}/etc/firstring/database-key.salt.next`,
    `${root}/etc/firstring/database-key.salt.old`,
    `${root}/etc/firstring/database-key.change`,
    `${root}/etc/firstring/credentials`,
    `${root}/etc/firstring/clinic.yaml`,
    `${root}/etc/firstring/history`,
    `${root}/etc/firstring/certificates`,
    `${root}/etc/firstring/backup.pub`,
    `${root}/var/lib/firstring-apply`,
    `${root}/var/lib/firstring-stick`,
    `${root}/var/lib/firstring-setup`,
  ],
  ours: [
    { folder: `${root}/etc/NetworkManager/system-connections`, prefix: "firstring" },
    { folder: `${root}/etc/systemd/network`, prefix: "50-firstring-" },
    { folder: `${root}/etc/firstring`, prefix: "clinic.yaml." },
    { folder: `${root}/etc/systemd/system/firstring.service.d`, prefix: "60-database-key" },
    { folder: `${root}/etc/systemd/system/firstring-backup.service.d`, prefix: "60-database-key" },
    { folder: `${root}/etc/systemd/system/firstring-console.service.d`, prefix: "" },
    { folder: `${root}/etc/systemd/system/firstring-console.socket.d`, prefix: "" },
    { folder: `${root}/etc/systemd/system/firstring-console-redirect.socket.d`, prefix: "" },
    { folder: `${root}/etc/systemd/system/firstring.service.d`, prefix: "50-credentials" },
    { folder: `${root}/etc/systemd/system/firstring.service.d`, prefix: "60-clinic-file" },
  ],
});

/** A data directory that is no box's: a rehearsal's, a test's. */
export const eraseDirectoryOnly = (directory: string): ErasePlaces => ({
  marker: join(directory, "erase.json"),
  record: join(directory, "erased.log"),
  data: directory,
  others: [],
  ours: [],
});

export interface EraseMeans {
  readonly keys: Pick<KeyPlaces, "otp" | "credential" | "file">;
  readonly now: number;
  readonly by: string;
  /** Also overwrites what is free on the disk: takes as long as the disk is large. */
  readonly thorough: boolean;
  readonly progress: (words: string) => void;
  /** What only provisioning knows of: ownership goes, the code on the label stays. */
  readonly resetOwner: () => void;
}

export const isErasing = ({ marker }: ErasePlaces): boolean => existsSync(marker);

interface Marker {
  readonly at: number;
  readonly by: string;
  readonly thorough: boolean;
}

/**
 * Key first, then everything; called again after a cut it does what is left. One file that cannot be overwritten (a bad spot of
 * the card) keeps nothing else: returns such files, in words, which are in the record, too.
 */
export function erase(places: ErasePlaces, means: EraseMeans): readonly string[] {
  const { progress, keys } = means;
  const { at, by, thorough } = begin(places, means);
  const failed: string[] = [];
  const attempt = (what: string, act: () => void): void => {
    try {
      act();
    } catch (error) {
      failed.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  progress("Destroying the keys …");
  for (const place of [keys.otp, keys.credential, keys.file]) if (place) attempt("a key", () => place.destroy());
  progress("Erasing messages, recordings, secrets and settings …");
  for (const name of namesIn(places.data))
    if (!isKept(places, join(places.data, name))) wipe(join(places.data, name), attempt);
  for (const path of places.others) wipe(path, attempt);
  for (const { folder, prefix } of places.ours)
    for (const name of namesIn(folder)) if (name.startsWith(prefix)) wipe(join(folder, name), attempt);
  attempt("whose box it is", means.resetOwner);
  if (thorough) fillFree(places.data, progress);
  trim(places.data);
  const but = failed.length === 0 ? "" : `, not overwritten: ${failed.join("; ")}`;
  appendFileSync(places.record, `${new Date(at).toISOString()} erased by ${by}${but}\n`, { mode: 0o600 });
  destroyFile(places.marker);
  return failed;
}

/** As destroyTree, but what cannot be overwritten is at least removed, and all else goes. */
function wipe(path: string, attempt: (what: string, act: () => void) => void): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory())
    for (const name of namesIn(path)) wipe(join(path, name), attempt);
  attempt(path, () => destroyTree(path));
  attempt(path, () => rmSync(path, { recursive: true, force: true }));
}

const isKept = ({ marker, record }: ErasePlaces, path: string): boolean => path === marker || path === record;

const namesIn = (folder: string): readonly string[] =>
  lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];

function begin({ marker }: ErasePlaces, { now, by, thorough }: EraseMeans): Marker {
  if (existsSync(marker)) {
    try {
      return JSON.parse(readFileSync(marker, "utf8")) as Marker;
    } catch {
      // It says by being there that everything is to go.
    }
  }
  const begun: Marker = { at: now, by, thorough };
  mkdirSync(dirname(marker), { recursive: true });
  writeSecretFile(marker, Buffer.from(JSON.stringify(begun)));
  return begun;
}

const BLOCK = 4 * 1024 * 1024;

/** Until the disk is full; what is written is random, and is taken away again. */
function fillFree(folder: string, progress: (words: string) => void): void {
  if (!existsSync(folder)) return;
  const path = join(folder, "filling");
  const file = openSync(path, "w", 0o600);
  try {
    for (let written = 0; ; ) {
      written += writeSync(file, randomBytes(BLOCK));
      if (written % (1024 * BLOCK) === 0) progress(`Overwriting what is free: ${Math.round(written / 1e9)} GB …`);
    }
  } catch {
    // Full: that is the end of it.
  }
  try {
    fsyncSync(file);
  } catch {
    // Full.
  }
  closeSync(file);
  rmSync(path, { force: true });
  syncFolder(folder);
}

/** Tells the card which blocks are free; many cards then give them back as noughts. systemd's own unit has the right where we have not. */
function trim(folder: string): void {
  const ways = [
    ["fstrim", folder],
    ["systemctl", "start", "fstrim.service"],
  ] as const;
  for (const [program, ...args] of ways) {
    try {
      execFileSync(program, args, { stdio: "ignore", timeout: 600_000 });
      return;
    } catch {
      // No such command, no such right, or no such card: everything was overwritten already.
    }
  }
}
