import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, it, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { sines } from "../caller/tones.ts";
import { understand } from "./control.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const BOUND_MS = 10_000;

type Line = { readonly event: string; readonly [key: string]: unknown };

/** The program in a process of its own, with its lines as they come. */
class Program {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly code: Promise<number | null>;

  constructor(t: TestContext, ...args: string[]) {
    this.#child = spawn(process.execPath, [MAIN, ...args], { timeout: BOUND_MS, killSignal: "SIGKILL" });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.code = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.stderr.resume();
    this.#child.stdin.on("error", () => {});
    t.after(async () => {
      this.#child.kill("SIGKILL");
      await this.code;
    });
  }

  type(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  end(how: "SIGTERM" | "SIGINT" | "stdin"): void {
    if (how === "stdin") this.#child.stdin.end();
    else this.#child.kill(how);
  }

  /** The next line with this event; lines before it are passed over. */
  async next(event: string): Promise<Line> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`the program ended before it told of ${event}`);
      const line = JSON.parse(value) as Line;
      if (line.event === event) return line;
    }
  }
}

describe("the modem as a program of its own", () => {
  it("says where it is, does what it is told in JSON and in words, and leaves nothing behind", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "firstring-gsm-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const link = join(folder, "modem");
    const program = new Program(t, "--pty", "--link", link, "--network-delay", "50");
    const ready = await program.next("ready");
    assert.equal(ready["path"], link);
    assert.equal(typeof ready["atMs"], "number");
    program.type('{"do":"reply","from":"+13125550101","text":"7Q4K"}');
    assert.deepEqual((await program.next("delivered"))["how"], "+CMTI");
    program.type("reply +13125550101 7Q4K done");
    assert.equal((await program.next("textSent"))["text"], "7Q4K done");
    program.type("fault lateOk on=+CMGS ms=500");
    program.type("faults");
    await program.next("done");
    await program.next("done");
    assert.deepEqual((await program.next("done"))["faults"], [{ kind: "lateOk", on: "+CMGS", ms: 500 }]);
    program.type("dance");
    assert.match(String((await program.next("error"))["why"]), /help/);
    program.type("unplug");
    await program.next("gone");
    program.type("replug");
    assert.equal((await program.next("ready"))["path"], link);
    program.end("SIGTERM");
    assert.equal(await program.code, 0);
    assert.equal(existsSync(link), false);
  });

  it("places a scripted call with its sound on a second port, and keeps what was heard", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "firstring-gsm-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const program = new Program(t, "--tcp", "--model", "sim7600");
    const ready = await program.next("ready");
    const [at, audio] = [ready["path"], ready["audioPath"]].map((path) => connect(Number(String(path).split(":")[2])));
    t.after(() => [at, audio].map((socket) => socket?.destroy()));
    at?.resume();
    audio?.resume();
    const script = [{ waitPrompt: {} }, { presses: "1" }, { hangsUp: {} }];
    program.type(
      JSON.stringify({ do: "call", from: "+13125550142", script, saveTo: folder, voice: { keys: "audio" } }),
    );
    await program.next("ring");
    at?.write("ATA\r");
    await program.next("callAnswered");
    at?.write("AT+CPCMREG=1\r");
    await program.next("soundOn");
    const tone = sines([440, 620], 300, 6000);
    audio?.write(Buffer.from(tone.buffer));
    assert.equal((await program.next("promptEnded"))["bytes"], 4800 - 2);
    const report = await program.next("callReport");
    assert.deepEqual([report["outcome"], report["endedBy"]], ["answered", "caller"]);
    assert.deepEqual(report["files"], [join(folder, "heard-1.s16le"), join(folder, "delivered-1.s16le")]);
    assert.ok((await readFile(join(folder, "heard-1.s16le"))).equals(Buffer.from(tone.buffer).subarray(2)));
    program.type("answering +13125550101 busy");
    program.type("voice wideband audioReadyAfterMs=500");
    program.type("silent reset");
    assert.equal((await program.next("done"))["do"], "answering");
    assert.equal(((await program.next("done"))["voice"] as { wideband: boolean }).wideband, true);
    program.type("quit");
    assert.equal(await program.code, 0);
  });

  for (const how of ["SIGINT", "stdin"] as const) {
    it(`ends with ${how}`, async (t) => {
      const program = new Program(t, "--tcp");
      assert.match(String((await program.next("ready"))["path"]), /^tcp:\/\/127\.0\.0\.1:\d+$/);
      program.end(how);
      assert.equal(await program.code, 0);
    });
  }

  it("says 2 to what it does not understand", async (t) => {
    assert.equal(await new Program(t, "--modell", "x").code, 2);
    assert.equal(await new Program(t, "--model", "generic", "--audio-link", "/nowhere").code, 2);
  });
});

describe("the words of a person", () => {
  const rows: readonly (readonly [string, object])[] = [
    ["reply +13125550101 7Q4K  done ", { do: "reply", from: "+13125550101", text: "7Q4K  done" }],
    ["network delayMs=1500 reportStatus=never", { do: "network", delayMs: 1500, reportStatus: "never" }],
    ["voice silentAudio clockPpm=-50 keys=audio", { do: "voice", silentAudio: true, clockPpm: -50, keys: "audio" }],
    ["call withheld", { do: "call", withheld: true }],
    ["answering +13125550101 noAnswer", { do: "answering", number: "+13125550101", how: { kind: "noAnswer" } }],
    ["swapSim 8900109876543210987F", { do: "swapSim", iccid: "8900109876543210987F" }],
    ["reset 3000", { do: "reset", awayMs: 3000 }],
    ["replug newName", { do: "replug", newName: true }],
    ["refuse 331", { do: "refuse", code: 331 }],
    ["refuse 28 +13125550101 2", { do: "refuse", code: 28, number: "+13125550101", times: 2 }],
    [
      "fault urcInside on=+CSQ text=RING times=3",
      { do: "fault", kind: "urcInside", on: "+CSQ", text: "RING", times: 3 },
    ],
    ["split 1 2", { do: "split", bytes: 1, gapMs: 2 }],
    ["split", { do: "split" }],
    ["sim out", { do: "sim", present: false }],
    ["phone +13125550101 off", { do: "phone", number: "+13125550101", on: false }],
    ["say +CREG: 2", { do: "say", line: "+CREG: 2" }],
    ["call", { do: "call", from: "" }],
    ["unplug", { do: "unplug" }],
  ];
  for (const [line, command] of rows) {
    it(line, () => assert.deepEqual(understand(line), { kind: "command", command }));
  }

  it("anything else is answered with a sentence, never a crash", () => {
    const wrong = [
      "reply",
      "refuse many",
      "fault dance",
      "sim",
      "split x",
      "{",
      "{}",
      '{"do":"refuse","code":-1}',
      "[1]",
    ];
    for (const line of wrong) assert.equal(understand(line).kind, "misunderstood", line);
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => void understand(line)));
  });
});
