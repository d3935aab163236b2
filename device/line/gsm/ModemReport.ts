import { lastFour, type ModemStatus, registrationOf } from "../../../firmware/health/ModemStatus.ts";
import type { PreparedModem } from "./initModem.ts";
import { isRegistered, type Readings } from "./ModemHealth.ts";

/** What is known of the modem besides its readings, at the moment of asking. */
export interface ModemNow {
  readonly id: string;
  /** Absent: it is not in service. */
  readonly modem: PreparedModem | undefined;
  readonly hasVoice: boolean;
  readonly resetsToday: number;
  readonly resetsAllowed: number;
}

/** What a modem has told of itself and its network, for `firstring status` and the wizard. */
export class ModemReport {
  #readings: Readings | undefined;
  #network: string | undefined;
  #stored: { readonly used: number; readonly total: number } | undefined;

  read(readings: Readings): void {
    this.#readings = readings;
  }

  /** A modem that is not in service has no signal and no network that anybody could rely on. */
  forgetReadings(): void {
    this.#readings = undefined;
  }

  networkName(name: string | undefined): void {
    this.#network = name;
  }

  stored(used: number, total: number): void {
    this.#stored = { used, total };
  }

  status({ id, modem, hasVoice, resetsToday, resetsAllowed }: ModemNow): ModemStatus {
    const readings = modem === undefined ? undefined : this.#readings;
    const stat = readings?.creg ?? readings?.cereg;
    return {
      id,
      ready: modem !== undefined,
      registered: readings !== undefined && isRegistered(readings),
      ...{ resetsToday, resetsAllowed },
      ...defined({
        registration: stat === undefined ? undefined : registrationOf(stat),
        model: modem?.model.name,
        firmware: modem?.firmware,
        network: modem === undefined ? undefined : this.#network,
        signal: readings?.signal,
        simLastFour: modem?.iccid === undefined ? undefined : lastFour(modem.iccid),
        storage: modem === undefined ? undefined : this.#stored,
        voice: modem === undefined ? undefined : hasVoice ? ("yes" as const) : ("sms-only" as const),
      }),
    };
  }
}

/** Without the fields that are not known. */
type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };
export const defined = <T extends object>(fields: T): Defined<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
