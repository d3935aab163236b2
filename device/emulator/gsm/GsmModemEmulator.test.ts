import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { SerialPort } from "serialport";
import { Seconds } from "../../../firmware/time/Duration.ts";
import { encodeSubmit } from "../../line/gsm/pdu/Pdu.ts";
import { type GsmEmulatorOptions, GsmModemEmulator } from "./GsmModemEmulator.ts";

const CHEN = "+13125550101";
const BOUND_MS = 5_000;

/** Bytes of a port, and a wait for what they must come to contain. */
class Terminal {
  #seen = "";
  #wake = (): void => {};

  hears(bytes: Buffer): void {
    this.#seen += bytes.toString("latin1");
    this.#wake();
  }

  /** Everything up to and including `text`, which must come in time. */
  async until(text: string): Promise<string> {
    const deadline = performance.now() + BOUND_MS;
    while (!this.#seen.includes(text)) {
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`${JSON.stringify(text)} did not come, only ${JSON.stringify(this.#seen)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const end = this.#seen.indexOf(text) + text.length;
    const heard = this.#seen.slice(0, end);
    this.#seen = this.#seen.slice(end);
    return heard;
  }
}

async function emulator(t: TestContext, options: GsmEmulatorOptions = {}): Promise<GsmModemEmulator> {
  const modem = new GsmModemEmulator(options);
  t.after(() => modem.stop());
  return modem;
}

async function serial(t: TestContext, path: string): Promise<{ port: SerialPort; terminal: Terminal }> {
  const port = new SerialPort({ path, baudRate: 115200, autoOpen: false });
  const terminal = new Terminal();
  port.on("data", (bytes: Buffer) => terminal.hears(bytes));
  port.on("error", () => {});
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  t.after(() => new Promise((resolve) => (port.isOpen ? port.close(() => resolve(0)) : resolve(0))));
  return { port, terminal };
}

async function network(t: TestContext, path: string): Promise<{ socket: Socket; terminal: Terminal }> {
  const socket = connect(Number(path.split(":")[2]), "127.0.0.1");
  const terminal = new Terminal();
  socket.on("data", (bytes) => terminal.hears(bytes));
  socket.on("error", () => {});
  t.after(() => socket.destroy());
  await once(socket, "connect");
  return { socket, terminal };
}

describe("the emulated modem on a serial port", () => {
  it("sends a text and gets the reply, byte by byte", async (t) => {
    const modem = await emulator(t, { network: { delayMs: 20 } });
    await modem.listen({ kind: "pty" });
    const { port, terminal } = await serial(t, modem.path);
    modem.splitBytes({ bytes: 1, gapMs: 1 });
    port.write("ATE0\r");
    await terminal.until("OK\r\n");
    const pdu = encodeSubmit({ to: CHEN, text: "Reply 7Q4K to take it." }).pdus[0]!;
    port.write(`AT+CMGS=${pdu.tpduOctets}\r`);
    assert.equal(await terminal.until("> "), "\r\n> ");
    const shown = modem.waitFor((event) => event.event === "textShown", Seconds(5), "the text on the phone");
    port.write(`${pdu.hex}\u001a`);
    assert.equal(await terminal.until("OK\r\n"), "\r\n+CMGS: 1\r\n\r\nOK\r\n");
    const event = await shown;
    assert.ok(event.event === "textShown");
    assert.deepEqual([event.phone, event.text], [CHEN, "Reply 7Q4K to take it."]);
    modem.doctorPhone(CHEN).sends("7Q4K");
    await terminal.until('+CMTI: "SM",1\r\n');
    modem.splitBytes(undefined);
    port.write("AT+CMGR=1\r");
    assert.match(await terminal.until("OK\r\n"), /\+CMGR: 0,,23\r\n[0-9A-F]+04B7286D09\r\n/);
  });

  it("is unplugged and comes back under the same name, with its SIM as it was", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "firstring-gsm-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const link = join(folder, "mobile-at");
    const modem = await emulator(t);
    await modem.listen({ kind: "pty", link });
    modem.doctorPhone(CHEN).sends("before");
    // Nobody has it open: serialport does not always tell of a port that vanished, and that is not what is tested here.
    await modem.unplug();
    assert.equal(existsSync(link), false);
    modem.doctorPhone(CHEN).sends("while away");
    assert.equal(modem.network.waiting, 1);
    assert.equal(await modem.replug(), link);
    const { port, terminal } = await serial(t, link);
    port.write("AT+CPMS?\r");
    assert.match(await terminal.until("OK\r\n"), /"SM",2,40/);
  });

  it("tells a person in words what did not happen", async (t) => {
    const modem = await emulator(t);
    await assert.rejects(
      modem.waitFor(() => false, Seconds(0), "a page"),
      /a page did not come within 0 ms/,
    );
  });
});

describe("the emulated modem on a TCP port", () => {
  it("serves one client at a time, and the next after it", async (t) => {
    const modem = await emulator(t);
    await modem.listen({ kind: "tcp" });
    assert.match(modem.path, /^tcp:\/\/127\.0\.0\.1:\d+$/);
    const first = await network(t, modem.path);
    first.socket.write("AT\r");
    await first.terminal.until("OK\r\n");
    const turnedAway = await network(t, modem.path);
    if (!turnedAway.socket.closed) await once(turnedAway.socket, "close");
    first.socket.destroy();
    await once(first.socket, "close");
    const { path } = modem;
    await modem.unplug();
    assert.equal(await modem.replug(), path, "the port's number stays");
    const next = await network(t, modem.path);
    next.socket.write("AT\r");
    await next.terminal.until("OK\r\n");
  });

  it("vanishes for a while after AT+CRESET, as a USB modem does", async (t) => {
    const modem = await emulator(t, { reenumerateMs: 20 });
    const path = await modem.listen({ kind: "tcp" });
    const { socket } = await network(t, path);
    const back = modem.waitFor((event) => event.event === "ready", Seconds(5), "the port");
    socket.write("AT+CRESET\r");
    await once(socket, "close");
    await back;
    const next = await network(t, path);
    next.socket.write("AT\r");
    await next.terminal.until("OK\r\n");
  });

  it("can be stopped before it was started, and twice", async () => {
    const modem = new GsmModemEmulator();
    await modem.stop();
    await modem.stop();
  });
});
