/* @pure */
import type { Clinic } from "../../../firmware/config/Clinic.ts";
import { promptVariables } from "../../../firmware/config/promptVariables.ts";
import {
  type Clip,
  clipName,
  clipOf,
  clipsToRender,
  isForDoctors,
  personClips,
  promptIds,
  soundIds,
  textOf,
  wordingOf,
} from "../../../firmware/triage/PromptCatalogue.ts";
import { personClip } from "../../../firmware/triage/personNames.ts";
import type { Script } from "../../../firmware/triage/Script.ts";
import { spokenClipIds } from "../../../firmware/triage/spoken.ts";
import { templates } from "../../../firmware/triage/templates/templates.ts";
import type { PromptGroup } from "../api/prompts.ts";

/** A sentence that this clinic's callers, or its doctors, may hear. */
export interface PromptEntry {
  readonly clip: string;
  readonly id: string;
  readonly group: PromptGroup;
  readonly steps: readonly string[];
  readonly words: string;
  /** As a speech program must be given them. */
  readonly toSpeak: string;
  /** What the sound that comes with FirstRing says, where the clinic has other words for it. */
  readonly shippedWords: string;
  /** What is played when there is no sound for it; empty: nothing. */
  readonly instead: readonly Clip[];
  readonly insteadWords: string;
}

const ORDER: Readonly<Record<PromptGroup, number>> = { script: 0, names: 1, call: 2, doctors: 3, spoken: 4, other: 5 };

/** All of one language: those of the script in the order in which callers come to them. */
export function promptEntries(clinic: Clinic, language: string): readonly PromptEntry[] {
  const variables = promptVariables(clinic);
  const { own: _own, ...shipped } = variables;
  const steps = stepsSaying(clinic.script);
  const toSpeak = new Map(clipsToRender(language, variables).map(({ clip, text }) => [clip, text]));
  const order = new Map([...steps.keys()].map((id, at) => [id, at]));
  const sentences = [...new Set([...order.keys(), ...promptIds, ...Object.keys(variables.own ?? {})])].filter(
    (id) => !soundIds.includes(id),
  );
  const entryOf = (id: string, clip: string, group: PromptGroup, instead: readonly string[]): PromptEntry[] => {
    const words = wordingOf(clip, language, variables);
    if (words === undefined) return [];
    const others = instead.map((other) => ({ clip: other, language }));
    return [
      {
        ...{ clip, id, group, words, steps: steps.get(id) ?? [], toSpeak: toSpeak.get(clip) ?? words },
        shippedWords: wordingOf(clip, language, shipped) ?? words,
        ...{ instead: others, insteadWords: textOf(others, variables) },
      },
    ];
  };
  const names = new Map(clinic.people.map((person) => [personClip(person), person]));
  return (
    [
      ...sentences.flatMap((id) => {
        const clip = clipName(id, variables);
        return entryOf(id, clip, groupOf(id, steps), clipOf(id, language, variables).orElse ?? []);
      }),
      ...[...names].flatMap(([clip, person]) =>
        entryOf(clip, clip, "names", personClips(person, language)[0]?.orElse ?? []),
      ),
    ]
      // They are spoken to in the clinic's first language.
      .filter(({ group }) => group !== "doctors" || language === clinic.clinic.languages[0])
      .toSorted((a, b) => ORDER[a.group] - ORDER[b.group] || (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
  );
}

/** Only scripts say them: the box says all others by itself, when they are needed. */
const OF_TEMPLATES = new Set([...templates.values()].flatMap((script) => [...stepsSaying(script).keys()]));
const SPOKEN = new Set(spokenClipIds);

function groupOf(id: string, steps: ReadonlyMap<string, unknown>): PromptGroup {
  if (steps.has(id)) return "script";
  if (SPOKEN.has(id)) return "spoken";
  if (isForDoctors(id)) return "doctors";
  return OF_TEMPLATES.has(id) ? "other" : "call";
}

/** Which steps say a sentence, in the order of the script. */
function stepsSaying(script: Script): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [step, { ...rest }] of Object.entries(script.steps)) {
    for (const id of "say" in rest ? rest.say : []) found.set(id, [...(found.get(id) ?? []), step]);
  }
  return found;
}
