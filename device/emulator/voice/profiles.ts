/* @pure */
/** Modems as data: what each says of itself and where it departs from ITU-T V.253. Facts: docs of the makers, field logs. */
import type { AudioFormat } from "../../../firmware/line/Line.ts";

export type ProfileName = "usr5637" | "cx93001" | "rockwell" | "v253";

export interface VoiceSampling {
  /** The number of `AT+VSM=<n>`. */
  readonly id: number;
  /** The line of `AT+VSM=?`. */
  readonly line: string;
  /** Undefined: listed, but a coding that this emulator does not speak; setting it is an ERROR. */
  readonly format?: AudioFormat;
}

export interface VoiceProfile {
  readonly name: ProfileName;
  /** Answers of ATI0, ATI1, …; a number that is not here answers OK alone. */
  readonly identity: Readonly<Record<number, string>>;
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
  readonly classes: string;
  readonly samplings: readonly VoiceSampling[];
  readonly defaultSampling: number;
  /** `NMBR=…` or `NMBR = …`. */
  readonly callerIdSpacing: "tight" | "spaced";
  /** When the modem prints RING: as the burst begins, or when it has ended. */
  readonly ringReportedAt: "start" | "end";
  /** In class 8 some chips announce a ring as `<DLE>R` (Conexant). */
  readonly ringInVoiceClass: "RING" | "DLE";
  /** `<DLE>/` digit … `<DLE>~` while the key is held, or the digit alone. */
  readonly keyReport: "shielded" | "bare";
  /** `<DLE>!` ends a recording with `<DLE>ETX` and OK; `<DLE>ESC` does too, or (Silicon Labs, AN93) with OK only. */
  readonly escEndsWithEtx: boolean;
  /** Values of AT+VLS that it accepts. */
  readonly lineSelects: readonly number[];
  /** Full duplex voice, AT+VTR. */
  readonly duplex: boolean;
  /** Keeps 0 whatever threshold or duration AT+VSD gave (Conexant, emxsys#116): no silence reports. */
  readonly silenceReports: boolean;
  /** `AT+VTS=[f,0,n]` is an ERROR on some USR firmware (CAN commit 8d2bdfa). */
  readonly beepNeedsTwoTones: boolean;
  /** Vendor commands that answer OK and mean nothing here. */
  readonly alsoAccepts: readonly string[];
  /** V.253 commands that it does not have. */
  readonly lacks: readonly string[];
  /** How it tells that the far end is gone, and every how many ms again. */
  readonly busyRepeatMs: number;
  readonly dialToneRepeatMs: number;
  readonly reportsLoopBreak: boolean;
}

const ALL_SELECTS = [0, 1, 2, 3, 4, 5, 6, 7];

const COMMON = {
  classes: "0,1,8",
  keyReport: "shielded",
  ringReportedAt: "end",
  ringInVoiceClass: "RING",
  escEndsWithEtx: true,
  lineSelects: ALL_SELECTS,
  duplex: true,
  silenceReports: true,
  beepNeedsTwoTones: false,
  alsoAccepts: [],
  lacks: [],
  busyRepeatMs: 4000,
  dialToneRepeatMs: 3000,
  reportsLoopBreak: true,
} as const;

const USR5637: VoiceProfile = {
  ...COMMON,
  name: "usr5637",
  identity: { 0: "5601", 3: "U.S. Robotics 56K FAX USB V1.2.23", 7: "Configuration Profile...", 9: "(1.0USR5637)" },
  manufacturer: "U.S. Robotics",
  model: "U.S. Robotics 56K FAX USB",
  revision: "V1.2.23",
  classes: "0,1,1.0,8",
  samplings: [
    { id: 128, line: '128,"8-BIT LINEAR",(7200,8000,11025)', format: "u8" },
    { id: 129, line: '129,"16-BIT LINEAR",(7200,8000,11025)', format: "s16le" },
    { id: 130, line: '130,"8-BIT ALAW",(8000)', format: "alaw" },
    { id: 131, line: '131,"8-BIT ULAW",(8000)', format: "ulaw" },
    { id: 132, line: '132,"IMA ADPCM",(7200,8000,11025)' },
  ],
  defaultSampling: 128,
  callerIdSpacing: "tight",
  lineSelects: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13],
  beepNeedsTwoTones: true,
  // The USR5637 and the MT9234MU send no <DLE>l at a loop break (CAN, one author).
  reportsLoopBreak: false,
  lacks: ["+PCW"],
};

