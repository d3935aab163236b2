/* @pure */
import type { Clock } from "../../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../../firmware/time/Duration.ts";
import type { EmitEvent } from "../events.ts";
import { type CallEnd, type CallStage, type Family, listLine } from "../families/Family.ts";
import type { Settings } from "../ModemState.ts";
import type { TimerSet } from "../TimerSet.ts";
import type { Answering } from "./Answering.ts";
import { type FarEnd, GsmCall, type NoNumber } from "./GsmCall.ts";
import type { VoiceTraits } from "./VoiceTraits.ts";

export interface CallOutside {
  readonly settings: Settings;
  readonly family: Family;
  readonly clock: Clock;
  readonly timers: TimerSet;
  readonly emit: EmitEvent;
  readonly urc: (line: string) => void;
  readonly traits: () => VoiceTraits;
  /** `HH:MM` of the network. */
  readonly timeOfDay: () => string;
  /** The call whose sound flows has changed. */
  readonly soundOf: (call: GsmCall | undefined) => void;
  /** What the phone with this number does, and who listens there. */
  readonly dialled: (number: string) => { readonly answering: Answering; readonly farEnd: FarEnd | undefined };
}

export interface Incoming {
  readonly farEnd?: FarEnd;
  /** Why there is no number; withheld, if nothing is said. */
  readonly noNumber?: NoNumber;
  readonly traits?: Partial<VoiceTraits>;
}

/** The calls of the modem: one that is spoken on, and perhaps one that waits or is held. */
export class CallBox {
  readonly #outside: CallOutside;
  #calls: GsmCall[] = [];
  #answering: Answering | undefined;

  constructor(outside: CallOutside) {
    this.#outside = outside;
  }

  /** The call that ATA, AT+CHUP and the sound are about. */
  get current(): GsmCall | undefined {
    return this.#calls.find(({ stage }) => stage !== "waiting" && stage !== "held") ?? this.#calls[0];
  }

  get all(): readonly GsmCall[] {
    return this.#calls;
  }

