/**
 * An analog voice modem with its telephone line and its callers, faithful to the wire. In this process on a pty or TCP
 * port, or alone: `firstring emulate voice-modem`.
 *
 *     const modem = new VoiceModemEmulator({ profile: "usr5637", cadence: "fast" });
 *     const port = await modem.plugIn({ kind: "pty" });                 // "/dev/pts/5"
 *     const report = await modem.call([{ call: { number: "3125550142" } }, { waitPrompt: {} }, { hangsUp: {} }]);
 *     await modem.close();
 *
 *     appliance ⇄ transport ⇄ Wire ⇄ VoiceModem (AT, DLE, pacing) ⇄ TelephoneLine ⇄ Caller
 */

import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { AudioFormat, Digit } from "../../../firmware/line/Line.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import { SystemClock } from "../../runtime/SystemClock.ts";
import { Caller, type CallerAction, type CallersPhone, type HangUpManner } from "../caller/Caller.ts";
import { CallLog } from "../caller/CallLog.ts";
import type { CallReport, HeardPrompt } from "../caller/CallReport.ts";
import type { LiveSound, SoundListener } from "../caller/LiveSound.ts";
import { LiveVoice } from "../caller/LiveVoice.ts";
import { decodeLine, encodeLine } from "../caller/lineFormat.ts";
import { keyTone, sines } from "../caller/tones.ts";
import { CADENCES, type CadenceName } from "./cadence.ts";
import { EventReports } from "./EventReports.ts";
import type { VoiceFaults } from "./faults.ts";
import { PROFILES, type ProfileName, type VoiceProfile } from "./profiles.ts";
import { type LineListener, TelephoneLine } from "./TelephoneLine.ts";
import type { ToneItem } from "./toneList.ts";
import { type ModemTransport, openTransport, type TransportSpec } from "./transport.ts";
import type { VoiceModemEvent, VoiceModemListener } from "./VoiceEvents.ts";
import { type ModemSurroundings, VoiceModem } from "./VoiceModem.ts";
import type { PlayedChunk } from "./VoicePlayback.ts";
import { Wire } from "./Wire.ts";

export interface VoiceModemOptions {
  readonly profile?: ProfileName | VoiceProfile;
  /** `us` (2 s ring, 4 s pause), `uk` (caller ID first), `fast` (a tenth of `us`). */
  readonly cadence?: CadenceName;
  readonly faults?: VoiceFaults;
  readonly clock?: Clock;
  /** What the line does when the caller hangs up; by default dial tone after half a second. */
  readonly hangUp?: Partial<HangUpManner>;
  /** From a command's CR to its answer; 0 by default so that measures show the appliance alone. */
  readonly commandLatencyMs?: number;
}

const HANG_UP: HangUpManner = { tone: "dial-tone", afterMs: 500, loopBreak: true };
/** A caller's patience where the script says nothing: a minute on a US line. */
const RINGS = 10;
const BEEP_AMPLITUDE = 8000;
/** After on-hook; a RING that was already on its way (fault ringAfterHangUp). */
const LATE_RING = Milliseconds(50);

export class VoiceModemEmulator {
  readonly profile: VoiceProfile;
  readonly #clock: Clock;
  readonly #options: VoiceModemOptions;
  readonly #listeners = new Set<VoiceModemListener>();
  readonly #hearers = new Set<SoundListener>();
  readonly #wire: Wire;
  readonly #line: TelephoneLine;
  readonly #reports: EventReports;
  readonly #modem: VoiceModem;
  #faults: VoiceFaults;
  #transport: ModemTransport | undefined;
  #spec: TransportSpec = { kind: "pty" };
  #call:
    | { readonly caller: Caller; readonly log: CallLog; readonly finish: () => void; readonly voice: LiveVoice }
    | undefined;

