import { createHash } from "node:crypto";
import type { Layer } from "../../storage/Layer.ts";
import type { PromptHow } from "../api/prompts.ts";

/** As many as anybody wants back; the older ones go. */
const MOST_KEPT = 6;
/** Stands for the prompt that comes with FirstRing. */
export const SHIPPED = "shipped";

export interface NewVersion {
  readonly language: string;
  readonly clip: string;
  readonly at: number;
  readonly by: string | null;
  readonly how: PromptHow;
  /** What it says, or is meant to say. */
  readonly words: string;
  readonly ms: number | null;
  /** A WAV file; null: the one that comes with FirstRing. */
  readonly sound: Uint8Array | null;
}

export interface KeptVersion extends Omit<NewVersion, "sound"> {
  readonly id: number;
  readonly hash: string;
}

const COLUMNS = "id, language, clip, at, by, how, words, hash, ms";

export const soundHash = (wav: Uint8Array): string => createHash("sha256").update(wav).digest("hex").slice(0, 16);

/** What callers heard, with its sound: who changed it and when, and the way back. */
export class PromptVersions {
  readonly #db: Layer;

  constructor(db: Layer) {
    this.#db = db;
  }

  /** Returns its number, by which it can be taken out again. */
  add({ at, by, clip, how, language, ms, sound, words }: NewVersion): number {
    const hash = sound === null ? SHIPPED : soundHash(sound);
    this.#db.run(
      "INSERT INTO prompt_versions (language, clip, at, by, how, words, hash, ms, sound) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      ...[language, clip, at, by, how, words, hash, ms, sound],
    );
    const made = this.#db.get<{ readonly id: number }>("SELECT max(id) AS id FROM prompt_versions");
    return made?.id ?? 0;
  }

  /** Lets go of the oldest. Only once the newest is in force: a change that comes to nothing costs no earlier recording. */
  trim(language: string, clip: string): void {
    this.#db.run(
      `DELETE FROM prompt_versions WHERE language = ? AND clip = ? AND id NOT IN
         (SELECT id FROM prompt_versions WHERE language = ? AND clip = ? ORDER BY id DESC LIMIT ${MOST_KEPT})`,
      ...[language, clip, language, clip],
    );
  }

  remove(id: number): void {
    this.#db.run("DELETE FROM prompt_versions WHERE id = ?", id);
  }

  /** Newest first. */
  of(language: string, clip: string): readonly KeptVersion[] {
    return this.#db.all<KeptVersion>(
      `SELECT ${COLUMNS} FROM prompt_versions WHERE language = ? AND clip = ? ORDER BY id DESC`,
      ...[language, clip],
    );
  }

  /** The newest of each clip. */
  newest(language: string): ReadonlyMap<string, KeptVersion> {
    const rows = this.#db.all<KeptVersion>(
      `SELECT ${COLUMNS} FROM prompt_versions WHERE id IN (SELECT max(id) FROM prompt_versions WHERE language = ? GROUP BY clip)`,
      language,
    );
    return new Map(rows.map((row) => [row.clip, row]));
  }

  sound(language: string, clip: string, id: number): Uint8Array | undefined {
    const row = this.#db.get<{ readonly sound: Uint8Array | null }>(
      "SELECT sound FROM prompt_versions WHERE language = ? AND clip = ? AND id = ?",
      ...[language, clip, id],
    );
    return row?.sound ?? undefined;
  }
}
