import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { BytePort } from "./BytePort.ts";
import { openSerialPort } from "./openSerialPort.ts";
import { openPty } from "./Pty.ts";
import { isOpenTty } from "./TtyStream.ts";

const BOUND = { timeout: 20_000 };

const heardBy = (source: { onData(listener: (bytes: Uint8Array) => void): void }, length: number): Promise<string> =>
  new Promise((resolve) => {
    let text = "";
    source.onData((bytes) => {
      text += Buffer.from(bytes).toString("latin1");
      if (text.length >= length) resolve(text);
    });
  });

const goneOf = (port: BytePort): Promise<string> => new Promise((resolve) => port.onGone(resolve));

test(
  "a command that waits for the modem is sent when it can take it, also if the modem spoke meanwhile",
  BOUND,
  async () => {
    const pty = await openPty();
    const port = await openSerialPort(pty.path);
    pty.hold(true);
    port.write(Buffer.from("AT+VLS=0\r"));
    const spoken = heardBy(port, 2);
    pty.write(Buffer.from("\x10d"));
    await spoken;
    assert.equal(port.pending, 9);
    const heard = heardBy(pty, 9);
    pty.hold(false);
    assert.equal(await heard, "AT+VLS=0\r");
    await port.drained();
    await port.close();
    await pty.close();
  },
);

test("commands that wait are sent in order and as they were when given", BOUND, async () => {
  const pty = await openPty();
  const port = await openSerialPort(pty.path);
  pty.hold(true);
  const reused = Buffer.alloc(4);
  for (let i = 0; i < 100; i++) {
    reused.write(`${i}`.padStart(3, "0").concat("\r"));
    port.write(reused);
  }
  reused.fill("?");
  const heard = heardBy(pty, 400);
  pty.hold(false);
  assert.equal(await heard, Array.from({ length: 100 }, (_, i) => `${i}`.padStart(3, "0").concat("\r")).join(""));
  await port.close();
  await pty.close();
});

test("a listener that closes the port in the middle of what the modem says hears no more of it", BOUND, async () => {
  const pty = await openPty();
  const port = await openSerialPort(pty.path);
  let after = 0;
  const closed = new Promise<void>((resolve) =>
    port.onData((bytes) => {
      after += bytes.length;
      resolve(port.close());
    }),
  );
  pty.write(Buffer.alloc(30_000, "x"));
  await closed;
  await pty.close();
  assert.ok(after > 0 && after <= 4_096, `${after} bytes`);
});

test("a modem that has gone while commands waited for it is told, and nobody waits on", BOUND, async () => {
  const pty = await openPty();
  const port = await openSerialPort(pty.path);
  pty.hold(true);
  port.write(Buffer.alloc(200_000, "x"));
  const gone = goneOf(port);
  const drained = port.drained();
  await pty.close();
  assert.match(await gone, /./);
  await drained;
  assert.equal(port.pending, 0);
  await port.close();
});

test("a modem unplugged while its port is being opened is told, or the opening fails with a cure", BOUND, async () => {
  for (let round = 0; round < 40; round++) {
    const pty = await openPty();
    const opening = openSerialPort(pty.path);
    for (let i = 0; i < round % 8; i++) await new Promise((resolve) => setImmediate(resolve));
    const unplugged = pty.close();
    const failed = await opening.then(goneOf, (error: unknown) => {
      assert.ok(isApplianceError(error), String(error));
      return error.cure;
    });
    assert.match(failed, /./);
    await unplugged;
  }
});

test("what is not the serialport that is known is not taken for it", () => {
  assert.equal(isOpenTty({}), false);
  assert.equal(isOpenTty({ fd: null, poller: {}, close: () => undefined }), false);
});

test(
  "hundreds of openings, unplugs and closings with the memory swept: no crash, each told once, nothing left open",
  BOUND,
  async () => {
    // A process of its own: what is feared is a crash in native code, and descriptors are counted.
    const cycles = fileURLToPath(new URL("portCycles.fixture.ts", import.meta.url));
    const child = spawn(process.execPath, ["--expose-gc", cycles], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stdout.on("data", (text) => {
      said += text;
    });
    child.stderr.on("data", (text) => {
      said += text;
    });
    const [code, signal] = await once(child, "close");
    assert.deepEqual([code, signal], [0, null], said);
    assert.match(said, /^ok/m);
  },
);