  constructor(options: VoiceModemOptions = {}) {
    const profile = options.profile ?? "usr5637";
    this.profile = typeof profile === "string" ? PROFILES[profile] : profile;
    this.#options = options;
    this.#clock = options.clock ?? new SystemClock();
    this.#faults = { ...options.faults };
    const faults = () => this.#faults;
    this.#wire = new Wire(this.#clock, faults);
    this.#line = new TelephoneLine(this.#clock, this.#lineListener());
    this.#modem = new VoiceModem({
      clock: this.#clock,
      profile: this.profile,
      faults,
      clearFault: (name) => this.setFaults({ [name]: undefined }),
      wire: this.#wire,
      around: this.#surroundings(),
      latencyMs: options.commandLatencyMs ?? 0,
    });
    this.#line.hasDialTone = () => !faults().noDialTone;
    const report = (code: string) => {
      if (this.#line.offHook) this.#modem.report(code);
    };
    this.#reports = new EventReports(this.#clock, this.profile, faults, report);
  }

  get faults(): VoiceFaults {
    return this.#faults;
  }

  /** Adds to the faults; `undefined` takes one away. Works at any moment. */
  setFaults(faults: { readonly [Name in keyof VoiceFaults]: VoiceFaults[Name] | undefined }): void {
    const entries = Object.entries({ ...this.#faults, ...faults }).filter(([, value]) => value !== undefined);
    this.#faults = Object.fromEntries(entries);
  }

  /** Returns the function that takes the listener away again. */
  on(listener: VoiceModemListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Resolves with the next event of that kind (bounded by the test that waits). */
  next<Kind extends VoiceModemEvent["kind"]>(kind: Kind): Promise<Extract<VoiceModemEvent, { kind: Kind }>> {
    return new Promise((resolve) => {
      const off = this.on((event) => {
        if (event.kind !== kind) return;
        off();
        resolve(event as Extract<VoiceModemEvent, { kind: Kind }>);
      });
    });
  }

  /** Power and plug. Resolves with the port's name. A modem that was `dead` lives again. Rejects with ApplianceError. */
  async plugIn(spec: TransportSpec = this.#spec): Promise<string> {
    await this.unplug();
    const transport = await openTransport(spec);
    // Plugged in again, a TCP modem is where it was: its port, once chosen, is its name.
    const keeps: TransportSpec =
      spec.kind === "tcp" ? { kind: "tcp", port: Number(new URL(transport.name).port) } : spec;
    return this.plugInto(transport, keeps);
  }

  /** The same with a transport that is open already. */
  plugInto(transport: ModemTransport, spec: TransportSpec = this.#spec): string {
    this.#spec = spec;
    this.#transport = transport;
    this.setFaults({ dead: undefined });
    this.#wire.connect(transport);
    transport.onData((bytes) => this.#modem.receive(bytes));
    this.#tell({ kind: "pluggedIn", atMs: this.#now(), port: transport.name });
    return transport.name;
  }

  get port(): string | undefined {
    return this.#transport?.name;
  }

  /** Pulls the plug: the port is gone, the line is let go. A call that rings rings on. */
  async unplug(): Promise<void> {
    const transport = this.#transport;
    if (!transport) return;
    this.#transport = undefined;
    this.#wire.connect(undefined);
    this.#modem.powerOff();
    this.#onHook(this.#now());
    await transport.close();
    this.#tell({ kind: "unplugged", atMs: this.#now() });
  }

  /** Ends everything, timers too. */
  async close(): Promise<void> {
    await this.unplug();
    this.#line.stop();
    this.#reports.stop();
    this.#call?.finish();
  }

  /**
   * Lets somebody call. The script begins with `{ call: … }`. Resolves when the modem is on-hook again, or when the
   * caller has given up. Throws ApplianceError at once when a file of the script cannot be read.
   */
  call(script: readonly CallerAction[]): Promise<CallReport> {
    const first = script[0];
    const { rings = RINGS, ...identity } = first && "call" in first ? first.call : {};
    const caller = new Caller(this.#clock, this.#phone(), script);
    const log = new CallLog(identity);
    const callerId = this.#faults.noCallerId ? "none" : this.#callerIdFirst() ? "beforeFirstRing" : "afterFirstRing";
    if (this.#call) return Promise.resolve(log.report("lineBusy", "nobody"));
    return new Promise((resolve) => {
      const finish = () => {
        if (this.#call?.log !== log) return;
        this.#call = undefined;
        caller.over();
        resolve(log.finished());
      };
      this.#call = { caller, log, finish, voice: new LiveVoice() };
      const cadence = CADENCES[this.#options.cadence ?? "us"];
      if (this.#line.ring({ caller: identity, cadence, callerId, rings })) return;
      this.#call = undefined;
      resolve(log.report("lineBusy", "nobody"));
    });
  }

  /** The caller at the keys, beside or without a script. Ignored when nobody is on the line. */
  press(digits: string, toneMs?: number, gapMs?: number): Promise<void> {
    const timing = { ...(toneMs !== undefined && { toneMs }), ...(gapMs !== undefined && { gapMs }) };
    const hand = new Caller(this.#clock, this.#phone(), [{ presses: digits, ...timing }]);
    return this.#line.connected ? hand.answered() : Promise.resolve();
  }

  say(samples: Int16Array): void {
    if (this.#line.connected) this.#phone().say(samples);
  }

  /** Exact codes of the line's 8-bit format. */
  sayRaw(codes: Uint8Array): void {
    if (this.#line.connected) this.#phone().sayRaw(codes);
  }

  /** A frame of the caller's microphone; see LiveVoice. */
  talk(samples: Int16Array): void {
    if (this.#line.connected) this.#call?.voice.speak(samples, this.#line.sampleAt(this.#now()), this.#line.audio);
  }

  /** Listens in at the caller's receiver. Returns the function that ends it. */
  onSound(listener: SoundListener): () => void {
    this.#hearers.add(listener);
    return () => void this.#hearers.delete(listener);
  }

  /** The caller hangs up, also while it rings. */
  hangUp(manner: Partial<HangUpManner> = {}): void {
    if (this.#line.ringing) this.#line.stopRinging();
    else this.#phone().hangUp(manner);
  }

  /** The computer has closed the port. A pty has no DTR line whose fall would tell the modem to let the line go (AT&D2). */
  dropDtr(): void {
    this.#onHook(this.#now());
  }

  /** A RING out of place: call waiting during a call, or noise. */
  printRing(): void {
    this.#modem.printRing();
  }

  /** `<DLE>code`, as the modem's detectors send it. */
  report(code: string): void {
    this.#modem.report(code);
  }

  #callerIdFirst(): boolean {
    return this.#faults.callerIdBeforeRing === true || CADENCES[this.#options.cadence ?? "us"].callerIdFirst;
  }

  #now(): number {
    return this.#clock.monotonic();
  }

  #tell(event: VoiceModemEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #lineListener(): LineListener {
    const cadence = () => CADENCES[this.#options.cadence ?? "us"];
    return {
      ringStarted: (ring) => {
        if (ring > 1) this.#modem.printDistinctive("DROF", cadence().pauseMs);
        this.#call?.log.rang(ring, this.#now());
        this.#tell({ kind: "ring", atMs: this.#now(), ring });
        if (this.profile.ringReportedAt === "start") this.#ringReported(ring);
      },
      ringEnded: (ring) => {
        this.#modem.printDistinctive("DRON", cadence().ringMs);
        if (this.profile.ringReportedAt === "end") this.#ringReported(ring);
      },
      callerIdReceived: (caller) => {
        if (!this.#modem.printCallerId(caller, this.#clock.now())) return;
        this.#call?.log.callerIdReported(this.#now());
        this.#tell({ kind: "callerIdReported", atMs: this.#now() });
      },
      ringingStopped: (rings) => {
        this.#tell({ kind: "unanswered", atMs: this.#now(), rings });
        this.#call?.finish();
      },
      farEndSign: (sign) => this.#reports.farEnd(sign),
    };
  }

  #ringReported(ring: number): void {
    this.#modem.printRing();
    this.#call?.log.ringReported(this.#now());
    this.#tell({ kind: "ringReported", atMs: this.#now(), ring });
  }

  #surroundings(): ModemSurroundings {
    const line = () => this.#line;
    return {
      get audio() {
        return line().audio;
      },
      sampleAt: (ms) => this.#line.sampleAt(ms),
      goOffHook: (commandAtMs) => this.#offHook(commandAtMs),
      goOnHook: (commandAtMs) => this.#onHook(commandAtMs),
      promptStarted: (atMs) => this.#promptStarted(atMs),
      heard: (chunk, format) => this.#heard(chunk, format),
      promptEnded: (prompt) => this.#promptEnded(prompt),
      recordingStarted: (atMs) => this.#tell({ kind: "recordingStarted", atMs }),
      recordingEnded: (recording) => {
        this.#call?.log.recorded(recording);
        const { endMs: atMs, bytes, sha256 } = recording;
        this.#tell({ kind: "recordingEnded", atMs, bytes: bytes.length, sha256 });
      },
      tones: (items, atMs) => this.#soundTones(items, atMs),
      executed: (text, final) => this.#tell({ kind: "command", atMs: this.#now(), text, final }),
      hold: (held) => this.#transport?.hold(held),
    };
  }

  #offHook(commandAtMs: number): void {
    const seized = this.#line.seize();
    if (seized === "already") return;
    const { rings } = this.#line;
    const answered = seized === "answered";
    const atMs = this.#now();
    this.#tell({ kind: "offHook", atMs, commandAtMs, answered, rings });
    if (!answered || !this.#call) return;
    this.#call.log.answered({ atMs, commandAtMs, rings });
    // The caller's own faults are bugs of a test; they must not be lost.
    this.#call.caller.answered().catch((error: unknown) =>
      queueMicrotask(() => {
        throw error;
      }),
    );
  }

  #onHook(commandAtMs: number): void {
    this.#reports.stop();
    if (!this.#line.offHook) return;
    this.#line.release();
    this.#call?.log.onHook(this.#now());
    this.#tell({ kind: "onHook", atMs: this.#now(), commandAtMs });
    this.#call?.finish();
    if (this.#faults.ringAfterHangUp) this.#clock.after("modem: late RING", LATE_RING, () => this.#modem.printRing());
  }

  #promptStarted(atMs: number): void {
    if (this.#call?.log.promptStarted(atMs)) this.#tell({ kind: "promptByte", atMs });
    this.#tell({ kind: "promptStarted", atMs });
    this.#reports.falseEvents(() => this.#modem.playing);
  }

  #heard({ bytes, atMs }: PlayedChunk, format: AudioFormat): void {
    if (!this.#line.connected) return;
    this.#call?.caller.ear.hear(bytes, atMs, format);
    if (this.#hearers.size > 0) this.#sounds("appliance", decodeLine(bytes, format), atMs);
  }

  #sounds(from: LiveSound["from"], samples: Int16Array, atMs: number): void {
    for (const hear of this.#hearers) hear({ from, samples, atMs });
  }

  #promptEnded(prompt: HeardPrompt | undefined): void {
    this.#call?.caller.ear.quiet();
    if (!prompt) return;
    this.#call?.log.heard(prompt);
    this.#tell({
      kind: "promptEnded",
      atMs: this.#now(),
      startMs: prompt.startMs,
      endMs: prompt.endMs,
      bytes: prompt.bytes.length,
      aborted: prompt.aborted,
      gaps: prompt.gaps.length,
      longestGapMs: prompt.gaps.reduce((longest, gap) => Math.max(longest, gap.ms), 0),
    });
  }

  #soundTones(items: readonly ToneItem[], atMs: number): void {
    let startMs = atMs;
    for (const item of items) {
      if (item.kind === "beep" || !item.silent) this.#soundTone(item, startMs);
      startMs += item.ms;
    }
  }

  #soundTone(item: ToneItem, startMs: number): void {
    this.#tell({ kind: "beep", atMs: startMs, ms: item.ms });
    const samples =
      item.kind === "key" ? keyTone(item.digit, item.ms) : sines(item.frequencies, item.ms, BEEP_AMPLITUDE);
    // Whoever listens gets a tone as it begins, the script's ear when it is over: a beep is known by its end.
    if (this.#line.connected) this.#sounds("appliance", samples, startMs);
    this.#clock.after("line: beep", Milliseconds(startMs - this.#now() + item.ms), () => {
      if (this.#line.connected) this.#call?.caller.ear.hear(encodeLine(samples, "s16le"), startMs, "s16le");
      this.#call?.caller.ear.quiet();
    });
  }

  #phone(): CallersPhone {
    const here = () => this.#line.sampleAt(this.#now());
    return {
      press: (digit, toneMs) => this.#pressKey(digit, toneMs),
      say: (samples) => {
        this.#line.audio.add(here(), samples);
        this.#sounds("here", samples, this.#now());
        this.#tell({ kind: "callerSpeaks", atMs: this.#now(), ms: samples.length / 8 });
      },
      sayRaw: (codes) => {
        this.#line.audio.addRaw(here(), codes);
        this.#tell({ kind: "callerSpeaks", atMs: this.#now(), ms: codes.length / 8 });
      },
      hangUp: (manner) => {
        if (!this.#line.connected) return;
        this.#call?.log.hungUp(this.#now());
        this.#tell({ kind: "callerHungUp", atMs: this.#now() });
        this.#line.farEndHangsUp({ ...HANG_UP, ...this.#options.hangUp, ...manner });
      },
      puzzled: (why) => {
        this.#call?.log.puzzled(why);
        this.#tell({ kind: "callerPuzzled", atMs: this.#now(), why });
      },
    };
  }

  #pressKey(digit: Digit, toneMs: number): void {
    if (!this.#line.connected) return;
    const atMs = this.#now();
    const tone = keyTone(digit, toneMs);
    this.#line.audio.add(this.#line.sampleAt(atMs), tone);
    this.#sounds("here", tone, atMs);
    this.#call?.log.pressed({ digit, atMs, endMs: atMs + toneMs });
    this.#tell({ kind: "key", atMs, digit, ms: toneMs });
    this.#reports.key(digit, toneMs);
  }
}

/** For callers that may meet a machine without ptys. */
export const isPtyMissing = (error: unknown): boolean =>
  error instanceof ApplianceError && error.code === "PTY_UNAVAILABLE";
