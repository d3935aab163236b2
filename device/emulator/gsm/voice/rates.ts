/* @pure */
/** Between the network's 8 kHz and a modem that streams 16 kHz. */

/** Each sample and the one half way to the next. */
export function doubled(samples: Int16Array): Int16Array {
  const wide = new Int16Array(samples.length * 2);
  for (let n = 0; n < samples.length; n++) {
    const here = samples[n] ?? 0;
    wide[2 * n] = here;
    wide[2 * n + 1] = (here + (samples[n + 1] ?? here)) >> 1;
  }
  return wide;
}

/** Every other sample of s16le bytes. */
export function halved(bytes: Uint8Array): Uint8Array {
  const narrow = new Uint8Array((bytes.length >> 2) * 2);
  for (let n = 0; n < narrow.length; n += 2) {
    narrow[n] = bytes[2 * n] ?? 0;
    narrow[n + 1] = bytes[2 * n + 1] ?? 0;
  }
  return narrow;
}
