/* @pure */
import * as z from "zod";
import { LIVE_COMMANDS, LIVE_HELP, milliseconds, scriptedAction } from "../caller/scriptSchema.ts";
import { WOKEN_BY } from "./Coma.ts";
import { ordinary, type VoiceTraits } from "./voice/VoiceTraits.ts";

/** What the process takes on stdin about calls, sound and the modem's health. */

const count = z.number().int().min(1).max(1_000_000);
const phone = z.string().min(1);
const script = z.array(scriptedAction);

/** One field for each trait, of the kind that its ordinary value has. */
const traitFields = {
  ...Object.fromEntries(
    Object.entries(ordinary).map(([name, value]) => [
      name,
      typeof value === "number" ? z.number().optional() : z.boolean().optional(),
    ]),
  ),
  keys: z.enum(["reported", "audio", "both"]).optional(),
} as unknown as { readonly [Name in keyof VoiceTraits]: z.ZodOptional<z.ZodType<VoiceTraits[Name]>> };

export const answering = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("byHand") }),
  z.strictObject({ kind: z.literal("answers"), afterMs: milliseconds.optional(), script }),
  z.strictObject({
    kind: z.literal("voicemail"),
    afterMs: milliseconds.optional(),
    greeting: z.string().optional(),
    recordsMs: milliseconds.optional(),
  }),
  z.strictObject({ kind: z.literal("busy"), afterMs: milliseconds.optional() }),
  z.strictObject({
    kind: z.literal("noAnswer"),
    givesUpMs: z.union([milliseconds, z.literal("never")]).optional(),
  }),
  z.strictObject({ kind: z.literal("rejects"), afterMs: milliseconds.optional() }),
  z.strictObject({ kind: z.literal("unreachable"), afterMs: milliseconds.optional() }),
]);

export const VOICE_COMMANDS = [
  z.strictObject({
    do: z.literal("call"),
    from: z.string().optional(),
    withheld: z.boolean().optional(),
    unavailable: z.boolean().optional(),
    rings: count.optional(),
    script: script.optional(),
    /** A folder for what the caller heard and what the modem delivered, as raw 8 kHz s16le. */
    saveTo: z.string().optional(),
    /** How this call behaves. */
    voice: z.strictObject(traitFields).optional(),
  }),
  z.strictObject({ do: z.literal("hangUp") }),
  z.strictObject({ do: z.literal("pickUp") }),
  z.strictObject({
    do: z.literal("press"),
    digits: z.string(),
    toneMs: milliseconds.optional(),
    gapMs: milliseconds.optional(),
  }),
  z.strictObject({ do: z.literal("speak"), file: z.string().min(1) }),
  z.strictObject({ do: z.literal("answering"), number: phone, how: answering }),
  z.strictObject({ do: z.literal("calls"), number: phone }),
  z.strictObject({ do: z.literal("voice"), ...traitFields }),
  z.strictObject({ do: z.literal("phantomKey"), digit: z.string().regex(/^[0-9A-D*#]$/) }),
  z.strictObject({ do: z.literal("loseFrames"), count }),
  z.strictObject({ do: z.literal("slipByte") }),
  z.strictObject({ do: z.literal("stallAudio"), ms: milliseconds, lost: z.boolean().optional() }),
  z.strictObject({ do: z.literal("falseEnd") }),
  z.strictObject({ do: z.literal("silent"), wokenBy: z.enum(WOKEN_BY) }),
  z.strictObject({ do: z.literal("reset"), awayMs: milliseconds.optional(), newName: z.boolean().optional() }),
  z.strictObject({ do: z.literal("replug"), newName: z.boolean().optional() }),
  z.strictObject({
    do: z.literal("swapSim"),
    iccid: z.string().optional(),
    imsi: z.string().optional(),
    pin: z.string().optional(),
  }),
  z.strictObject({ do: z.literal("lockSim") }),
  ...LIVE_COMMANDS,
] as const;

export type VoiceControl = z.infer<(typeof VOICE_COMMANDS)[number]>;

export const VOICE_HELP = `call NUMBER                somebody calls; a script can be given in JSON
press DIGITS               keys at the other end: 0-9 * # A-D
speak FILE.wav             the other end speaks, 8000 Hz
hangUp                     the other end hangs up, or gives up ringing
pickUp                     the phone that was dialled is answered
answering NUMBER HOW       HOW: byHand, voicemail, busy, noAnswer, rejects, unreachable (answers: in JSON)
${LIVE_HELP}calls NUMBER               what became of the calls to that phone
voice NAME=VALUE …         how calls behave:
                           ${Object.keys(ordinary).reduce(wrapped, "")}
phantomKey DIGIT           the modem takes something for a key
loseFrames COUNT, slipByte, stallAudio MS   mishaps of the sound to the host
falseEnd                   the end of a call is said, but it goes on
silent HOW                 the AT port answers nothing until ${WOKEN_BY.join(", ")}
reset [MS]                 it crashes; its ports are away for so long
swapSim ICCID [PIN], lockSim   another card; a card that wants its PUK
`;

function wrapped(text: string, name: string): string {
  const lastLine = text.slice(text.lastIndexOf("\n") + 1).trimStart();
  if (text === "") return name;
  return lastLine.length + name.length > 60 ? `${text}\n${" ".repeat(27)}${name}` : `${text} ${name}`;
}

const given = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** `silentAudio`, `silentAudio=false`, `clockPpm=-50`, `keys=audio`. */
const traitOf = (word: string): readonly [string, unknown] => {
  const [name = "", value] = word.split("=");
  if (value === undefined || value === "true") return [name, true];
  if (value === "false") return [name, false];
  return [name, /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value];
};

const number = (word: string | undefined): number | undefined => (word === undefined ? undefined : Number(word));

/** The typed words of a person, made into the same objects. */
export const VOICE_WORDS: Readonly<Record<string, (words: readonly string[]) => unknown>> = {
  call: ([from]) => (from === "withheld" ? { do: "call", withheld: true } : { do: "call", from: from ?? "" }),
  press: (words) => ({ do: "press", digits: words.join("") }),
  speak: (words) => ({ do: "speak", file: words.join(" ") }),
  answering: ([phoneNumber, kind]) => ({ do: "answering", number: phoneNumber, how: { kind } }),
  calls: ([phoneNumber]) => ({ do: "calls", number: phoneNumber }),
  voice: (words) => ({ do: "voice", ...Object.fromEntries(words.map(traitOf)) }),
  phantomKey: ([digit]) => ({ do: "phantomKey", digit }),
  loseFrames: ([frames]) => ({ do: "loseFrames", count: number(frames) }),
  stallAudio: ([ms, lost]) => given({ do: "stallAudio", ms: number(ms), lost: lost === "lost" ? true : undefined }),
  silent: ([wokenBy]) => ({ do: "silent", wokenBy }),
  reset: ([ms]) => given({ do: "reset", awayMs: number(ms) }),
  replug: ([how]) => given({ do: "replug", newName: how === "newName" ? true : undefined }),
  swapSim: ([iccid, pin]) => given({ do: "swapSim", iccid, pin }),
};
