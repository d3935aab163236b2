import { type NamedPerson, personClip, personOfClip, spokenName } from "./personNames.ts";
import { slug } from "./slug.ts";
import { digitClips, spokenClipIds, spokenClipWording } from "./spoken.ts";
import { english } from "./wording/en.ts";
import { englishForDoctors } from "./wording/enDoctor.ts";
import { spanish } from "./wording/es.ts";

export { personClips } from "./personNames.ts";
export { spokenCode, spokenDate, spokenDigits } from "./spoken.ts";
export { spokenTime, spokenTimeAt } from "./spokenTime.ts";

/** Everything that one language says. `{clinic}` and `{emergencyNumber}` in a sentence are filled in when it is rendered. */
export interface Wording {
  readonly sentences: Readonly<Record<string, string>>;
  /** 0 … 99 in words. */
  readonly number: (n: number) => string;
  /** The day of a date, 1 … 31. */
  readonly day: (n: number) => string;
  /** As said between day and year, January first. */
  readonly months: readonly string[];
  /** The last two digits of 1901 … 1999. */
  readonly yearAfter1900: (n: number) => string;
  /** The first half of a year: `century-19`, and 1900 itself, which has no second half. */
  readonly centuries: Readonly<Record<string, string>>;
  readonly letters: Readonly<Record<string, string>>;
  /** 1 … 12 at the full hour, and followed by minutes: "las dos", "las dos y". */
  readonly hour: (hour: number) => string;
  readonly hourPast: (hour: number) => string;
  /** Said after a time, by the parts of `spokenTime.ts`. */
  readonly partsOfDay: Readonly<Record<string, string>>;
}

export interface PromptVariables {
  readonly clinic: string;
  readonly emergencyNumber: string;
  /** The clinic's own sentences, and its own words for ours: id → language → text (`Script.prompts`). */
  readonly own?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The clinic's people, whose names are clips of their own: `person.dr-chen`. */
  readonly people?: readonly NamedPerson[];
}

/** One clip as a call asks for it: `orElse` is played instead when there is no recording of `clip`. */
export interface Clip {
  readonly clip: string;
  readonly language: string;
  readonly orElse?: readonly string[];
}

const LANGUAGES: ReadonlyMap<string, Wording> = new Map([
  ["en", english],
  ["es", spanish],
]);

export const promptLanguages: readonly string[] = [...LANGUAGES.keys()];

/** Clips that are sounds, not words: a short silence, and the beep (1000 Hz) before a recording. The renderer makes them. */
export const soundIds: readonly string[] = ["pause", "tone"];

const sentenceIds: readonly string[] = Object.keys(english.sentences);

/** Every sentence and every clip that spoken numbers, dates and codes are composed of; without `soundIds`. */
export const promptIds: readonly string[] = [...sentenceIds, ...spokenClipIds];

/**
 * What the box puts together when it says it, because only then it is known: the call's code, what is true of the page now, and
 * what became of this caller's earlier message.
 */
const SAID_AS_IT_IS: readonly string[] = ["reference", "page-news", "earlier-news"];

/** The pieces of which the last two are made. A script that said one by itself would claim what nobody has checked. */
const ONLY_WHEN_TRUE: readonly string[] = [
  ...[
    "page-notifying",
    "page-failing",
    "page-waiting",
    "page-again",
    "a-doctor",
    "taken",
    "taken-at",
    "will-call-back",
  ],
  ...["earlier-message", "earlier-message-from", "earlier-call", "earlier-call-from", "taken-it", "taken-it-at"],
  "stay-over",
];

/** Only the clinic's own people hear it, in the clinic's first language. */
export const isForDoctors = (clip: string): boolean => Object.hasOwn(englishForDoctors, plainId(clip));

const SAYABLE = new Set([...sentenceIds.filter((id) => !ONLY_WHEN_TRUE.includes(id)), ...soundIds, ...SAID_AS_IT_IS]);

/** What a script may `say`: the sentences, the sounds, and what is put together when it is said (`reference`, `page-news`, `earlier-news`). */
export const isSayable = (id: string): boolean => SAYABLE.has(id);

