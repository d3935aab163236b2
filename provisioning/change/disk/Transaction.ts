import { dirname } from "node:path";
import { type Disk, type Ownership, ROOTS_OWN } from "./Disk.ts";
import { type FileSwap, recordOf, type SwapRecord } from "./FileSwap.ts";
import { dropHalfJournal, type Journal, readJournal, removeJournal, writeJournal } from "./Journal.ts";

/**
 * Several files that change together or not at all. Everything is written beside its place and made durable first, then the journal
 * says so, and only then names are exchanged. Until `keep` has written its word into the journal, whatever ends this process leads
 * back to the old files; after it, to the new ones.
 *
 *     staging ──▶ staged ──▶ (swaps) ──▶ kept ──▶ (clean up) ──▶ no journal
 *        └───────────┴──────────┴──▶ undoing ──▶ (restore) ─────┘
 */
export class Transaction {
  readonly #disk: Disk;
  readonly #file: string;
  readonly #swaps: readonly FileSwap[];
  #journal: Journal;

  private constructor(disk: Disk, file: string, swaps: readonly FileSwap[], journal: Journal) {
    this.#disk = disk;
    this.#file = file;
    this.#swaps = swaps;
    this.#journal = journal;
  }

  /** Throws (disk full, say) with everything as it was. `note` comes back from `recover`. */
  static stage(disk: Disk, file: string, id: string, swaps: readonly FileSwap[], note: unknown): Transaction {
    const records = swaps.map((swap) => recordOf(swap, id, disk.exists(swap.target)));
    const folders = missingFolders(disk, swaps);
    const journal: Journal = { version: 1, id, phase: "staging", swaps: records, folders, note };
    const transaction = new Transaction(disk, file, swaps, journal);
    try {
      writeJournal(disk, file, journal);
      transaction.#stage();
      transaction.#enter("staged");
    } catch (error) {
      // A full disk may take no journal either; then the one that is there leads to the same end at the next start.
      undo(disk, file, transaction.#journal);
      throw error;
    }
    return transaction;
  }

  #stage(): void {
    for (const { path, owner } of this.#journal.folders) {
      this.#disk.makeDirectory(path, owner);
      this.#disk.syncDirectory(dirname(path), owner.user === "root" ? ROOTS_OWN : owner);
    }
    for (const [index, { content, owner }] of this.#swaps.entries()) {
      const { staged, backup, target, existed } = this.#journal.swaps[index]!;
      if (staged !== undefined && content.kind === "bytes") this.#disk.write(staged, content.bytes, owner);
      if (staged !== undefined && content.kind === "link") this.#disk.symlink(staged, content.to, owner);
      if (existed) this.#disk.link(target, backup, owner);
    }
    syncFolders(this.#disk, this.#journal.swaps);
  }

  /** Puts the new files in their places. Throws as the disk does: `undo` then. */
  swap(): void {
    for (const { staged, target, owner } of this.#journal.swaps) {
      if (staged === undefined) this.#disk.remove(target, owner);
      else this.#disk.rename(staged, target, owner);
    }
    syncFolders(this.#disk, this.#journal.swaps);
  }

  keep(): void {
    this.decide();
    this.finish();
  }

  /** From here on it is kept, whatever happens. What must follow from that is done before `finish`, or by who recovers. */
  decide(): void {
    this.#enter("kept");
  }

  finish(): void {
    finish(this.#disk, this.#file, this.#journal);
  }

  undo(): void {
    // A word that the disk did not take for certain may stand there all the same: whoever recovers in the middle of this would go by it.
    if (this.#journal.phase === "kept" && readJournal(this.#disk, this.#file)?.phase === "kept") this.#enter("staged");
    undo(this.#disk, this.#file, this.#journal);
  }

  #enter(phase: Journal["phase"]): void {
    this.#journal = { ...this.#journal, phase };
    writeJournal(this.#disk, this.#file, this.#journal);
  }
}

export type Recovery =
  | { readonly kind: "nothing" }
  | { readonly kind: "undone"; readonly id: string; readonly note: unknown }
  /** `left`: old copies that the disk did not give up, by path. */
  | { readonly kind: "finished"; readonly id: string; readonly note: unknown; readonly left: readonly string[] };

/** At a start: whatever was going on when the process ended is undone, or finished where it had been kept. May be cut itself. */
export function recover(disk: Disk, file: string): Recovery {
  const journal = readJournal(disk, file);
  if (journal === undefined) {
    dropHalfJournal(disk, file);
    return { kind: "nothing" };
  }
  if (journal.phase === "kept") {
    return { kind: "finished", id: journal.id, note: journal.note, left: finishAnyway(disk, file, journal) };
  }
  undo(disk, file, journal);
  return { kind: "undone", id: journal.id, note: journal.note };
}

/** Decides in the place of the process that is gone. */
export function keepJournal(disk: Disk, file: string): void {
  const journal = readJournal(disk, file);
  if (journal !== undefined) writeJournal(disk, file, { ...journal, phase: "kept" });
}

function finish(disk: Disk, file: string, { swaps }: Journal): void {
  for (const { backup, owner } of swaps) disk.remove(backup, owner);
  syncFolders(disk, swaps);
  removeJournal(disk, file);
}

/**
 * At the second try an old copy on a bad spot of the card is left where it is: it is nobody's any more, and a journal that stayed for
 * its sake would bar every later change. What the disk does with the journal itself is not put up with.
 */
function finishAnyway(disk: Disk, file: string, { swaps }: Journal): readonly string[] {
  const left = swaps
    .filter(({ backup, owner }) => !isDone(() => disk.remove(backup, owner)))
    .map(({ backup }) => backup);
  isDone(() => syncFolders(disk, swaps));
  removeJournal(disk, file);
  return left;
}

function isDone(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    // Only what the system said of a file: anything else is a mistake of ours.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
  }
}

function undo(disk: Disk, file: string, journal: Journal): void {
  const { swaps, folders, phase } = journal;
  for (const swap of swaps) restore(disk, swap, phase);
  syncFolders(disk, swaps);
  for (const { path, owner } of [...folders].reverse()) {
    if (!disk.exists(path)) continue;
    disk.removeEmptyDirectory(path, owner);
    disk.syncDirectory(dirname(path), owner.user === "root" ? ROOTS_OWN : owner);
  }
  removeJournal(disk, file);
}

function restore(disk: Disk, { staged, backup, target, existed, owner }: SwapRecord, phase: Journal["phase"]): void {
  if (existed && disk.exists(backup)) {
    // While nothing was exchanged yet both are the same file, and the rename leaves both (rename(2)).
    disk.rename(backup, target, owner);
    disk.remove(backup, owner);
  }
  // While things are only being staged, a file in that place is somebody else's.
  if (!existed && phase !== "staging") disk.remove(target, owner);
  if (staged !== undefined) disk.remove(staged, owner);
}

function syncFolders(disk: Disk, swaps: readonly SwapRecord[]): void {
  const folders = new Map<string, Ownership>(swaps.map(({ target, owner }) => [dirname(target), owner]));
  for (const [folder, owner] of folders) if (disk.exists(folder)) disk.syncDirectory(folder, owner);
}

/** From the outermost in. */
function missingFolders(disk: Disk, swaps: readonly FileSwap[]): Journal["folders"] {
  const missing = new Map<string, Ownership>();
  for (const { target, owner } of swaps) {
    for (let folder = dirname(target); !disk.exists(folder) && folder !== dirname(folder); folder = dirname(folder))
      missing.set(folder, owner);
  }
  return [...missing].map(([path, owner]) => ({ path, owner })).sort((a, b) => a.path.length - b.path.length);
}
