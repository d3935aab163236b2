import type { Choice } from "../components/Choices.ts";
import { words } from "../i18n.ts";
import { listAt, type Path, textAt } from "./draft.ts";

const says = words({
  en: {
    everyone: "Everyone",
    onCall: "Whoever is on call",
    rotation: (id: string) => `On duty in ${id}`,
    group: (id: string) => `The group ${id}`,
    ways: { sms: "SMS", call: "Telephone call", mqtt: "MQTT" },
  },
  es: {
    everyone: "Todos",
    onCall: "Quien está de guardia",
    rotation: (id: string) => `De turno en ${id}`,
    group: (id: string) => `El grupo ${id}`,
    ways: { sms: "SMS", call: "Llamada", mqtt: "MQTT" },
  },
});

export const peopleIn = (value: unknown): readonly Choice[] =>
  listAt(value, ["people"]).map((person) => ({ value: textAt(person, ["id"]), text: textAt(person, ["name"]) }));

/** Ways by which somebody is told. */
export const wayChoices = (): readonly Choice[] =>
  Object.entries(says().ways).map(([value, text]) => ({ value, text }));

/** Whom a step, or the text at opening time, may mean, by the file as it is. */
export function targetsIn(value: unknown): readonly Choice[] {
  const ids = (path: Path): readonly string[] => listAt(value, path).map((one) => textAt(one, ["id"]));
  return [
    { value: "on-call", text: says().onCall },
    ...ids(["onCall", "rotations"]).map((id) => ({ value: `rotation:${id}`, text: says().rotation(id) })),
    ...ids(["onCall", "groups"]).map((id) => ({ value: `group:${id}`, text: says().group(id) })),
    ...peopleIn(value).map((person) => ({ value: `person:${person.value}`, text: person.text })),
    { value: "everyone", text: says().everyone },
  ];
}
