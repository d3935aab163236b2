import { detail } from "../../../firmware/health/details/detailWords.ts";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { Hours } from "../../../firmware/time/Duration.ts";
import { type HealthRules, type HealthState, judge, type Readings } from "./ModemHealth.ts";
import type { TellFault } from "./SmsCarrier.ts";

/** One of these is true at a time: the deeper one hides the others. */
const OUT_OF_SERVICE = ["SMS_MODEM_GONE", "SMS_MODEM_SILENT", "SMS_SIM_MISSING", "SMS_SIM_PIN", "SMS_SIM_PUK"] as const;
/** What only a modem in service can tell. */
const OF_SERVICE = [
  "SMS_NOT_REGISTERED",
  "SMS_BARRED",
  "SMS_ROAMING",
  "LINE_NO_VOICE_SERVICE",
  "SMS_WEAK_SIGNAL",
] as const;

/** Somebody has changed the card: told for a day, then it is the clinic's card. */
const SWAP_IS_NEWS = Hours(24);

/** The faults of one modem: each told when it comes, when there is more to say of it, and when it goes. */
export class ModemFaults {
  readonly #tell: TellFault;
  readonly #clock: Clock;
  readonly #rules: HealthRules;
  /** With their details: a plug that is in again, but whose port ModemManager holds now, wants another hand. */
  readonly #active = new Map<string, string>();
  #health: HealthState = {};
  #swap: Timer | undefined;
  /** The card that was there before the first swap: back again, nothing is to be told. */
  #swappedFrom: string | undefined;

  constructor(tell: TellFault, clock: Clock, rules: HealthRules) {
    this.#tell = tell;
    this.#clock = clock;
    this.#rules = rules;
  }

  outOfService(code: string, detail: string): void {
    this.#health = {};
    for (const other of [...OUT_OF_SERVICE, ...OF_SERVICE]) if (other !== code) this.clear(other);
    this.raise(code, detail);
  }

  inService(): void {
    for (const code of OUT_OF_SERVICE) this.clear(code);
  }

  readings(readings: Readings, wantsVoice: boolean): void {
    const [health, findings] = judge(
      this.#health,
      { readings, atMs: this.#clock.monotonic(), wantsVoice },
      this.#rules,
    );
    this.#health = health;
    for (const { code, detail } of findings) {
      if (detail === undefined) this.clear(code);
      else this.raise(code, detail);
    }
  }

  simSwapped(before: string, now: string): void {
    this.clear("SMS_SIM_SWAPPED");
    if (now === this.#swappedFrom) {
      this.#swappedFrom = undefined;
      return this.#swap?.cancel();
    }
    this.#swappedFrom ??= before;
    this.raise("SMS_SIM_SWAPPED", detail.simSwapped({ now: now.slice(-4), before: before.slice(-4) }));
    this.#swap?.cancel();
    this.#swap = this.#clock.after("sim swap is old", SWAP_IS_NEWS, () => {
      this.#swappedFrom = undefined;
      this.clear("SMS_SIM_SWAPPED");
    });
  }

  raise(code: string, detail: string): void {
    if (this.#active.get(code) === detail) return;
    this.#active.set(code, detail);
    this.#tell(code, detail, false);
  }

  clear(code: string): void {
    if (this.#active.delete(code)) this.#tell(code, "", true);
  }

  stop(): void {
    this.#swap?.cancel();
  }
}
