import type { VNode } from "preact";
import type { Choice } from "../../components/Choices.ts";
import { html } from "../../html.ts";
import { words } from "../../i18n.ts";
import type { Path } from "../draft.ts";
import { type Bound, SomeIn } from "../fields.ts";
import { NamedList } from "../NamedList.ts";

const says = words({
  en: {
    title: "Groups",
    lead: "Several people under one name, for a step of who is paged or the text at opening time. Duty does not go by them.",
    none: "None.",
    add: "Add a group",
    take: (id: string) => `Remove the group ${id}`,
    people: "Who belongs to it",
  },
  es: {
    title: "Grupos",
    lead: "Varias personas bajo un nombre, para un paso de a quién se avisa o el SMS de la apertura. La guardia no depende de ellos.",
    none: "Ninguno.",
    add: "Añadir un grupo",
    take: (id: string) => `Quitar el grupo ${id}`,
    people: "Quiénes lo forman",
  },
});

/** Several people under one name. */
export const Groups = ({ people, ...bound }: Bound & { readonly people: readonly Choice[] }): VNode =>
  html`<${NamedList} ...${bound} path=${["onCall", "groups"]} words=${says()} fresh=${people.length === 0 ? undefined : () => ({ people: people.map(({ value }) => value) })}>${(
    here: Path,
  ) =>
    html`<${SomeIn} ...${bound} path=${[...here, "people"]} label=${says().people} usual=${[]} choices=${people} />`}<//>`;
