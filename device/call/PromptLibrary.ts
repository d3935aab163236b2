import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { Clip } from "../../firmware/triage/PromptCatalogue.ts";
import { readWav } from "../audio/wav.ts";
import { mostPackedBytes, type PackedSpeech, packSpeech, unpackSpeech } from "./packedSpeech.ts";
import { readBank } from "./readBank.ts";

/** What a call hears for a clip that is not there: a short silence, so that the rest still makes sense. */
const SILENCE_FOR_MISSING = 8000 / 5;

/** The longest of ours has 15 s; a clinic's own may be longer. */
const SCRATCH_BYTES = 256 * 1024;
/** Ten minutes at 8000 samples/s: whatever is larger is no prompt, and memory is short. */
const LARGEST_FILE_BYTES = 10 * 1024 * 1024;

/** One for all files: hundreds of buffers given back in between would leave holes in the memory that stay. */
interface Scratch {
  readonly file: Uint8Array;
  readonly samples: Int16Array;
  readonly packed: Uint8Array;
}

const newScratch = (fileBytes: number): Scratch => ({
  file: new Uint8Array(fileBytes),
  samples: new Int16Array(fileBytes),
  packed: new Uint8Array(mostPackedBytes(fileBytes)),
});

/**
 * Every prompt in memory, so that no call ever waits for a disk: about 8 MB for two languages (packedSpeech.ts).
 * Clinics' own recordings in their data directory come before ours.
 */
export class PromptLibrary {
  readonly #clips = new Map<string, PackedSpeech>();
  readonly #broken = new Map<string, string>();
  readonly #wanted: (clip: string, language: string) => boolean;
  #scratch: Scratch = newScratch(SCRATCH_BYTES);

  private constructor(wanted: (clip: string, language: string) => boolean) {
    this.#wanted = wanted;
  }

  /**
   * `directories` in order of preference; each holds `<language>/<clip>.wav`, or `<language>.bank` with all of them
   * (promptBank.ts), or both. Never throws: what is broken is in `broken`.
   */
  static load(
    directories: readonly string[],
    languages: readonly string[],
    wanted: (clip: string, language: string) => boolean = () => true,
  ): PromptLibrary {
    const library = new PromptLibrary(wanted);
    for (const directory of directories) {
      for (const language of languages) {
        library.#loadFolder(join(directory, language), language);
        library.#loadBank(join(directory, `${language}.bank`), language);
      }
    }
    library.#scratch = newScratch(0);
    return library;
  }

  #loadFolder(folder: string, language: string): void {
    if (!existsSync(folder)) return;
    for (const file of this.#filesOf(folder)) {
      if (!file.endsWith(".wav")) continue;
      const clip = file.slice(0, -".wav".length);
      const key = `${language}/${clip}`;
      if (this.#clips.has(key) || !this.#wanted(clip, language)) continue;
      const problem = this.#loadClip(join(folder, file), key);
      if (problem !== undefined) this.#broken.set(key, `${join(folder, file)}: ${problem}`);
    }
  }

  #loadBank(file: string, language: string): void {
    if (!existsSync(file)) return;
    const isWanted = (clip: string) => !this.#clips.has(`${language}/${clip}`) && this.#wanted(clip, language);
    try {
      for (const [clip, speech] of readBank(file, isWanted)) {
        this.#clips.set(`${language}/${clip}`, speech);
        this.#broken.delete(`${language}/${clip}`);
      }
    } catch (error) {
      this.#broken.set(file, `${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #filesOf(folder: string): readonly string[] {
    try {
      return readdirSync(folder);
    } catch (error) {
      this.#broken.set(folder, `${folder}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  }

  #loadClip(file: string, key: string): string | undefined {
    let bytes: Uint8Array;
    try {
      bytes = this.#read(file);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    const wav = readWav(bytes, this.#scratch.samples);
    if ("error" in wav) return wav.error;
    if (wav.rate !== 8000 || wav.channels !== 1) return detail.clipRate({ n: wav.rate, n2: wav.channels });
    if (wav.samples.length === 0) return detail.clipEmpty();
    this.#clips.set(key, packSpeech(wav.samples, this.#scratch.packed));
    this.#broken.delete(key);
    return undefined;
  }

  /** The file's bytes, until the next file is read. */
  #read(file: string): Uint8Array {
    const handle = openSync(file, "r");
    try {
      const { size } = fstatSync(handle);
      if (size > LARGEST_FILE_BYTES) throw new Error(`${size} bytes; a prompt has ${LARGEST_FILE_BYTES} at most`);
      if (size > this.#scratch.file.length) this.#scratch = newScratch(size);
      const { file: bytes } = this.#scratch;
      let length = 0;
      while (length < size) {
        const read = readSync(handle, bytes, length, size - length, null);
        if (read === 0) break;
        length += read;
      }
      return bytes.subarray(0, length);
    } finally {
      closeSync(handle);
    }
  }

  /** Files that could not be used, each with why. */
  get broken(): readonly string[] {
    return [...this.#broken.values()];
  }

  clip(clip: string, language: string): Int16Array | undefined {
    const packed = this.#clips.get(`${language}/${clip}`);
    return packed && unpackSpeech(packed);
  }

  /** From now on this is played for the clip; undefined: there is none any more. */
  replace(clip: string, language: string, samples: Int16Array | undefined): void {
    const key = `${language}/${clip}`;
    if (samples === undefined) this.#clips.delete(key);
    else this.#clips.set(key, packSpeech(samples));
  }

  /** The clips one after the other; `missing` names those that neither they nor what may stand for them could be found. */
  compose(clips: readonly Clip[]): { samples: Int16Array; missing: readonly string[] } {
    const missing: string[] = [];
    const parts = clips.flatMap((wanted) => {
      const found = this.#find(wanted);
      if (found === undefined) missing.push(`${wanted.language}/${wanted.clip}`);
      return found ?? [new Int16Array(SILENCE_FOR_MISSING)];
    });
    return { samples: joined(parts), missing };
  }

  #find({ clip, language, orElse }: Clip): readonly Int16Array[] | undefined {
    const own = this.clip(clip, language);
    if (own !== undefined) return [own];
    const others = orElse?.map((other) => this.clip(other, language));
    return others?.every((samples) => samples !== undefined) ? others : undefined;
  }
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}
