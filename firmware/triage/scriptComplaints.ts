import { complaintsOf } from "../language/Complaint.ts";
import { oneOf } from "../language/oneOf.ts";

// What is said of a clinic's dialogue: of its shape, and of what would let a caller down.

const A_STEP = { en: "the name of a step", es: "el nombre de un paso" };
const A_SENTENCE = {
  en: "a sentence of the catalogue, or several in [ ]",
  es: "una frase del catálogo, o varias en [ ]",
};
const A_GROUP = { en: "a group of words", es: "un grupo de palabras" };
const STAY = { en: "a time from 10s to 5m, or off", es: "un tiempo de 10s a 5m, u off" };

/** What to write under a word, where its type alone does not say it. */
const HINTS: Readonly<Record<string, { readonly en: string; readonly es: string }>> = {
  ...{ next: A_STEP, otherwise: A_STEP, start: A_STEP, escape: A_STEP },
  ...{ urgent: A_STEP, routine: A_STEP, failed: A_STEP },
  ...{ say: A_SENTENCE, menu: A_SENTENCE, end: A_SENTENCE },
  keys: {
    en: "each key with the name of a step, as { 1: urgent, 2: routine }",
    es: "cada tecla con el nombre de un paso, como { 1: urgent, 2: routine }",
  },
  stay: STAY,
  save: {
    en: "{ urgent: …, routine: …, failed: … }, each with the name of a step",
    es: "{ urgent: …, routine: …, failed: … }, cada uno con el nombre de un paso",
  },
};
const KINDS: Readonly<Record<string, { readonly en: string; readonly es: string }>> = {
  object: A_GROUP,
  record: A_GROUP,
  string: { en: "a word", es: "una palabra" },
  int: { en: "a whole number", es: "un número entero" },
  boolean: { en: "true or false", es: "true o false" },
};
const hintOf = (word: string, kind: string) => HINTS[word] ?? KINDS[kind] ?? { en: kind, es: kind };

export const sayOfShape = complaintsOf({
  neitherTemplateNorSteps: {
    en: ["neither a template nor steps with start and escape", "write template: family-practice"],
    es: ["ni una plantilla ni pasos con start y escape", "escriba template: family-practice"],
  },
  stepUnclear: (verbs: readonly string[]) => ({
    en: ["it is not clear what this step does", `give it exactly one of ${verbs.join(", ")}`],
    es: ["no está claro qué hace este paso", `dele exactamente uno de ${verbs.join(", ")}`],
  }),
  routineUndecided: {
    en: [
      "calls that the caller calls routine wait until the office opens, and nobody has said that they may",
      "let a physician decide, and write routine: waits or routine: pages",
    ],
    es: [
      "las llamadas que quien llama da por no urgentes esperan a que abra la clínica, y nadie ha dicho que puedan",
      "que lo decida un médico, y escriba routine: waits o routine: pages",
    ],
  },
  unknownWord: (key: string, known: readonly string[]) => ({
    en: [`${key}: there is no such word here`, `use ${known.join(", ")}`],
    es: [`${key}: aquí no existe esa palabra`, `use ${known.join(", ")}`],
  }),
  noSuchWord: (choices: readonly string[]) => ({
    en: ["this is not one of the choices", `write ${choices.join(" or ")}`],
    es: ["no es ninguna de las posibilidades", `escriba ${choices.join(" o ")}`],
  }),
  wordMissing: (word: string, kind: string) => ({
    en: ["this is missing", `write ${hintOf(word, kind).en}`],
    es: ["falta", `escriba ${hintOf(word, kind).es}`],
  }),
  wrongKind: (word: string, kind: string) => ({
    en: ["this is of the wrong kind", `write ${hintOf(word, kind).en}`],
    es: ["es de otra clase", `escriba ${hintOf(word, kind).es}`],
  }),
  missingOrWrong: (word: string) => ({
    en: ["this is missing, or of the wrong kind", `write ${(HINTS[word] ?? A_SENTENCE).en}`],
    es: ["falta, o es de otra clase", `escriba ${(HINTS[word] ?? A_SENTENCE).es}`],
  }),
  nameKept: {
    en: ["this cannot be read", "this name is kept by the machine: choose another"],
    es: ["esto no se puede leer", "este nombre se lo reserva la máquina: elija otro"],
  },
  noStayTime: {
    en: ["this cannot be read", `write ${STAY.en}`],
    es: ["esto no se puede leer", `escriba ${STAY.es}`],
  },
  noSpan: {
    en: ["this cannot be read", "write a time such as 6s or 2m"],
    es: ["esto no se puede leer", "escriba un tiempo como 6s o 2m"],
  },
  wordEmpty: {
    en: ["there is nothing here", "write at least one character"],
    es: ["aquí no hay nada", "escriba al menos un carácter"],
  },
  wordUnreadable: {
    en: ["this cannot be read", "compare with provisioning/example/clinic.yaml"],
    es: ["esto no se puede leer", "compárelo con provisioning/example/clinic.yaml"],
  },
});

