import { complaintsOf, meantOr } from "../../language/Complaint.ts";
import { oneOf } from "../../language/oneOf.ts";

// What is said where the clinic file has not the shape that it should have: YAML itself, names, kinds of values, secrets.

/** What to add where something is missing. By its last name, which is clear enough everywhere in our file. */
const EXAMPLES: Readonly<Record<string, string | { readonly en: string; readonly es: string }>> = {
  version: "version: 1",
  clinic: 'clinic: { name: …, timezone: America/Chicago, country: US, emergencyNumber: "911" }',
  name: { en: "name: and what people call it", es: "name: y cómo se llama" },
  timezone: {
    en: "timezone: America/Chicago (where the clinic is)",
    es: "timezone: America/Chicago (donde está la clínica)",
  },
  country: { en: "country: US (two letters)", es: "country: US (dos letras)" },
  emergencyNumber: {
    en: 'emergencyNumber: "911" (what a patient in danger dials, in quotes)',
    es: 'emergencyNumber: "911" (lo que marca un paciente en peligro, entre comillas)',
  },
  privacy: {
    en: "privacy: { smsDetail: code } or { smsDetail: callback }",
    es: "privacy: { smsDetail: code } o { smsDetail: callback }",
  },
  lines: {
    en: "lines: a list of the modems, see provisioning/example/clinic.yaml",
    es: "lines: una lista de los módems, vea provisioning/example/clinic.yaml",
  },
  people: {
    en: "people: a list of who can be paged, see provisioning/example/clinic.yaml",
    es: "people: una lista de a quién se puede avisar, vea provisioning/example/clinic.yaml",
  },
  onCall: {
    en: "onCall: { fallback: ID } with the id of a person",
    es: "onCall: { fallback: ID } con el identificador de una persona",
  },
  fallback: {
    en: "fallback: the id of the person who is paged when nobody else is on call",
    es: "fallback: el identificador de la persona a quien se avisa cuando nadie más está de guardia",
  },
  driver: { en: "driver: voice-modem or gsm", es: "driver: voice-modem o gsm" },
  port: "port: /dev/firstring/front",
  phone: {
    en: 'phone: "+13125550101" (with country code, in quotes)',
    es: 'phone: "+13125550101" (con código de país, entre comillas)',
  },
  handoff: {
    en: 'handoff: "mon 08:00" (for every: day the time alone)',
    es: 'handoff: "mon 08:00" (con every: day solo la hora)',
  },
  starts: {
    en: "starts: the date of the first shift, e.g. 2026-11-02",
    es: "starts: la fecha del primer turno, p. ej. 2026-11-02",
  },
  by: "by: [sms]",
  notify: { en: 'notify: "rotation:ID", "person:ID" or everyone', es: 'notify: "rotation:ID", "person:ID" o everyone' },
};

const SMS_DETAIL = {
  en: "choose: code keeps the patient's number out of the SMS, callback puts it in",
  es: "elija: code deja el número del paciente fuera del SMS, callback lo pone",
};

function toAdd(name: Name, last: string | undefined): { readonly en: string; readonly es: string } {
  if (last === "smsDetail") return SMS_DETAIL;
  const example = (last === undefined ? undefined : EXAMPLES[last]) ?? `${name.en}:`;
  return typeof example === "string"
    ? { en: `add ${example}`, es: `añada ${example}` }
    : { en: `add ${example.en}`, es: `añada ${example.es}` };
}

const LIKE_THE_EXAMPLE = {
  en: "compare with provisioning/example/clinic.yaml",
  es: "compárelo con provisioning/example/clinic.yaml",
};

/** What a mistake is about: a name of the file, which is the same in all languages, or what stands for one. */
export interface Name {
  readonly en: string;
  readonly es: string;
}
export const THE_FILE: Name = { en: "the file", es: "el archivo" };
export const entry = (index: number): Name => ({ en: `entry ${index + 1}`, es: `la entrada ${index + 1}` });

