// Runs in the guest as root: a button soldered to the board, by the kernel's uinput (Documentation/input/uinput.rst), because
// Debian's kernels have no simulated GPIO. `virtualButton.ts CODE [down]`: held from the beginning. Each line on stdin is `down`
// or `up`.

import { once } from "node:events";
import { openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import koffi from "koffi";

const KEY = Number(process.argv[2]);
const [EV_SYN, EV_KEY, BUS_HOST] = [0, 1, 0x19];
/** linux/uinput.h */
const [UI_SET_EVBIT, UI_SET_KEYBIT, UI_DEV_SETUP, UI_DEV_CREATE] = [0x40045564, 0x40045565, 0x405c5503, 0x5501];

const libc = koffi.load("libc.so.6");
const withNumber = libc.func("int ioctl(int fd, unsigned long request, unsigned long value)");
const withBytes = libc.func("int ioctl(int fd, unsigned long request, void *value)");
const device = openSync("/dev/uinput", "w");

function must(result: number): void {
  if (result < 0) throw new Error(`uinput: errno ${koffi.errno()}`);
}

must(withNumber(device, UI_SET_EVBIT, EV_KEY));
must(withNumber(device, UI_SET_KEYBIT, KEY));
// struct uinput_setup: four u16 of the device's id, 80 bytes of name, u32.
const setup = Buffer.alloc(92);
setup.writeUInt16LE(BUS_HOST, 0);
setup.write("firstring-test-button", 8);
must(withBytes(device, UI_DEV_SETUP, setup));
must(withNumber(device, UI_DEV_CREATE, 0));

function send(type: number, code: number, value: number): void {
  const event = Buffer.alloc(24);
  event.writeUInt16LE(type, 16);
  event.writeUInt16LE(code, 18);
  event.writeInt32LE(value, 20);
  writeSync(device, event);
}

function touch(what: string): void {
  send(EV_KEY, KEY, what === "down" ? 1 : 0);
  send(EV_SYN, 0, 0);
}

if (process.argv[3] === "down") touch("down");
process.stdout.write("ready\n");
const lines = createInterface({ input: process.stdin });
lines.on("line", touch);
await once(lines, "close");
