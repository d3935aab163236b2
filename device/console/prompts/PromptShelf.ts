import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { SAMPLE_RATE } from "../../audio/level.ts";
import { readWav, toMono } from "../../audio/wav.ts";
import { PromptLibrary } from "../../call/PromptLibrary.ts";
import { packagedPrompts } from "../../call/packagedPrompts.ts";
import { bankLengths } from "../../call/readBank.ts";
import { soundHash } from "./PromptVersions.ts";

/** A sound that is there. */
export interface ShelfEntry {
  readonly ms: number;
  /** When its file was written; undefined: it came with FirstRing. */
  readonly at?: number;
  /** Of its file: another one has another mark. */
  readonly mark?: string;
}

/** What there is in one language, looked up once. */
export interface ShelfView {
  readonly own: ReadonlyMap<string, ShelfEntry>;
  readonly shipped: ReadonlyMap<string, ShelfEntry>;
}

/** Of what `writeClip` writes. */
const HEADER_BYTES = 44;
const msOf = (samples: number): number => Math.round((1000 * samples) / SAMPLE_RATE);

/** The sounds as files: the clinic's own, which come first, and those that came with FirstRing. */
export class PromptShelf {
  readonly #own: () => string;
  readonly #packaged: string;
  readonly #shipped = new Map<string, ReadonlyMap<string, ShelfEntry>>();
  readonly #hashes = new Map<string, { readonly mark: string; readonly hash: string }>();

  /** `own`: `<data>/prompts`. */
  constructor(own: () => string, packaged = packagedPrompts) {
    this.#own = own;
    this.#packaged = packaged;
  }

  /** Reads the clinic's folder. */
  look(language: string): ShelfView {
    return { own: this.own(language), shipped: this.shipped(language) };
  }

  own(language: string): ReadonlyMap<string, ShelfEntry> {
    return clipFiles(join(this.#own(), language));
  }

  shipped(language: string): ReadonlyMap<string, ShelfEntry> {
    const known = this.#shipped.get(language) ?? this.#readShipped(language);
    this.#shipped.set(language, known);
    return known;
  }

  /** The clinic's own file; undefined: it has none. */
  ownFile(language: string, clip: string): Uint8Array | undefined {
    const file = join(this.#own(), language, `${clip}.wav`);
    return existsSync(file) ? readFileSync(file) : undefined;
  }

  /** Of the clinic's own sound, which is read when its file is another one. */
  ownHash(language: string, clip: string, { mark = "" }: ShelfEntry): string | undefined {
    const key = `${language}/${clip}`;
    const known = this.#hashes.get(key);
    if (known?.mark === mark) return known.hash;
    const file = this.ownFile(language, clip);
    if (file === undefined) return undefined;
    const hash = soundHash(file);
    this.#hashes.set(key, { mark, hash });
    return hash;
  }

  /** As a call would play it. */
  now(language: string, clip: string): Int16Array | undefined {
    const own = this.ownFile(language, clip);
    return (own === undefined ? undefined : samplesOf(own)) ?? this.asShipped(language, clip);
  }

  asShipped(language: string, clip: string): Int16Array | undefined {
    return PromptLibrary.load([this.#packaged], [language], (other) => other === clip).clip(clip, language);
  }

  #readShipped(language: string): ReadonlyMap<string, ShelfEntry> {
    const bank = join(this.#packaged, `${language}.bank`);
    const banked = existsSync(bank) ? bankLengths(bank) : new Map<string, number>();
    const files = [...clipFiles(join(this.#packaged, language))].map(([clip, { ms }]) => [clip, { ms }] as const);
    return new Map([...files, ...[...banked].map(([clip, samples]) => [clip, { ms: msOf(samples) }] as const)]);
  }
}

/** Undefined: it is no file that a call could play. */
export function samplesOf(wav: Uint8Array): Int16Array | undefined {
  const read = readWav(wav);
  return "error" in read ? undefined : toMono(read);
}

function clipFiles(folder: string): ReadonlyMap<string, ShelfEntry> {
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(".wav"))
      .map((name) => {
        const { ino, mtimeMs, size } = statSync(join(folder, name));
        const ms = msOf(Math.max(0, size - HEADER_BYTES) / 2);
        return [
          name.slice(0, -".wav".length),
          { ms, at: Math.trunc(mtimeMs), mark: `${ino} ${mtimeMs} ${size}` },
        ] as const;
      }),
  );
}
