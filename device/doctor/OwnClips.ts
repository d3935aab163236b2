import { copyFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { polished } from "../audio/polish.ts";
import { PromptLibrary } from "../call/PromptLibrary.ts";
import { writeClip } from "../call/writeClip.ts";

/** Less than this, after the silence around it is cut off, is a cough or a key. */
const SHORTEST_CLIP = 8000 * 0.3;

export interface OwnClipsOptions {
  /** The clinic's own prompts: `<data>/prompts`. */
  readonly own: string;
  /** Those that come with FirstRing, which are never changed. */
  readonly packaged: string;
  readonly library: PromptLibrary;
}

/**
 * Clips that a person records by telephone. Each is made as loud as the others, kept as `<clip>.wav` in the clinic's own folder, and played from
 * the next call on. The one before it stays beside it as `<clip>.wav.before`, so that taking back a recording is possible, and taking that back too.
 */
export class OwnClips {
  readonly #options: OwnClipsOptions;

  constructor(options: OwnClipsOptions) {
    this.#options = options;
  }

  /** What callers hear now. */
  current(clip: string, language: string): Int16Array | undefined {
    return this.#options.library.clip(clip, language);
  }

  /** Undefined when it is kept, else why not. */
  async keep(clip: string, language: string, recorded: Int16Array): Promise<string | undefined> {
    const samples = polished(recorded);
    if (samples.length < SHORTEST_CLIP) return "there is hardly a sound in it";
    const folder = join(this.#options.own, language);
    const file = join(folder, `${clip}.wav`);
    const fresh = `${clip}.new`;
    try {
      // The slow part first: a power cut finds the old one in its place, or the new one.
      await writeClip(folder, fresh, samples);
      if (await copied(file, `${file}.aside`)) await rename(`${file}.aside`, `${file}.before`);
      await rename(join(folder, `${fresh}.wav`), file);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    this.#options.library.replace(clip, language, samples);
    return undefined;
  }

  /** Exchanges the recording with the one before it, which may be the one that came with FirstRing. False: there was never another. */
  async undo(clip: string, language: string): Promise<boolean> {
    const file = join(this.#options.own, language, `${clip}.wav`);
    const aside = `${file}.aside`;
    const hadOwn = await copied(file, aside);
    const hadBefore = await renamed(`${file}.before`, file);
    // Without one before it, its place is for the one that came with FirstRing.
    if (hadOwn && !hadBefore) await rm(file);
    if (hadOwn) await rename(aside, `${file}.before`);
    if (hadOwn || hadBefore) this.#options.library.replace(clip, language, this.#read(clip, language));
    return hadOwn || hadBefore;
  }

  #read(clip: string, language: string): Int16Array | undefined {
    const { own, packaged } = this.#options;
    return PromptLibrary.load([own, packaged], [language], (other) => other === clip).clip(clip, language);
  }
}

/** False when there is no such file. */
const renamed = (from: string, to: string): Promise<boolean> => ifThere(rename(from, to));
/** What is copied is still in its place when the power goes. */
const copied = (from: string, to: string): Promise<boolean> => ifThere(copyFile(from, to));

async function ifThere(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
