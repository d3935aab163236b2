import { heldIn } from "./inputEvents.ts";

/** KEY_MAX of linux/input-event-codes.h is 0x2ff: so many bits. */
const BITMAP_BYTES = 96;
/** EVIOCGKEY(96) of linux/input.h: read, 'E', 0x18. */
const EVIOCGKEY = ((2 << 30) | (BITMAP_BYTES << 16) | 0x4518) >>> 0;

/**
 * Which keys of an open input device are down. A driver tells only what changes: whoever opens a device after another program,
 * or once more, hears nothing of a button that is held, nor of mains that has been gone for an hour. Events that wait to be
 * read are included, and taken away by the kernel.
 */
export async function heldKeys(descriptor: number): Promise<readonly number[]> {
  // 9 MB that stay: a box without a wire does not pay for it.
  const { default: koffi } = await import("koffi");
  const ioctl = koffi.load(null).func("int ioctl(int fd, unsigned long request, void *bits)");
  const bits = new Uint8Array(BITMAP_BYTES);
  // No input device of the kernel's: nothing is held.
  return ioctl(descriptor, EVIOCGKEY, bits) < 0 ? [] : heldIn(bits);
}
