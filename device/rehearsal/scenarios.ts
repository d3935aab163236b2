import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Who calls in a rehearsal, as data: the acts are those of `firstring emulate voice-modem`.

export type CallerAct =
  | { readonly waitPrompt: { readonly silenceMs?: number } }
  | { readonly waitTone: Record<string, never> }
  | { readonly says: string }
  | { readonly presses: string }
  | { readonly waits: number }
  | { readonly waitHangUp: { readonly timeoutMs?: number } }
  | { readonly hangsUp: Record<string, never> };

/** What a caller does at one question: one who listens first, and one who has called before (`--hurry`). */
interface Answer {
  readonly calm: readonly CallerAct[];
  readonly hurried: readonly CallerAct[];
}

export interface RehearsalScenario {
  readonly name: string;
  readonly about: string;
  readonly caller: { readonly number?: string; readonly name?: string; readonly withheld?: boolean };
  readonly acts: readonly CallerAct[];
  readonly hurriedActs: readonly CallerAct[];
  /** A page must go out, and the doctor's phone answers it. */
  readonly paged: boolean;
  /** Nobody answers the short messages: the first telephone that is called rings out, the next is picked up, and its doctor has a PIN. */
  readonly byPhone?: true;
  /** A person calls and answers the doctors' telephones: nobody knows beforehand what comes of it. */
  readonly byHand?: true;
  /** Parts that must be in the store afterwards. */
  readonly recorded: readonly ("name" | "reason")[];
}

const voices = join(dirname(fileURLToPath(import.meta.url)), "callers");
const voice = (name: string): CallerAct => ({ says: join(voices, `${name}.wav`) });

/** Longer than the pause between the words of one prompt, which is 350 ms. */
const HEARD: CallerAct = { waitPrompt: { silenceMs: 900 } };
/** A word or two of each prompt: whoever has called before needs no more. */
const IN_A_HURRY: CallerAct = { waits: 700 };
/** A number of ten digits is read back in 8.1 s, and a 1 that comes before the end of it counts only then. */
const READ_BACK: CallerAct = { waits: 8_500 };
const press = (keys: string): CallerAct => ({ presses: keys });

const MARIA = { number: "3125550142", name: "LOPEZ MARIA" };
const hears = (keys: string): Answer => ({ calm: [HEARD, press(keys)], hurried: [IN_A_HURRY, press(keys)] });
const english = hears("1");
const patient = hears("1");
/** Presses while the question is still being asked: barge-in. */
const bargesIn = (keys: string): Answer => ({
  calm: [{ waits: 3_500 }, press(keys)],
  hurried: [IN_A_HURRY, press(keys)],
});
const confirms: Answer = { calm: [HEARD, press("1")], hurried: [IN_A_HURRY, press("1"), READ_BACK] };
/** In a hurry it is passed over. */
const born = (keys: string): Answer => ({
  calm: [HEARD, press(keys), HEARD, press("1")],
  hurried: [IN_A_HURRY, press("#")],
});
/** Speaks once the tone is over; in a hurry a key brings the tone. */
const speaks = (who: string): Answer => ({
  calm: [HEARD, voice(who)],
  hurried: [IN_A_HURRY, press("#"), { waitTone: {} }, voice(who)],
});
/** Ends the recording with `#`, keeps it. */
const keeps: Answer = {
  calm: [{ waits: 400 }, press("#"), HEARD, press("1")],
  hurried: [{ waits: 400 }, press("#"), IN_A_HURRY, press("1")],
};
const leaves = (who: string): readonly Answer[] => [speaks(`${who}-name`), keeps, speaks(`${who}-reason`), keeps];
const always = (...acts: readonly CallerAct[]): Answer => ({ calm: acts, hurried: acts });
/** What is said of the message is heard; nobody waits on the line until a doctor has been called. */
const hangsUpOnceThanked = always({ waitPrompt: { silenceMs: 3_000 } }, { hangsUp: {} });
const listensToTheEnd = always({ waitHangUp: { timeoutMs: 120_000 } });

const told = (
  story: Omit<RehearsalScenario, "acts" | "hurriedActs"> & { readonly answers: readonly Answer[] },
): RehearsalScenario => {
  const { answers, ...rest } = story;
  return {
    ...rest,
    acts: answers.flatMap(({ calm }) => calm),
    hurriedActs: answers.flatMap(({ hurried: quick }) => quick),
  };
};

