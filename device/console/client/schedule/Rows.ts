import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../components/icons.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { civilDate, clockTime, dayInFull, offsetAt, weekdayName } from "../time.ts";
import { Bar, type Hands } from "./Bar.ts";
import { type Day, lanesOf, lay, placeOf } from "./layout.ts";
import type { Duty } from "./view.ts";
import { momentOf, wallOf } from "./wallClock.ts";

const says = words({
  en: {
    week: (day: string) => `Week of ${day}`,
    away: (name: string) => `${name} is away`,
    hours: (hours: number) => `${hours} hours: the clocks change`,
  },
  es: {
    week: (day: string) => `Semana del ${day}`,
    away: (name: string) => `${name} no está`,
    hours: (hours: number) => `${hours} horas: cambia la hora`,
  },
});

interface RowsProps {
  readonly rows: readonly (readonly Day[])[];
  readonly duty: Duty;
  readonly hands: Hands;
}

const HOUR = 3_600_000;
const ORDINARY = 24;

/** A note for a day on which the clocks change. */
export const hoursOf = ({ from, to }: Day): string | undefined => {
  const hours = (to - from) / HOUR;
  return hours === ORDINARY ? undefined : says().hours(hours);
};

const percent = (fraction: number): string => `${(fraction * 100).toFixed(3)}%`;

/** 24 px (WCAG 2.5.8) of a row at its narrowest: a week in 37.5rem (it scrolls below that), a day on a telephone of 320 px. */
const LEAST_OF_WEEK = 0.04;
const LEAST_OF_DAY = 0.1;

interface BarsProps {
  readonly days: readonly Day[];
  readonly duty: Duty;
  readonly hands: Hands;
}

/** Duties and, below them, who is away: over one row of days, with the present moment. */
function Bars({ days, duty, hands }: BarsProps): VNode {
  const least = days.length === 1 ? LEAST_OF_DAY : LEAST_OF_WEEK;
  const pieces = lay(duty.blocks, days, least);
  const absences = lay(duty.answer.absences, days, least);
  const lanes = lanesOf(pieces);
  const [first, last] = [days[0]!, days.at(-1)!];
  const isNow = duty.now >= first.from && duty.now < last.to;
  return html`<ul class="duty-bars" role="list">
    ${pieces.map((piece) => html`<${Bar} key=${piece.of.key} piece=${piece} duty=${duty} hands=${hands} />`)}
    ${absences.map(
      ({ lane, left, of, width }) =>
        html`<li key=${`${of.person.id} ${of.from}`} style=${{ gridRow: lanes + lane + 1, marginLeft: percent(left), width: percent(width) }}><span class="duty-away">${says().away(of.person.name)}</span></li>`,
    )}
    ${isNow && html`<li class="duty-now" aria-hidden="true" style=${{ left: percent(placeOf(duty.now, days)) }} />`}
  </ul>`;
}

const feastOf = ({ answer }: Duty, day: string): string | undefined =>
  answer.holidays.find(({ date }) => date === day)?.name;

/** Weeks below each other, seven days beside each other. `month`: days of others are grey. */
export function Month({ duty, hands, month, rows }: RowsProps & { readonly month: string }): VNode {
  const today = civilDate(duty.now);
  const frame = useRef<HTMLDivElement>(null);
  // On a telephone three of the seven days are seen: today is among them.
  useEffect(() => {
    const day = frame.current?.querySelector<HTMLElement>(".today");
    if (frame.current && day)
      frame.current.scrollLeft = day.offsetLeft - (frame.current.clientWidth - day.offsetWidth) / 2;
  }, [month]);
  return html`<div class="duty-month" ref=${frame}>
    <div class="duty-names" aria-hidden="true">${rows[0]!.map(({ day, from }) => html`<span key=${day}>${weekdayName(from)}</span>`)}</div>
    ${rows.map(
      (days) => html`<section key=${days[0]!.day} class="duty-week" aria-label=${says().week(dayInFull(days[0]!.from))}>
      <ol class="duty-days" role="list">${days.map((day) => {
        const feast = feastOf(duty, day.day);
        return html`<li key=${day.day} class=${classes(!day.day.startsWith(month) && "other", day.day === today && "today", feast !== undefined && "feast")} aria-current=${day.day === today ? "date" : undefined}>
          <time datetime=${day.day}><span aria-hidden="true">${Number(day.day.slice(8))}</span><span class="unseen">${dayInFull(day.from)}</span></time>
          ${feast !== undefined && html`<span class="feast-name">${feast}</span>`}${hoursOf(day) !== undefined && html`<span class="feast-name" title=${hoursOf(day)}><${Icon} name="clock" /><span class="unseen">${hoursOf(day)}</span></span>`}</li>`;
      })}</ol>
      <${Bars} days=${days} duty=${duty} hands=${hands} /></section>`,
    )}</div>`;
}

const MARKS = ["00:00", "06:00", "12:00", "18:00"];

/** Days below each other, each from midnight to midnight. */
export function Week({ duty, hands, rows }: RowsProps): VNode {
  const today = civilDate(duty.now);
  return html`<div class="duty-hours">${rows.map(([day]) => {
    const { day: name, from } = day!;
    const feast = feastOf(duty, name);
    const notes = [feast, hoursOf(day!)].filter((note) => note !== undefined);
    return html`<section key=${name} class=${classes("duty-day", name === today && "today")} aria-label=${dayInFull(from)}>
      <h3 aria-current=${name === today ? "date" : undefined}><span class="weekday">${weekdayName(from)}</span> <span class="date">${Number(name.slice(8))}</span>${notes.length > 0 && html`<span class="note">${notes.join(" · ")}</span>`}</h3>
      <div class="track">
        <div class="marks" aria-hidden="true">${MARKS.map((time) => {
          const at = momentOf(wallOf(name, time) ?? 0, offsetAt);
          return html`<span key=${time} style=${{ left: percent(placeOf(at, [day!])) }}>${clockTime(at)}</span>`;
        })}</div>
        <${Bars} days=${[day!]} duty=${duty} hands=${hands} />
      </div></section>`;
  })}</div>`;
}
