/* @pure */
import { SmsStorage } from "./SmsStorage.ts";

/** The SIM card: it keeps its messages and its wrong tries when the modem loses power. */
export interface Sim {
  present: boolean;
  pin: string | undefined;
  pinTries: number;
  pukTries: number;
  unlocked: boolean;
  imsi: string;
  iccid: string;
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

/** 6 and 7 are SMS only, 8 is emergency only (27.007 §7.2). */
export const canCall = (stat: RegistrationStat): boolean => [1, 5, 9, 10].includes(stat);

export const canSendSms = (stat: RegistrationStat): boolean => [1, 5, 6, 7, 9, 10].includes(stat);

export type MemoryName = "SM" | "ME" | "SR";

/** What of the maker's own commands a power cycle sets back. */
export interface VoiceSettings {
  /** SIM7600 `AT+CPCMBANDWIDTH`. */
  bandwidth: [number, number];
  /** SIM7600 `AT+CPCMFRM=1`. */
  wideFrames: boolean;
  /** `AT+DDET`, `AT+QTONEDET`, `AT^DDTMFCFG`. */
  keyReports: number;
  signalReports: number;
  modeReports: number;
  /** Quectel `AT+QINDCFG`. */
  callInfo: number;
  smsFullReports: number;
  /** Quectel `AT^DSCI`. */
  dsci: number;
  /** Huawei `AT^CURC`. */
  unsolicited: number;
}

const freshVoice = (): VoiceSettings => ({
  bandwidth: [0, 1],
  wideFrames: false,
  keyReports: 0,
  signalReports: 0,
  modeReports: 0,
  callInfo: 0,
  smsFullReports: 0,
  dsci: 0,
  unsolicited: 1,
});

/** What a modem keeps in its own memory over a power cycle. */
export interface KeptSettings {
  /** `AT+CTZU`. */
  timeUpdate: number;
  /** Quectel `AT+QGPSCFG="outport"`: position text goes to the port that is also the sound's. */
  positionPort: string;
  urcPort: string;
  /** Quectel `AT+QCFG="USBCFG"`, last field. */
  soundCard: boolean;
  ims: number;
  audioMode: number;
  /** Quectel `AT+QINDCFG=…,…,1`. */
  indications: Partial<VoiceSettings>;
}

export const factoryKept = (): KeptSettings => ({
  timeUpdate: 0,
  positionPort: "usbnmea",
  urcPort: "usbat",
  soundCard: false,
  ims: 0,
  audioMode: 0,
  indications: {},
});

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
  callWaiting: number;
  volume: number;
  voice: VoiceSettings;
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
  callWaiting: 0,
  volume: 3,
  voice: freshVoice(),
});
