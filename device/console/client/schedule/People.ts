import type { VNode } from "preact";
import type { DutyAnswer } from "../../api/duty.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { dragProps } from "./dragging.ts";
import { colourOf } from "./view.ts";

const says = words({
  en: {
    people: "People",
    all: (count: number) => `${count} people`,
    press: "Press a duty to change it.",
    drag: "With a mouse: drag somebody onto a duty to let them stand in, or a duty onto another one to swap them.",
  },
  es: {
    people: "Personas",
    all: (count: number) => `${count} personas`,
    press: "Pulse una guardia para cambiarla.",
    drag: "Con el ratón: arrastre a alguien sobre una guardia para que sustituya, o una guardia sobre otra para cambiarlas.",
  },
});

/** More would push the calendar out of sight: they are unfolded. */
const MOST_SHOWN = 30;

interface PeopleProps {
  readonly answer: DutyAnswer;
  readonly may: boolean;
  /** Whoever may be put on duty alone: a doctor changes what is about themselves. */
  readonly own: string | undefined;
}

/** Who has which colour; and whom a mouse can take from here. */
export const People = ({ answer, may, own }: PeopleProps): VNode => {
  const { people } = answer;
  const chips = html`<ul role="list">${people.map((person) => {
    const free = may && (own === undefined || own === person.id);
    return html`<li key=${person.id} class=${`duty-chip ${colourOf(answer, person)}`} ...${free ? dragProps({ kind: "person", person }, person.name) : {}}>${person.name}</li>`;
  })}</ul>`;
  return html`<section class="duty-people" aria-label=${says().people}>
  ${people.length <= MOST_SHOWN ? chips : html`<details><summary>${says().all(people.length)}</summary>${chips}</details>`}
  ${may && html`<p class="soft unprinted">${says().press} <span class="duty-mouse">${says().drag}</span></p>`}</section>`;
};
