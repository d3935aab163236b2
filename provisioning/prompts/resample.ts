import * as libsamplerate from "@alexanderolsen/libsamplerate-js";

const TELEPHONE_RATE = 8000;
/** The converter holds back its own delay; this much silence behind the sound pushes all of it out (10 ms at 48 kHz). */
const FLUSH_SAMPLES = 512;

/** libsamplerate (Secret Rabbit Code) at its best quality, to 8000 samples per second. 16-bit in, 16-bit out, clipped. */
export async function toTelephoneRate(samples: Int16Array, rate: number): Promise<Int16Array> {
  if (rate === TELEPHONE_RATE) return samples;
  // The package is CommonJS without an exports map: the names are on `default` when Node loads it.
  const { create, ConverterType } =
    (libsamplerate as unknown as { default?: typeof libsamplerate }).default ?? libsamplerate;
  const converter = await create(1, rate, TELEPHONE_RATE, { converterType: ConverterType.SRC_SINC_BEST_QUALITY });
  const input = new Float32Array(samples.length + FLUSH_SAMPLES);
  for (let i = 0; i < samples.length; i += 1) input[i] = (samples[i] ?? 0) / 32768;
  const output = converter.full(input);
  converter.destroy();
  const wanted = Math.min(output.length, Math.round((samples.length * TELEPHONE_RATE) / rate));
  return Int16Array.from(output.subarray(0, wanted), (value) =>
    Math.max(-32768, Math.min(32767, Math.round(value * 32768))),
  );
}
