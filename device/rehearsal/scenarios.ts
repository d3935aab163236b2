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

export interface RehearsalScenario {
  readonly name: string;
  readonly about: string;
  readonly caller: { readonly number?: string; readonly name?: string; readonly withheld?: boolean };
  readonly acts: readonly CallerAct[];
  /** A page must go out, and the doctor's phone answers it. */
  readonly paged: boolean;
  /** Parts that must be in the store afterwards. */
  readonly recorded: readonly ("name" | "reason")[];
}

const voices = join(dirname(fileURLToPath(import.meta.url)), "callers");
const voice = (name: string): CallerAct => ({ says: join(voices, `${name}.wav`) });

/** Longer than the pause between the words of one prompt, which is 350 ms. */
const HEARD: CallerAct = { waitPrompt: { silenceMs: 900 } };
const press = (keys: string): CallerAct => ({ presses: keys });
/** Speaks once the tone is over, ends with `#`, keeps it. */
const speak = (who: string): readonly CallerAct[] => [HEARD, voice(who), { waits: 400 }, press("#"), HEARD, press("1")];

const MARIA = { number: "3125550142", name: "LOPEZ MARIA" };
const english = [HEARD, press("1")] as const;
const patient = [HEARD, press("1")] as const;
/** Presses while the question is still being asked: barge-in. */
const bargesIn = (keys: string): readonly CallerAct[] => [{ waits: 3_500 }, press(keys)];
const confirms = [HEARD, press("1")] as const;
const born = (keys: string): readonly CallerAct[] => [HEARD, press(keys), HEARD, press("1")];
const listensToTheEnd: readonly CallerAct[] = [{ waitHangUp: { timeoutMs: 120_000 } }];

export const SCENARIOS: readonly RehearsalScenario[] = [
  {
    name: "urgent",
    about: "a patient's urgent call: page while the caller still speaks",
    caller: MARIA,
    acts: [
      ...english,
      ...patient,
      ...bargesIn("1"),
      ...confirms,
      ...born("03141968"),
      ...speak("urgent-name"),
      ...speak("urgent-reason"),
      ...listensToTheEnd,
    ],
    paged: true,
    recorded: ["name", "reason"],
  },
  {
    name: "routine",
    about: "a refill: kept for the morning, no doctor is woken",
    caller: { number: "3125550143", name: "OKAFOR JAMES" },
    acts: [
      ...english,
      ...patient,
      HEARD,
      press("2"),
      ...confirms,
      ...born("11021955"),
      ...speak("routine-name"),
      ...speak("routine-reason"),
      ...listensToTheEnd,
    ],
    paged: false,
    recorded: ["name", "reason"],
  },
  {
    name: "withheld",
    about: "no caller ID: the number is keyed in and read back",
    caller: { withheld: true },
    acts: [
      ...english,
      ...patient,
      ...bargesIn("1"),
      HEARD,
      press("3125550144#"),
      ...confirms,
      ...born("03141968"),
      ...speak("urgent-name"),
      ...speak("urgent-reason"),
      ...listensToTheEnd,
    ],
    paged: true,
    recorded: ["name", "reason"],
  },
  {
    name: "hangs-up",
    about: "an urgent caller hangs up in the middle of the reason: paged all the same, and what was said is kept",
    caller: MARIA,
    acts: [
      ...english,
      ...patient,
      ...bargesIn("1"),
      ...confirms,
      ...born("03141968"),
      ...speak("urgent-name"),
      HEARD,
      voice("urgent-reason"),
      { hangsUp: {} },
    ],
    paged: true,
    recorded: ["name", "reason"],
  },
  {
    name: "silent",
    about: "somebody calls and says nothing: treated as urgent, never dropped",
    caller: MARIA,
    acts: [{ waitHangUp: { timeoutMs: 420_000 } }],
    paged: true,
    recorded: [],
  },
  {
    name: "wrong-keys",
    about: "a caller who presses keys that mean nothing: treated as urgent",
    caller: MARIA,
    acts: [
      ...english,
      HEARD,
      press("8"),
      HEARD,
      press("9"),
      HEARD,
      press("7"),
      ...confirms,
      ...born("03141968"),
      ...speak("urgent-name"),
      ...speak("urgent-reason"),
      ...listensToTheEnd,
    ],
    paged: true,
    recorded: ["name", "reason"],
  },
  {
    name: "spanish",
    about: "the whole call in Spanish",
    caller: { number: "3125550145", name: "RUIZ CARMEN" },
    acts: [
      HEARD,
      press("2"),
      ...patient,
      ...bargesIn("1"),
      ...confirms,
      ...born("03142022"),
      ...speak("es-name"),
      ...speak("es-reason"),
      ...listensToTheEnd,
    ],
    paged: true,
    recorded: ["name", "reason"],
  },
];

export const findScenario = (name: string): RehearsalScenario | undefined =>
  SCENARIOS.find((scenario) => scenario.name === name);

/** A word or two of each prompt: whoever has called before needs no more. */
const HURRY_MS = 700;

/** The same caller in a hurry (`--hurry`): presses each key while the prompt still speaks, and a key for the tone. */
export const hurried = (scenario: RehearsalScenario): RehearsalScenario => ({
  ...scenario,
  acts: scenario.acts.flatMap((act, index): readonly CallerAct[] => {
    const next = scenario.acts[index + 1];
    if (next === undefined || !("waitPrompt" in act || "waits" in act)) return [act];
    if ("presses" in next) return [{ waits: "waits" in act ? Math.min(act.waits, HURRY_MS) : HURRY_MS }];
    return "says" in next ? [{ waits: HURRY_MS }, press("#"), { waitTone: {} }] : [act];
  }),
});
