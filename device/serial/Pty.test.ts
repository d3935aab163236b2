import assert from "node:assert/strict";
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import koffi from "koffi";
import { SerialPort } from "serialport";
import { openPty, type Pty } from "./Pty.ts";

const BOUND = { timeout: 20_000 };

const openRaw = (path: string): number => openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);

function openClient(path: string): Promise<SerialPort> {
  return new Promise((resolve, reject) => {
    const port = new SerialPort({ path, baudRate: 115200 }, (error) => (error ? reject(error) : resolve(port)));
  });
}

const closeClient = (port: SerialPort): Promise<void> =>
  new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));

/** Resolves when `length` bytes have come. */
function collect(source: { onData(listener: (bytes: Uint8Array) => void): void }, length: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let have = 0;
  return new Promise((resolve) =>
    source.onData((bytes) => {
      parts.push(bytes);
      have += bytes.length;
      if (have >= length) resolve(Buffer.concat(parts));
    }),
  );
}

const clientSource = (port: SerialPort) => ({
  onData: (listener: (bytes: Uint8Array) => void) => void port.on("data", listener),
});

async function withPty(body: (pty: Pty) => Promise<void>): Promise<void> {
  const pty = await openPty();
  try {
    await body(pty);
  } finally {
    await pty.close();
  }
}

test("a megabyte of every byte value goes through a pty unchanged, both ways", BOUND, () =>
  withPty(async (pty) => {
    const port = await openClient(pty.path);
    const sent = Buffer.alloc(1 << 20, Buffer.from(Array.from({ length: 251 }, (_, i) => (i * 7) & 0xff)));
    const atClient = collect(clientSource(port), sent.length);
    const atModem = collect(pty, sent.length);
    pty.write(sent);
    assert.ok((await atClient).equals(sent));
    port.write(sent);
    assert.ok((await atModem).equals(sent));
    await closeClient(port);
  }),
);

test("a client sees an unplugged modem at once, and its name is gone", BOUND, async () => {
  const pty = await openPty();
  const client = openRaw(pty.path);
  try {
    await pty.close();
    // A hung-up terminal reads as ended and refuses what is written; serialport makes `close` of it.
    assert.equal(readSync(client, Buffer.alloc(1)), 0);
    assert.throws(() => writeSync(client, "x"), { code: "EIO" });
    assert.equal(existsSync(pty.path), false);
    pty.write(Buffer.from("nobody listens"));
    pty.hold(true);
    await pty.close();
  } finally {
    closeSync(client);
  }
});

test("a pty may be closed from inside its own data callback without leaking a descriptor", BOUND, async () => {
  const count = () => readdirSync("/proc/self/fd").length;
  await withPty(async () => {});
  const before = count();
  const pty = await openPty();
  const closed = new Promise<void>((resolve) => pty.onData(() => resolve(pty.close())));
  const client = openRaw(pty.path);
  writeSync(client, "x");
  closeSync(client);
  await closed;
  assert.equal(count(), before);
});

test("clients come and go: the modem keeps its port", BOUND, () =>
  withPty(async (pty) => {
    for (const word of ["first", "second", "third"]) {
      const port = await openClient(pty.path);
      const heard = collect(pty, word.length);
      port.write(word);
      assert.equal((await heard).toString(), word);
      const answer = collect(clientSource(port), 2);
      pty.write(Buffer.from("OK"));
      assert.equal((await answer).toString(), "OK");
      await closeClient(port);
    }
  }),
);

test("a stable name points to the pty and goes with it", BOUND, async () => {
  const dir = mkdtempSync(join(tmpdir(), "firstring-pty-"));
  try {
    const link = join(dir, "front");
    const first = await openPty({ link });
    assert.equal(first.path, link);
    assert.equal(realpathSync(link), first.device);
    const second = await openPty({ link });
    assert.equal(realpathSync(link), second.device);
    await first.close();
    assert.equal(realpathSync(link), second.device, "the older pty must not take away the newer one's name");
    await second.close();
    assert.deepEqual(readdirSync(dir), []);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("bytes for a client that does not read wait here and do not stop the process", BOUND, () =>
  withPty(async (pty) => {
    pty.write(Buffer.alloc(300_000, 0x55));
    assert.ok(pty.pending > 0);
    const port = await openClient(pty.path);
    await collect(clientSource(port), 1);
    await closeClient(port);
  }),
);

test("a modem that cannot take more stops its client, and loses nothing", BOUND, () =>
  withPty(async (pty) => {
    const client = openRaw(pty.path);
    try {
      pty.hold(true);
      assert.throws(() => writeSync(client, "AT\r"), { code: "EAGAIN" });
      pty.hold(false);
      const heard = collect(pty, 3);
      assert.equal(writeSync(client, "AT\r"), 3);
      assert.equal((await heard).toString(), "AT\r");
    } finally {
      closeSync(client);
    }
  }),
);

test("a client that took the port for itself does not shut out the next one for ever", BOUND, () =>
  withPty(async (pty) => {
    const ioctl = koffi.load(null).func("int ioctl(int, unsigned long, ...)");
    const TIOCEXCL = 0x540c;
    const TIOCGEXCL = 0x80045440;
    const exclusive = (fd: number): boolean => {
      const answer = Buffer.alloc(4);
      assert.equal(ioctl(fd, TIOCGEXCL, "void *", answer), 0);
      return answer.readInt32LE() !== 0;
    };
    const client = openRaw(pty.path);
    try {
      assert.equal(ioctl(client, TIOCEXCL), 0);
      assert.ok(exclusive(client));
      const heard = collect(pty, 3);
      writeSync(client, "AT\r");
      await heard;
      assert.ok(!exclusive(client));
    } finally {
      closeSync(client);
    }
  }),
);
