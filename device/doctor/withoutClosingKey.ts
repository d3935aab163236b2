/* @pure */
import { DtmfDetector } from "../audio/DtmfDetector.ts";
import { SAMPLE_RATE } from "../audio/level.ts";

/** A key that closes a recording is reported and acted on within this, on every modem. */
const AT_THE_END = SAMPLE_RATE * 2;
/** The tone begins a little before its first sample is certain. */
const BEFORE = Math.round(SAMPLE_RATE * 0.02);

/** What was said, without the tone of the key that ended it. */
export function withoutClosingKey(samples: Int16Array): Int16Array {
  let end = samples.length;
  const detector = new DtmfDetector((_, atSample) => {
    if (atSample >= samples.length - AT_THE_END) end = Math.min(end, Math.max(0, atSample - BEFORE));
  });
  detector.process(samples);
  return samples.subarray(0, end);
}
