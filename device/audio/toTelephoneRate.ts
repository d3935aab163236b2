import { setImmediate } from "node:timers/promises";
import { clip16, SAMPLE_RATE } from "./level.ts";

/** The converter holds back its own delay; this much silence behind the sound pushes all of it out (10 ms at 48 kHz). */
const FLUSH_SAMPLES = 512;

/** Converted in one go, before others have their turn. */
const TURN_SAMPLES = 24_000;

/**
 * libsamplerate (Secret Rabbit Code) at its best quality, to 8000 samples per second. 16-bit in, 16-bit out, clipped. Loaded when it is
 * wanted; between two pieces whoever else is served has their turn.
 */
export async function toTelephoneRate(samples: Int16Array, rate: number): Promise<Int16Array> {
  if (rate === SAMPLE_RATE) return samples;
  const libsamplerate = await import("@alexanderolsen/libsamplerate-js");
  // The package is CommonJS without an exports map: the names are on `default` when Node loads it.
  const { create, ConverterType } =
    (libsamplerate as unknown as { default?: typeof libsamplerate }).default ?? libsamplerate;
  const converter = await create(1, rate, SAMPLE_RATE, { converterType: ConverterType.SRC_SINC_BEST_QUALITY });
  const output = new Int16Array(Math.round((samples.length * SAMPLE_RATE) / rate));
  let filled = 0;
  try {
    for (let at = 0; at < samples.length + FLUSH_SAMPLES && filled < output.length; at += TURN_SAMPLES) {
      if (at > 0) await setImmediate();
      const input = new Float32Array(Math.min(TURN_SAMPLES, samples.length + FLUSH_SAMPLES - at));
      for (let i = 0; i < input.length; i += 1) input[i] = (samples[at + i] ?? 0) / 32768;
      for (const value of converter.full(input)) if (filled < output.length) output[filled++] = clip16(value * 32768);
    }
  } finally {
    converter.destroy();
  }
  return output.subarray(0, filled);
}
