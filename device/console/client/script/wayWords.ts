import type { ScriptStepView, ScriptWay } from "../../api/clinic.ts";
import { words } from "../i18n.ts";

const says = words({
  en: {
    key: (key: string) => `Key ${key}`,
    next: "Then",
    noAnswer: "No answer, or wrong keys",
    savedUrgent: "Saved, urgent",
    savedRoutine: "Saved, can wait",
    notSaved: "Could not be saved (urgent)",
    short: { noAnswer: "no answer", savedUrgent: "urgent", savedRoutine: "can wait", notSaved: "not saved" },
    kinds: {
      say: "Says something",
      language: "Asks for the language",
      menu: "Asks for a key",
      callback: "Asks for the number",
      "date-of-birth": "Asks for the date of birth",
      record: "Records",
      save: "Saves the message",
      stay: "Offers to wait on the line",
      end: "Says goodbye and hangs up",
    } satisfies Record<ScriptStepView["kind"], string>,
    name: "Records the name",
    reason: "Records the reason",
    passes: "Goes on without a word",
    does: {
      language: "Offers the clinic's languages, each in its own words; passed over when there is one.",
      callback: "The number to call back: offers the caller's own, or takes keys; reads it back until it is confirmed.",
      "date-of-birth": "Eight keys, read back; # skips it.",
      record: "After the tone; # or silence ends it.",
      save: "Only when it is kept does the caller hear so.",
      stay: "The caller hears when a doctor has taken the message.",
    } as Record<string, string>,
    urgent: "urgent from here on",
    routine: "can wait",
  },
  es: {
    key: (key: string) => `Tecla ${key}`,
    next: "Después",
    noAnswer: "Sin respuesta o teclas equivocadas",
    savedUrgent: "Guardado, urgente",
    savedRoutine: "Guardado, puede esperar",
    notSaved: "No se pudo guardar (urgente)",
    short: {
      noAnswer: "sin respuesta",
      savedUrgent: "urgente",
      savedRoutine: "puede esperar",
      notSaved: "no guardado",
    },
    kinds: {
      say: "Dice algo",
      language: "Pregunta el idioma",
      menu: "Pide una tecla",
      callback: "Pide el número",
      "date-of-birth": "Pide la fecha de nacimiento",
      record: "Graba",
      save: "Guarda el mensaje",
      stay: "Ofrece esperar en línea",
      end: "Se despide y cuelga",
    },
    name: "Graba el nombre",
    reason: "Graba el motivo",
    passes: "Sigue sin decir nada",
    does: {
      language: "Ofrece los idiomas de la clínica, cada uno en sus palabras; se salta cuando solo hay uno.",
      callback: "El número al que llamar: ofrece el de quien llama, o acepta teclas; lo repite hasta que se confirma.",
      "date-of-birth": "Ocho teclas, que se repiten; # lo salta.",
      record: "Tras el tono; # o el silencio lo termina.",
      save: "Solo cuando está guardado se le dice a quien llama.",
      stay: "Quien llama oye cuándo un médico ha tomado el mensaje.",
    },
    urgent: "urgente desde aquí",
    routine: "puede esperar",
  },
});

export const wayText = (way: ScriptWay): string =>
  way.how === "key" ? says().key(way.key) : way.how === "then" ? says().next : says()[way.how];
/** Beside a line of the diagram. */
export const wayShort = (way: ScriptWay): string =>
  way.how === "key" ? way.key : way.how === "then" ? "" : says().short[way.how];

export function kindText({ kind, part, says: said }: ScriptStepView): string {
  if (kind === "record" && part !== undefined) return says()[part];
  return kind === "say" && said.length === 0 ? says().passes : says().kinds[kind];
}

export const doesText = ({ kind }: ScriptStepView): string | undefined => says().does[kind];

export const urgencyText = ({ urgency }: ScriptStepView): string | undefined =>
  urgency === undefined ? undefined : says()[urgency];

/** What is heard in the step, on one line. */
export const saidIn = (step: ScriptStepView, language: string): string =>
  step.says
    .filter(({ fixed }) => !fixed)
    .flatMap(({ texts }) => texts[language] ?? [])
    .join(" ");
