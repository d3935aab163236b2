import assert from "node:assert/strict";
import { test } from "node:test";
import { type Duration, Milliseconds, Minutes, Seconds } from "../../../../firmware/time/Duration.ts";
import { MemoryWire } from "../../../../test/harness/MemoryWire.ts";
import { VirtualClock } from "../../../../test/harness/VirtualClock.ts";
import { decodeSamples, encodeSamples } from "../../../audio/formats.ts";
import { CallAudio, LEAD_MS } from "./CallAudio.ts";

const FRAME = 160;

interface Habits {
  readonly ppm?: number;
  /** 1 for 8 kHz, 2 for 16 kHz. */
  readonly wide?: 1 | 2;
  /** From when on it delivers. */
  readonly startsAfterMs?: number;
}

/** The sound side of a modem: by its own crystal it delivers a frame and plays a frame, or silence when it has none. */
class SoundModem {
  readonly clock = new VirtualClock();
  readonly wire = new MemoryWire(this.clock);
  readonly told: string[] = [];
  readonly played: number[] = [];
  keeps = false;
  silent = false;
  /** What it delivers next instead of silence. */
  says: (frame: number, samples: number) => Int16Array = (_, samples) => new Int16Array(samples);
  frames = 0;
  underruns = 0;
  /** Samples that lie in its buffer when it takes a frame. */
  readonly depths: { least: number; most: number } = { least: Number.POSITIVE_INFINITY, most: 0 };
  readonly heard: Buffer[] = [];
  readonly audio: CallAudio;
  #next = 1;
  #buffer: Int16Array[] = [];
  #held = 0;
  readonly #habits: Habits;
  #prompt: Int16Array = new Int16Array(0);

  constructor(habits: Habits = {}) {
    this.#habits = habits;
    this.wire.plug.onData((bytes) => {
      const samples = decodeSamples("s16le", bytes);
      this.#buffer.push(samples);
      this.#held += samples.length;
    });
    const port = this.wire.open()!;
    this.audio = new CallAudio({
      clock: this.clock,
      port,
      supply: (count) => this.#supply(count),
      heard: (bytes) => this.heard.push(Buffer.from(bytes)),
      stopped: () => this.told.push("stopped"),
      flows: () => this.told.push("flows"),
      none: () => this.told.push("none"),
    });
    port.onData((bytes) => this.audio.received(bytes));
  }

