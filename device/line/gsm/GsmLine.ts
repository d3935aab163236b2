import { detail } from "../../../firmware/health/details/detailWords.ts";
import type { CallSign } from "../../../firmware/line/cellular/CallSign.ts";
import * as CellularCall from "../../../firmware/line/cellular/CellularCall.ts";
import {
  type CellularEffect,
  type CellularEvent,
  type CellularState,
  noCellularCall,
} from "../../../firmware/line/cellular/CellularState.ts";
import type { AnswerPolicy, LineCommand, LineEvent, LineLimits, PhoneLine } from "../../../firmware/line/Line.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../../firmware/time/Duration.ts";
import type { AtOutcome } from "../../at/At.ts";
import { NamedTimers } from "../NamedTimers.ts";
import type { CellularModem } from "./CellularModem.ts";
import { GsmCall } from "./GsmCall.ts";
import { GsmCallAudio } from "./GsmCallAudio.ts";
import { listedCalls } from "./models/callSigns.ts";
import { type OutgoingCall, type OutgoingOptions, OutgoingTeller } from "./OutgoingCall.ts";
import type { VoiceListener, VoicePort } from "./VoicePort.ts";

export interface GsmLineOptions {
  readonly id: string;
  /** The modem is shared with the short messages; whoever made it starts and stops it. */
  readonly modem: Pick<CellularModem, "start" | "setVoiceListener" | "callChanged" | "soundFailed" | "trace">;
  readonly clock: Clock;
  readonly answerPolicy: AnswerPolicy;
  readonly limits: LineLimits;
  readonly onEvent: (event: LineEvent) => void;
  readonly log?: (text: string) => void;
  readonly longestSilence?: Duration;
  readonly silenceAfterSpeech?: Duration;
  /** Nobody is on it (any more), and its modem is there: somebody may be called. */
  readonly onFree?: () => void;
}

/** The network connects the call before ATA is answered; in a weak cell that takes seconds. */
const ANSWER_WITHIN = Seconds(15);
const DIAL_WITHIN = Seconds(30);
const HANG_UP_WITHIN = Seconds(5);

type CallInProgress = { readonly call: GsmCall; readonly audio: GsmCallAudio; readonly outgoing?: OutgoingTeller };

/**
 * A telephone line on a cellular modem. The modem finds, keeps and revives itself (CellularModem); this performs what the
 * call's machine decides, and gives each call its sound.
 */
