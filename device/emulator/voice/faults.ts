/* @pure */
/** Faults on demand: what field modems were seen to do wrong. Set at start (`--fault name[=value]`) or at any moment. */

interface FaultTypes {
  // Caller ID
  noCallerId: boolean;
  callerIdBeforeRing: boolean;
  nameMissing: boolean;
  emptyLinesBetweenFields: boolean;
  badCallerIdField: boolean;
  distinctiveRing: boolean;
  // Keys
  keyCopies: number;
  keysBare: boolean;
  keyShieldNeverCloses: boolean;
  keysNotReported: boolean;
  // Events
  falseDialToneWhilePlaying: boolean;
  silenceWhilePlaying: boolean;
  eventOnceOnly: boolean;
  noHangUpEvents: boolean;
  offHookConfirmedByH: boolean;
  underrun: boolean;
  // Commands
  identifiesAs: string;
  noVoiceClass: boolean;
  ringsOn: boolean;
  swallow: string;
  errorTo: string;
  okDelayMs: number;
  delayOnly: string;
  dead: boolean;
  keepsCallerIdAfterReset: boolean;
  // Wire
  garbage: boolean;
  splitBytes: boolean;
  splitDle: boolean;
  ringInsideReply: boolean;
  // Calls
  ringAfterHangUp: boolean;
  noDialTone: boolean;
}

export type VoiceFaults = Partial<FaultTypes>;
export type VoiceFaultName = keyof FaultTypes;

/** Name → what it does. The kind of the value is told by its example. */
export const VOICE_FAULTS: Readonly<
  Record<VoiceFaultName, { readonly example: boolean | number | string; readonly does: string }>
> = {
  noCallerId: { example: true, does: "the network sends no caller ID" },
  callerIdBeforeRing: { example: true, does: "caller ID comes before the first ring, as in the UK" },
  nameMissing: { example: true, does: "the caller ID has no NAME" },
  emptyLinesBetweenFields: { example: true, does: "an empty line stands between the fields of the caller ID" },
  badCallerIdField: { example: true, does: "one field of the caller ID is garbled" },
  distinctiveRing: { example: true, does: "DRON=20 and DROF=40 come with each RING, also unasked" },
  keyCopies: { example: 3, does: "each key is reported so many times at once" },
  keysBare: { example: true, does: "keys are reported without their shield" },
  keyShieldNeverCloses: { example: true, does: "the end of a key, <DLE>~, is not sent" },
  keysNotReported: { example: true, does: "keys are only heard in the audio" },
  falseDialToneWhilePlaying: { example: true, does: "a false <DLE>d comes once a second while playing" },
  silenceWhilePlaying: { example: true, does: "<DLE>s comes once a second while playing" },
  eventOnceOnly: { example: true, does: "busy and dial tone are reported once and never again" },
  noHangUpEvents: { example: true, does: "nothing is reported when the caller hangs up" },
  offHookConfirmedByH: { example: true, does: "<DLE>H follows AT+VLS=1, which is no hang-up" },
  underrun: { example: true, does: "<DLE>u comes once a second while playing, for nothing" },
  identifiesAs: { example: "56000", does: "ATI0 answers this" },
  noVoiceClass: { example: true, does: "AT+FCLASS=8 is an ERROR, as on a USR5637 with old firmware" },
  ringsOn: { example: true, does: "AT+VLS=1 answers OK but the line rings on" },
  swallow: { example: "+VLS=1", does: "the next command that holds this text gets no answer (once)" },
  errorTo: { example: "+VTX", does: "commands that hold this text answer ERROR" },
  okDelayMs: { example: 3000, does: "answers come so much later" },
  delayOnly: { example: "+VLS", does: "okDelayMs is for commands that hold this text only" },
  dead: { example: true, does: "answers nothing and does nothing until its power is cut (plugIn)" },
  keepsCallerIdAfterReset: { example: true, does: "ATZ does not forget AT+VCID=1" },
  garbage: { example: true, does: "line noise comes before each reply" },
  splitBytes: { example: true, does: "replies arrive byte by byte" },
  splitDle: { example: true, does: "each <DLE> arrives apart from the byte that it goes with" },
  ringInsideReply: { example: true, does: "RING comes between an information line and its OK" },
  ringAfterHangUp: { example: true, does: "a late RING of the same call comes just after on-hook" },
  noDialTone: { example: true, does: "the exchange gives no dial tone: the LINE socket is not connected" },
};

export const isVoiceFaultName = (name: string): name is VoiceFaultName => Object.hasOwn(VOICE_FAULTS, name);

/** Reads `name`, `name=value`, `name=off`. A sentence when it cannot be read. */
export function readVoiceFault(text: string): VoiceFaults | { readonly wrong: string } {
  const [name = "", ...values] = text.split("=");
  const value = values.join("=");
  if (!isVoiceFaultName(name))
    return { wrong: `'${name}' is no fault; there are: ${Object.keys(VOICE_FAULTS).join(", ")}` };
  const { example } = VOICE_FAULTS[name];
  if (value === "off") return { [name]: undefined } as VoiceFaults;
  if (typeof example === "boolean") return { [name]: value !== "false" };
  if (typeof example === "string") {
    return value === "" ? { wrong: `${name} needs a value, e.g. ${name}=${example}` } : { [name]: value };
  }
  const number = Number(value);
  if (value === "" || !Number.isFinite(number) || number < 0)
    return { wrong: `${name} needs a number, e.g. ${name}=${example}` };
  return { [name]: number };
}