  /** Somebody calls; an empty number is a withheld one. Undefined: engaged. */
  ring(number: string, { farEnd, noNumber, traits }: Incoming = {}): GsmCall | undefined {
    const own = withOwn(this.#outside.traits, traits);
    const second = this.#calls.length > 0;
    if (second && (this.#calls.length > 1 || !own().secondCallWaiting || this.current?.stage !== "active"))
      return undefined;
    const call = this.#add({
      number,
      incoming: true,
      stage: second ? "waiting" : "incoming",
      farEnd,
      noNumber,
      traits: own,
    });
    this.#tell(call);
    if (second) this.#announceWaiting(call);
    this.#ringOnce(call);
    return call;
  }

  #add(what: {
    number: string;
    incoming: boolean;
    stage: CallStage;
    farEnd: FarEnd | undefined;
    noNumber: NoNumber | undefined;
    traits: () => VoiceTraits;
  }): GsmCall {
    const index = this.#calls.some((call) => call.index === 1) ? 2 : 1;
    const call = new GsmCall({ ...what, index, startedAtMs: this.#now() });
    this.#calls.push(call);
    call.farEnd?.placed(call);
    return call;
  }

  #announceWaiting({ number }: GsmCall): void {
    if (this.#outside.settings.callWaiting) this.#outside.urc(`+CCWA: "${number}",${numberType(number)},1`);
  }

  #ringOnce(call: GsmCall): void {
    if (!call.live || (call.stage !== "incoming" && call.stage !== "waiting")) return;
    const { settings, urc, timers, emit } = this.#outside;
    call.farEnd?.rang(call.rings + 1);
    // His patience was at its end.
    if (!call.live) return;
    call.rings += 1;
    emit({ event: "ring", from: call.number, ring: call.rings });
    const { noRing, noClip, clipAfterMs, ringCycleMs } = call.traits;
    if (call.stage === "incoming") {
      if (!noRing) urc(settings.extendedRing ? "+CRING: VOICE" : "RING");
      call.farEnd?.ringReported();
      if (settings.clip && !noClip) timers.after("clip", Milliseconds(clipAfterMs), () => this.#clip(call));
    }
    timers.after("ring", Milliseconds(ringCycleMs), () => this.#ringOnce(call));
  }

  #clip(call: GsmCall): void {
    if (!call.live || call.stage !== "incoming") return;
    // 27.007 §7.11 ⟨CLI validity⟩: 1 withheld by the caller, 2 not passed on by a network on the way.
    const validity = call.number ? 0 : call.noNumber === "unavailable" ? 2 : 1;
    const type = call.number ? numberType(call.number) : 128;
    this.#outside.urc(`+CLIP: "${call.number}",${type},,,,${validity}`);
    call.farEnd?.callerIdReported();
  }

  /** ATA. False, at once or when the caller gives up meanwhile: nothing to answer. */
  answer(): boolean | Promise<boolean> {
    const call = this.#calls.find(({ stage, live }) => live && stage === "incoming");
    if (!call) return false;
    const commandAtMs = this.#now();
    const { connectMs, okMs } = call.traits;
    if (connectMs <= 0 && okMs <= 0) {
      this.#connect(call, commandAtMs);
      return true;
    }
    this.#outside.timers.after("connect", Milliseconds(connectMs), () => {
      if (!call.live) return;
      this.#connect(call, commandAtMs);
      if (okMs < connectMs) this.tellAnswered();
    });
    return new Promise((resolve) => {
      this.#outside.timers.after("answer OK", Milliseconds(Math.max(okMs, 1)), () => resolve(call.live));
    });
  }

  /** After the OK of ATA. */
  tellAnswered(): void {
    const call = this.#calls.find(({ stage }) => stage === "active");
    if (call) this.#tell(call);
  }

  #connect(call: GsmCall, commandAtMs: number): void {
    call.stage = "active";
    call.activeAtMs = this.#now();
    this.#outside.emit({ event: "callAnswered", from: call.number });
    this.#outside.soundOf(call);
    call.farEnd?.connected(commandAtMs);
  }

  /** ATD; false: engaged. */
  dial(number: string): boolean {
    if (this.#calls.length > 0) return false;
    const traits = this.#outside.traits;
    const { answering, farEnd } = this.#outside.dialled(number);
    this.#add({ number, incoming: false, stage: "dialling", farEnd, noNumber: undefined, traits });
    this.#outside.emit({ event: "dialled", to: number });
    this.#answering = answering;
    return true;
  }

  /** After the OK of ATD: the network is asked. */
  goOut(): void {
    const call = this.#calls.find(({ stage, live }) => live && stage === "dialling");
    const answering = this.#answering;
    this.#answering = undefined;
    if (!call || !answering) return;
    this.#outside.timers.after("asked", Milliseconds(this.#outside.family.dialToldAfterMs), () => {
      if (!call.live) return;
      call.told = true;
      this.#tell(call);
      this.#towards(call, answering);
    });
  }

  #towards(call: GsmCall, answering: Answering): void {
    const { timers } = this.#outside;
    const after = (name: string, ms: number, then: () => void): void =>
      timers.after(name, Milliseconds(ms), () => {
        if (call.live && call.stage !== "active") then();
      });
    const end = (why: CallEnd, ms: number): void => after(why, ms, () => this.#end(call, why));
    if (answering.kind === "busy") return end("busy", answering.afterMs ?? 1500);
    if (answering.kind === "unreachable") return end("unreachable", answering.afterMs ?? 4000);
    after("alerting", call.traits.alertingAfterMs, () => {
      call.stage = "alerting";
      this.#tell(call);
      this.#ringThere(call);
      if (answering.kind === "rejects") end("rejected", answering.afterMs ?? 3000);
      else if (answering.kind === "noAnswer") {
        if (answering.givesUpMs !== "never") end("noAnswer", answering.givesUpMs ?? 60_000);
      } else if (answering.kind !== "byHand") after("answer", answering.afterMs ?? 0, () => this.#pickedUp(call));
    });
  }

  #ringThere(call: GsmCall): void {
    if (!call.live || call.stage !== "alerting") return;
    call.rings += 1;
    call.farEnd?.rang(call.rings);
    this.#outside.timers.after("rings there", Milliseconds(call.traits.ringCycleMs), () => this.#ringThere(call));
  }

  #pickedUp(call: GsmCall): void {
    this.#connect(call, this.#now());
    this.#tell(call);
  }

  /** The called person picks up, by hand. */
  pickUp(): boolean {
    const call = this.current;
    if (!call || call.incoming || call.stage === "active") return false;
    this.#pickedUp(call);
    return true;
  }

  /** Our side hangs up (`AT+CHUP`, `ATH`): what is spoken on, or rings. One that waits begins to ring. */
  hangUp(): void {
    const call = this.current;
    if (!call) return;
    if (call.live) this.#end(call, "us");
    else this.#remove(call);
    const waiting = this.#calls.find(({ stage }) => stage === "waiting");
    if (!waiting) return;
    waiting.stage = "incoming";
    this.#tell(waiting);
    this.#ringOnce(waiting);
  }

  get anybodyWaits(): boolean {
    return this.#calls.some(({ stage }) => stage === "waiting");
  }

  /** `AT+CHLD=0`: whoever waits hears that it is busy. */
  refuseWaiting(): void {
    const call = this.#calls.find(({ stage }) => stage === "waiting");
    if (call) this.#end(call, "us");
  }

  /** `AT+CHLD=1` ends what is active, `=2` holds it; either way the waiting or held call is taken. */
  swap(keep: boolean): void {
    const active = this.#calls.find(({ stage }) => stage === "active");
    const other = this.#calls.find(({ stage }) => stage === "waiting" || stage === "held");
    if (active && keep) {
      active.stage = "held";
      this.#outside.soundOf(undefined);
      this.#tell(active);
    } else if (active) this.#end(active, "us");
    if (other?.stage === "waiting") this.#connect(other, this.#now());
    else if (other) {
      other.stage = "active";
      this.#outside.soundOf(other);
    }
    if (other) this.#tell(other);
  }

  /** The far end hangs up, or the ringing stops. */
  farEndHangsUp(call = this.current): void {
    if (!call?.live) return;
    this.#end(call, call.incoming && call.activeAtMs === undefined ? "missed" : "farEnd");
  }

  /** The end of the call is said, but it goes on. */
  sayFalseEnd(): void {
    const call = this.current;
    if (call) this.#sayEnd(call, "farEnd");
  }

  /** Power lost: nothing is said any more. */
  drop(): void {
    const calls = this.#calls;
    this.#calls = [];
    this.#outside.soundOf(undefined);
    for (const call of calls) {
      if (!call.live) continue;
      call.end = "lost";
      this.#outside.emit({ event: "callEnded", from: call.number, why: "lost" });
      call.farEnd?.over("lost");
    }
  }

  list(): readonly string[] {
    const voice = this.#calls.map((call) => listLine(call.view(this.#now(), "")));
    return this.#outside.traits().listsData ? ['+CLCC: 7,0,0,1,0,"",128', ...voice] : voice;
  }

  #end(call: GsmCall, why: CallEnd): void {
    const { losesEnd, keepsListed } = call.traits;
    call.end = why;
    if (call.stage === "active") this.#outside.soundOf(undefined);
    if (call.told && (why === "us" || !losesEnd)) this.#sayEnd(call, why);
    if (why === "us" || !keepsListed) this.#remove(call);
    this.#outside.emit({ event: "callEnded", from: call.number, why });
    call.farEnd?.over(why);
  }

  #sayEnd(call: GsmCall, why: CallEnd): void {
    const view = { ...call.view(this.#now(), this.#outside.timeOfDay(), "ended"), end: why };
    for (const line of this.#outside.family.callLines(view, this.#outside.settings)) this.#outside.urc(line);
  }

  #remove(call: GsmCall): void {
    this.#calls = this.#calls.filter((other) => other !== call);
  }

  #tell(call: GsmCall): void {
    const view = call.view(this.#now(), this.#outside.timeOfDay());
    for (const line of this.#outside.family.callLines(view, this.#outside.settings)) this.#outside.urc(line);
  }

  #now(): number {
    return this.#outside.clock.monotonic();
  }
}

/** The modem's traits with a call's own ones over them; asked for at every frame of sound, so kept until they change. */
function withOwn(general: () => VoiceTraits, own: Partial<VoiceTraits> | undefined): () => VoiceTraits {
  if (!own) return general;
  let base: VoiceTraits | undefined;
  let mixed: VoiceTraits | undefined;
  return () => {
    const now = general();
    if (now !== base || !mixed) mixed = { ...now, ...own };
    base = now;
    return mixed;
  };
}

const numberType = (number: string): number => (number.startsWith("+") ? 145 : 129);
