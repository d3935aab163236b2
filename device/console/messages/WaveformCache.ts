import type { Waveform } from "../api/messages.ts";
import type { SoundFile } from "./soundFile.ts";

/** Points of a waveform: more than a wide page has pixels for it is nothing that anybody sees. */
const MOST_PEAKS = 400;
/** Some 2 MB. */
const MOST_KEPT = 500;

/** Waveforms that were looked at, so that a recording is gone through once, whoever asks and however many at once. */
export class WaveformCache {
  readonly #kept = new Map<string, Promise<Waveform>>();

  of(sound: SoundFile): Promise<Waveform> {
    const known = this.#kept.get(sound.identity);
    const made = known ?? sound.waveform(MOST_PEAKS);
    this.#kept.delete(sound.identity);
    this.#kept.set(sound.identity, made);
    if (known === undefined) made.catch(() => this.#kept.delete(sound.identity));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    return made;
  }
}
