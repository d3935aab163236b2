import type { DutyWindow, Rotation, Weekday } from "../config/Clinic.ts";
import type { DutySource } from "./Holder.ts";

/** Languages in which the schedule says how a duty comes about. */
export type OnCallLanguage = "en" | "es";

type Kind = DutySource["kind"];
const list = (parts: readonly string[], and: string): string => parts.join(` ${and} `);

const EN_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const ES_DAYS = ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"];

/** `mon-fri, holidays 17:00–08:00`. */
const hours =
  (names: readonly string[], daily: string, holidaysWord: string) =>
  (window: DutyWindow): string => {
    const { days, from, holidays, to } = window;
    return `${[...daysInWords(days, names, daily), ...(holidays ? [holidaysWord] : [])].join(", ")} ${from}–${to}`;
  };

function daysInWords(days: readonly Weekday[], names: readonly string[], daily: string): readonly string[] {
  if (days.length === 7) return [daily];
  const consecutive = days.length > 2 && days.at(-1)! - days[0]! === days.length - 1;
  if (consecutive) return [`${names[days[0]! - 1]}-${names[days.at(-1)! - 1]}`];
  return days.map((day) => names[day - 1]!);
}

const enHours = hours(EN_DAYS, "daily", "holidays");
const esHours = hours(ES_DAYS, "cada día", "festivos");

/** `daily at 08:00`, `every 2 weeks mon 08:00`, with the hours in which it serves. */
function enRotation({ during, every, handoff, length }: Rotation): string {
  const { weekday, dayOfMonth, time } = handoff;
  const rhythm =
    length > 1
      ? `every ${length} ${every}s`
      : { hour: "every hour from", day: "daily", week: "every", month: "monthly on the" }[every];
  const day = weekday !== undefined && every === "week" ? ` ${EN_DAYS[weekday - 1]}` : "";
  const at = every === "day" && length === 1 ? " at" : "";
  const date = every === "month" ? ` ${dayOfMonth ?? 1}.` : "";
  return `${rhythm}${day}${date}${at} ${time}${during.map((window) => `, ${enHours(window)}`).join("")}`;
}

function esRotation({ during, every, handoff, length }: Rotation): string {
  const { weekday, dayOfMonth, time } = handoff;
  const rhythm =
    length > 1
      ? `cada ${length} ${{ hour: "horas", day: "días", week: "semanas", month: "meses" }[every]}`
      : `cada ${{ hour: "hora", day: "día", week: "semana", month: "mes" }[every]}`;
  const day = weekday !== undefined && every === "week" ? `, ${ES_DAYS[weekday - 1]}` : "";
  const date = every === "month" ? `, el día ${dayOfMonth ?? 1}` : "";
  const at = every === "hour" ? `desde las ${time}` : `a las ${time}`;
  return `${rhythm}${day}${date} ${at}${during.map((window) => `, ${esHours(window)}`).join("")}`;
}

const EN_KINDS: Readonly<Record<Kind, string>> = { rotation: "rotation", rule: "rule", calendar: "calendar" };
const ES_KINDS: Readonly<Record<Kind, string>> = { rotation: "el turno", rule: "la regla", calendar: "el calendario" };

interface Spoken {
  readonly kind: "replace" | "add" | "remove";
  readonly person: string;
  readonly by: string;
  readonly rotation: string | undefined;
}