export const SCENARIOS: readonly RehearsalScenario[] = [
  told({
    name: "urgent",
    about: "a patient's urgent call: page while the caller still speaks",
    caller: MARIA,
    answers: [english, patient, bargesIn("1"), confirms, born("03141968"), ...leaves("urgent"), listensToTheEnd],
    paged: true,
    recorded: ["name", "reason"],
  }),
  told({
    name: "routine",
    about: "a refill: kept for the morning, no doctor is woken",
    caller: { number: "3125550143", name: "OKAFOR JAMES" },
    answers: [english, patient, hears("2"), confirms, born("11021955"), ...leaves("routine"), listensToTheEnd],
    paged: false,
    recorded: ["name", "reason"],
  }),
  told({
    name: "withheld",
    about: "no caller ID: the number is keyed in and read back",
    caller: { withheld: true },
    answers: [
      english,
      patient,
      bargesIn("1"),
      hears("3125550144#"),
      confirms,
      born("03141968"),
      ...leaves("urgent"),
      listensToTheEnd,
    ],
    paged: true,
    recorded: ["name", "reason"],
  }),
  told({
    name: "hangs-up",
    about: "an urgent caller hangs up in the middle of the reason: paged all the same, and what was said is kept",
    caller: MARIA,
    answers: [
      english,
      patient,
      bargesIn("1"),
      confirms,
      born("03141968"),
      speaks("urgent-name"),
      keeps,
      speaks("urgent-reason"),
      always({ hangsUp: {} }),
    ],
    paged: true,
    recorded: ["name", "reason"],
  }),
  told({
    name: "doctor-by-phone",
    about:
      "an urgent call; the first doctor is silent, the second takes it by telephone with a PIN (about five minutes)",
    caller: MARIA,
    answers: [english, patient, bargesIn("1"), confirms, born("03141968"), ...leaves("urgent"), hangsUpOnceThanked],
    paged: true,
    byPhone: true,
    recorded: ["name", "reason"],
  }),
  told({
    name: "silent",
    about: "somebody calls and says nothing: treated as urgent, never dropped",
    caller: MARIA,
    answers: [always({ waitHangUp: { timeoutMs: 420_000 } })],
    paged: true,
    recorded: [],
  }),
  told({
    name: "wrong-keys",
    about: "a caller who presses keys that mean nothing: treated as urgent",
    caller: MARIA,
    answers: [
      english,
      hears("8"),
      hears("9"),
      hears("7"),
      confirms,
      born("03141968"),
      ...leaves("urgent"),
      listensToTheEnd,
    ],
    paged: true,
    recorded: ["name", "reason"],
  }),
  told({
    name: "spanish",
    about: "the whole call in Spanish",
    caller: { number: "3125550145", name: "RUIZ CARMEN" },
    answers: [hears("2"), patient, bargesIn("1"), confirms, born("03142022"), ...leaves("es"), listensToTheEnd],
    paged: true,
    recorded: ["name", "reason"],
  }),
];

/** A person at the telephone, instead of a script. */
export const callByHand = (caller: RehearsalScenario["caller"]): RehearsalScenario => ({
  ...{ name: "by-hand", about: "a call by hand", caller, acts: [], hurriedActs: [] },
  ...{ paged: false, byHand: true, recorded: [] },
});

/** Voices that a person without a microphone can lend a caller. */
export const VOICES = [
  { id: "urgent-name", language: "en", says: "name" },
  { id: "urgent-reason", language: "en", says: "reason" },
  { id: "routine-name", language: "en", says: "name" },
  { id: "routine-reason", language: "en", says: "reason" },
  { id: "es-name", language: "es", says: "name" },
  { id: "es-reason", language: "es", says: "reason" },
] as const;

export const voiceFile = (id: (typeof VOICES)[number]["id"]): string => join(voices, `${id}.wav`);

export const findScenario = (name: string): RehearsalScenario | undefined =>
  SCENARIOS.find((scenario) => scenario.name === name);

/** Where a caller whose number has been used calls from instead. */
const OTHER_TELEPHONES = Array.from({ length: 50 }, (_, index) => `31255501${50 + index}`);

/** The numbers that the box may come to know: the caller ID, and what is keyed in. */
export function numbersOf({ caller, acts }: Pick<RehearsalScenario, "caller" | "acts">): readonly string[] {
  const keyed = acts.flatMap((act) => ("presses" in act ? (/^(\d{10})#$/.exec(act.presses)?.[1] ?? []) : []));
  return [...(caller.number === undefined ? [] : [national(caller.number)]), ...keyed];
}

/** As an analog line tells it; a mobile network tells the country, too. */
const national = (number: string): string => number.replace(/^\+1(?=\d{10}$)/, "");

/**
 * The same story by somebody who has not called yet. A second call of one caller is another story (it goes with the first one, which
 * the doctor has already), and whoever asks for this one has perhaps seen the first one only now.
 */
export function fromAnotherTelephone(scenario: RehearsalScenario, used: ReadonlySet<string>): RehearsalScenario {
  const own = numbersOf(scenario).filter((number) => used.has(number));
  const free = OTHER_TELEPHONES.filter((number) => !used.has(number));
  // Fifty calls later the first ones are long forgotten.
  const other = new Map(own.map((number, index) => [number, free[index] ?? number]));
  const { caller } = scenario;
  const number = caller.number === undefined ? undefined : other.get(caller.number);
  const renumbered = (acts: readonly CallerAct[]): readonly CallerAct[] =>
    acts.map((act) => {
      const keyed = "presses" in act ? other.get(act.presses.replace(/#$/, "")) : undefined;
      return keyed === undefined ? act : press(`${keyed}#`);
    });
  return {
    ...scenario,
    ...(number === undefined ? {} : { caller: { ...caller, number } }),
    acts: renumbered(scenario.acts),
    hurriedActs: renumbered(scenario.hurriedActs),
  };
}

/** The same caller in a hurry (`--hurry`): presses each key while the prompt still speaks, and a key for the tone. */
export const hurried = (scenario: RehearsalScenario): RehearsalScenario => ({
  ...scenario,
  acts: scenario.hurriedActs,
});
