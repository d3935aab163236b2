import type { VNode } from "preact";
import type { Choice } from "../../components/Choices.ts";
import { html } from "../../html.ts";
import { words } from "../../i18n.ts";
import type { Path } from "../draft.ts";
import { type Bound, SomeIn, TextIn } from "../fields.ts";
import { NamedList } from "../NamedList.ts";
import { windowWords } from "./windowWords.ts";

const says = words({
  en: {
    title: "The same people every week",
    none: "None.",
    add: "Add a rule",
    take: (id: string) => `Remove the rule ${id}`,
    people: "Who has duty",
    layer: "Layer",
    layerHelp: "Give it a higher one than the rotation that it shall hide.",
  },
  es: {
    title: "Las mismas personas cada semana",
    none: "Ninguna.",
    add: "Añadir una regla",
    take: (id: string) => `Quitar la regla ${id}`,
    people: "Quién tiene la guardia",
    layer: "Capa",
    layerHelp: "Dele una más alta que la del turno que debe ocultar.",
  },
});

/** Duty of fixed hours: Wednesday afternoons, holidays. */
export function Rules({ people, ...bound }: Bound & { readonly people: readonly Choice[] }): VNode {
  const { fields, help } = windowWords();
  const first = people.slice(0, 1).map(({ value }) => value);
  const fresh = (): object => ({ days: "holidays", from: "00:00", to: "24:00", people: first, layer: 2 });
  return html`<${NamedList} ...${bound} path=${["onCall", "rules"]} words=${{ ...says(), lead: help }} fresh=${first.length === 0 ? undefined : fresh}>${(
    here: Path,
  ) => html`<div class="beside">${Object.entries(fields).map(
    ([field, label]) => html`<${TextIn} key=${field} ...${bound} path=${[...here, field]} label=${label} />`,
  )}</div>
    <${SomeIn} ...${bound} path=${[...here, "people"]} label=${says().people} usual=${[]} choices=${people} />
    <${TextIn} ...${bound} path=${[...here, "layer"]} label=${says().layer} help=${says().layerHelp} usual="1" numeric optional />`}<//>`;
}
