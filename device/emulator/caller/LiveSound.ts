/* @pure */
/** The sound at a telephone as it happens, for a person who listens in a browser. 8000 Hz. */
export interface LiveSound {
  /** `appliance`: what is heard in the receiver. `here`: what its own person says and presses, at once and whole. */
  readonly from: "appliance" | "here";
  readonly samples: Int16Array;
  /** When the first sample sounds. */
  readonly atMs: number;
}

export type SoundListener = (sound: LiveSound) => void;

export const toBase64 = (samples: Int16Array): string =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString("base64");

/** Half a sample at the end is left out. */
export function fromBase64(text: string): Int16Array {
  const bytes = Buffer.from(text, "base64");
  const samples = new Int16Array(bytes.length >> 1);
  for (let n = 0; n < samples.length; n++) samples[n] = bytes.readInt16LE(n * 2);
  return samples;
}
