/** The modem itself, between its plug and the telephone line: command lines and answers, rings, voice data. */
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import type { CallerIdentity } from "../caller/CallReport.ts";
import type { FarEndAudio } from "../caller/FarEndAudio.ts";
import { type CommandReply, CommandSet, type ModemAction } from "./CommandSet.ts";
import { callerIdText } from "./callerId.ts";
import type { VoiceFaults } from "./faults.ts";
import type { VoiceProfile } from "./profiles.ts";
import type { ToneItem } from "./toneList.ts";
import { type DataMode, type DataPathHost, VoiceDataPath } from "./VoiceDataPath.ts";
import type { Wire } from "./Wire.ts";

/** The world around the modem. */
export interface ModemSurroundings extends Omit<DataPathHost, "send" | "pending" | "report" | "ended"> {
  readonly audio: FarEndAudio;
  sampleAt(ms: number): number;
  goOffHook(commandAtMs: number): void;
  goOnHook(commandAtMs: number): void;
  recordingStarted(atMs: number): void;
  tones(items: readonly ToneItem[], atMs: number): void;
  executed(text: string, final: string): void;
  /** Holds the computer back. */
  hold(held: boolean): void;
}

const PUMP = Milliseconds(10);
/** More than this unread is too much: the computer is held back. A USB packet of 64 bytes, several times. */
const INBOX_LIMIT = 512;
const NUMERIC: Readonly<Record<string, string>> = { OK: "0", CONNECT: "1", RING: "2", "NO CARRIER": "3", ERROR: "4" };
const CR = 0x0d;
const BACKSPACE = 0x08;

export class VoiceModem {
  readonly #clock: Clock;
  readonly #profile: VoiceProfile;
  readonly #faults: () => VoiceFaults;
  readonly #clearFault: (name: keyof VoiceFaults) => void;
  readonly #wire: Wire;
  readonly #around: ModemSurroundings;
  readonly #commands: CommandSet;
  readonly #latencyMs: number;
  #inbox = new Uint8Array();
  #held = false;
  #line = "";
  #lastBody = "";
  /** An answer is on its way; the next command waits. */
  #answering: Timer | undefined;
  #data: VoiceDataPath | undefined;
  #pump: Timer | undefined;

  constructor(options: {
    clock: Clock;
    profile: VoiceProfile;
    faults: () => VoiceFaults;
    clearFault: (name: keyof VoiceFaults) => void;
    wire: Wire;
    around: ModemSurroundings;
    latencyMs: number;
  }) {
    this.#clock = options.clock;
    this.#profile = options.profile;
    this.#faults = options.faults;
    this.#clearFault = options.clearFault;
    this.#wire = options.wire;
    this.#around = options.around;
    this.#latencyMs = options.latencyMs;
    this.#commands = new CommandSet(options.profile, options.faults);
  }

  get playing(): boolean {
    return this.#data?.playing === true;
  }

  /** Events are reported in class 8 only (V.253 §6). */
  get reportsEvents(): boolean {
    return this.#commands.voiceClass && !this.#faults().dead;
  }

  receive(bytes: Uint8Array): void {
    if (this.#faults().dead) return;
    this.#inbox = this.#inbox.length === 0 ? Uint8Array.from(bytes) : joined(this.#inbox, bytes);
    this.#process();
  }

  /** Power lost: settings, what was under way, everything. */
  powerOff(): void {
    this.#answering?.cancel();
    this.#answering = undefined;
    this.#data?.cut(this.#clock.monotonic());
    this.#stopData();
    this.#inbox = new Uint8Array();
    this.#line = "";
    this.#held = false;
    this.#commands.powerOn();
  }

  report(code: string): void {
    if (this.reportsEvents) this.#wire.audio(Uint8Array.of(0x10, code.charCodeAt(0)));
  }

  printRing(): void {
    if (this.#faults().dead) return;
    if (this.#data || (this.#commands.voiceClass && this.#profile.ringInVoiceClass === "DLE")) this.report("R");
    else this.#wire.text(this.#commands.registers.verbose ? "\r\nRING\r\n" : "2\r");
  }

  /** DRON, DROF of AT+VDR=1,x: lengths in tenths of a second. */
  printDistinctive(word: "DRON" | "DROF", ms: number): void {
    const asked = this.#commands.setting("+VDR").startsWith("1");
    if (this.#faults().dead || this.#data || !(asked || this.#faults().distinctiveRing)) return;
    this.#wire.text(`\r\n${word}=${Math.round(ms / 100)}\r\n`);
  }

  /** True if it was printed: AT+VCID is on and the modem is on-hook. */
  printCallerId(caller: CallerIdentity, epochMs: number): boolean {
    const asked = this.#commands.setting("+VCID");
    if (asked === "0" || this.#faults().dead || this.#data) return false;
    const faults = this.#faults();
    const date = new Date(epochMs);
    const when = { month: date.getMonth() + 1, day: date.getDate(), hour: date.getHours(), minute: date.getMinutes() };
    const text = callerIdText(caller, when, {
      spacing: this.#profile.callerIdSpacing,
      raw: asked === "2",
      withoutName: faults.nameMissing === true,
      emptyLines: faults.emptyLinesBetweenFields === true,
      badField: faults.badCallerIdField === true,
    });
    this.#wire.text(text);
    return true;
  }

  #process(): void {
    while (this.#inbox.length > 0 && !this.#answering) {
      const taken = this.#data ? this.#data.feed(this.#inbox, this.#clock.monotonic()) : this.#takeText();
      this.#inbox = this.#inbox.subarray(taken);
      if (taken === 0) break;
    }
    const held = this.#inbox.length > INBOX_LIMIT;
    if (held !== this.#held) this.#around.hold(held);
    this.#held = held;
  }

  /** Reads up to the end of one command line; echoes what it read. */
  #takeText(): number {
    const at = this.#inbox.indexOf(CR);
    const taken = at < 0 ? this.#inbox.length : at + 1;
    const text = this.#inbox.subarray(0, taken);
    if (this.#commands.registers.echo) this.#wire.text(Buffer.from(text).toString("latin1"));
    for (const byte of text) this.#typed(byte);
    return taken;
  }

  /** V.250 §5.2: a line begins with AT; noise before it, line feeds and what was corrected do not count. */
  #typed(byte: number): void {
    if (byte === BACKSPACE) this.#line = this.#line.slice(0, -1);
    else if (byte === CR) this.#endOfLine();
    else if (byte !== 0x0a) this.#line = fromAttention(this.#line + String.fromCharCode(byte & 0x7f));
    if (this.#line.toUpperCase() === "A/") {
      this.#line = "";
      this.#run(this.#lastBody);
    }
  }

  #endOfLine(): void {
    const line = this.#line;
    this.#line = "";
    if (!/^AT/i.test(line)) return;
    this.#lastBody = line.slice(2);
    this.#run(this.#lastBody);
  }

  #run(body: string): void {
    const atMs = this.#clock.monotonic();
    const faults = this.#faults();
    const holds = (text: string | undefined) => text !== undefined && body.toUpperCase().includes(text.toUpperCase());
    if (holds(faults.swallow)) {
      this.#clearFault("swallow");
      this.#around.executed(`AT${body}`, "(swallowed)");
      return;
    }
    const refused: CommandReply = { lines: [], final: "ERROR", actions: [] };
    const reply = holds(faults.errorTo) ? refused : this.#commands.execute(body);
    this.#around.executed(`AT${body}`, reply.final);
    for (const action of reply.actions) this.#hook(action, atMs);
    const late = faults.delayOnly === undefined || holds(faults.delayOnly) ? (faults.okDelayMs ?? 0) : 0;
    const delayMs = late + this.#latencyMs + this.#soundTones(reply.actions, atMs);
    if (delayMs === 0) this.#answer(reply);
    else {
      this.#answering = this.#clock.after("modem: answer", Milliseconds(delayMs), () => {
        this.#answering = undefined;
        this.#answer(reply);
        this.#process();
      });
    }
  }

