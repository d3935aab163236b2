/* @pure */
// The kernel's input events (linux/input.h, struct input_event), read as a stream of bytes.

/** Seconds and microseconds are two words of the kernel's; type and code have two bytes, the value four. */
const EVENT_BYTES = { 64: 24, 32: 16 } as const;

const EV_SYN = 0;
const SYN_DROPPED = 3;
const EV_KEY = 1;

export interface KeyEvent {
  readonly kind: "key";
  readonly code: number;
  readonly down: boolean;
}

/** `dropped`: the kernel's buffer ran over, and what is held now is not known. */
export type InputEvent = KeyEvent | { readonly kind: "dropped" };

/** What is left of an event that came in parts. */
export interface InputStream {
  readonly wordBits: 32 | 64;
  readonly rest: Uint8Array;
}

export const inputStream = (wordBits: 32 | 64): InputStream => ({ wordBits, rest: new Uint8Array(0) });

/** Auto-repeat (value 2) is no touch and is left out, as is all that is no key. */
export function readInput(stream: InputStream, bytes: Uint8Array): readonly [InputStream, readonly InputEvent[]] {
  const size = EVENT_BYTES[stream.wordBits];
  const all = new Uint8Array(stream.rest.length + bytes.length);
  all.set(stream.rest);
  all.set(bytes, stream.rest.length);
  const view = new DataView(all.buffer);
  const events: InputEvent[] = [];
  let at = 0;
  for (; at + size <= all.length; at += size) {
    const type = view.getUint16(at + size - 8, true);
    const code = view.getUint16(at + size - 6, true);
    const value = view.getInt32(at + size - 4, true);
    if (type === EV_SYN && code === SYN_DROPPED) events.push({ kind: "dropped" });
    else if (type === EV_KEY && (value === 0 || value === 1)) events.push({ kind: "key", code, down: value === 1 });
  }
  return [{ ...stream, rest: all.slice(at) }, events];
}

/** Whether a key is in a `capabilities/key` of sysfs: hexadecimal words of the kernel's size, the highest first. */
export function hasKey(capabilities: string, code: number, wordBits: 32 | 64): boolean {
  const words = capabilities.trim().split(/\s+/).reverse();
  const word = words[Math.floor(code / wordBits)];
  if (word === undefined || !/^[0-9a-f]{1,16}$/.test(word)) return false;
  return ((BigInt(`0x${word}`) >> BigInt(code % wordBits)) & 1n) === 1n;
}

/** The keys whose bit is set in what EVIOCGKEY gives: the lowest key first. */
export const heldIn = (bits: Uint8Array): readonly number[] =>
  [...bits].flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte >> bit) & 1).map((bit) => at * 8 + bit),
  );
