import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { detail } from "../../../firmware/health/details/detailWords.ts";
import type { AnswerPolicy, CallerId, LineCommand, LineEvent, LineLimits } from "../../../firmware/line/Line.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../../firmware/time/Duration.ts";
import {
  type ExchangeTime,
  type ExchangeTimeFields,
  step as stepExchangeTime,
} from "../../../firmware/time/ExchangeTime.ts";
import type { AtPort } from "../../at/At.ts";
import { openAtPort } from "../../at/AtPort.ts";
import type { BytePort } from "../../serial/BytePort.ts";
import { NamedTimers } from "../NamedTimers.ts";
import { type LineEar, type LineFinding, listenForDialTone } from "./dialTone.ts";
import { goIdle, goOffHook, goOnHook } from "./hook.ts";
import { plainV253 } from "./models/registry.ts";
import { ANSWER_WITHIN, type Ask, initialise, type PreparedModem, prepareModem } from "./prepare.ts";
import { type RingEffect, RingWatch } from "./RingWatch.ts";
import { VoiceCall } from "./VoiceCall.ts";

export interface OpenModemOptions {
  readonly pickup: "caller-id" | "immediate";
  readonly model?: string;
  readonly clock: Clock;
  readonly answerPolicy: AnswerPolicy;
  readonly limits: LineLimits;
  /** What earlier calls taught of this line; outlives the modem's port. */
  readonly learned: { longestWait: Duration; readonly doubtful: Set<string> };
  readonly longestSilence?: Duration;
  readonly silenceAfterSpeech?: Duration;
  /** The exchange's clock came with a caller ID. */
  exchangeTime?(told: ExchangeTime): void;
  emit(event: LineEvent): void;
  fault(code: string, detail: string): void;
  faultOver(code: string): void;
  log(text: string): void;
}

/** Why a modem has to be opened anew. */
export type Ended = "gone" | "silent" | "stuck" | "reset" | "stopped";

/** Beginnings of the lines that a voice modem says unasked. */
const UNSOLICITED = [
  ...["RING", "NMBR", "NBR", "DATE", "TIME", "NAME", "MESG", "DDN_NMBR", "NDID", "CALLER", "REASON FOR NO"],
  ...["DRON", "DROF", "CID"],
];
/** V.250: S3 is the line terminator, 013 on every modem; known before the modem is. */
const FIRST_PROBE = { text: "ATS3?", answer: "013" };
/** A modem can die without its port noticing (callattendant issue 105): an idle one is asked. */
const HEARTBEAT = Seconds(10);
/** A call that lasted so long without a RING was certainly answered. */
const SURELY_ANSWERED_MS = 8_000;
/** How long a stop waits for the hang-up of a call. */
const STOP_WITHIN = Seconds(12);

/** One opened port, from the first AT to its end: who rings, when to answer, one call at a time, the heartbeat between. */
export class OpenModem {
  readonly #options: OpenModemOptions;
  readonly #clock: Clock;
  readonly #at: AtPort;
  readonly #timers: NamedTimers;
  readonly #probe = { ...FIRST_PROBE };
  #modem: PreparedModem | undefined;
  readonly #rings: RingWatch;
  #call: VoiceCall | undefined;
  #ear: LineEar | undefined;
  #answeredAs: { readonly callerId: CallerId; readonly rangAtMs: number } | undefined;
  #stillRinging = false;
  #exchange: ExchangeTimeFields = {};
  #ended: Ended | undefined;
  #busy: Promise<void> = Promise.resolve();
  readonly #whenEnded: (ended: Ended) => void;
  readonly ended: Promise<Ended>;