export class GsmLine implements PhoneLine {
  readonly id: string;
  readonly #options: GsmLineOptions;
  readonly #clock: Clock;
  readonly #timers: NamedTimers;
  readonly #faults = new Set<string>();
  #state: CellularState = noCellularCall;
  #port: VoicePort | undefined;
  #current: CallInProgress | undefined;
  #dialling: OutgoingTeller | undefined;
  #polling = false;
  #pollAgain = false;
  #working: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: GsmLineOptions) {
    this.id = options.id;
    this.#options = options;
    this.#clock = options.clock;
    this.#timers = new NamedTimers(options.clock);
    const listener: VoiceListener = {
      inService: (port) => this.#inService(port),
      outOfService: () => this.#outOfService(),
      sign: (sign) => this.#sign(sign),
    };
    options.modem.setVoiceListener(listener);
  }

  start(): Promise<void> {
    return this.#options.modem.start();
  }

  /** On-hook as far as the modem lets us; the modem itself is stopped by its owner. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#feed({ kind: "hangUpWanted", atMs: this.#now() });
    await this.#working;
    // ATA was under way and has connected somebody to a box that stops.
    if (this.#state.kind === "up") this.#feed({ kind: "hangUpWanted", atMs: this.#now() });
    await this.#working;
    this.#outOfService();
  }

  perform(command: LineCommand): void {
    if (command.kind === "hangUp") this.#feed({ kind: "hangUpWanted", atMs: this.#now() });
    else if (this.#current?.outgoing === undefined) this.#current?.call.perform(command);
  }

  /** Its modem is there and may make calls. */
  get inService(): boolean {
    return this.#port !== undefined;
  }

  /** A call is up, comes in, or is being placed. */
  get busy(): boolean {
    return this.#current !== undefined || this.#dialling !== undefined;
  }

  /** Calls somebody. What becomes of it is told to `onEvent`; undefined when the line is not free. */
  dial(options: OutgoingOptions): OutgoingCall | undefined {
    if (this.#port === undefined || this.#state.kind !== "idle") return undefined;
    const outgoing = new OutgoingTeller(options, {
      perform: (command) => this.#performOutgoing(outgoing, command),
      sendKeys: (keys) => this.#sendKeys(outgoing, keys),
    });
    this.#dialling = outgoing;
    this.#feed({ kind: "dialWanted", atMs: this.#now(), ringFor: options.ringFor });
    return outgoing;
  }

  trace(): string[] {
    return this.#options.modem.trace();
  }

  // --- what the modem says -------------------------------------------------------------------------------------------

  #inService(port: VoicePort): void {
    this.#port = port;
    this.#emit({ kind: "ready", atMs: this.#now(), model: port.model.name, firmware: port.firmware });
    this.#feed({ kind: "inService", atMs: this.#now() });
  }

  #outOfService(): void {
    this.#port = undefined;
    this.#feed({ kind: "lost", atMs: this.#now() });
    this.#timers.cancelAll();
  }

  /** A modem that answers no calls rings for nobody. */
  #sign(sign: CallSign): void {
    if (this.#port === undefined) return;
    const atMs = this.#now();
    const incoming = sign.kind === "call" && sign.call.incoming && sign.call.state === "incoming";
    // Makers tell an incoming call in their own words too, some before RING: the first word counts.
    if (sign.kind === "ring" || incoming)
      this.#feed({ kind: "ring", atMs, policy: this.#stopped ? { never: true } : this.#options.answerPolicy() });
    if (sign.kind === "key") this.#current?.call.key(sign.digit);
    else if (sign.kind === "audioFlow") this.#current?.audio.hold(!sign.go);
    if (sign.kind !== "ring") this.#feed({ kind: "sign", atMs, sign });
  }

  #feed(event: CellularEvent): void {
    const before = this.#state.kind;
    const [state, effects] = CellularCall.step(this.#state, event);
    this.#state = state;
    if ((before === "idle") !== (state.kind === "idle")) this.#options.modem.callChanged(state.kind !== "idle");
    for (const effect of effects) this.#perform(effect);
    if (state.kind === "idle" && this.#state === state && (before !== "idle" || event.kind === "inService"))
      this.#options.onFree?.();
  }

  #perform(effect: CellularEffect): void {
    const atMs = this.#now();
    switch (effect.kind) {
      case "rang":
        return this.#emit({ kind: "rang", atMs, ring: effect.ring });
      case "callerIdentified":
        return this.#emit({ kind: "callerIdentified", atMs, callerId: effect.callerId });
      case "ringingStopped":
        return this.#emit({ kind: "ringingStopped", atMs, rings: effect.rings, callerId: effect.callerId });
      case "answer":
        return this.#work(() => this.#answer());
      case "answered":
        this.#begin();
        return this.#emit({ ...effect, atMs, format: "s16le" });
      case "farEndGone":
        if (this.#current?.outgoing) this.#current.outgoing.tell({ kind: "farEndHungUp", atMs });
        else this.#emit({ kind: "callerHungUp", atMs, sign: effect.sign });
        return this.#current?.call.end();
      case "released":
        return this.#released();
      case "dial":
        return this.#work(() => this.#dial());
      case "farEndRings":
        return this.#dialling?.tell({ kind: "rings", atMs });
      case "farEndAnswered":
        this.#begin(this.#dialling);
        this.#current?.outgoing?.answered(this.#clock);
        return;
      case "notReached":
        this.#dialling?.tell({ kind: "notReached", atMs, why: effect.why });
        this.#dialling = undefined;
        return;
      case "hangUp":
        return this.#work(() => this.#hangUp());
      case "stuck":
        return this.#fault("LINE_STUCK_OFF_HOOK", detail.stillInCall());
      case "refuseWaiting":
        return this.#refuseWaiting();
      case "poll":
        return void this.#poll();
      case "startTimer":
        return this.#timers.start(effect.timer, effect.after, () =>
          this.#feed({ kind: "timer", timer: effect.timer, atMs: this.#now() }),
        );
      case "cancelTimer":
        return this.#timers.cancel(effect.timer);
    }
  }

  // --- what the modem is told ------------------------------------------------------------------------------------------

  #work(job: () => Promise<void>): void {
    this.#working = job().catch((error: unknown) => this.#options.log?.(`line ${this.id}: ${String(error)}`));
  }

  async #answer(): Promise<void> {
    const outcome = await this.#ask("ATA", ANSWER_WITHIN);
    this.#feed({ kind: "answerEnded", atMs: this.#now(), how: answerOutcome(outcome) });
  }

  async #dial(): Promise<void> {
    const outcome = await this.#ask(`ATD${this.#dialling?.number ?? ""};`, DIAL_WITHIN);
    const how = dialOutcome(outcome);
    this.#feed({ kind: "dialEnded", atMs: this.#now(), how });
  }

  /** The call's sound is let go only now: until the hang-up the caller hears the rest of the sentence. */
  async #hangUp(): Promise<void> {
    this.#current?.call.end();
    for (const text of this.#port?.voice.hangUp ?? []) {
      const outcome = await this.#ask(text, HANG_UP_WITHIN);
      if (outcome.kind === "ok" || outcome.kind === "portGone") break;
      // Refused because it is over already: the next way would hit whoever rings by now. First the list.
      if (this.#state.kind !== "ending" || (this.#state.rang !== undefined && this.#state.attempts === 1)) break;
    }
    this.#feed({ kind: "hangUpEnded", atMs: this.#now() });
  }

  #refuseWaiting(): void {
    const refuse = this.#port?.model.refuseWaiting;
    if (refuse !== undefined) void this.#ask(refuse, HANG_UP_WITHIN);
  }

  /** One at a time; a wish that comes meanwhile is for an answer newer than the one under way. */
  async #poll(): Promise<void> {
    if (this.#polling) {
      this.#pollAgain = true;
      return;
    }
    this.#polling = true;
    do {
      this.#pollAgain = false;
      const lines = await this.#port?.listCalls();
      this.#feed({ kind: "polled", atMs: this.#now(), calls: lines === undefined ? undefined : listedCalls(lines) });
    } while (this.#pollAgain);
    this.#polling = false;
  }

  #ask(text: string, timeout: Duration): Promise<AtOutcome> {
    return this.#port?.ask(text, { timeout, urgent: true }) ?? Promise.resolve({ kind: "portGone" });
  }

  // --- one call --------------------------------------------------------------------------------------------------------

  #begin(outgoing?: OutgoingTeller): void {
    const port = this.#port;
    if (port === undefined) return;
    this.#faultOver("LINE_STUCK_OFF_HOOK");
    const { longestSilence, silenceAfterSpeech, limits } = this.#options;
    const call = new GsmCall({
      clock: this.#clock,
      longestCall: limits.longestCall,
      ...(longestSilence === undefined ? {} : { longestSilence }),
      ...(silenceAfterSpeech === undefined ? {} : { silenceAfterSpeech }),
      emit: (event) => (outgoing === undefined ? this.#emit(event) : outgoing.lineEvent(event)),
      farEndGone: (sign) => this.#earsSay(sign),
      ...(outgoing === undefined ? {} : { listener: (bytes) => outgoing.heard(bytes) }),
    });
    const audio = new GsmCallAudio({
      port,
      clock: this.#clock,
      call,
      stopped: () => {
        call.audioStopped();
        this.#feed({ kind: "audioStopped", atMs: this.#now() });
      },
      flows: () => this.#feed({ kind: "audioFlows", atMs: this.#now() }),
      fault: (code, detail) => this.#fault(code, detail),
      faultOver: (code) => this.#faultOver(code),
      failed: () => this.#options.modem.soundFailed(),
      log: (text) => this.#options.log?.(`line ${this.id}: ${text}`),
    });
    this.#current = { call, audio, ...(outgoing === undefined ? {} : { outgoing }) };
    void audio.open();
  }

  /** A busy tone, a minute of silence, the longest call: the modem does not know that it is over yet. */
  #earsSay(sign: Extract<CellularEffect, { kind: "farEndGone" }>["sign"]): void {
    this.#perform({ kind: "farEndGone", sign });
    this.#feed({ kind: "hangUpWanted", atMs: this.#now() });
  }

  #released(): void {
    const current = this.#current;
    this.#current = undefined;
    this.#dialling = undefined;
    current?.call.end();
    if (current) this.#work(() => current.audio.close());
    if (current?.outgoing) current.outgoing.tell({ kind: "released", atMs: this.#now() });
    else this.#emit({ kind: "released", atMs: this.#now() });
  }

  #performOutgoing(outgoing: OutgoingTeller, command: LineCommand): void {
    if (command.kind === "hangUp") {
      if (this.#dialling === outgoing || this.#current?.outgoing === outgoing)
        this.#feed({ kind: "hangUpWanted", atMs: this.#now() });
    } else if (this.#current?.outgoing === outgoing) this.#current.call.perform(command);
  }

  async #sendKeys(outgoing: OutgoingTeller, keys: readonly string[]): Promise<boolean> {
    const port = this.#port;
    if (port === undefined || this.#current?.outgoing !== outgoing) return false;
    return this.#current.audio.sendKeys(keys);
  }

  /** Each told once when it comes and once when it goes. */
  #fault(code: string, detail: string): void {
    if (this.#faults.has(code)) return;
    this.#faults.add(code);
    this.#emit({ kind: "fault", atMs: this.#now(), code, detail });
  }

  #faultOver(code: string): void {
    if (!this.#faults.delete(code)) return;
    this.#emit({ kind: "fault", atMs: this.#now(), code, detail: "over", cleared: true });
  }

  #emit(event: LineEvent): void {
    this.#options.onEvent(event);
  }

  #now(): number {
    return this.#clock.monotonic();
  }
}

function answerOutcome(outcome: AtOutcome): "ok" | "noCarrier" | "refused" | "late" {
  switch (outcome.kind) {
    case "ok":
      return "ok";
    case "refused":
      return outcome.final === "NO CARRIER" ? "noCarrier" : "refused";
    case "unproven":
    case "timedOut":
      return "late";
    case "portGone":
      return "refused";
  }
}

function dialOutcome(outcome: AtOutcome): Extract<CellularEvent, { kind: "dialEnded" }>["how"] {
  switch (outcome.kind) {
    case "ok":
      return "ok";
    case "refused":
      if (outcome.final === "BUSY") return "busy";
      if (outcome.final === "NO ANSWER") return "noAnswer";
      return outcome.final === "NO CARRIER" ? "unreachable" : "failed";
    case "unproven":
    case "timedOut":
      return "late";
    case "portGone":
      return "failed";
  }
}
