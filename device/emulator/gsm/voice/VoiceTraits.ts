/* @pure */

/** How an emulated modem behaves in calls, and what it does wrong. Set at any moment; one call may have its own. */
export interface VoiceTraits {
  /** One ring signal and its pause; ITU-T E.180 for North America: 6 s. */
  readonly ringCycleMs: number;
  /** From each RING to its `+CLIP`. */
  readonly clipAfterMs: number;
  /** The number is in `+CLCC` only. */
  readonly noClip: boolean;
  /** Neither RING nor +CRING, as some EG25 firmware: `+CLIP` and `+QIND` are the first that is said. */
  readonly noRing: boolean;
  /** From ATA to its OK, and from ATA to the active call. */
  readonly okMs: number;
  readonly connectMs: number;
  /** SIM7600, seen in the field: the lines of the answered call come before the OK of ATA. */
  readonly toldBeforeOk: boolean;
  /** A second caller is announced as waiting; otherwise he hears that the line is busy. */
  readonly secondCallWaiting: boolean;
  /** From ATD to the other phone's ringing. */
  readonly alertingAfterMs: number;

  /** How a caller's keys come to the host: as the modem's reports, as tones in the sound, or both. */
  readonly keys: "reported" | "audio" | "both";
  /** From the beginning of a key's tone to its report. */
  readonly keyLateMs: number;
  /** Each key is reported so many times. */
  readonly keyCopies: number;

  /** From the active call until sound can be switched on; before it: ERROR. */
  readonly audioReadyAfterMs: number;
  /** A VoLTE call: 16 kHz on a SIM7600, unless AT+CPCMBANDWIDTH=1,1 was sent since its start. */
  readonly wideband: boolean;
  /** How fast the modem's sound clock runs, in parts per million; negative: slow. */
  readonly clockPpm: number;
  /** Switching on says OK, but no sound flows. */
  readonly silentAudio: boolean;
  /** Quectel: AT+QPCMV=1,… says OK, but AT+QPCMV? says 0. */
  readonly refusesSound: boolean;
  /** SIM7600G-H V2: AT+CPCMREG=0 is an ERROR, only =0,1 switches off. */
  readonly onlyLongPcmOff: boolean;
  /** Huawei: the stick is not unlocked for voice; ^CVOICE and ^DDSETEX are an ERROR. */
  readonly voiceLocked: boolean;
  /** Position text runs into the sound of an EC25 until AT+QGPSCFG="outport","none". */
  readonly position: boolean;

  /** The end of a call is not said: only +CLCC knows. */
  readonly losesEnd: boolean;
  /** A call that is over stays in +CLCC until the host hangs up. */
  readonly keepsListed: boolean;
  /** A data call (⟨mode⟩ 1) stands in +CLCC beside the voice calls, as on Quectel with LTE. */
  readonly listsData: boolean;
  /** Lines that nobody asked for, so often; 0: none. */
  readonly noiseEveryMs: number;
}

export const ordinary: VoiceTraits = {
  ringCycleMs: 6000,
  clipAfterMs: 0,
  noClip: false,
  noRing: false,
  okMs: 0,
  connectMs: 0,
  toldBeforeOk: false,
  secondCallWaiting: false,
  alertingAfterMs: 200,
  keys: "both",
  keyLateMs: 60,
  keyCopies: 1,
  audioReadyAfterMs: 0,
  wideband: false,
  clockPpm: 0,
  silentAudio: false,
  refusesSound: false,
  onlyLongPcmOff: false,
  voiceLocked: false,
  position: true,
  losesEnd: false,
  keepsListed: false,
  listsData: false,
  noiseEveryMs: 0,
};
