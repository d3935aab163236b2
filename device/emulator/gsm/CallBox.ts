/* @pure */
import { Milliseconds, Seconds } from "../../../firmware/time/Duration.ts";
import type { EmitEvent } from "./events.ts";
import type { GsmProfile, Settings } from "./ModemState.ts";
import type { TimerSet } from "./TimerSet.ts";

/** One ring signal and its pause, ITU-T E.180 for North America. */
const RING_CYCLE = Seconds(6);
/** From ATD to the other phone ringing. */
const ALERTING_AFTER = Milliseconds(200);

export interface EmulatedCall {
  readonly number: string;
  readonly incoming: boolean;
  state: "ringing" | "dialling" | "alerting" | "active";
  readonly startedAtMs: number;
}

/** `+CLCC` ⟨stat⟩, 27.007 §7.18. */
const STAT = { active: 0, dialling: 2, alerting: 3, ringing: 4 } as const;
const STAT_ENDED = 6;

export interface CallOutside {
  readonly settings: Settings;
  readonly profile: GsmProfile;
  readonly timers: TimerSet;
  readonly monotonic: () => number;
  readonly emit: EmitEvent;
  readonly urc: (line: string) => void;
}

/** The one call that this modem can have. There is no sound in it. */
export class CallBox {
  readonly #outside: CallOutside;
  #call: EmulatedCall | undefined;

  constructor(outside: CallOutside) {
    this.#outside = outside;
  }

  get current(): EmulatedCall | undefined {
    return this.#call;
  }

  /** Somebody calls; an empty number is a withheld one. False: engaged. */
  ring(number: string): boolean {
    if (this.#call) return false;
    this.#call = { number, incoming: true, state: "ringing", startedAtMs: this.#outside.monotonic() };
    this.#tellState(STAT.ringing);
    this.#ringOnce(this.#call);
    return true;
  }

  #ringOnce(call: EmulatedCall): void {
    if (this.#call !== call || call.state !== "ringing") return;
    const { settings, urc, timers } = this.#outside;
    urc(settings.extendedRing ? "+CRING: VOICE" : "RING");
    // Validity 1: withheld by the caller (27.007 §7.6).
    if (settings.clip) urc(call.number ? `+CLIP: "${call.number}",145,,,,0` : '+CLIP: "",128,,,,1');
    timers.after("ring", RING_CYCLE, () => this.#ringOnce(call));
  }

  answer(): boolean {
    if (this.#call?.state !== "ringing") return false;
    this.#call.state = "active";
    this.#outside.emit({ event: "callAnswered", from: this.#call.number });
    return true;
  }

  /** After the OK of ATA. */
  tellAnswered(): void {
    if (this.#outside.profile.simcom) this.#outside.urc("VOICE CALL: BEGIN");
    this.#tellState(STAT.active);
  }

  dial(number: string): boolean {
    if (this.#call) return false;
    const call: EmulatedCall = { number, incoming: false, state: "dialling", startedAtMs: this.#outside.monotonic() };
    this.#call = call;
    this.#outside.emit({ event: "dialled", to: number });
    this.#outside.timers.after("alerting", ALERTING_AFTER, () => {
      if (this.#call !== call) return;
      call.state = "alerting";
      this.#tellState(STAT.alerting);
    });
    return true;
  }

  /** The doctor picks up. */
  pickUp(): boolean {
    if (!this.#call || this.#call.incoming || this.#call.state === "active") return false;
    this.#call.state = "active";
    this.tellAnswered();
    return true;
  }

  /** Our side hangs up (`AT+CHUP`, `ATH`). */
  hangUp(): void {
    const call = this.#end();
    if (call?.state === "active" && this.#outside.profile.simcom) this.#outside.urc("VOICE CALL: END: 000001");
  }

  /** The far end hangs up, or the ringing stops. */
  farEndHangsUp(): void {
    const call = this.#end();
    if (!call) return;
    if (call.state === "ringing" && this.#outside.profile.simcom)
      this.#outside.urc(`MISSED_CALL: 00:00AM ${call.number}`);
    else this.#outside.urc("NO CARRIER");
  }

  /** Power lost: nothing is said any more. */
  drop(): void {
    this.#call = undefined;
  }

  list(): readonly string[] {
    return this.#call ? [this.#line(STAT[this.#call.state])] : [];
  }

  #end(): EmulatedCall | undefined {
    const call = this.#call;
    if (!call) return undefined;
    this.#tellState(STAT_ENDED);
    this.#call = undefined;
    this.#outside.emit({ event: "callEnded", from: call.number });
    return call;
  }

  #line(stat: number): string {
    const { number, incoming } = this.#call!;
    return `+CLCC: 1,${incoming ? 1 : 0},${stat},0,0,"${number}",${number.startsWith("+") ? 145 : 129}`;
  }

  /** `AT+CLCC=1` makes a SIM7600 tell every change by itself (manual §6.7). */
  #tellState(stat: number): void {
    if (this.#outside.settings.callList) this.#outside.urc(this.#line(stat));
  }
}
