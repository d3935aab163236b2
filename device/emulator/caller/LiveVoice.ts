/* @pure */
/**
 * A microphone on the line: its frames come in bursts and late, the line's samples go on at their own pace. Each frame is
 * laid behind the one before; only where that place is past already, or too far ahead, is it moved or left out.
 */
import type { FarEndAudio } from "./FarEndAudio.ts";
import { SAMPLE_RATE } from "./lineFormat.ts";

const samplesOf = (ms: number): number => (ms * SAMPLE_RATE) / 1000;

/** What the first frame after a pause is held back for: three frames of 20 ms may be late by so much. */
const LEAD = samplesOf(80);
/** A browser's clock is 50 ppm off at worst, so this is a burst after a stall: what is older nobody wants to hear. */
const MOST_AHEAD = samplesOf(500);

/** One person's voice in one call. */
export class LiveVoice {
  /** Behind the last frame. */
  #next: number | undefined;
  /** Frames that were too late for the place behind the one before: a hole of silence. */
  gaps = 0;
  /** Samples that were left out. */
  dropped = 0;

  /** `here`: the sample that the line is at. */
  speak(samples: Int16Array, here: number, audio: Pick<FarEndAudio, "add">): void {
    const late = this.#next !== undefined && this.#next < here;
    if (late) this.gaps += 1;
    const at = this.#next === undefined || late ? here + LEAD : this.#next;
    if (at - here > MOST_AHEAD) {
      this.dropped += samples.length;
      return;
    }
    audio.add(at, samples);
    this.#next = at + samples.length;
  }
}