const ENGLISH = {
  frontDesk: "the front desk",
  everyone: "everyone",
  noPerson: (id: string) => `there is no person ${id}`,
  personNamed: (name: string) => `${name} is named in the escalation`,
  emptyGroup: (id: string) => `there is nobody in group ${id}`,
  groupNamed: (id: string) => `group ${id} is named in the escalation`,
  noRotations: "there is no rotation",
  noRotation: (id: string) => `there is no rotation ${id}`,
  nobody: "the schedule has nobody",
  notToBePaged: (people: string, source: string) =>
    `${people} of ${source} is not among the people, or has no way to be paged`,
  changesLeaveNobody: (source: string) => `absences and overrides leave nobody of ${source}`,
  soWhoever: (why: string) => `${why}, so whoever is on call`,
  clockUntrusted: "the clock is not to be trusted, so nobody knows whose shift it is: everyone on the policy",
  theFallback: (because: string) => `${because}: the fallback`,
  source: (kind: Kind, id: string) => `${EN_KINDS[kind]} ${id}`,
  hours: enHours,
  allHours: (windows: readonly DutyWindow[]) => list(windows.map(enHours), "and"),
  rotation: enRotation,
  turn: (who: string, id: string, rhythm: string, from: string, to: string, until: string | undefined) =>
    `${who} has rotation ${id} (${rhythm}) from ${from} to ${to}${until === undefined ? "" : `, on duty until ${until}`}`,
  rotationOver: (id: string) => `rotation ${id} is over`,
  rotationStarts: (id: string, when: string) => `rotation ${id} only starts on ${when}`,
  rotationServes: (id: string, when: string) => `rotation ${id} only serves ${when}`,
  rule: (who: string, id: string, when: string, from: string, to: string) =>
    `${who} has rule ${id} (${when}) from ${from} to ${to}`,
  ruleFor: (id: string, when: string) => `rule ${id} is for ${when}`,
  calendar: (who: string, id: string, from: string, to: string) => `${who} has calendar ${id} from ${from} to ${to}`,
  calendarUnread: (id: string) => `calendar ${id} was never read`,
  calendarKnown: (id: string, until: string) => `calendar ${id} is known until ${until}`,
  calendarNobody: (id: string) => `calendar ${id} has nobody at this time`,
  temporary: (from: string, to: string) => `temporary schedule from ${from} to ${to}`,
  temporaryTurn: (who: string, temporary: string, from: string, to: string) =>
    `${who} has the ${temporary}: ${from} to ${to}`,
  temporaryNobody: (temporary: string) => `the ${temporary} has nobody now`,
  temporaryReplaces: (temporary: string) => `${temporary} replaces everything else:`,
  temporaryEmpty: "nobody has duty of it now",
  asWell: (who: string, why: string) => `${who} is on duty as well (${why})`,
  override: (from: string, to: string) => `override from ${from} to ${to}`,
  absent: (until: string) => `absent until ${until}`,
  nextOfRotation: (next: string, who: string, why: string) => `${next}, the next of the rotation, for ${who} (${why})`,
  standsIn: (by: string, who: string, why: string, because: string) => `${by} for ${who} (${why}): ${because}`,
  changedBy: (who: string, until: string) => `changed by ${who}, until ${until}`,
  absence: (who: string, from: string, to: string, cover: string | undefined) =>
    `absence: ${who} from ${from} to ${to}${cover === undefined ? "" : `, covered by ${cover}`}`,
  change: ({ by, kind, person, rotation }: Spoken) =>
    `${{ replace: `${by} for ${person}`, add: `${person} as well`, remove: `${person} off` }[kind]}${rotation === undefined ? "" : ` in rotation ${rotation}`}`,
  overrideOf: (change: string, from: string, to: string) => `override: ${change} from ${from} to ${to}`,
  changeOf: (who: string, id: string, change: string, from: string, to: string) =>
    `changed by ${who} (${id}): ${change} from ${from} to ${to}`,
  besideThem: (because: string) => `beside them: ${because}`,
  fallback: (who: string, paged: boolean) => `fallback: ${who}, ${paged ? "who is paged now" : "not needed now"}`,
  layer: (layer: number, source: string) => `layer ${layer}, ${source}`,
  hidden: (by: number) => ` (hidden by layer ${by})`,
  leavesNobody: "absences and overrides leave nobody",
  nobodyOf: (name: string, why: string) => `${name}: nobody; ${why}`,
  sameForLong: "the same for the next two months",
  until: (when: string, who: string, gap: boolean) =>
    `until ${when}, then ${who}${gap ? " (the fallback: a gap)" : ""}`,
};

export type OnCallWords = typeof ENGLISH;

