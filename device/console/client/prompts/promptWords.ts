import type { PromptGroup, PromptHow, PromptRow } from "../../api/prompts.ts";
import { words } from "../i18n.ts";

const LANGUAGE_NAMES: Readonly<Record<string, string>> = { en: "English", es: "Español" };

export const languageName = (tag: string): string => LANGUAGE_NAMES[tag] ?? tag;

export const promptWords = words({
  en: {
    groups: {
      script: "In the script",
      names: "Names",
      call: "Said when needed",
      doctors: "For doctors",
      spoken: "Numbers and letters",
      other: "Of other scripts",
    } satisfies Record<PromptGroup, string>,
    voice: { shipped: "as it comes", own: "your own", none: "none" } satisfies Record<PromptRow["source"], string>,
    how: {
      recorded: "recorded here",
      uploaded: "uploaded",
      telephone: "by telephone",
      spoken: "spoken by the box",
      found: "by a doctor's telephone, set-up or command line",
      shipped: "as it comes with FirstRing",
    } satisfies Record<PromptHow, string>,
    trouble: {
      silence: "callers hear nothing here",
      instead: "another sentence is heard",
      otherWords: "says other words",
    } satisfies Record<NonNullable<PromptRow["trouble"]>, string>,
    waiting: "new recording waits",
  },
  es: {
    groups: {
      script: "En el guion",
      names: "Nombres",
      call: "Cuando hace falta",
      doctors: "Para médicos",
      spoken: "Números y letras",
      other: "De otros guiones",
    },
    voice: { shipped: "la original", own: "propia", none: "ninguna" },
    how: {
      recorded: "grabada aquí",
      uploaded: "subida",
      telephone: "por teléfono",
      spoken: "dicha por el equipo",
      found: "por el teléfono de un médico, instalación o línea de comandos",
      shipped: "la que trae FirstRing",
    },
    trouble: {
      silence: "aquí no se oye nada",
      instead: "se oye otra frase",
      otherWords: "dice otras palabras",
    },
    waiting: "hay una grabación nueva",
  },
});
