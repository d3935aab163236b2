import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { test } from "node:test";
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { BytePort } from "./BytePort.ts";
import { openPort } from "./openPort.ts";
import { openPty } from "./Pty.ts";

const BOUND = { timeout: 20_000 };

/** A port of either kind with its far end in our hands. */
interface Bench {
  readonly port: BytePort;
  readonly farEnd: {
    onData(listener: (bytes: Uint8Array) => void): void;
    write(bytes: Uint8Array): void;
    unplug(): void;
  };
  close(): Promise<void>;
}

async function ptyBench(): Promise<Bench> {
  const pty = await openPty();
  const port = await openPort(pty.path);
  const farEnd = {
    onData: (listener: (bytes: Uint8Array) => void) => pty.onData(listener),
    write: (bytes: Uint8Array) => pty.write(bytes),
    unplug: () => void pty.close(),
  };
  return { port, farEnd, close: () => port.close().then(() => pty.close()) };
}

async function tcpBench(): Promise<Bench> {
  const server = createServer({ noDelay: true }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const accepted = once(server, "connection") as Promise<[Socket]>;
  const port = await openPort(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [socket] = await accepted;
  socket.on("error", () => undefined);
  const farEnd = {
    onData: (listener: (bytes: Uint8Array) => void) => void socket.on("data", listener),
    write: (bytes: Uint8Array) => void socket.write(bytes),
    unplug: () => void socket.destroy(),
  };
  const close = async (): Promise<void> => {
    await port.close();
    socket.destroy();
    server.close();
    await once(server, "close");
  };
  return { port, farEnd, close };
}

const everyByte = Uint8Array.from({ length: 51_200 }, (_, i) => i & 0xff);

const collect = (source: { onData(listener: (bytes: Uint8Array) => void): void }, length: number): Promise<Buffer> =>
  new Promise((resolve) => {
    const parts: Uint8Array[] = [];
    source.onData((bytes) => {
      parts.push(Uint8Array.from(bytes));
      if (parts.reduce((sum, part) => sum + part.length, 0) >= length) resolve(Buffer.concat(parts));
    });
  });

for (const [kind, open] of [
  ["a serial port", ptyBench],
  ["a TCP port", tcpBench],
] as const) {
  test(`${kind} carries every byte value both ways unchanged`, BOUND, async () => {
    const { port, farEnd, close } = await open();
    const there = collect(farEnd, everyByte.length);
    const here = collect(port, everyByte.length);
    port.write(everyByte);
    assert.ok((await there).equals(everyByte));
    await port.drained();
    assert.equal(port.pending, 0);
    farEnd.write(everyByte);
    assert.ok((await here).equals(everyByte));
    await close();
  });

  test(`${kind} that is unplugged is told once, and writing to it then is nothing`, BOUND, async () => {
    const { port, farEnd, close } = await open();
    let gone = 0;
    port.onData(() => undefined);
    const told = new Promise<void>((resolve) =>
      port.onGone(() => {
        gone++;
        resolve();
      }),
    );
    farEnd.unplug();
    await told;
    port.write(everyByte);
    assert.equal(port.pending, 0);
    await port.drained();
    await port.close();
    await close();
    assert.equal(gone, 1);
  });

  test(`${kind} that we close says so once, and closing again is nothing`, BOUND, async () => {
    const { port, close } = await open();
    const reasons: string[] = [];
    port.onGone((why) => reasons.push(why));
    await Promise.all([port.close(), port.close()]);
    await close();
    assert.deepEqual(reasons, ["closed"]);
  });
}

test("what a modem says before anybody listens is not lost", BOUND, async () => {
  const { port, farEnd, close } = await tcpBench();
  farEnd.write(Buffer.from("\r\nRING\r\n"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await collect(port, 8)).toString(), "\r\nRING\r\n");
  await close();
});

test("a modem unplugged before anybody asked is still told", BOUND, async () => {
  const { port, close } = await tcpBench();
  await port.close();
  await new Promise<void>((resolve) => port.onGone(() => resolve()));
  await close();
});

const WRONG: readonly (readonly [why: string, spec: string, code: string])[] = [
  ["a device that is not there", "/dev/firstring-no-such-device", "PORT_MISSING"],
  ["a file that is no serial port", "/dev/null", "PORT_NOT_SERIAL"],
  ["a TCP port where nobody listens", "tcp://127.0.0.1:1", "PORT_MISSING"],
  ["a TCP port without its number", "tcp://127.0.0.1", "PORT_SPEC"],
  ["a TCP port that cannot be", "tcp://127.0.0.1:70000", "PORT_SPEC"],
  ["something that is no port at all", "COM3", "PORT_SPEC"],
];

for (const [why, spec, code] of WRONG) {
  test(`${why}: says what is wrong and what to do`, BOUND, async () => {
    await assert.rejects(openPort(spec), (error) => {
      assert.ok(isApplianceError(error));
      assert.equal(error.code, code);
      assert.ok(error.message.includes(spec));
      assert.match(error.cure, /\.$/);
      return true;
    });
  });
}

test("a port that another program holds is told as such", BOUND, async () => {
  const pty = await openPty();
  const first = await openPort(pty.path);
  await assert.rejects(openPort(pty.path), (error) => isApplianceError(error) && error.code === "PORT_BUSY");
  await first.close();
  await pty.close();
});
