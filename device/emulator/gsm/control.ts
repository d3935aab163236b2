/* @pure */
import * as z from "zod";
import { FAULT_KINDS } from "./Faults.ts";
import { VOICE_COMMANDS, VOICE_HELP, VOICE_WORDS } from "./voiceControl.ts";

const milliseconds = z.number().int().min(0).max(3_600_000);
const count = z.number().int().min(1);

/** What the process takes on stdin, one JSON object a line. */
const controlCommand = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("reply"),
    from: z.string().min(1),
    text: z.string(),
    alphabet: z.enum(["gsm7", "ucs2"]).optional(),
    order: z.array(count).optional(),
    copies: count.optional(),
  }),
  z.strictObject({
    do: z.literal("fault"),
    kind: z.enum(FAULT_KINDS),
    on: z.string().optional(),
    times: count.optional(),
    after: z.number().int().min(0).optional(),
    ms: milliseconds.optional(),
    text: z.string().optional(),
  }),
  z.strictObject({
    do: z.literal("refuse"),
    code: z.number().int().min(0).max(999),
    number: z.string().optional(),
    times: count.optional(),
  }),
  z.strictObject({
    do: z.literal("network"),
    delayMs: milliseconds.optional(),
    transitMs: milliseconds.optional(),
    copies: count.optional(),
    reportStatus: z.union([z.number().int().min(0).max(255), z.literal("never")]).optional(),
  }),
  z.strictObject({ do: z.literal("registration"), stat: z.number().int().min(0).max(10) }),
  z.strictObject({ do: z.literal("signal"), value: z.number().int().min(0).max(99) }),
  z.strictObject({ do: z.literal("sim"), present: z.boolean() }),
  z.strictObject({ do: z.literal("phone"), number: z.string().min(1), on: z.boolean() }),
  z.strictObject({ do: z.literal("texts"), number: z.string().min(1) }),
  z.strictObject({ do: z.literal("split"), bytes: count.optional(), gapMs: milliseconds.optional() }),
  z.strictObject({ do: z.literal("say"), line: z.string() }),
  z.strictObject({ do: z.literal("full"), leaving: z.number().int().min(0).optional() }),
  z.strictObject({ do: z.literal("clear") }),
  z.strictObject({ do: z.literal("unplug") }),
  z.strictObject({ do: z.literal("faults") }),
  z.strictObject({ do: z.literal("help") }),
  z.strictObject({ do: z.literal("quit") }),
  ...VOICE_COMMANDS,
]);

export type ControlCommand = z.infer<typeof controlCommand>;

export const HELP = `reply NUMBER TEXT          that phone sends a text to the modem
texts NUMBER               what that phone shows
phone NUMBER on|off        switch it on or off; texts wait in the network
network delayMs=1500       also transitMs=, copies=, reportStatus=0|48|never
refuse CODE [NUMBER [TIMES]]   +CMS ERROR for that number, or for all
fault KIND [on=+CMGS] [times=1] [after=0] [ms=500] [text=RING]
                           KIND: ${FAULT_KINDS.join(" ")}
split BYTES GAPMS          write in pieces; split alone ends it
registration STAT          1 home, 2 searching, 3 denied, 5 roaming, 0 none
signal VALUE               0-31, 99 unknown
sim in|out                 insert or remove the SIM
full [LEAVING]             fill the SIM's message store, but for so many slots
unplug, replug [newName]   pull and put back the USB plug
say LINE                   any unsolicited line
faults, clear              faults in store; none any more
${VOICE_HELP}help, quit
`;

type Words = (words: readonly string[], rest: string) => unknown;

/** `a=1` pairs; numbers where they look like numbers and are not texts. */
const pairs = (words: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    words.map((word) => {
      const [key = "", ...value] = word.split("=");
      const text = value.join("=");
      return [key, /^\d+$/.test(text) && key !== "text" && key !== "on" ? Number(text) : text];
    }),
  );

const given = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const number = (word: string | undefined): number | undefined => (word === undefined ? undefined : Number(word));

/** The typed words of a person, made into the same objects. */
const WORDS: Readonly<Record<string, Words>> = {
  reply: ([from], rest) => ({ do: "reply", from, text: rest.slice((from ?? "").length).trimStart() }),
  texts: ([phone]) => ({ do: "texts", number: phone }),
  phone: ([phone, on]) => ({ do: "phone", number: phone, on: on === "off" ? false : on === "on" ? true : undefined }),
  network: (words) => ({ do: "network", ...pairs(words) }),
  refuse: ([code, phone, times]) => given({ do: "refuse", code: number(code), number: phone, times: number(times) }),
  fault: ([kind, ...words]) => ({ do: "fault", kind, ...pairs(words) }),
  split: ([bytes, gapMs]) => given({ do: "split", bytes: number(bytes), gapMs: number(gapMs) }),
  registration: ([stat]) => ({ do: "registration", stat: number(stat) }),
  signal: ([value]) => ({ do: "signal", value: number(value) }),
  sim: ([place]) => ({ do: "sim", present: place === "in" ? true : place === "out" ? false : undefined }),
  full: ([leaving]) => given({ do: "full", leaving: number(leaving) }),
  say: (_words, rest) => ({ do: "say", line: rest }),
  ...VOICE_WORDS,
};

export type Understood =
  | { readonly kind: "command"; readonly command: ControlCommand }
  | { readonly kind: "nothing" }
  | { readonly kind: "misunderstood"; readonly why: string };

/** One line of stdin: a JSON object, or the words of a person. Total. */
export function understand(line: string): Understood {
  const text = line.trim();
  if (text === "") return { kind: "nothing" };
  const wanted = text.startsWith("{") ? fromJson(text) : fromWords(text);
  const parsed = controlCommand.safeParse(wanted);
  if (parsed.success) return { kind: "command", command: parsed.data };
  const issue = parsed.error.issues[0];
  const where = issue?.path.length ? `${issue.path.join(".")}: ` : "";
  return { kind: "misunderstood", why: `${where}${issue?.message ?? "not understood"}; "help" lists the commands` };
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
  return make ? make(words, text.slice(verb.length).trimStart()) : { do: verb };
}
