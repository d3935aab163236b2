import { complaintsOf } from "../../language/Complaint.ts";
import { weekdayInSpanish } from "./leaf.ts";

// What is said of who has duty when.

const PARTS = {
  overrides: { en: "the override", es: "el cambio de guardia" },
  absences: { en: "the absence", es: "la ausencia" },
  temporary: { en: "the temporary schedule", es: "el plan por un tiempo" },
};

const OVERRIDE_FORMS = {
  en: 'write "replace: chen, with: patel", "add: patel" or "remove: chen"; each change an entry of its own',
  es: 'escriba "replace: chen, with: patel", "add: patel" o "remove: chen"; cada cambio en una entrada propia',
};
const WHO_IS_THERE = { en: "name somebody who is there", es: "nombre a alguien que esté" };

export const say = complaintsOf({
  somebodyTwice: {
    en: ["people: somebody is twice in one entry", "name each once"],
    es: ["people: alguien está dos veces en una entrada", "nombre a cada uno una vez"],
  },
  endsBeforeItStarts: {
    en: ["ends: is before it starts", "write the last day of the rotation, or leave it out"],
    es: ["ends: es antes de que empiece", "escriba el último día del turno, o quítelo"],
  },
  startsOnOtherDay: (starts: string, startsOn: string, handoffOn: string, first: string) => ({
    en: [
      `${starts} is a ${startsOn}, the handoff is on ${handoffOn}: the first shift begins on ${first}`,
      `write starts: ${first}`,
    ],
    es: [
      `el ${starts} es ${weekdayInSpanish(startsOn)}, y el turno cambia el ${weekdayInSpanish(handoffOn)}: el primero empieza el ${first}`,
      `escriba starts: ${first}`,
    ],
  }),
  toNotAfterFrom: {
    en: ["to: is not after from", "swap them, or write the day on which it ends"],
    es: ["to: no es después de from", "cámbielos de sitio, o escriba el día en que termina"],
  },
  overrideEmpty: {
    en: ["the override changes nothing", OVERRIDE_FORMS.en],
    es: ["el cambio de guardia no cambia nada", OVERRIDE_FORMS.es],
  },
  overrideOfTwoKinds: (given: readonly string[]) => ({
    en: [`the override has ${given.join(" and ")} at once`, OVERRIDE_FORMS.en],
    es: [`el cambio de guardia tiene a la vez ${given.join(" y ")}`, OVERRIDE_FORMS.es],
  }),
  replaceWithoutWith: {
    en: ["replace: does not say who stands in", "add with: and an id, or write remove:"],
    es: ["replace: no dice quién sustituye", "añada with: y un identificador, o escriba remove:"],
  },
  withNotReplace: (kind: string) => ({
    en: [`with: has no meaning beside ${kind}`, "write replace: and with:, or leave it out"],
    es: [`with: no significa nada junto a ${kind}`, "escriba replace: y with:, o quítelo"],
  }),
  replacedByThemselves: {
    en: ["with: is the one who is replaced", "name another person, or remove the override"],
    es: ["with: es la misma persona a la que se sustituye", "nombre a otra, o quite el cambio de guardia"],
  },
  coveredByThemselves: {
    en: ["cover: is the one who is away", "name another person, or leave it out"],
    es: ["cover: es la misma persona que está ausente", "nombre a otra, o quítelo"],
  },
  shiftBeyond: {
    en: [
      "the shift reaches beyond its temporary schedule: only the part within it counts",
      "widen from: and to: of the schedule, or shorten the shift",
    ],
    es: [
      "la guardia se sale de su plan por un tiempo: solo cuenta la parte de dentro",
      "amplíe from: y to: del plan, o acorte la guardia",
    ],
  },
  calendarPlaces: (none: boolean) => ({
    en: [none ? "the calendar has no place" : "the calendar has two places", "give file: or url:"],
    es: [none ? "no se dice dónde está el calendario" : "el calendario está en dos sitios", "dé file: o url:"],
  }),
  calendarNamesNobody: {
    en: ["people: says of nobody how they are called in the calendar", 'write e.g. { "Dr Chen": chen }'],
    es: ["people: no dice de nadie cómo se llama en el calendario", 'escriba p. ej. { "Dr Chen": chen }'],
  },
  scheduleEmpty: (fallback: string) => ({
    en: [
      `nobody is in the schedule, so the fallback ${fallback} has duty day and night`,
      "add rotations: or rules:, see provisioning/example/clinic.yaml; or leave it so, if that is meant",
    ],
    es: [
      `no hay nadie en el plan de guardias, así que el sustituto ${fallback} está de guardia día y noche`,
      "añada rotations: o rules:, vea provisioning/example/clinic.yaml; o déjelo, si es lo que se quiere",
    ],
  }),
  inNoSchedule: (id: string) => ({
    en: [
      `${id} is in no schedule, so only steps that notify everyone page them`,
      "add them to a rotation, or remove them",
    ],
    es: [
      `${id} no está en ningún turno: solo le avisan los pasos que avisan a todos`,
      "añada a esa persona a un turno, o quítela",
    ],
  }),
  changeOver: (part: keyof typeof PARTS, when: string) => ({
    en: [`${PARTS[part].en} was over on ${when} and changes nothing any more`, "remove it, or correct its dates"],
    es: [`${PARTS[part].es} terminó el ${when} y ya no cambia nada`, "quítelo, o corrija sus fechas"],
  }),
  rotationOver: (when: string) => ({
    en: [`the rotation is over since ${when}`, "remove it, or correct ends:"],
    es: [`el turno rotatorio terminó el ${when}`, "quítelo, o corrija ends:"],
  }),
  standInReplaced: (by: string, person: string) => ({
    en: [
      `${by} stands in for ${person} and is taken off duty by another override at that time: overrides do not chain, so ${by} is paged`,
      "name who really stands in",
    ],
    es: [
      `${by} sustituye a ${person}, y otro cambio le quita la guardia a esa hora: los cambios no se encadenan, así que se avisa a ${by}`,
      "nombre a quien sustituye de verdad",
    ],
  }),
  standInAway: (by: string, person: string) => ({
    en: [`${by} stands in for ${person}, and is away at that time`, WHO_IS_THERE.en],
    es: [`${by} sustituye a ${person}, y está ausente a esa hora`, WHO_IS_THERE.es],
  }),
  coverAway: (cover: string, person: string) => ({
    en: [
      `${cover} covers for ${person}, and is away at that time: then the next of the rotation steps in`,
      WHO_IS_THERE.en,
    ],
    es: [
      `${cover} sustituye a ${person}, y está ausente a esa hora: entonces entra el siguiente del turno`,
      WHO_IS_THERE.es,
    ],
  }),
  temporaryTwice: {
    en: ["two temporary schedules at once: the one that begins later counts", "make one of them"],
    es: ["dos planes por un tiempo a la vez: cuenta el que empieza más tarde", "haga uno de los dos"],
  },
  nothingToChange: (person: string, kind: "replace" | "remove") => ({
    en: [`${person} has no duty at that time, so there is nothing to ${kind}`, "check the name and the dates"],
    es: [
      `${person} no está de guardia a esa hora, así que no hay nada que ${kind === "replace" ? "sustituir" : "quitar"}`,
      "compruebe el nombre y las fechas",
    ],
  }),
  fallbackAway: (person: string) => ({
    en: [
      `${person} is the fallback, who is paged when nobody else has duty, and is away without a cover`,
      "add cover:",
    ],
    es: [
      `${person} es el sustituto, a quien se avisa cuando nadie más está de guardia, y falta sin que nadie le sustituya`,
      "añada cover:",
    ],
  }),
  awayWithoutCover: (person: string) => ({
    en: [
      `${person} has duty in that time and no cover: the next of the rotation steps in, if there is one`,
      "add cover:",
    ],
    es: [
      `${person} está de guardia en ese tiempo y nadie le sustituye: entra el siguiente del turno, si lo hay`,
      "añada cover:",
    ],
  }),
  holidaysUnnamed: {
    en: ["days: holidays, but hours: names none", "add holidays: below hours:"],
    es: ["days: holidays, pero hours: no nombra ninguno", "añada holidays: en hours:"],
  },
  nobodyHasDuty: (from: string, to: string, more: number, weeks: number, fallback: string) => ({
    en: [
      `nobody has duty from ${from} to ${to}${more === 0 ? "" : `, and ${more} times more within ${weeks} weeks`}: the fallback ${fallback} is paged then`,
      "close the gap with a rule or a rotation of layer 1; `firstring oncall gaps` lists them all",
    ],
    es: [
      `nadie está de guardia del ${from} al ${to}${more === 0 ? "" : `, y ${more} ${more === 1 ? "vez" : "veces"} más en ${weeks} semanas`}: entonces se avisa al sustituto ${fallback}`,
      "cierre el hueco con una regla o un turno de la capa 1; la página Guardias los muestra todos",
    ],
  }),
});
