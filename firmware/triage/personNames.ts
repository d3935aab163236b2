import type { Clip } from "./PromptCatalogue.ts";
import { slug } from "./slug.ts";

/** One of the clinic's people, as far as their name is spoken. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
}

/** The clip that says the name: `person.dr-chen`. A name without any Latin letter is filed under the id. */
export const personClip = ({ id, name }: NamedPerson): string => `person.${slug(name) || slug(id)}`;

/** The name as clips to play; where nobody has recorded or rendered it, "the doctor on call". */
export const personClips = (person: NamedPerson, language: string): readonly Clip[] => [
  { clip: personClip(person), language, orElse: ["doctor-on-call"] },
];

export const personOfClip = (clip: string, people: readonly NamedPerson[]): NamedPerson | undefined =>
  clip.startsWith("person.") ? people.find((person) => personClip(person) === clip) : undefined;

/** Speech programs read `Dr.` as "drive" or as letters, each in its own way: titles are written out. */
const TITLES: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  en: [
    [/\bDra?\b\.?/g, "Doctor"],
    [/\bProf\b\.?/g, "Professor"],
    [/,? *\bM\.?D\b\.?/g, ""],
  ],
  es: [
    [/\bDra\b\.?/g, "doctora"],
    [/\bDr\b\.?/g, "doctor"],
    [/\bProfa?\b\.?/g, "profesor"],
    [/,? *\bM\.?D\b\.?/g, ""],
  ],
};

/** What a voice is given to speak. */
export const spokenName = ({ name }: NamedPerson, language: string): string =>
  (TITLES[language] ?? []).reduce((text, [title, word]) => text.replace(title, word), name).trim() || name;