  start(): void {
    this.audio.start();
    this.clock.after("modem", Milliseconds(this.#habits.startsAfterMs ?? 0), () => this.#tick());
  }

  passes(span: Duration): void {
    this.clock.advance(span);
  }

  say(samples: Int16Array): void {
    this.#prompt = samples;
  }

  deliver(bytes: Uint8Array): void {
    this.wire.plug.write(bytes);
  }

  #supply(count: number): Int16Array {
    const out = new Int16Array(count);
    out.set(this.#prompt.subarray(0, count));
    this.#prompt = this.#prompt.subarray(count);
    return out;
  }

  #tick(): void {
    const { ppm = 0, wide = 1, startsAfterMs = 0 } = this.#habits;
    const samples = FRAME * wide;
    this.frames += 1;
    if (!this.silent) this.deliver(encodeSamples("s16le", this.says(this.frames, samples)));
    this.#play(samples);
    this.#next += 1;
    const at = startsAfterMs + (this.#next - 1) * 20 * (1 - ppm / 1e6);
    this.clock.after("modem", Milliseconds(at - this.clock.monotonic()), () => this.#tick());
  }

  #play(samples: number): void {
    if (this.frames > 25) {
      this.depths.least = Math.min(this.depths.least, this.#held);
      this.depths.most = Math.max(this.depths.most, this.#held);
      if (this.#held < samples) this.underruns += 1;
    }
    for (let wanted = samples; wanted > 0; ) {
      const first = this.#buffer[0];
      if (first === undefined) {
        if (this.keeps) this.played.push(...new Array<number>(wanted).fill(0));
        return;
      }
      const part = first.subarray(0, wanted);
      if (this.keeps) this.played.push(...part);
      wanted -= part.length;
      this.#held -= part.length;
      if (part.length === first.length) this.#buffer.shift();
      else this.#buffer[0] = first.subarray(part.length);
    }
  }
}

for (const ppm of [-200, 50, 200])
  test(`a call of half an hour with a modem ${ppm} ppm off: it never runs dry, and never piles up`, () => {
    const modem = new SoundModem({ ppm });
    modem.start();
    modem.passes(Minutes(30));
    assert.equal(modem.underruns, 0);
    assert.ok(modem.depths.most <= (LEAD_MS + 40) * 8, `${modem.depths.most / 8} ms lie in the modem`);
    const quality = modem.audio.quality();
    assert.ok(Math.abs(quality.driftMs) <= 20, `${quality.driftMs} ms`);
    assert.deepEqual(
      { ...quality, driftMs: 0 },
      { gaps: 0, longestGapMs: 0, lostSamples: 0, slips: 0, wideband: false, driftMs: 0 },
    );
    assert.deepEqual(modem.told, []);
  });

test("a prompt arrives sample for sample, without a gap", () => {
  const modem = new SoundModem({ ppm: 30 });
  modem.keeps = true;
  modem.start();
  modem.passes(Seconds(1));
  const prompt = Int16Array.from({ length: 80_000 }, (_, n) => 1 + ((n * 7_919) % 30_000));
  modem.say(prompt);
  modem.passes(Seconds(12));
  const from = modem.played.findIndex((sample) => sample !== 0);
  assert.deepEqual(modem.played.slice(from, from + prompt.length), [...prompt]);
});

test("what is said is heard within a tenth of a second, and falls silent as soon", () => {
  const modem = new SoundModem();
  modem.keeps = true;
  modem.start();
  modem.passes(Seconds(2));
  const before = modem.played.length;
  modem.say(new Int16Array(8_000).fill(1_000));
  modem.passes(Milliseconds(500));
  const began = modem.played.findIndex((sample) => sample !== 0);
  assert.ok(began - before <= 800, `${(began - before) / 8} ms`);
  modem.say(new Int16Array(0));
  const stopped = modem.played.length;
  modem.passes(Milliseconds(500));
  const last = modem.played.findLastIndex((sample) => sample !== 0);
  assert.ok(last - stopped <= 800, `${(last - stopped) / 8} ms`);
});

test("what the caller says is kept byte for byte", () => {
  const modem = new SoundModem();
  const spoken: Buffer[] = [];
  modem.says = (frame, count) => {
    const samples = Int16Array.from({ length: count }, (_, n) => Math.round(6_000 * Math.sin((frame * count + n) / 5)));
    spoken.push(Buffer.from(encodeSamples("s16le", samples)));
    return samples;
  };
  modem.start();
  modem.passes(Seconds(10));
  const heard = Buffer.concat(modem.heard);
  assert.ok(heard.equals(Buffer.concat(spoken).subarray(0, heard.length)));
  assert.ok(heard.length >= 10 * 16_000 - 3 * 320);
});

test("our own computer is busy for a second: one gap is counted, and the call goes on without a delay", () => {
  const modem = new SoundModem();
  modem.start();
  modem.passes(Seconds(5));
  modem.wire.plug.hold(true);
  // What is written meanwhile waits in the kernel; a second of it, then the port takes no more.
  modem.passes(Seconds(3));
  modem.wire.plug.hold(false);
  modem.passes(Seconds(5));
  const { gaps, longestGapMs, driftMs } = modem.audio.quality();
  assert.equal(gaps, 1);
  assert.ok(longestGapMs > 1_000 && longestGapMs < 2_500, `${longestGapMs}`);
  assert.ok(Math.abs(driftMs) <= 20);
});

test("a modem that takes sound and gives none gets it at the right pace, and it is told once", () => {
  const modem = new SoundModem();
  modem.silent = true;
  modem.start();
  modem.passes(Seconds(20));
  assert.equal(modem.underruns, 0);
  assert.ok(modem.depths.most <= (LEAD_MS + 60) * 8, `${modem.depths.most / 8} ms`);
  assert.deepEqual(modem.told, ["none"]);
});

test("the sound begins a second after it was switched on: nothing is made up for", () => {
  const modem = new SoundModem({ startsAfterMs: 1_000 });
  modem.start();
  modem.passes(Minutes(1));
  assert.deepEqual(modem.told, []);
  const { gaps, driftMs } = modem.audio.quality();
  assert.deepEqual([gaps, Math.abs(driftMs) <= 20], [0, true]);
});

test("the sound stops in the middle of a call: told once, and told again when it is back", () => {
  const modem = new SoundModem();
  modem.start();
  modem.passes(Seconds(5));
  modem.silent = true;
  modem.passes(Seconds(1));
  assert.deepEqual(modem.told, [], "a second is a fade");
  modem.passes(Seconds(2));
  assert.deepEqual(modem.told, ["stopped"]);
  modem.silent = false;
  modem.passes(Seconds(5));
  assert.deepEqual(modem.told, ["stopped", "flows"]);
  assert.equal(modem.underruns, 0, "what we send does not wait for what we hear");
  assert.ok(modem.audio.quality().lostSamples >= 3 * 8_000 - 800);
});

test("ten frames lost on the wire: counted, and no drift from it", () => {
  const modem = new SoundModem();
  modem.start();
  modem.passes(Seconds(30));
  modem.silent = true;
  modem.passes(Milliseconds(200));
  modem.silent = false;
  modem.passes(Seconds(30));
  const { lostSamples, driftMs, gaps } = modem.audio.quality();
  assert.equal(lostSamples, 10 * FRAME);
  assert.ok(Math.abs(driftMs) <= 20, `${driftMs}`);
  assert.equal(gaps, 0);
  assert.equal(modem.underruns, 0);
});

test("a byte lost on the wire: mended, counted, and nobody hears a noise of it", () => {
  const modem = new SoundModem();
  const voice = (frame: number, count: number): Int16Array =>
    Int16Array.from({ length: count }, (_, n) => Math.round(3_000 * Math.sin((frame * count + n) / 6)));
  modem.says = voice;
  modem.start();
  modem.passes(Seconds(2));
  modem.says = (frame, count) => voice(frame, count);
  const bytes = encodeSamples("s16le", voice(0, FRAME));
  modem.deliver(bytes.subarray(1));
  modem.passes(Seconds(3));
  assert.equal(modem.audio.quality().slips, 1);
  const loudest = decodeSamples("s16le", Buffer.concat(modem.heard)).reduce(
    (most, value) => Math.max(most, Math.abs(value)),
    0,
  );
  // The one sample that lost its byte may be anything; a frame of noise would have thousands over this.
  const loud = decodeSamples("s16le", Buffer.concat(modem.heard)).filter((value) => Math.abs(value) > 3_000).length;
  assert.ok(loud <= FRAME, `${loud} samples up to ${loudest}`);
});

for (const piledUpMs of [200, 400, 900])
  test(`${piledUpMs} ms of sound that had piled up when the call began are no 16 kHz`, () => {
    const modem = new SoundModem();
    modem.start();
    for (let left = piledUpMs * 16; left > 0; left -= 4_096) {
      modem.audio.received(new Uint8Array(Math.min(left, 4_096)));
      modem.passes(Milliseconds(0.2));
    }
    modem.passes(Seconds(5));
    assert.equal(modem.audio.quality().wideband, false);
  });

test("a 16 kHz call: told, played at its own pace, and the caller's 1000 Hz stays 1000 Hz", () => {
  const modem = new SoundModem({ wide: 2 });
  modem.says = (frame, count) =>
    Int16Array.from({ length: count }, (_, n) =>
      Math.round(8_000 * Math.sin((2 * Math.PI * 1_000 * (frame * count + n)) / 16_000)),
    );
  modem.start();
  modem.passes(Seconds(3));
  const settled = modem.underruns;
  modem.passes(Minutes(2));
  const { wideband, driftMs, lostSamples } = modem.audio.quality();
  assert.equal(wideband, true);
  assert.equal(modem.underruns, settled, "once the rate is known it never runs dry");
  assert.ok(Math.abs(driftMs) <= 20, `${driftMs} ms`);
  assert.equal(lostSamples, 0);
  const heard = decodeSamples("s16le", Buffer.concat(modem.heard)).subarray(-8_000);
  let crossings = 0;
  for (let n = 1; n < heard.length; n++) if (heard[n - 1]! < 0 && heard[n]! >= 0) crossings += 1;
  assert.ok(Math.abs(crossings - 1_000) < 5, `${crossings} Hz`);
});

test("Quectel says stop and go: nothing is sent meanwhile, and it goes on without a pile", () => {
  const modem = new SoundModem();
  modem.start();
  modem.passes(Seconds(5));
  modem.audio.hold(true);
  const before = modem.depths.most;
  modem.passes(Milliseconds(60));
  modem.audio.hold(false);
  modem.passes(Seconds(5));
  assert.ok(modem.depths.most <= before + FRAME);
  assert.ok(Math.abs(modem.audio.quality().driftMs) <= 40);
});

test("after the call nothing is sent any more, and no timer is left", () => {
  const modem = new SoundModem();
  modem.start();
  modem.passes(Seconds(1));
  modem.audio.stop();
  assert.ok(!modem.clock.running().includes("call audio"));
  const heard = modem.heard.length;
  modem.passes(Seconds(1));
  assert.equal(modem.heard.length, heard);
});
