import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hasKey, heldIn, type InputEvent, inputStream, readInput } from "./inputEvents.ts";

/** type, code and value of linux/input.h behind the time of a kernel of that word size. */
function event(bits: 32 | 64, type: number, code: number, value: number): number[] {
  const bytes = new DataView(new ArrayBuffer(bits === 64 ? 24 : 16));
  bytes.setUint32(0, 0xffff_ffff, true);
  const at = bytes.byteLength - 8;
  bytes.setUint16(at, type, true);
  bytes.setUint16(at + 2, code, true);
  bytes.setInt32(at + 4, value, true);
  return [...new Uint8Array(bytes.buffer)];
}

const told = (bits: 32 | 64) =>
  Uint8Array.from([
    ...event(bits, 1, 0x100, 1),
    ...event(bits, 0, 0, 0),
    ...event(bits, 1, 0x100, 2),
    ...event(bits, 4, 4, 9),
    ...event(bits, 0, 3, 0),
    ...event(bits, 1, 0x100, 0),
    ...event(bits, 0, 0, 0),
  ]);

const EXPECTED: readonly InputEvent[] = [
  { kind: "key", code: 0x100, down: true },
  { kind: "dropped" },
  { kind: "key", code: 0x100, down: false },
];

test("keys of 64-bit and 32-bit kernels, whatever the pieces they come in", () => {
  for (const bits of [32, 64] as const) {
    const bytes = told(bits);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (sizes) => {
        let stream = inputStream(bits);
        const events: InputEvent[] = [];
        let at = 0;
        for (const size of [...sizes, bytes.length]) {
          const [next, more] = readInput(stream, bytes.subarray(at, at + size));
          stream = next;
          events.push(...more);
          at += size;
        }
        assert.deepEqual(events, EXPECTED);
        assert.equal(stream.rest.length, 0);
      }),
    );
  }
});

test("any bytes are read without a throw, and leave less than an event over", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const [{ rest }] = readInput(inputStream(64), bytes);
      assert.ok(rest.length < 24);
    }),
  );
});

test("which keys a device has, as sysfs writes it", () => {
  assert.ok(hasKey("1 0 0 0 0\n", 0x100, 64));
  assert.ok(hasKey("2 0 0 0 0", 0x101, 64));
  assert.ok(!hasKey("2 0 0 0 0", 0x100, 64));
  assert.ok(hasKey("1 0 0 0 0 0 0 0 0", 0x100, 32));
  // An AT keyboard has the key 30, and none of ours.
  const keyboard = "402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe";
  assert.ok(hasKey(keyboard, 30, 64) && !hasKey(keyboard, 0x100, 64));
  for (const garbage of ["", "x", "0x1 0 0 0 0", `${"f".repeat(17)} 0 0 0 0`]) assert.ok(!hasKey(garbage, 0x100, 64));
});

test("which keys are down, as EVIOCGKEY gives it", () => {
  const bits = new Uint8Array(96);
  assert.deepEqual(heldIn(bits), []);
  bits[30 >> 3] = 1 << (30 & 7);
  bits[0x100 >> 3] = 0b101;
  assert.deepEqual(heldIn(bits), [30, 0x100, 0x102]);
});
