import assert from "node:assert/strict";
import { test } from "node:test";
import { SerialPort } from "serialport";
import { cureSerialPort } from "./cureSerialPort.ts";
import { openPty } from "./Pty.ts";

const BOUND = { timeout: 20_000 };

async function openCured(path: string): Promise<SerialPort> {
  const port = await new Promise<SerialPort>((resolve, reject) => {
    const opening: SerialPort = new SerialPort({ path, baudRate: 115200 }, (error) =>
      error ? reject(error) : resolve(opening),
    );
  });
  assert.equal(cureSerialPort(port), true, "serialport is another version than the one that is known");
  return port;
}

test(
  "a command that waits for the modem is sent when it can take it, also if the modem spoke meanwhile",
  BOUND,
  async () => {
    const pty = await openPty();
    const port = await openCured(pty.path);
    const heard = new Promise<string>((resolve) => pty.onData((bytes) => resolve(Buffer.from(bytes).toString())));
    const spoken = new Promise((resolve) => port.once("data", resolve));
    pty.hold(true);
    port.write("AT+VLS=0\r");
    pty.write(Buffer.from("\x10d"));
    await spoken;
    pty.hold(false);
    assert.equal(await heard, "AT+VLS=0\r");
    await new Promise((resolve) => port.close(resolve));
    await pty.close();
  },
);

test("an unplugged modem is noticed every time, also in the middle of a read", BOUND, async () => {
  for (let round = 0; round < 60; round++) {
    const pty = await openPty();
    const port = await openCured(pty.path);
    const gone = new Promise((resolve) => port.once("close", resolve));
    pty.onData(() => void pty.close());
    port.on("error", () => {});
    port.resume().write("x");
    await gone;
    await pty.close();
  }
});

test("closing a port of one's own is no disconnection", BOUND, async () => {
  const pty = await openPty();
  const port = await openCured(pty.path);
  const closed = new Promise<unknown>((resolve) => port.once("close", resolve));
  port.resume();
  port.close();
  assert.equal(await closed, null);
  await pty.close();
});
