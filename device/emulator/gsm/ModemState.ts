/* @pure */
import { SmsStorage } from "./SmsStorage.ts";

/** A modem's make, as far as a program can tell. */
export interface GsmProfile {
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
  /** `AT+CMMS` (keep the radio link for several parts). Not in the SIM7600's manual V1.12. */
  readonly moreMessages: boolean;
  /** CNMI ⟨ds⟩ 1 and ⟨mt⟩ 3 only with ⟨mode⟩ 1 (SIM7600 manual §7.9). */
  readonly strictIndications: boolean;
  /** Commands and lines of the maker: SPIC, CPSI, CNSMOD, VOICE CALL, +SMS FULL. */
  readonly simcom: boolean;
}

export const PROFILES = {
  sim7600: {
    manufacturer: "SIMCOM INCORPORATED",
    model: "SIMCOM_SIM7600G-H",
    revision: "LE20B04SIM7600G22",
    moreMessages: false,
    strictIndications: true,
    simcom: true,
  },
  generic: {
    manufacturer: "Generic",
    model: "GSM27005",
    revision: "1.0",
    moreMessages: true,
    strictIndications: false,
    simcom: false,
  },
} as const satisfies Record<string, GsmProfile>;

export type GsmModel = keyof typeof PROFILES;

/** The SIM card: it keeps its messages and its wrong tries when the modem loses power. */
export interface Sim {
  present: boolean;
  readonly pin: string | undefined;
  pinTries: number;
  pukTries: number;
  unlocked: boolean;
  readonly imsi: string;
  readonly iccid: string;
  readonly storage: SmsStorage;
}

export const PIN_TRIES = 3;
export const PUK_TRIES = 10;

export const newSim = (pin: string | undefined, slots: number): Sim => ({
  present: true,
  pin,
  pinTries: PIN_TRIES,
  pukTries: PUK_TRIES,
  unlocked: pin === undefined,
  imsi: "001010123456789",
  iccid: "8900101234567890123F",
  storage: new SmsStorage(slots),
});

/** `+CREG` ⟨stat⟩, 27.007: 1 home, 5 roaming, 6 and 7 SMS only. */
export type RegistrationStat = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

export const canSendSms = (stat: RegistrationStat): boolean => [1, 5, 6, 7, 9, 10].includes(stat);

export type MemoryName = "SM" | "ME" | "SR";

/** What a power cycle sets back. */
export interface Settings {
  echo: boolean;
  quiet: boolean;
  verbose: boolean;
  cmee: number;
  functionality: number;
  textMode: boolean;
  charset: string;
  /** mode, mt, bm, ds, bfr (27.005 §3.4.1). */
  indications: [number, number, number, number, number];
  service: number;
  /** mem1 (read, list, delete), mem2 (write, send), mem3 (receive). */
  memories: [MemoryName, MemoryName, MemoryName];
  creg: number;
  cgreg: number;
  cereg: number;
  operatorFormat: number;
  clip: number;
  extendedRing: number;
  callList: number;
}

export const freshSettings = (): Settings => ({
  echo: true,
  quiet: false,
  verbose: true,
  cmee: 0,
  functionality: 1,
  textMode: false,
  charset: "IRA",
  indications: [2, 1, 0, 0, 0],
  service: 0,
  memories: ["SM", "SM", "SM"],
  creg: 0,
  cgreg: 0,
  cereg: 0,
  operatorFormat: 0,
  clip: 0,
  extendedRing: 0,
  callList: 0,
});