const CX93001: VoiceProfile = {
  ...COMMON,
  name: "cx93001",
  identity: { 0: "56000", 3: "CX93001-EIS_V0.2013-V92", 9: "CX93001" },
  manufacturer: "CONEXANT",
  model: "V90",
  revision: "CX93001-EIS_V0.2013-V92",
  samplings: [
    { id: 0, line: '0,"SIGNED PCM",8,0,8000,0,0', format: "s8" },
    { id: 1, line: '1,"UNSIGNED PCM",8,0,8000,0,0', format: "u8" },
    { id: 129, line: '129,"IMA ADPCM",4,0,8000,0,0' },
    { id: 130, line: '130,"UNSIGNED PCM",8,0,8000,0,0', format: "u8" },
    { id: 131, line: '131,"Mu-Law",8,0,8000,0,0', format: "ulaw" },
    { id: 132, line: '132,"A-Law",8,0,8000,0,0', format: "alaw" },
    { id: 133, line: '133,"14 bit PCM",14,0,8000,0,0' },
  ],
  defaultSampling: 1,
  callerIdSpacing: "spaced",
  ringInVoiceClass: "DLE",
  silenceReports: false,
  alsoAccepts: ["-SCID", "-STE", "-PV", "+PCW"],
};

const ROCKWELL: VoiceProfile = {
  ...COMMON,
  name: "rockwell",
  identity: { 0: "56000", 3: "RCV56DPF-PLL L8773A V1.401", 4: "a007880284C6002F" },
  manufacturer: "ROCKWELL",
  model: "RCV56DPF",
  revision: "V1.401",
  samplings: [
    { id: 1, line: '1,"UNSIGNED PCM",8,0,(7200,8000,11025)', format: "u8" },
    { id: 129, line: '129,"IMA ADPCM",4,0,(7200,8000,11025)' },
    { id: 131, line: '131,"MU-LAW",8,0,(8000)', format: "ulaw" },
  ],
  defaultSampling: 1,
  callerIdSpacing: "spaced",
  ringReportedAt: "start",
  keyReport: "bare",
  duplex: false,
  alsoAccepts: ["-SCID", "-STE"],
};

const V253: VoiceProfile = {
  ...COMMON,
  name: "v253",
  identity: { 0: "2493", 3: "V.253 VOICE MODEM", 6: "2493" },
  manufacturer: "GENERIC",
  model: "V253",
  revision: "1.0",
  // V.253 table 17.
  samplings: [
    { id: 0, line: '0,"SIGNED PCM",8,0,8000,0,0', format: "s8" },
    { id: 1, line: '1,"UNSIGNED PCM",8,0,8000,0,0', format: "u8" },
    { id: 4, line: '4,"MU-LAW",8,0,8000,0,0', format: "ulaw" },
    { id: 5, line: '5,"A-LAW",8,0,8000,0,0', format: "alaw" },
  ],
  defaultSampling: 1,
  callerIdSpacing: "spaced",
  escEndsWithEtx: false,
  alsoAccepts: ["+PCW"],
};

export const PROFILES: Readonly<Record<ProfileName, VoiceProfile>> = {
  usr5637: USR5637,
  cx93001: CX93001,
  rockwell: ROCKWELL,
  v253: V253,
};

export const isProfileName = (name: string): name is ProfileName => Object.hasOwn(PROFILES, name);
