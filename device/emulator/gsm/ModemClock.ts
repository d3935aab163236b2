/* @pure */
import type { Clock, EpochMs } from "../../../firmware/time/Clock.ts";
import { fromEpochMs, type PduTime } from "../../line/gsm/pdu/Pdu.ts";

export interface ModemClockOutside {
  readonly clock: Clock;
  readonly bootClock: EpochMs;
  readonly networkTime: () => PduTime;
}

/** The modem's own clock: at power-on at the beginning of its time, until the network (or the host) tells it better. */
export class ModemClock {
  readonly #outside: ModemClockOutside;
  /** The first power-on is long past. */
  #source: "boot" | "network" | "host" = "network";
  #startedAtMs = 0;
  #startedWith: EpochMs = 0;
  #zone = 0;

  constructor(outside: ModemClockOutside) {
    this.#outside = outside;
  }

  get fromNetwork(): boolean {
    return this.#source === "network";
  }

  powerOn(): void {
    this.#start("boot", this.#outside.bootClock, 0);
  }

  networkTold(): void {
    this.#source = "network";
  }

  /** `AT+CCLK="26/11/23,02:14:05-24"`: local time and its zone in quarter hours. False: not understood. */
  set(text: string): boolean {
    const match = /^(\d\d)\/(\d\d)\/(\d\d),(\d\d):(\d\d):(\d\d)([+-]\d\d)?$/.exec(text);
    if (!match) return false;
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, zone = 0] = match
      .slice(1)
      .map((field) => Number(field ?? 0));
    const local = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
    this.#start("host", local - zone * 900_000, zone);
    return true;
  }

  time(): PduTime {
    if (this.#source === "network") return this.#outside.networkTime();
    return fromEpochMs(this.#startedWith + this.#outside.clock.monotonic() - this.#startedAtMs, this.#zone);
  }

  /** The same moment at zone 0. */
  utc(): PduTime {
    const { year, month, day, hour, minute, second, zoneQuarterHours } = this.time();
    const local = Date.UTC(year, month - 1, day, hour, minute, second);
    return fromEpochMs(local - zoneQuarterHours * 900_000, 0);
  }

  #start(source: "boot" | "host", at: EpochMs, zone: number): void {
    this.#source = source;
    this.#startedAtMs = this.#outside.clock.monotonic();
    this.#startedWith = at;
    this.#zone = zone;
  }
}