  constructor(port: BytePort, options: OpenModemOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#timers = new NamedTimers(options.clock);
    this.#rings = new RingWatch({
      ...options,
      cap: () => ({
        cap: this.#modem?.model.pickupCap ?? plainV253.pickupCap,
        capExtension: this.#modem?.model.pickupCapExtension ?? plainV253.pickupCapExtension,
      }),
      perform: (effect) => this.#perform(effect),
    });
    const { promise, resolve } = Promise.withResolvers<Ended>();
    this.ended = promise;
    this.#whenEnded = resolve;
    this.#at = openAtPort(port, {
      clock: options.clock,
      dle: true,
      probe: this.#probe,
      unsolicited: UNSOLICITED,
      listeners: {
        unsolicited: (line) => this.#line(line),
        dleEvent: (code) => this.#modemEvent(String.fromCharCode(code)),
        audio: (bytes) => (this.#ear ?? this.#call)?.audio(bytes),
        audioEnded: () => this.#call?.audioEnded(),
        lost: () => this.#end("silent"),
        gone: () => this.#end("gone"),
      },
    });
  }

  /** Identifies and proves the modem; it answers calls from then on. Throws ApplianceError. */
  async prepare(): Promise<PreparedModem> {
    const modem = await prepareModem(this.#ask, this.#options.model);
    if (modem.identityProbe !== undefined) Object.assign(this.#probe, modem.identityProbe);
    this.#modem = modem;
    this.#options.emit({ kind: "ready", atMs: this.#now(), model: modem.model.name, firmware: modem.firmware });
    this.#scheduleHeartbeat();
    return modem;
  }

  perform(command: LineCommand): void {
    this.#call?.perform(command);
  }

  /** When its modem was heard last, and whether a call is up. */
  get proof(): { readonly atMs: number; readonly onCall: boolean } {
    return { atMs: this.#at.heardAtMs, onCall: this.#call !== undefined };
  }

  trace(): string[] {
    return this.#at.trace();
  }

  /** Somebody at the box wants to know whether the line is alive. Undefined: it rings or is spoken on, which comes first. */
  async checkLine(): Promise<LineFinding | undefined> {
    const modem = this.#modem;
    if (
      modem === undefined ||
      this.#ended !== undefined ||
      !this.#rings.idle ||
      this.#call !== undefined ||
      this.#ear !== undefined
    )
      return undefined;
    this.#timers.cancel("heartbeat");
    const attach = (ear: LineEar | undefined): void => {
      this.#ear = ear;
    };
    const { clock, log } = this.#options;
    const checking = listenForDialTone({ at: this.#at, ask: this.#ask, modem, clock, log, attach });
    this.#busy = checking.then(() => undefined);
    const finding = await checking;
    this.#scheduleHeartbeat();
    return finding;
  }

  /** On-hook as far as the modem lets us, port closed. */
  async close(): Promise<void> {
    this.#call?.perform({ kind: "hangUp" });
    await this.#within(this.#busy, STOP_WITHIN);
    this.#end("stopped");
    await this.#at.close();
  }

  readonly #ask: Ask = (text, timeout = ANSWER_WITHIN) =>
    this.#at.command({ text, timeout, mayBeInAudio: this.#modem === undefined }, { urgent: true });

  // --- what the line says ------------------------------------------------------------------------------------------

  #line(text: string): void {
    if (/^RING\b/.test(text)) this.#rings.rang();
    else if (/^(NO CARRIER|NO DIAL ?TONE|BUSY)$/.test(text)) this.#call?.lost("noCarrier");
    else {
      const [fields, told] = stepExchangeTime(this.#exchange, { kind: "line", text });
      this.#exchange = fields;
      if (told !== undefined) this.#options.exchangeTime?.(told);
      this.#rings.line(text);
    }
  }

  #modemEvent(code: string): void {
    // In class 8 a Conexant announces a ring like this.
    if (code === "R") this.#rings.rang();
    else (this.#ear ?? this.#call)?.modemEvent(code);
  }

  #perform(effect: RingEffect): void {
    const atMs = this.#now();
    switch (effect.kind) {
      case "rang":
        if (effect.ring === 1) [this.#exchange] = stepExchangeTime(this.#exchange, { kind: "newCall" });
        this.#options.emit({ kind: "rang", atMs, ring: effect.ring });
        break;
      case "callerIdentified":
        this.#options.emit({ kind: "callerIdentified", atMs, callerId: effect.callerId });
        break;
      case "goOffHook":
        this.#busy = this.#answer();
        break;
      case "answered":
        // Told by #talk, which knows when the command left.
        this.#answeredAs = effect;
        break;
      case "ringingStopped":
        this.#options.emit({ kind: "ringingStopped", atMs, rings: effect.rings, callerId: effect.callerId });
        break;
      case "stillRinging":
        this.#stillRinging = true;
        this.#options.fault("LINE_NOT_OFF_HOOK", detail.ringWentOn());
        this.#call?.lost("noCarrier");
        break;
    }
  }

  // --- one call ----------------------------------------------------------------------------------------------------

  /** From the decision to on-hook again. Never rejects. */
  async #answer(): Promise<void> {
    const modem = this.#modem;
    // Rings while it is still being set up: the next one finds it ready.
    if (modem === undefined || this.#ended !== undefined) {
      this.#rings.tell({ kind: "offHookFailed", atMs: this.#now() });
      return;
    }
    this.#timers.cancel("heartbeat");
    try {
      await using _lease = this.#lease();
      const seized = await goOffHook(this.#ask, modem, this.#clock, this.#options.log);
      if (seized.kind === "failed") {
        this.#options.log(`not answered: ${seized.why}`);
        const code = seized.noVoice ? "LINE_MODEM_NO_VOICE" : "LINE_NOT_ANSWERED";
        if (this.#ended === undefined) this.#options.fault(code, detail.atCall({ why: seized.why }));
        return;
      }
      this.#options.faultOver("LINE_MODEM_NO_VOICE");
      await this.#talk(modem, seized.commandAtMs);
    } catch (error) {
      this.#options.log(`call: ${isApplianceError(error) ? error.message : String(error)}`);
    }
  }

  async #talk(modem: PreparedModem, commandAtMs: number): Promise<void> {
    const call = new VoiceCall({
      at: this.#at,
      modem,
      clock: this.#clock,
      longestCall: this.#options.limits.longestCall,
      doubtful: this.#options.learned.doubtful,
      ...(this.#options.longestSilence === undefined ? {} : { longestSilence: this.#options.longestSilence }),
      ...(this.#options.silenceAfterSpeech === undefined
        ? {}
        : { silenceAfterSpeech: this.#options.silenceAfterSpeech }),
      emit: this.#options.emit,
      log: this.#options.log,
    });
    this.#call = call;
    this.#stillRinging = false;
    const offHookAtMs = this.#now();
    this.#rings.tell({ kind: "offHook", atMs: offHookAtMs });
    const answered = this.#answeredAs ?? { callerId: { kind: "none" as const }, rangAtMs: commandAtMs };
    this.#options.emit({
      kind: "answered",
      atMs: offHookAtMs,
      callerId: answered.callerId,
      rangAtMs: answered.rangAtMs,
      commandAtMs,
      format: modem.format.format,
    });
    await call.run();
    if (!this.#stillRinging && this.#now() - offHookAtMs > SURELY_ANSWERED_MS) {
      this.#options.faultOver("LINE_NOT_OFF_HOOK");
      this.#options.faultOver("LINE_NOT_ANSWERED");
    }
  }

  /** Held from before the off-hook command until on-hook is proved, whatever throws in between. */
  #lease(): AsyncDisposable {
    return { [Symbol.asyncDispose]: () => this.#release() };
  }

  async #release(): Promise<void> {
    const wasAnswered = this.#call !== undefined;
    const hungUp = await goOnHook(this.#ask);
    this.#call = undefined;
    this.#answeredAs = undefined;
    this.#rings.tell({ kind: wasAnswered ? "released" : "offHookFailed", atMs: this.#now() });
    if (wasAnswered) this.#options.emit({ kind: "released", atMs: this.#now() });
    switch (hungUp) {
      case "onHook":
        this.#options.faultOver("LINE_STUCK_OFF_HOOK");
        if (!(await goIdle(this.#ask))) await this.#setUpAnew();
        break;
      case "reset":
        this.#options.faultOver("LINE_STUCK_OFF_HOOK");
        await this.#setUpAnew();
        break;
      case "unproved":
        this.#options.fault("LINE_STUCK_OFF_HOOK", detail.hookUnanswered());
        this.#end("stuck");
        break;
      case "portGone":
        // The port is there but nobody answers on it: the modem may hold the line.
        if (this.#ended === "silent") this.#options.fault("LINE_STUCK_OFF_HOOK", detail.silentOffHook());
        break;
    }
    // An exchange that still rings after our OK: the next ring must find a modem that has forgotten everything.
    if (this.#stillRinging && hungUp === "onHook") await this.#setUpAnew();
    this.#scheduleHeartbeat();
  }

  async #setUpAnew(): Promise<void> {
    if (this.#modem === undefined || this.#ended !== undefined) return;
    try {
      await initialise(this.#ask, this.#modem.model);
    } catch {
      this.#end("reset");
    }
  }

  // --- life and end ------------------------------------------------------------------------------------------------

  #scheduleHeartbeat(): void {
    if (this.#ended !== undefined) return;
    this.#timers.start("heartbeat", HEARTBEAT, () => {
      // Nothing may be in the way of an off-hook command.
      if (this.#rings.idle) void this.#at.command({ text: "AT", timeout: ANSWER_WITHIN });
      this.#scheduleHeartbeat();
    });
  }

  #end(ended: Ended): void {
    if (this.#ended !== undefined) return;
    this.#ended = ended;
    this.#call?.lost("portGone");
    if (this.#call === undefined) this.#rings.tell({ kind: "lost", atMs: this.#now() });
    this.#timers.cancelAll();
    this.#rings.stop();
    this.#whenEnded(ended);
  }

  #within(work: Promise<void>, bound: Duration): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.after("stop", bound, resolve);
      void work.finally(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  #now(): number {
    return this.#clock.monotonic();
  }
}