/** What is said, in words; undefined for sounds, unknown ids and unknown languages. */
export function wordingOf(id: string, language: string, variables: PromptVariables): string | undefined {
  const person = personOfClip(id, variables.people ?? []);
  if (person !== undefined) return spokenName(person, language);
  const own = variables.own?.[plainId(id)]?.[language];
  if (own !== undefined) return fill(own, variables);
  const wording = LANGUAGES.get(language);
  if (wording === undefined) return undefined;
  const sentence = wording.sentences[plainId(id)];
  return sentence === undefined ? spokenClipWording(id, wording) : fill(sentence, variables);
}

const plainId = (clip: string): string => clip.split(".")[0]!;

const fill = (sentence: string, variables: PromptVariables): string =>
  sentence
    .replaceAll("{clinic}", () => variables.clinic)
    .replaceAll("{emergencyNumber}", () => variables.emergencyNumber);

/**
 * The clip's file name without `.wav`. A sentence with a variable carries its value in the name
 * (`greeting.rosewood-family-practice`, `emergency.911`), so that no caller ever hears another clinic's name or another
 * country's emergency number: a clip that was not rendered for this clinic is not found, and `orElse` is played.
 */
export function clipName(id: string, variables: PromptVariables): string {
  const sentence = english.sentences[id] ?? "";
  const values = [
    ...(sentence.includes("{clinic}") ? [slug(variables.clinic)] : []),
    ...(sentence.includes("{emergencyNumber}") ? [slug(variables.emergencyNumber)] : []),
  ];
  return [id, ...values].join(".");
}

/** A sentence of a script as clips to play, with what to play where a clip was not rendered for this clinic. */
export function clipOf(id: string, language: string, variables: PromptVariables): Clip {
  const clip = clipName(id, variables);
  if (clip === id) return { clip, language };
  return { clip, language, orElse: withoutVariables(id, variables) };
}

/** Each sentence with a variable has one without, closed by digits where the number is the point of it. */
function withoutVariables(id: string, variables: PromptVariables): readonly string[] {
  const generic = `${id}-generic`;
  return generic in english.sentences ? [generic] : [`${id}-dial`, ...digitClips(variables.emergencyNumber)];
}

/** All that a renderer must make for one clinic in one language: `<clip>.wav` saying `text`. Sounds come apart (`soundIds`). */
export function clipsToRender(
  language: string,
  variables: PromptVariables,
): readonly { readonly clip: string; readonly text: string }[] {
  // A speech program reads "911" as a quantity; with spaces it reads digits.
  const spelled = { ...variables, emergencyNumber: [...variables.emergencyNumber].join(" ") };
  const sentences = [...new Set([...promptIds, ...Object.keys(variables.own ?? {})])];
  const names = new Set((variables.people ?? []).map(personClip));
  return [...sentences.map((id) => [id, clipName(id, variables)]), ...[...names].map((name) => [name, name])].flatMap(
    ([id, clip]) => {
      const text = wordingOf(id!, language, spelled);
      return text === undefined ? [] : [{ clip: clip!, text }];
    },
  );
}

/** What a caller hears, as a line of text: for timelines, and for people who read a script. */
export function textOf(clips: readonly Clip[], variables: PromptVariables): string {
  let text = "";
  let wasSpelled = false;
  for (const { clip, language } of clips) {
    const spelled = /^(?:digit|letter)-(.)$/.exec(clip)?.[1]?.toUpperCase();
    const words = spelled ?? wordingOf(clip, language, variables) ?? "";
    if (words === "") continue;
    // Digits and letters are easier read together than as words.
    text += wasSpelled && spelled !== undefined ? words : ` ${words}`;
    wasSpelled = spelled !== undefined;
  }
  return text.trimStart();
}

/** The keys that a sentence offers (`press 2`, `oprima 2`), so that a menu can be held against its words. */
export function keysOffered(wording: string): readonly string[] {
  const keys = [...wording.matchAll(/\b(?:press|oprima|oprimir)\s+(\d|star|pound|asterisco|numeral)/gi)].map((match) =>
    match[1]!.toLowerCase(),
  );
  return [...new Set(keys.map((key) => KEY_WORDS.get(key) ?? key))];
}

const KEY_WORDS: ReadonlyMap<string, string> = new Map([
  ["star", "*"],
  ["asterisco", "*"],
  ["pound", "#"],
  ["numeral", "#"],
]);
