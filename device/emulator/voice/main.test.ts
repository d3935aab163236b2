import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { SerialPort } from "serialport";
import { understand } from "./control.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const BOUND = { timeout: 30_000 };

type Told = { readonly event: string; readonly atMs: number; readonly [field: string]: unknown };

/** The program in a process of its own, with its lines as they come. */
class Program {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly code: Promise<number | null>;

  constructor(t: TestContext, ...args: string[]) {
    this.#child = spawn(process.execPath, [MAIN, ...args]);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.code = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.stderr.resume();
    this.#child.stdin.on("error", () => {});
    t.after(() => {
      this.#child.kill("SIGKILL");
      return this.code;
    });
  }

  type(line: string | object): void {
    this.#child.stdin.write(`${typeof line === "string" ? line : JSON.stringify(line)}\n`);
  }

  end(how: "SIGTERM" | "SIGINT" | "parent gone"): void {
    if (how === "parent gone") this.#child.stdin.end();
    else this.#child.kill(how);
  }

  /** The next line with this event; lines before it are passed over. */
  async next(event: string): Promise<Told> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`the program ended before it told of ${event}`);
      const told = JSON.parse(value) as Told;
      if (told.event === event) return told;
    }
  }
}

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "firstring-voice-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Closed before the program is killed: serialport reads a line that hung up over and over, and may never hear that it shall end. */
function openPort(path: string): SerialPort & AsyncDisposable {
  const port = new SerialPort({ path, baudRate: 115200 });
  const closed = () => new Promise<void>((resolve) => port.close(() => resolve()));
  return Object.assign(port, { [Symbol.asyncDispose]: closed });
}

/** A computer at the modem: sends, and waits for what must come. */
class Computer {
  readonly #write: (text: string | Uint8Array) => void;
  #heard = Buffer.alloc(0);
  #waiting: { readonly until: string; readonly resolve: (bytes: Buffer) => void } | undefined;

  constructor(stream: NodeJS.ReadWriteStream) {
    this.#write = (text) => void stream.write(text);
    stream.on("data", (bytes: Buffer) => {
      this.#heard = Buffer.concat([this.#heard, bytes]);
      this.#look();
    });
  }

  /** What came up to and with `until`. */
  exchange(text: string | Uint8Array, until: string): Promise<Buffer> {
    const answer = new Promise<Buffer>((resolve) => {
      this.#waiting = { until, resolve };
    });
    if (text.length > 0) this.#write(text);
    this.#look();
    return answer;
  }

  #look(): void {
    const at = this.#waiting ? this.#heard.indexOf(this.#waiting.until) : -1;
    if (!this.#waiting || at < 0) return;
    const { until, resolve } = this.#waiting;
    const end = at + until.length;
    const taken = this.#heard.subarray(0, end);
    this.#heard = this.#heard.subarray(end);
    this.#waiting = undefined;
    resolve(taken);
  }
}

test(
  "a whole call over a real pty: rings, caller ID, prompt, key, speech, hang-up; what was heard is kept",
  BOUND,
  async (t) => {
    const home = folder(t);
    const link = join(home, "modem");
    const program = new Program(t, "--profile", "usr5637", "--cadence", "fast", "--pty", "--link", link);
    assert.equal((await program.next("pluggedIn"))["port"], link);
    await using port = openPort(link);
    const computer = new Computer(port);
    await computer.exchange("ATE0\r", "OK\r\n");
    await computer.exchange("AT+VCID=1\r", "OK\r\n");
    const codes = Buffer.from(Array.from({ length: 512 }, (_, n) => n & 0xff));
    program.type({
      do: "call",
      number: "3125550142",
      name: "ANN EXAMPLE",
      saveTo: home,
      script: [
        { waitPrompt: {} },
        { presses: "1" },
        { saysRaw: codes.toString("base64") },
        { waits: 50 },
        { hangsUp: {} },
      ],
    });
    await computer.exchange("", "NAME=ANN EXAMPLE\r\n");
    await computer.exchange("AT+FCLASS=8\r", "OK\r\n");
    await computer.exchange("AT+VLS=1\r", "OK\r\n");
    await computer.exchange("AT+VTX\r", "CONNECT\r\n");
    const prompt = Buffer.from(Array.from({ length: 2400 }, (_, n) => 128 + Math.round(50 * Math.sin(n / 3))));
    await computer.exchange(Buffer.concat([prompt, Buffer.of(0x10, 0x03)]), "OK\r\n");
    await computer.exchange("AT+VRX\r", "CONNECT\r\n");
    const audio = await computer.exchange("", "\x10d");
    assert.ok(audio.includes(Buffer.from("\x10/\x101", "latin1")), "the key is reported");
    await computer.exchange(Buffer.of(0x10, 0x21), "\x10\x03\r\nOK\r\n");
    await computer.exchange("AT+VLS=0\r", "OK\r\n");
    const ended = await program.next("callEnded");
    assert.equal(ended["outcome"], "answered");
    assert.deepEqual(ended["files"], [join(home, "heard-1.u8"), join(home, "delivered-1.u8")]);
    assert.ok(readFileSync(join(home, "heard-1.u8")).equals(prompt));
    assert.ok(readFileSync(join(home, "delivered-1.u8")).includes(codes));
    program.type("quit");
    assert.equal(await program.code, 0);
    assert.equal(existsSync(link), false);
  },
);

test("the same modem on a TCP port, at a fault, unplugged and plugged in again", BOUND, async (t) => {
  const program = new Program(t, "--tcp", "--fault", "identifiesAs=56000");
  const { port } = await program.next("pluggedIn");
  const number = Number(new URL(String(port)).port);
  const socket = connect(number, "127.0.0.1");
  t.after(() => socket.destroy());
  const gone = new Promise((resolve) => socket.once("close", resolve));
  assert.ok((await new Computer(socket).exchange("ATI0\r", "OK\r\n")).includes("56000"));
  program.type("unplug");
  await gone;
  await program.next("unplugged");
  program.type("plug");
  assert.equal((await program.next("pluggedIn"))["port"], port);
  program.end("SIGTERM");
  assert.equal(await program.code, 0);
});

for (const how of ["SIGTERM", "SIGINT", "parent gone"] as const) {
  test(`it ends cleanly: ${how}`, BOUND, async (t) => {
    const link = join(folder(t), "modem");
    const program = new Program(t, "--pty", "--link", link);
    await program.next("pluggedIn");
    program.type("call 3125550142");
    await program.next("ring");
    program.end(how);
    assert.equal(await program.code, 0);
    assert.equal(existsSync(link), false);
  });
}

test("asked wrongly, it says so and how", BOUND, async (t) => {
  const wrong = [
    ["--profile", "hayes"],
    ["--fault", "nonsense"],
    ["--tcp", "--link", "/tmp/x"],
    ["--bogus"],
    ["--latency", "soon"],
  ];
  const codes = await Promise.all(wrong.map((args) => new Program(t, ...args).code));
  assert.deepEqual(
    codes,
    wrong.map(() => 2),
  );
});

test("any line on stdin is understood, or refused with a reason", () => {
  assert.deepEqual(understand("call withheld"), { kind: "control", control: { do: "call", withheld: true } });
  assert.deepEqual(understand("press 1 2 #"), { kind: "control", control: { do: "press", digits: "12#" } });
  assert.equal(understand("fault nonsense").kind, "misunderstood");
  assert.equal(understand('{"do":"call","script":[{"dances":1}]}').kind, "misunderstood");
  fc.assert(
    fc.property(fc.string(), (line) => {
      assert.ok(["control", "nothing", "misunderstood"].includes(understand(line).kind));
    }),
  );
});
