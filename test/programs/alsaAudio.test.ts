import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, read, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type AlsaPrograms, openAlsaAudio } from "../../device/line/gsm/AlsaAudio.ts";
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { debianProgramsOrSkip } from "./debianPrograms.ts";

const FRAME = 320;
/** A program that hangs must not hold up all the others. */
const BOUND = { timeout: 30_000 };

/** A sound card whose microphone and loudspeaker are two FIFOs: ALSA's own file plugin, opened by the name of a real card. */
class FifoCard implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "firstring-alsa-"));
  readonly #microphone: number;
  readonly #loudspeaker: number;
  #heard = Buffer.alloc(0);
  #over = false;
  #waiting: { readonly bytes: number; readonly done: () => void } | undefined;

  constructor() {
    for (const name of ["microphone", "loudspeaker"]) execFileSync("mkfifo", [join(this.folder, name)]);
    writeFileSync(this.configuration, this.#configured());
    // Read and write: opening does not wait for the other side, and no end is ever seen.
    this.#microphone = openSync(join(this.folder, "microphone"), "r+");
    this.#loudspeaker = openSync(join(this.folder, "loudspeaker"), "r+");
    this.#listen();
  }

  get configuration(): string {
    return join(this.folder, "alsa.conf");
  }

  speaks(frame: Uint8Array): void {
    writeSync(this.#microphone, frame);
  }

  /** Resolves once so many bytes have come out of the loudspeaker. */
  hears(bytes: number): Promise<Buffer> {
    return new Promise((resolve) => {
      this.#waiting = { bytes, done: () => resolve(this.#heard.subarray(0, bytes)) };
      this.#tell();
    });
  }

  [Symbol.dispose](): void {
    this.#over = true;
    // Ends the read that is out.
    writeSync(this.#loudspeaker, Buffer.alloc(2));
    closeSync(this.#microphone);
    rmSync(this.folder, { recursive: true, force: true });
  }

  #listen(): void {
    const buffer = Buffer.alloc(65_536);
    read(this.#loudspeaker, buffer, 0, buffer.length, null, (error, count) => {
      if (this.#over || error !== null) return closeSync(this.#loudspeaker);
      this.#heard = Buffer.concat([this.#heard, buffer.subarray(0, count)]);
      this.#tell();
      this.#listen();
    });
  }

  #tell(): void {
    if (this.#waiting === undefined || this.#heard.length < this.#waiting.bytes) return;
    this.#waiting.done();
    this.#waiting = undefined;
  }

  /** Only the card Android is there; every other name is as unknown as to a real ALSA. */
  #configured(): string {
    const file = (name: string): string => join(this.folder, name);
    return `
pcm.plughw {
  @args [ CARD ]
  @args.CARD { type string }
  type plug
  slave.pcm { @func concat strings [ "card-" $CARD ] }
}
pcm.card-Android {
  type asym
  playback.pcm { type file file "${file("loudspeaker")}" format raw slave.pcm { type null } }
  capture.pcm { type file file "/dev/null" infile "${file("microphone")}" format raw slave.pcm { type null } }
}
`;
  }
}

async function withCard(t: TestContext, run: (card: FifoCard, programs: AlsaPrograms) => Promise<void>): Promise<void> {
  const found = await debianProgramsOrSkip(t, "arecord", "aplay");
  if (found === undefined) return;
  using card = new FifoCard();
  const { arecord, aplay } = found;
  const env = { ...arecord.env, ALSA_CONFIG_PATH: card.configuration };
  await run(card, { record: arecord.path, play: aplay.path, env });
}

const frames = (count: number, seed: number): Buffer[] =>
  Array.from({ length: count }, (_, frame) => {
    const bytes = Buffer.alloc(FRAME);
    for (let n = 0; n < FRAME / 2; n++) bytes.writeInt16LE((((frame * 160 + n) * seed) % 60_000) - 30_000, n * 2);
    return bytes;
  });

test(
  "a modem that is a sound card: what it says and what it is told go through arecord and aplay byte for byte",
  BOUND,
  async (t) => {
    await withCard(t, async (card, programs) => {
      const spoken = frames(100, 7_919);
      const prompt = frames(100, 104_729);
      for (const frame of spoken.slice(0, 10)) card.speaks(frame);
      const link = await openAlsaAudio("Android", programs);
      try {
        const heard: Uint8Array[] = [];
        let bytes = 0;
        const all = Promise.withResolvers<void>();
        link.listen((part) => {
          heard.push(part);
          bytes += part.length;
          if (bytes >= 100 * FRAME) all.resolve();
        });
        for (const frame of prompt) link.port.write(frame);
        for (const frame of spoken.slice(10)) card.speaks(frame);
        await all.promise;
        assert.ok(Buffer.concat(heard).equals(Buffer.concat(spoken)));
        // aplay keeps up to 80 ms for what comes next.
        const wanted = Buffer.concat(prompt).subarray(0, 95 * FRAME);
        assert.ok((await card.hears(wanted.length)).equals(wanted));
      } finally {
        await link.release();
      }
    });
  },
);

test("between calls nobody listens, and the next call begins with its own first word", BOUND, async (t) => {
  await withCard(t, async (card, programs) => {
    for (const seed of [3, 5]) {
      const [first] = frames(1, seed);
      const opening = openAlsaAudio("Android", programs);
      card.speaks(first!);
      const link = await opening;
      const heard = await new Promise<Uint8Array>((resolve) => link.listen(resolve));
      assert.deepEqual(Buffer.from(heard), first);
      await link.release();
    }
  });
});

test("a card that is not there is told at once, with what ALSA says and what to do", BOUND, async (t) => {
  await withCard(t, async (_, programs) => {
    await assert.rejects(openAlsaAudio("Gone", programs), (error: unknown) => {
      assert.ok(isApplianceError(error) && error.code === "ALSA_FAILED");
      assert.match(error.message, /arecord|aplay/);
      assert.match(error.cure, /aplay -l/);
      return true;
    });
  });
});

test(
  "a card that vanishes in a call: the port is gone, with a reason, and letting it go still works",
  BOUND,
  async (t) => {
    await withCard(t, async (card, programs) => {
      for (const frame of frames(2, 11)) card.speaks(frame);
      const link = await openAlsaAudio("Android", programs);
      const gone = new Promise<string>((resolve) => link.port.onGone(resolve));
      // As when the USB device is pulled: the card's end of it is an error to the program that reads.
      const children = execFileSync("ps", ["-o", "pid=,comm=", "--ppid", String(process.pid)], { encoding: "utf8" });
      const recorder = Number(/(\d+) arecord/.exec(children)?.[1]);
      process.kill(recorder, "SIGKILL");
      assert.match(await gone, /the sound card has gone/);
      link.port.write(Buffer.alloc(FRAME));
      await link.release();
    });
  },
);

test("no alsa-utils on the machine is said as such", async () => {
  const nowhere = { record: "/nonexistent/arecord", play: "/nonexistent/aplay" };
  await assert.rejects(openAlsaAudio("Android", nowhere), /ALSA_FAILED|nonexistent/);
});
