/* @pure */
// The steps in which something is done: looked for, tried, applied. What each of their actions does is in work/.
import { textIn } from "../../../firmware/config/editYaml.ts";
import { isApplied, type SetupState } from "../core/SetupState.ts";
import type { Action, Field, WorkStep } from "../core/Step.ts";
import { languagesOf } from "./clinic.ts";
import { lineOf } from "./lines.ts";
import { peopleOf } from "./people.ts";

/** What an earlier try told, under the step's own words. */
const told = (state: SetupState, ...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => state.results[name]?.words ?? []);

const zoneOf = (state: SetupState): string => textIn(state.text, ["clinic", "timezone"]) || "UTC";

export const clockStep: WorkStep = {
  kind: "work",
  id: "clock",
  title: "The clock",
  about: [],
  intro: (state, { now }) => [
    `The box's clock says ${wall(now, zoneOf(state))} (${zoneOf(state)}).`,
    "Opening hours and turns of duty go by it. Later it is kept by the network of the SIM card, by caller ID, or by the clinic's network.",
    ...told(state, "clock"),
  ],
  actions: (state, { now }) => [
    { id: "right", label: "It is right", help: "Give or take a minute." },
    {
      ...{ id: "set", label: "Set it", help: "Done at once, before anything else." },
      fields: [
        {
          ...{ name: "time", kind: "text", label: "Date and time at the clinic", value: wall(now, zoneOf(state)) },
          help: "Year-month-day hours:minutes, such as 2026-11-26 14:05.",
        },
      ],
    },
  ],
};

/** `2026-11-26 14:05` on the clinic's wall. */
export function wall(now: number, zone: string): string {
  const format = (timeZone: string) =>
    new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(now);
  try {
    return format(zone);
  } catch {
    return format("UTC");
  }
}

export const modemsStep: WorkStep = {
  kind: "work",
  id: "modems",
  title: "The modems",
  about: ["lines"],
  intro: (state) => [
    "The telephone modem answers the clinic's line; the cellular modem with the SIM card sends the pages. Plug each one in when the box asks for it, and put a label on its socket.",
    found(state, "voice-modem", "Telephone modem"),
    found(state, "gsm", "Cellular modem"),
  ],
  actions: (state) => [
    {
      ...{ id: "find-voice", label: "Find the telephone modem" },
      help: "If it is plugged in already, it is found where it is. If not, plug it in now: the box waits for a minute.",
    },
    {
      ...{ id: "find-gsm", label: "Find the cellular modem" },
      help: "The same for the modem with the SIM card. It may need half a minute after it was plugged in.",
    },
    ...(lineOf(state, "voice-modem") === undefined
      ? []
      : [
          {
            id: "without-voice",
            aside: true as const,
            label: "Do without the telephone modem",
            help: "A clinic whose number is the SIM card's own.",
          },
        ]),
    ...(lineOf(state, "gsm") === undefined
      ? []
      : [
          {
            id: "without-gsm",
            aside: true as const,
            label: "Do without the cellular modem",
            help: "Then nobody is paged by SMS: only for a box with a broker.",
          },
        ]),
  ],
};

const found = (state: SetupState, driver: "voice-modem" | "gsm", name: string): string =>
  state.results[`modem.${driver}`]?.words.join(" ") ??
  (lineOf(state, driver) === undefined ? `${name}: not found yet.` : `${name}: ${lineOf(state, driver)?.port}.`);

export const simStep: WorkStep = {
  kind: "work",
  id: "sim",
  title: "The SIM card",
  about: ["lines"],
  skip: "The box tries the SIM card by itself when it starts.",
  intro: (state) =>
    lineOf(state, "gsm") === undefined
      ? ["There is no cellular modem yet: find it first."]
      : ["Whether the card is there, asks for a PIN, which network has it, and how well.", ...told(state, "sim")],
  actions: (state) =>
    lineOf(state, "gsm") === undefined
      ? []
      : [
          {
            ...{
              id: "check",
              label: "Check the SIM card",
              help: "Up to a minute: a card that was just put in looks for its network.",
            },
            fields: [
              {
                ...{ name: "pin", kind: "secret", label: "PIN of the SIM card", value: "", optional: true },
                help: "Only if the card asks for one. It is tried once, and only when all three tries are left; kept encrypted.",
              } satisfies Field,
            ],
          },
        ],
};

export const lineStep: WorkStep = {
  kind: "work",
  id: "line",
  title: "The telephone line",
  about: ["lines"],
  skip: "The test call at the end shows the same.",
  intro: (state) =>
    lineOf(state, "voice-modem") === undefined
      ? ["There is no telephone modem: nothing to check here."]
      : [
          "The modem goes off-hook for some seconds and listens for the dial tone. Nobody should be on the telephone just now.",
          ...told(state, "line"),
        ],
  actions: (state) =>
    lineOf(state, "voice-modem") === undefined
      ? []
      : [
          {
            id: "check",
            label: "Listen for the dial tone",
            help: "About five seconds; a call that comes in meanwhile hears engaged.",
          },
        ],
};