const ONLY_BY_KEY = {
  en: "only a key of a menu may lead to a routine step",
  es: "a un paso no urgente solo puede llevar una tecla de un menú",
};

export const say = complaintsOf({
  noStepNamed: (name: string, step: string, known: readonly string[]) => ({
    en: [`${name}: there is no step ${step}`, `name one of ${known.join(", ")}`],
    es: [`${name}: no hay ningún paso ${step}`, `nombre uno de ${known.join(", ")}`],
  }),
  leadsNowhere: (to: string) => ({
    en: [`it leads to ${to}, and there is no such step`, "write that step, or lead to one that exists"],
    es: [`lleva a ${to}, y no existe ese paso`, "escriba ese paso, o lleve a uno que exista"],
  }),
  noSentence: (prompt: string) => ({
    en: [`there is no sentence ${prompt}`, "use one of `firstring prompts list`, or write it under prompts"],
    es: [`no hay ninguna frase ${prompt}`, "use una de la página Frases, o escríbala en prompts"],
  }),
  sentenceWithoutWords: (prompt: string, language: string) => ({
    en: [`${prompt} has no words in language ${language}`, `write prompts.${prompt}.${language}`],
    es: [`${prompt} no tiene palabras en el idioma ${language}`, `escriba prompts.${prompt}.${language}`],
  }),
  notReached: {
    en: ["no caller ever gets here", "lead to it, or take it out"],
    es: ["nadie que llame llega nunca aquí", "lleve a este paso, o quítelo"],
  },
  neverEnds: {
    en: ["from here the call never comes to an end", "let one way lead to an end step"],
    es: ["desde aquí la llamada no termina nunca", "que un camino lleve a un paso con end"],
  },
  goesRound: (path: string) => ({
    en: [`a caller who cannot answer goes round for ever: ${path}`, "let otherwise lead on, towards save"],
    es: [`quien no puede contestar da vueltas para siempre: ${path}`, "que otherwise lleve adelante, hacia save"],
  }),
  endsUnsaved: {
    en: ["a call can end here without having been saved", "put a save step on every way to it"],
    es: ["una llamada puede terminar aquí sin haberse guardado", "ponga un paso save en cada camino que llega"],
  },
  savedWithoutNumber: {
    en: [
      "a call can be saved here without asking for a number to call back",
      "put an `ask: callback` step on every way to it",
    ],
    es: [
      "una llamada puede guardarse aquí sin pedir un número al que llamar",
      "ponga un paso `ask: callback` en cada camino que llega",
    ],
  },
  zeroNotUrgent: {
    en: ["0 leads here, and the call does not become urgent", "give this step `urgency: urgent`"],
    es: ["el 0 lleva aquí, y la llamada no pasa a ser urgente", "dé a este paso `urgency: urgent`"],
  },
  zeroTaken: {
    en: [
      "this menu takes 0 away from callers who need it at once",
      "use another key, or let 0 lead to a step with `urgency: urgent`",
    ],
    es: [
      "este menú quita el 0 a quien lo necesita enseguida",
      "use otra tecla, o que el 0 lleve a un paso con `urgency: urgent`",
    ],
  },
  routineUnchosen: (to: string) => ({
    en: [`it leads to ${to}, which is routine, without the caller having chosen so`, ONLY_BY_KEY.en],
    es: [`lleva a ${to}, que no es urgente, sin que lo haya elegido quien llama`, ONLY_BY_KEY.es],
  }),
  allRoutine: {
    en: ["every call would be routine", ONLY_BY_KEY.en],
    es: ["ninguna llamada sería urgente", ONLY_BY_KEY.es],
  },
  noKey: (key: string) => ({
    en: [`${key} cannot be a key of a menu`, "use 1 to 9; * repeats the question and # ends an entry"],
    es: [`${key} no puede ser tecla de un menú`, "use del 1 al 9; * repite la pregunta y # termina lo que se marca"],
  }),
  noKeys: {
    en: ["a menu without keys", "give it keys"],
    es: ["un menú sin teclas", "dele teclas"],
  },
  tooManyChoices: (keys: number, most: number) => ({
    en: [`${keys} choices are more than a worried caller keeps in mind`, `offer at most ${most}`],
    es: [`${keys} posibilidades son más de las que retiene quien llama preocupado`, `ofrezca ${most} como mucho`],
  }),
  keyOfferedMissing: (language: string, key: string) => ({
    en: [
      `the words (${language}) offer ${key}, and the menu has no such key`,
      `add the key ${key}, or change the words`,
    ],
    es: [
      `las palabras (${language}) ofrecen el ${key}, y el menú no tiene esa tecla`,
      `añada la tecla ${key}, o cambie las palabras`,
    ],
  }),
  keyNotOffered: (language: string, key: string) => ({
    en: [
      `the menu has a key ${key} that its words (${language}) do not offer`,
      `say what ${key} is for, or take it out`,
    ],
    es: [
      `el menú tiene una tecla ${key} que sus palabras (${language}) no ofrecen`,
      `diga para qué es el ${key}, o quítela`,
    ],
  }),
  keyOutsideMenu: (language: string, key: string) => ({
    en: [`its words (${language}) offer ${key}, and nothing here takes a key`, "say it in a menu step"],
    es: [`sus palabras (${language}) ofrecen el ${key}, y aquí no se espera ninguna tecla`, "dígalo en un paso menu"],
  }),
  emergencyNotHeard: {
    en: ["a caller gets here without having heard the emergency number", "say `emergency` in the first step"],
    es: ["se llega aquí sin haber oído el número de emergencias", "diga `emergency` en el primer paso"],
  },
  untrue: (prompt: string, outcome: "urgent" | "routine" | "failed" | undefined, allowed: readonly string[]) => ({
    en: [
      `${prompt} is said ${outcome === undefined ? "before it is saved" : `after ${outcome}`}, when it is not true`,
      `say it only where save leads by ${allowed.join(" or ")}`,
    ],
    es: [
      `${prompt} se dice ${outcome === undefined ? "antes de guardar" : `después de ${outcome}`}, cuando no es verdad`,
      `dígala solo adonde save lleva por ${oneOf(allowed, "o")}`,
    ],
  }),
  stayTime: (seconds: number) => ({
    en: [`callers may stay for ${seconds} s`, "give stay: 10s to 5m, or off"],
    es: [`quien llama podría quedarse ${seconds} s`, "dé a stay de 10s a 5m, u off"],
  }),
  triesOutside: (tries: number) => ({
    en: [`${tries} tries`, "give 1 to 5"],
    es: [`${tries} intentos`, "dé de 1 a 5"],
  }),
  waitOutside: (seconds: number) => ({
    en: [`a wait of ${seconds} s`, "give 2s to 30s"],
    es: [`una espera de ${seconds} s`, "dé de 2s a 30s"],
  }),
  recordingOutside: (seconds: number) => ({
    en: [`recordings of ${seconds} s`, "give 5s to 5m"],
    es: [`grabaciones de ${seconds} s`, "dé de 5s a 5m"],
  }),
});
