import type { VNode } from "preact";
import type { DutyAnswer } from "../../api/duty.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { may } from "../session.ts";
import { dayInFull } from "../time.ts";
import { spanText } from "./dutyWords.ts";
import type { Day } from "./layout.ts";
import { hoursOf } from "./Rows.ts";

const says = words({
  en: {
    title: "Absences and holidays of the clinic file",
    none: "None in this time.",
    cover: (name: string) => `${name} stands in`,
    change: "Change absences and rotations",
    holidays: "Change holidays",
  },
  es: {
    title: "Ausencias y festivos del archivo de la clínica",
    none: "Ninguno en este tiempo.",
    cover: (name: string) => `sustituye ${name}`,
    change: "Cambiar ausencias y turnos",
    holidays: "Cambiar festivos",
  },
});

interface AwayProps {
  readonly answer: DutyAnswer;
  readonly days: readonly Day[];
  readonly now: number;
}

/** What is known beforehand of the time that is shown; also what a month has room for only under a mouse. */
export function Away({ answer, days, now }: AwayProps): VNode {
  const [first, last] = [days[0]!, days.at(-1)!];
  const absences = answer.absences.filter(({ from, to }) => from < last.to && to > first.from);
  const holidays = answer.holidays.flatMap(({ date, name }) => {
    const day = days.find((one) => one.day === date);
    return day === undefined ? [] : [{ day, name }];
  });
  return html`<section class="duty-file"><h2>${says().title}</h2>
    ${absences.length + holidays.length === 0 && html`<p class="soft">${says().none}</p>`}
    <ul>${absences.map(
      ({ cover, from, person, to }) =>
        html`<li key=${`${person.id} ${from}`}><strong>${person.name}</strong>, ${spanText(from, to, now)}${cover !== undefined && `; ${says().cover(cover.name)}`}</li>`,
    )}${holidays.map(({ day, name }) => html`<li key=${day.day}><strong>${name}</strong>, ${dayInFull(day.from)}</li>`)}</ul>
    ${days.map((day) => hoursOf(day) !== undefined && html`<p key=${day.day}>${dayInFull(day.from)}, ${hoursOf(day)}.</p>`)}
    ${may("clinic.change") && html`<p class="unprinted"><a href="/clinic/duty">${says().change}</a> · <a href="/clinic/hours">${says().holidays}</a></p>`}</section>`;
}