export const checkStep: WorkStep = {
  kind: "work",
  id: "check",
  title: "Check everything",
  about: [],
  intro: (state) => [
    "The whole clinic file is read as the box will read it. Each finding says at which step it is mended.",
    ...told(state, "check"),
  ],
  actions: () => [{ id: "check", label: "Check", help: "Changes nothing." }],
};

export const applyStep: WorkStep = {
  kind: "work",
  id: "apply",
  title: "Put it into force",
  about: [],
  intro: (state) => [
    isApplied(state)
      ? "What you have answered is in force."
      : "What you have answered is put into force between two calls, tried, and kept if the box is well with it; else everything is as it was before.",
    ...told(state, "apply"),
  ],
  actions: () => [
    { id: "plan", label: "Show what would be done", help: "Changes nothing." },
    { id: "apply", label: "Put it into force", help: "Takes up to two minutes. Leave the cable where it is." },
  ],
};

/** A clinic of two languages has a greeting in each. */
const languageOf = (state: SetupState): readonly Field[] => {
  const languages = languagesOf(state);
  const [first = "en"] = languages;
  const choices = languages.map((value) => ({ value, label: LANGUAGE_NAMES[value] ?? value }));
  return languages.length < 2
    ? []
    : [{ name: "language", kind: "choice", label: "Language", help: "In which it is said.", choices, value: first }];
};

const LANGUAGE_NAMES: Readonly<Record<string, string>> = { en: "English", es: "Spanish" };

export const greetingStep: WorkStep = {
  kind: "work",
  id: "greeting",
  title: "The greeting",
  about: [],
  skip: "Callers hear a greeting without the clinic's name. A doctor with a PIN can record it by telephone at any time: menu, 4, then 1.",
  intro: (state) => [
    `Callers should hear the clinic's name: “You have reached ${textIn(state.text, ["clinic", "name"]) || "…"}.” The box speaks it, or you send a recording, or a doctor records it by telephone (call the box, PIN, 4, then 1). Any other sentence later, in the console.`,
    ...told(state, "greeting"),
  ],
  actions: (state) => [
    {
      ...{ id: "upload", label: "Take a recording" },
      help: "A WAV file in which somebody says it: any rate and loudness; silence around the words is cut off, and it is made as loud as the other sentences. Takes up to a minute.",
      fields: [
        ...languageOf(state),
        {
          ...{ name: "recording", kind: "file", label: "The recording", value: "" },
          help: "WAV, at most 12 MB. A telephone's voice memo has to be saved as WAV before.",
        },
      ],
    },
    {
      id: "render",
      label: "Let the box speak it",
      help: "Needs a speech program on the box (libttspico-utils or espeak-ng); it says if there is none.",
    },
  ],
};

export const proveStep: WorkStep = {
  kind: "work",
  id: "prove",
  title: "Prove it",
  about: [],
  intro: (state) => [
    isApplied(state)
      ? "The box is in service. Three things are proved by doing them: a call comes in with its number, both sides are heard, and a page reaches a doctor who answers it."
      : "First put your answers into force (the step before).",
    ...told(state, "call", "heard", "page"),
  ],
  actions: (state) => (isApplied(state) ? proofs(state) : []),
};

const proofs = (state: SetupState): readonly Action[] => [
  {
    ...{ id: "call", label: "Test call" },
    help: "Call the clinic's number from your own telephone within two minutes, listen to the greeting, press 2 when you are asked whether it is urgent, say one sentence after the tone, and hang up.",
    fields: [
      {
        ...{ name: "from", kind: "phone", label: "The number you call from", value: "" },
        help: "So that only your own call is shown here, and nothing of a patient who calls meanwhile.",
      },
    ],
  },
  {
    ...{ id: "heard", label: "Say what you heard", help: "After the test call." },
    fields: [
      {
        ...{
          name: "heard",
          kind: "choice",
          label: "Was the greeting clear?",
          value: "",
          help: "Loud enough, without clicks or gaps.",
        },
        choices: [
          { value: "yes", label: "Yes" },
          { value: "no", label: "No" },
        ],
      },
    ],
  },
  {
    ...{ id: "page", label: "Test page" },
    help: "The person gets an SMS that says it is a test, and replies with the reference in it. The box waits for five minutes.",
    fields: [
      {
        ...{
          name: "person",
          kind: "choice",
          label: "Who is paged",
          value: peopleOf(state)[0]?.id ?? "",
          help: "Tell them before.",
        },
        choices: peopleOf(state).map(({ id, name }) => ({ value: id, label: name })),
      },
    ],
  },
];

export const handOverStep: WorkStep = {
  kind: "work",
  id: "handover",
  title: "Hand over",
  about: [],
  intro: () => [
    "The hand-over sheet says for this box: its numbers, who is on call, what each lamp means, what to do when. Print it, or save it as a text file, and leave it with the clinic.",
  ],
  actions: () => [{ id: "sheet", label: "Make the hand-over sheet", help: "It holds no PIN and no password." }],
};