const SPANISH: OnCallWords = {
  frontDesk: "la recepción",
  everyone: "todos",
  noPerson: (id) => `no hay ninguna persona ${id}`,
  personNamed: (name) => `el paso nombra a ${name}`,
  emptyGroup: (id) => `no hay nadie en el grupo ${id}`,
  groupNamed: (id) => `el paso nombra al grupo ${id}`,
  noRotations: "no hay ningún turno rotatorio",
  noRotation: (id) => `no hay ningún turno rotatorio ${id}`,
  nobody: "el plan no tiene a nadie",
  notToBePaged: (people, source) => `${people}, en ${source}, no está entre las personas o no se le puede avisar`,
  changesLeaveNobody: (source) => `por ausencias y cambios no queda nadie en ${source}`,
  soWhoever: (why) => `${why}, así que quien está de guardia`,
  clockUntrusted: "el reloj no es de fiar, así que no se sabe de quién es la guardia: todos los de la regla",
  theFallback: (because) => `${because}: el sustituto`,
  source: (kind, id) => `${ES_KINDS[kind]} ${id}`,
  hours: esHours,
  allHours: (windows) => list(windows.map(esHours), "y"),
  rotation: esRotation,
  turn: (who, id, rhythm, from, to, until) =>
    `${who} tiene el turno ${id} (${rhythm}) del ${from} al ${to}${until === undefined ? "" : `, de guardia hasta el ${until}`}`,
  rotationOver: (id) => `el turno ${id} ya terminó`,
  rotationStarts: (id, when) => `el turno ${id} no empieza hasta el ${when}`,
  rotationServes: (id, when) => `el turno ${id} solo sirve ${when}`,
  rule: (who, id, when, from, to) => `${who} tiene la regla ${id} (${when}) del ${from} al ${to}`,
  ruleFor: (id, when) => `la regla ${id} es para ${when}`,
  calendar: (who, id, from, to) => `${who} tiene el calendario ${id} del ${from} al ${to}`,
  calendarUnread: (id) => `el calendario ${id} aún no se ha leído`,
  calendarKnown: (id, until) => `el calendario ${id} se conoce hasta el ${until}`,
  calendarNobody: (id) => `el calendario ${id} no tiene a nadie a esta hora`,
  temporary: (from, to) => `plan por un tiempo del ${from} al ${to}`,
  temporaryTurn: (who, temporary, from, to) => `${who} tiene el ${temporary}: del ${from} al ${to}`,
  temporaryNobody: (temporary) => `el ${temporary} no tiene a nadie ahora`,
  temporaryReplaces: (temporary) => `el ${temporary} reemplaza a todo lo demás:`,
  temporaryEmpty: "nadie tiene guardia en él ahora",
  asWell: (who, why) => `${who} también está de guardia (${why})`,
  override: (from, to) => `cambio en el archivo, del ${from} al ${to}`,
  absent: (until) => `ausente hasta el ${until}`,
  nextOfRotation: (next, who, why) => `${next}, el siguiente del turno, por ${who} (${why})`,
  standsIn: (by, who, why, because) => `${by} por ${who} (${why}): ${because}`,
  changedBy: (who, until) => `cambiado por ${who}, hasta el ${until}`,
  absence: (who, from, to, cover) =>
    `ausencia: ${who} del ${from} al ${to}${cover === undefined ? "" : `, sustituye ${cover}`}`,
  change: ({ by, kind, person, rotation }) =>
    `${{ replace: `${by} por ${person}`, add: `${person} también`, remove: `${person} sin guardia` }[kind]}${rotation === undefined ? "" : ` en el turno ${rotation}`}`,
  overrideOf: (change, from, to) => `cambio en el archivo: ${change}, del ${from} al ${to}`,
  changeOf: (who, id, change, from, to) => `cambiado por ${who} (${id}): ${change}, del ${from} al ${to}`,
  besideThem: (because) => `además: ${because}`,
  fallback: (who, paged) => `sustituto: ${who}, ${paged ? "a quien se avisa ahora" : "ahora no hace falta"}`,
  layer: (layer, source) => `capa ${layer}, ${source}`,
  hidden: (by) => ` (oculto por la capa ${by})`,
  leavesNobody: "por ausencias y cambios no queda nadie",
  nobodyOf: (name, why) => `${name}: nadie; ${why}`,
  sameForLong: "lo mismo durante los próximos dos meses",
  until: (when, who, gap) => `hasta el ${when}, después ${who}${gap ? " (el sustituto: un hueco)" : ""}`,
};

/** Why nobody has duty, as a fault says it: the sentences in both languages, with {places} for what stands in them. */
export const gapReasons = (): readonly { readonly en: string; readonly es: string }[] => {
  const reasons = (say: OnCallWords): readonly string[] => [
    ...[say.noRotations, say.nobody, say.clockUntrusted, say.noPerson("{id}"), say.emptyGroup("{id}")],
    ...[say.noRotation("{id}"), say.rotationOver("{id}"), say.rotationStarts("{id}", "{when}")],
    ...[say.rotationServes("{id}", "{when}"), say.ruleFor("{id}", "{when}"), say.calendarUnread("{id}")],
    ...[say.calendarKnown("{id}", "{when}"), say.calendarNobody("{id}")],
    ...(["rotation", "rule", "calendar"] as const).flatMap((kind) => [
      say.changesLeaveNobody(say.source(kind, "{id}")),
      say.notToBePaged("{people}", say.source(kind, "{id}")),
    ]),
    say.temporaryNobody(say.temporary("{from}", "{to}")),
    say.theFallback("{why}"),
  ];
  const [english, spanish] = [reasons(ENGLISH), reasons(SPANISH)];
  return english.map((en, at) => ({ en, es: spanish[at]! }));
};

/** English, unless the pages ask for something else. */
export const onCallWords = (language: OnCallLanguage = "en"): OnCallWords => (language === "es" ? SPANISH : ENGLISH);
