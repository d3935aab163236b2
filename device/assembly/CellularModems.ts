import type { Clinic, LineConfig } from "../../firmware/config/Clinic.ts";
import type { ModemStatus } from "../../firmware/health/ModemStatus.ts";
import type { Proof } from "../../firmware/health/ServiceProof.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { SmsCarrierPool } from "../channel/SmsCarrierPool.ts";
import { CellularModem } from "../line/gsm/CellularModem.ts";
import { ModemMemory } from "../line/gsm/ModemMemory.ts";
import type { SmsCarrier } from "../line/gsm/SmsCarrier.ts";
import type { Log } from "../runtime/openLog.ts";

export interface CellularModemsOptions {
  readonly clinic: Clinic;
  readonly clock: Clock;
  readonly dataDirectory: string;
  readonly log: Log;
  /** `where` is the line's id. */
  readonly fault: (code: string, where: string, detail: string, cleared: boolean) => void;
  readonly onNetworkTime: (epochMs: number, atMs: number) => void;
}

const FIRST_ATTEMPT = Seconds(5);

type GsmConfig = Extract<LineConfig, { driver: "gsm" }>;

/** The cellular modems of the clinic file, in its order: the first that is in service carries the pages. */
export class CellularModems {
  readonly #modems: readonly CellularModem[];
  readonly #clock: Clock;

  constructor(options: CellularModemsOptions) {
    this.#clock = options.clock;
    const configs = options.clinic.lines.filter((line): line is GsmConfig => line.driver === "gsm");
    this.#modems = configs.map((config) => this.#make(config, options));
  }

  get count(): number {
    return this.#modems.length;
  }

  /** All of them as one way of short messages; undefined when there is none. */
  get carrier(): SmsCarrier | undefined {
    return this.#modems.length > 1 ? new SmsCarrierPool(this.#modems, this.#clock) : this.#modems[0];
  }

  get statuses(): readonly ModemStatus[] {
    return this.#modems.map((modem) => modem.status());
  }

  /** What each shows for the watchdog (firmware/health/ServiceProof.ts). */
  get proofs(): readonly Proof[] {
    return this.#modems.map(({ id, proof }) => ({ kind: "modem", where: id, ...proof }));
  }

  of(line: string): CellularModem | undefined {
    return this.#modems.find(({ id }) => id === line);
  }

  /** A line rings: a page may be wanted within seconds. */
  keepWarm(): void {
    for (const modem of this.#modems) modem.keepWarm();
  }

  /** Returns when all have made their first attempt, or soon: one that is silent or slow must not keep the other lines ringing. */
  async start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const soon = this.#clock.after("modems start", FIRST_ATTEMPT, resolve);
    await Promise.race([Promise.all(this.#modems.map((modem) => modem.start())), promise]);
    soon.cancel();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#modems.map((modem) => modem.stop()));
  }

  #make(config: GsmConfig, options: CellularModemsOptions): CellularModem {
    const { clock, dataDirectory, fault, log, onNetworkTime } = options;
    const { id, port, secondPort, audio, simPin, model, powerSwitch } = config;
    return new CellularModem({
      id,
      port,
      clock,
      memory: new ModemMemory({ directory: dataDirectory, line: id, onTrouble: (why) => log.warn({ line: id }, why) }),
      onFault: (code, detail, cleared) => fault(code, id, detail, cleared),
      onNetworkTime,
      takenSockets: () => this.#modems.flatMap((other) => (other.id === id ? [] : (other.socket ?? []))),
      // Looking again every two seconds is no news; what can cost a call or a page is.
      log: (text) => (/recovery: re(?:open|init)$/.test(text) ? log.debug : log.info).call(log, { line: id }, text),
      ...(audio === undefined ? {} : { audio }),
      ...(secondPort === undefined ? {} : { secondPort }),
      ...(simPin === undefined ? {} : { simPin }),
      ...(model === undefined ? {} : { model }),
      ...(powerSwitch === undefined ? {} : { powerSwitch }),
    });
  }
}
