/**
 * Opens, uses and loses ports some hundred times in all the ways they can end, two at once so that descriptors are given
 * anew while others close, and sweeps the memory often. Run with --expose-gc by TtyStream.test.ts; prints "ok …".
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import type { BytePort } from "./BytePort.ts";
import { openSerialPort } from "./openSerialPort.ts";
import { openPty, type Pty } from "./Pty.ts";

const CYCLES = 400;
const WARM_UP = 20;
/** The whole must end by itself well before; less is done on a slow machine. */
const BUDGET_MS = 3_500;

const sweep = globalThis.gc ?? assert.fail("run with --expose-gc");
const openDescriptors = (): number => readdirSync("/proc/self/fd").length;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await turn();
}

const block = Buffer.alloc(8_192, "v");

/** Each leaves the port gone: the modem is unplugged, or we close, or both at once. */
const ENDINGS: readonly ((pty: Pty, port: BytePort) => unknown)[] = [
  (pty) => pty.close(),
  (_, port) => port.close(),
  // While it speaks.
  (pty) => {
    pty.write(block);
    return pty.close();
  },
  async (pty, port) => {
    pty.write(block);
    await turn();
    return port.close();
  },
  // While we speak, and it answers.
  (pty, port) => {
    pty.onData(() => void pty.close());
    port.write(block);
  },
  (pty, port) => {
    pty.onData((bytes) => pty.write(bytes));
    port.onData(() => void port.close());
    port.write(block);
  },
  // While it holds us back, and speaks.
  (pty, port) => {
    pty.hold(true);
    port.write(block);
    pty.write(block);
    return pty.close();
  },
  async (pty, port) => {
    pty.hold(true);
    for (let i = 0; i < 20; i++) port.write(block);
    pty.write(block);
    await turn();
    return port.close();
  },
  // Released and unplugged; closed and unplugged.
  async (pty, port) => {
    pty.hold(true);
    for (let i = 0; i < 20; i++) port.write(block);
    await turn();
    pty.hold(false);
    await turn();
    return pty.close();
  },
  (pty, port) => Promise.all([port.close(), pty.close()]),
  (pty, port) => Promise.all([pty.close(), port.close()]),
];

async function cycle(round: number): Promise<void> {
  const pty = await openPty();
  const port = await openSerialPort(pty.path);
  let told = 0;
  port.onData(() => undefined);
  const gone = new Promise<void>((resolve) =>
    port.onGone(() => {
      told++;
      resolve();
    }),
  );
  if (round % 3 === 0) await turns(round % 7);
  await ENDINGS[round % ENDINGS.length]!(pty, port);
  if (round % 5 === 0) sweep();
  await gone;
  port.write(block);
  await port.drained();
  await Promise.all([port.close(), pty.close()]);
  if (round % 4 === 0) sweep();
  await turns(2);
  assert.equal(told, 1, `round ${round}: told ${told} times that the port is gone`);
}

const started = performance.now();
let before = 0;
let round = 0;
for (; round < CYCLES && performance.now() - started < BUDGET_MS; round += 2) {
  if (round === WARM_UP) before = openDescriptors();
  await Promise.all([cycle(round), cycle(round + 1)]);
}
sweep();
assert.ok(round > WARM_UP, "too slow to tell anything");
assert.equal(openDescriptors(), before, "descriptors were left open");
console.log(`ok: ${round} openings in ${Math.round(performance.now() - started)} ms`);
