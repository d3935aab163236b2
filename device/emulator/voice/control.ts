/* @pure */
/** What the emulator's process takes on stdin: one JSON object a line, or the words of a person. */
import * as z from "zod";
import { LIVE_COMMANDS, LIVE_HELP, manner, milliseconds, scriptedAction } from "../caller/scriptSchema.ts";
import { readVoiceFault, VOICE_FAULTS } from "./faults.ts";

const voiceControl = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("call"),
    number: z.string().optional(),
    name: z.string().optional(),
    withheld: z.boolean().optional(),
    unavailable: z.boolean().optional(),
    rings: z.number().int().min(1).max(1000).optional(),
    script: z.array(scriptedAction).optional(),
    /** A folder for what the caller heard and what the modem delivered, as raw bytes of the line's format. */
    saveTo: z.string().optional(),
  }),
  z.strictObject({
    do: z.literal("press"),
    digits: z.string(),
    toneMs: milliseconds.optional(),
    gapMs: milliseconds.optional(),
  }),
  z.strictObject({ do: z.literal("say"), file: z.string().min(1) }),
  z.strictObject({ do: z.literal("hangup"), ...manner.shape }),
  z.strictObject({ do: z.literal("ring") }),
  z.strictObject({ do: z.literal("report"), code: z.string().length(1) }),
  z.strictObject({ do: z.literal("fault"), fault: z.string() }),
  z.strictObject({ do: z.literal("faults") }),
  z.strictObject({ do: z.literal("clear") }),
  z.strictObject({ do: z.literal("unplug") }),
  z.strictObject({ do: z.literal("plug"), link: z.string().optional() }),
  z.strictObject({ do: z.literal("help") }),
  z.strictObject({ do: z.literal("quit") }),
  ...LIVE_COMMANDS,
]);

export type VoiceControl = z.infer<typeof voiceControl>;

export const HELP = `call NUMBER [NAME]   somebody calls; also: call withheld, call unavailable
press DIGITS         keys 0-9 * # A-D
say FILE.wav         8000 Hz
hangup               the caller hangs up, also while it rings
ring                 a RING out of place (call waiting)
report CODE          <DLE>CODE to the computer
fault NAME[=VALUE]   NAME=off takes it away
faults               which there are, and which are on
clear                no fault any more
unplug, plug [LINK]  the USB plug, out and in (elsewhere, if a link is given)
${LIVE_HELP}help, quit
`;

export const FAULT_HELP = Object.entries(VOICE_FAULTS)
  .map(([name, { example, does }]) => `  ${(example === true ? name : `${name}=${example}`).padEnd(28)}${does}`)
  .join("\n");

const WORDS: Readonly<Record<string, (words: readonly string[]) => unknown>> = {
  call: ([who, ...name]) => ({
    do: "call",
    ...(who === "withheld"
      ? { withheld: true }
      : who === "unavailable"
        ? { unavailable: true }
        : who
          ? { number: who }
          : {}),
    ...(name.length > 0 ? { name: name.join(" ") } : {}),
  }),
  press: (words) => ({ do: "press", digits: words.join("") }),
  say: (words) => ({ do: "say", file: words.join(" ") }),
  report: ([code]) => ({ do: "report", code }),
  fault: (words) => ({ do: "fault", fault: words.join(" ") }),
  plug: ([link]) => ({ do: "plug", ...(link ? { link } : {}) }),
};

export type Understood =
  | { readonly kind: "control"; readonly control: VoiceControl }
  | { readonly kind: "nothing" }
  | { readonly kind: "misunderstood"; readonly why: string };

/** Total: any line gives one of the three. */
export function understand(line: string): Understood {
  const text = line.trim();
  if (text === "") return { kind: "nothing" };
  const parsed = voiceControl.safeParse(text.startsWith("{") ? fromJson(text) : fromWords(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.length ? `${issue.path.join(".")}: ` : "";
    return { kind: "misunderstood", why: `${where}${issue?.message ?? "not understood"}; "help" lists the commands` };
  }
  if (parsed.data.do === "fault") {
    const fault = readVoiceFault(parsed.data.fault);
    if ("wrong" in fault) return { kind: "misunderstood", why: String(fault.wrong) };
  }
  return { kind: "control", control: parsed.data };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromWords(text: string): unknown {
  const [verb = "", ...words] = text.split(/\s+/);
  const make = Object.hasOwn(WORDS, verb) ? WORDS[verb] : undefined;
  return make ? make(words) : { do: verb };
}
