import type { VNode } from "preact";
import type { DutyAnswer } from "../../api/duty.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { dragProps } from "./dragging.ts";
import { colourOf } from "./view.ts";

const says = words({
  en: {
    people: "People",
    press: "Press a duty to change it.",
    drag: "With a mouse: drag somebody onto a duty to let them stand in, or a duty onto another one to swap them.",
  },
  es: {
    people: "Personas",
    press: "Pulse una guardia para cambiarla.",
    drag: "Con el ratón: arrastre a alguien sobre una guardia para que sustituya, o una guardia sobre otra para cambiarlas.",
  },
});

interface PeopleProps {
  readonly answer: DutyAnswer;
  readonly may: boolean;
  /** Whoever may be put on duty alone: a doctor changes what is about themselves. */
  readonly own: string | undefined;
}

/** Who has which colour; and whom a mouse can take from here. */
export const People = ({
  answer,
  may,
  own,
}: PeopleProps): VNode => html`<section class="duty-people" aria-label=${says().people}>
  <ul role="list">${answer.people.map((person) => {
    const free = may && (own === undefined || own === person.id);
    return html`<li key=${person.id} class=${`duty-chip ${colourOf(answer, person)}`} ...${free ? dragProps({ kind: "person", person }, person.name) : {}}>${person.name}</li>`;
  })}</ul>
  ${may && html`<p class="soft unprinted">${says().press} <span class="duty-mouse">${says().drag}</span></p>`}</section>`;
