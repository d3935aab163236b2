/* @pure */
// The sending half of V.253 byte shielding. The receiving half is the audio mode of device/at/AtSyntax.ts.

const DLE = 0x10;

/** End of what is played: the modem plays what it still holds, then answers OK. */
export const END_OF_PLAY = Uint8Array.of(DLE, 0x03);
/** Throw away what is not played yet (CAN), then the end. */
export const ABORT_PLAY = Uint8Array.of(DLE, 0x18, DLE, 0x03);
/** End of recording; the modem sends the rest, DLE ETX and OK. */
export const END_OF_RECORD = Uint8Array.of(DLE, 0x21);
/** The same for Silicon Labs chips (AN93), which may not know the other. */
export const END_OF_RECORD_ESC = Uint8Array.of(DLE, 0x1b);

/** Samples as they go on the wire: each 0x10 doubled, so that no sample can be taken for an event. */
export function shield(samples: Uint8Array): Uint8Array {
  let doubled = 0;
  for (const byte of samples) if (byte === DLE) doubled += 1;
  if (doubled === 0) return samples;
  const wire = new Uint8Array(samples.length + doubled);
  let at = 0;
  for (const byte of samples) {
    wire[at++] = byte;
    if (byte === DLE) wire[at++] = DLE;
  }
  return wire;
}