  #hook(action: ModemAction, commandAtMs: number): void {
    if (action.kind === "offHook" && !this.#faults().ringsOn) {
      this.#around.goOffHook(commandAtMs);
      if (this.#faults().offHookConfirmedByH) this.#clock.after("modem: H", Milliseconds(30), () => this.report("H"));
    } else if (action.kind === "onHook") this.#around.goOnHook(commandAtMs);
  }

  /** How long the tones of AT+VTS last; OK comes after them. A data call waits for a carrier. */
  #soundTones(actions: readonly ModemAction[], atMs: number): number {
    let ms = 0;
    for (const action of actions) {
      if (action.kind === "dataCall") ms += 2000;
      if (action.kind !== "tones") continue;
      this.#around.tones(action.tones, atMs);
      for (const tone of action.tones) ms += tone.ms;
    }
    return ms;
  }

  #answer(reply: CommandReply): void {
    const { quiet, verbose } = this.#commands.registers;
    if (reply.lines.length > 0) this.#wire.text(`\r\n${reply.lines.join("\r\n")}\r\n`);
    if (this.#faults().ringInsideReply) this.#wire.text("\r\nRING\r\n");
    if (!quiet) this.#wire.text(verbose ? `\r\n${reply.final}\r\n` : `${NUMERIC[reply.final] ?? "4"}\r`);
    const last = reply.actions.at(-1)?.kind;
    if (last === "transmit" || last === "receive" || last === "duplex") this.#beginData(last);
  }

  #beginData(mode: DataMode): void {
    const around = this.#around;
    const nowMs = this.#clock.monotonic();
    const { sampling } = this.#commands.registers;
    const [sensitivity = 0, tenths = 0] = this.#commands.setting("+VSD").split(",").map(Number);
    const options = {
      mode,
      format: sampling.format ?? "u8",
      audio: around.audio,
      lineSample: around.sampleAt(nowMs),
      nowMs,
      escEndsWithEtx: this.#profile.escEndsWithEtx,
      silenceMs: sensitivity === 0 ? 0 : tenths * 100,
    };
    const wire = this.#wire;
    this.#data = new VoiceDataPath(options, {
      send: (bytes) => wire.audio(bytes),
      get pending() {
        return wire.pending;
      },
      report: (code) => this.report(code),
      promptStarted: (atMs) => around.promptStarted(atMs),
      heard: (chunk, format) => around.heard(chunk, format),
      promptEnded: (prompt) => around.promptEnded(prompt),
      recordingEnded: (recording) => around.recordingEnded(recording),
      ended: () => this.#endData(),
    });
    if (mode !== "transmit") around.recordingStarted(nowMs);
    this.#pumpLater();
  }

  #pumpLater(): void {
    this.#pump = this.#clock.after("modem: voice pump", PUMP, () => {
      this.#data?.tick(this.#clock.monotonic());
      this.#process();
      if (this.#data) this.#pumpLater();
    });
  }

  #endData(): void {
    this.#stopData();
    this.#answer({ lines: [], final: "OK", actions: [] });
  }

  #stopData(): void {
    this.#pump?.cancel();
    this.#pump = undefined;
    this.#data = undefined;
  }
}

/** The line from its `A` on; an `A` that no `T` or `/` follows was noise. */
function fromAttention(text: string): string {
  const upper = text.toUpperCase();
  if (/^A([T/]|$)/.test(upper)) return text;
  const at = upper.lastIndexOf("A");
  return at > 0 && at === upper.length - 1 ? "A" : "";
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}
