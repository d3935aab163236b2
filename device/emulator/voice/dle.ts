/* @pure */
/** DLE shielding of V.253 §6 (IS-101): 0x10 in audio is doubled; 0x10 and another byte is an event or a command. */

export const DLE = 0x10;
export const ETX = 0x03;

/** Modem to host: every 0x10 doubled. */
export function shield(bytes: Uint8Array): Uint8Array {
  let escapes = 0;
  for (const byte of bytes) if (byte === DLE) escapes += 1;
  if (escapes === 0) return bytes;
  const shielded = new Uint8Array(bytes.length + escapes);
  let at = 0;
  for (const byte of bytes) {
    if (byte === DLE) shielded[at++] = DLE;
    shielded[at++] = byte;
  }
  return shielded;
}

/** What one byte from the host meant, while the modem is in a voice data mode. */
export type HostToken =
  | { readonly kind: "samples"; readonly bytes: readonly number[] }
  /** `<DLE>x` with any x but DLE and SUB. */
  | { readonly kind: "command"; readonly code: number }
  | { readonly kind: "incomplete" };

const INCOMPLETE: HostToken = { kind: "incomplete" };
const ONE_DLE: HostToken = { kind: "samples", bytes: [DLE] };
/** `<DLE><SUB>` stands for two DLE bytes (V.253 table 13), so that runs of 0x10 do not double in length. */
const TWO_DLE: HostToken = { kind: "samples", bytes: [DLE, DLE] };
const SUB = 0x1a;

/** Undoes the shielding byte by byte; its state lives across any split of the stream. */
export class HostDleParser {
  #escaped = false;

  take(byte: number): HostToken {
    if (!this.#escaped) {
      if (byte !== DLE) return { kind: "samples", bytes: [byte] };
      this.#escaped = true;
      return INCOMPLETE;
    }
    this.#escaped = false;
    if (byte === DLE) return ONE_DLE;
    if (byte === SUB) return TWO_DLE;
    return { kind: "command", code: byte };
  }
}