export const say = complaintsOf({
  unknownName: (key: string, meant: string | undefined, parent: string | undefined, known: readonly string[]) => {
    const cure = meantOr(meant, known);
    const moves = meant === undefined && parent !== undefined;
    return {
      en: [`${key} is not known here`, moves ? `it belongs below ${parent}:` : cure.en],
      es: [`aquí no se conoce ${key}`, moves ? `va en ${parent}:` : cure.es],
    };
  },
  missing: (name: Name, last: string | undefined) => ({
    en: [`${name.en} is missing`, toAdd(name, last).en],
    es: [`falta ${name.es}`, toAdd(name, last).es],
  }),
  noValue: (name: Name, last: string | undefined) => ({
    en: [`${name.en} has no value`, toAdd(name, last).en],
    es: [`${name.es} no tiene valor`, toAdd(name, last).es],
  }),
  peopleNoId: {
    en: ["an entry of people is no id", "write an id, or several in brackets: [chen, patel]"],
    es: ["una entrada de people no es un identificador", "escriba uno, o varios entre corchetes: [chen, patel]"],
  },
  lampsNoNames: {
    en: ["lamps names no LEDs", "write { ready: NAME, fault: NAME }, or none"],
    es: ["lamps no nombra ningún LED", "escriba { ready: NOMBRE, fault: NOMBRE }, o none"],
  },
  noName: (name: Name) => ({
    en: [`${name.en} is no name`, "choose another name"],
    es: [`${name.es} no sirve de nombre`, "elija otro"],
  }),
  emptyList: (name: Name) => ({
    en: [`${name.en} is an empty list`, "give at least one entry"],
    es: [`${name.es} es una lista vacía`, "dé al menos una entrada"],
  }),
  tooSmall: (name: Name, least: string) => ({
    en: [`${name.en} is too small`, `at least ${least}`],
    es: [`${name.es} es demasiado poco`, `al menos ${least}`],
  }),
  tooLarge: (name: Name, most: string) => ({
    en: [`${name.en} is too large`, `at most ${most}`],
    es: [`${name.es} es demasiado`, `como mucho ${most}`],
  }),
  doesNotFit: (name: Name) => ({
    en: [`${name.en} does not fit here`, LIKE_THE_EXAMPLE.en],
    es: [`${name.es} no va aquí`, LIKE_THE_EXAMPLE.es],
  }),
  notInQuotes: (name: Name, isYesOrNo: boolean, written: string) => ({
    en: [
      `${name.en} is not in quotes, so it is read as a ${isYesOrNo ? "yes or no" : "number"} and loses its form`,
      `write "${written}"`,
    ],
    es: [
      `${name.es} no está entre comillas, así que se lee como ${isYesOrNo ? "sí o no" : "número"} y pierde su forma`,
      `escriba "${written}"`,
    ],
  }),
  noList: (name: Name, written: string | undefined) => ({
    en: [
      `${name.en} is not a list`,
      written === undefined ? "write [ … ], or one entry on each line, beginning with -" : `write [${written}]`,
    ],
    es: [
      `${name.es} no es una lista`,
      written === undefined ? "escriba [ … ], o una entrada en cada línea, empezando por -" : `escriba [${written}]`,
    ],
  }),
  noParts: (name: Name) => ({
    en: [
      `${name.en} has one value instead of its parts`,
      "write its parts below it, indented, `name: value` on each line",
    ],
    es: [
      `${name.es} tiene un valor en lugar de sus partes`,
      "escriba sus partes debajo, con sangría, `nombre: valor` en cada línea",
    ],
  }),
  noNumber: (name: Name) => ({
    en: [`${name.en} is not a whole number`, "write digits only, without quotes"],
    es: [`${name.es} no es un número entero`, "escriba solo cifras, sin comillas"],
  }),
  noText: (name: Name) => ({
    en: [`${name.en} is not a text`, "write a word, in quotes if it has special characters"],
    es: [`${name.es} no es un texto`, "escriba una palabra, entre comillas si tiene signos especiales"],
  }),
  noChoice: (name: Name, written: string | undefined, meant: string | undefined, choices: readonly string[]) => ({
    en: [
      `${name.en}: ${written ?? "this"} is not possible`,
      meant === undefined ? `write ${oneOf(choices)}` : `did you mean ${meant}?`,
    ],
    es: [
      `${name.es}: ${written ?? "esto"} no es posible`,
      meant === undefined ? `escriba ${oneOf(choices, "o")}` : `¿quiso decir ${meant}?`,
    ],
  }),
  noRepeat: (written: string | undefined) => ({
    en: [`repeat: ${written ?? "this"} is not possible`, "write until-taken or a number from 1 to 20"],
    es: [`repeat: ${written ?? "esto"} no es posible`, "escriba until-taken o un número del 1 al 20"],
  }),
  andMore: (rest: number) => ({
    en: [`and ${rest} more`, "mend those above first"],
    es: [`y ${rest} más`, "corrija antes los de arriba"],
  }),
  otherVersion: (version: number) => ({
    en: [
      `version: this FirstRing reads version 1, the file has version ${version}`,
      version > 1 ? "update FirstRing first" : "write version: 1",
    ],
    es: [
      `version: este FirstRing lee la versión 1, y el archivo tiene la versión ${version}`,
      version > 1 ? "actualice antes FirstRing" : "escriba version: 1",
    ],
  }),
  strayReference: (name: string) => ({
    en: [`${name}: a reference stands only for a secret (simPin, pin, username, password)`, "write the value itself"],
    es: [
      `${name}: una referencia solo vale para un secreto (simPin, pin, username, password)`,
      "escriba el valor mismo",
    ],
  }),
  secretNotThere: (name: string, reference: string, kept: { readonly env: boolean; readonly name: string }) => ({
    en: [
      `${name}: what ${reference} refers to is not there, so it goes without`,
      kept.env
        ? `set the variable ${kept.name}`
        : `on the box: firstring credential set ${kept.name}; elsewhere give the service a credential (systemd: LoadCredential=)`,
    ],
    es: [
      `${name}: no existe aquello a lo que se refiere ${reference}, así que se sigue sin ello`,
      kept.env
        ? `ponga la variable ${kept.name}`
        : `en el equipo: firstring credential set ${kept.name}; en otra parte dé al servicio una credencial (systemd: LoadCredential=)`,
    ],
  }),
  tooLargeFile: (kib: number, most: number) => ({
    en: [
      `the file is too large for a clinic file (${kib} KiB)`,
      `give one of at most ${most} KiB: is it the right file?`,
    ],
    es: [
      `el archivo es demasiado grande para ser el de una clínica (${kib} KiB)`,
      `dé uno de ${most} KiB como mucho: ¿es el archivo correcto?`,
    ],
  }),
  emptyFile: {
    en: ["the file is empty", "start from provisioning/example/clinic.yaml"],
    es: ["el archivo está vacío", "empiece con provisioning/example/clinic.yaml"],
  },
  noPlainText: {
    en: ["the file is not plain text in UTF-8", "save it as UTF-8 text: is it the right file?"],
    es: ["el archivo no es texto en UTF-8", "guárdelo como texto UTF-8: ¿es el archivo correcto?"],
  },
  nestedTooDeeply: {
    en: ["is nested too deeply", "start from provisioning/example/clinic.yaml"],
    es: ["tiene demasiados niveles, unos dentro de otros", "empiece con provisioning/example/clinic.yaml"],
  },
  tabIndents: {
    en: ["a tab is used to indent", "indent with spaces"],
    es: ["la sangría lleva un tabulador", "use espacios"],
  },
  oddIndent: {
    en: ["is not indented like its neighbours", "begin all entries of one block in the same column"],
    es: ["no tiene la sangría de sus vecinas", "empiece todas las entradas de un bloque en la misma columna"],
  },
  characterMissing: (message: string) => ({
    en: [
      `a character is missing here: ${message}`,
      "close every quote and bracket, and put a space after each colon and comma",
    ],
    es: [
      "aquí falta un signo",
      "cierre cada comilla y cada corchete, y deje un espacio después de cada dos puntos y cada coma",
    ],
  }),
  secondDocument: {
    en: ["a second document begins here", "remove the line ---"],
    es: ["aquí empieza un segundo documento", "quite la línea ---"],
  },
  notOneToALine: {
    en: ["this does not fit here", "one `name: value` on a line, values with a colon in quotes"],
    es: ["esto no va aquí", "un `nombre: valor` en cada línea; los valores con dos puntos, entre comillas"],
  },
  noYaml: (message: string) => ({
    en: [`is not YAML: ${message}`, LIKE_THE_EXAMPLE.en],
    es: ["no es YAML", LIKE_THE_EXAMPLE.es],
  }),
  noClinicFile: {
    en: ["is not a clinic file", "start from provisioning/example/clinic.yaml: `name: value` on each line"],
    es: ["no es un archivo de clínica", "empiece con provisioning/example/clinic.yaml: `nombre: valor` en cada línea"],
  },
  anchors: {
    en: [
      "anchors (&) and aliases (*) are not used in a clinic file",
      "write the value out; put quotes around a text that begins with & or *",
    ],
    es: [
      "en el archivo de la clínica no se usan anclas (&) ni alias (*)",
      "escriba el valor entero; ponga entre comillas un texto que empieza por & o *",
    ],
  },
  tags: {
    en: ["tags (!) are not used in a clinic file", "leave it out; put quotes around a text that begins with !"],
    es: [
      "en el archivo de la clínica no se usan etiquetas (!)",
      "quítela; ponga entre comillas un texto que empieza por !",
    ],
  },
  tooManyEntries: (most: number) => ({
    en: [`has more than ${most} entries`, "is it the right file?"],
    es: [`tiene más de ${most} entradas`, "¿es el archivo correcto?"],
  }),
  keyIsNoName: {
    en: ["is not a name", "write `name: value`"],
    es: ["no es un nombre", "escriba `nombre: valor`"],
  },
  nameTwice: (name: string, line: number) => ({
    en: [`${name} is given twice`, `keep one: the first is in line ${line}`],
    es: [`${name} está dos veces`, `deje uno: el primero está en la línea ${line}`],
  }),
});
