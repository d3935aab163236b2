import type { VNode } from "preact";
import { SelectField } from "../../components/controls.ts";
import { html } from "../../html.ts";
import { words } from "../../i18n.ts";
import { weekdayName } from "../../time.ts";
import { type Path, textAt } from "../draft.ts";
import { type Bound, Line, mayEdit, set, TextIn, wrongAt } from "../fields.ts";
import { type Handoff, handoffIn, handoffText, isEvery, WEEKDAYS } from "./handoff.ts";

const says = words({
  en: {
    text: "The next takes over",
    weekday: "The next takes over on",
    day: "On this day of the month",
    dayHelp: "31: the last.",
    time: "At",
    timeHelp: "Such as 08:00.",
    hourHelp: "Each hour at :00; the first at 08:00.",
  },
  es: {
    text: "El siguiente empieza",
    weekday: "El siguiente empieza el",
    day: "Ese día del mes",
    dayHelp: "31: el último.",
    time: "A las",
    timeHelp: "Como 08:00.",
    hourHelp: "Cada hora a las :00; la primera a las 08:00.",
  },
});

/** A Monday at noon, wherever the clinic is. */
const MONDAY = Date.UTC(2024, 0, 1, 12);
const DAY = 86_400_000;

export const weekdayChoices = (): readonly { value: string; text: string }[] =>
  WEEKDAYS.map((value, at) => ({ value, text: weekdayName(MONDAY + at * DAY, "long") }));

/** When the next one takes over: the fields that a rotation of this measure has. */
export function HandoffFields({ path, ...bound }: Bound & { readonly path: Path }): VNode {
  const place = [...path, "handoff"];
  const every = textAt(bound.shown.value, [...path, "every"]);
  const known = handoffIn(every, textAt(bound.shown.value, place));
  if (known === undefined || !isEvery(every)) return html`<${TextIn} ...${bound} path=${place} label=${says().text} />`;
  const keep = (change: Partial<Handoff>): unknown =>
    bound.edit(set(place, handoffText(every, { ...known, ...change })));
  const disabled = !mayEdit(bound);
  const wrong = wrongAt(bound, place);
  return html`${every === "week" && html`<${SelectField} label=${says().weekday} value=${known.weekday} choices=${weekdayChoices()} disabled=${disabled} onValue=${(weekday: string) => keep({ weekday })} />`}
    ${every === "month" && html`<${Line} label=${says().day} help=${says().dayHelp} numeric value=${known.day} disabled=${disabled} onKept=${(day: string) => keep({ day })} />`}
    <${Line} label=${says().time} help=${every === "hour" ? says().hourHelp : says().timeHelp} value=${known.time} wrong=${wrong} disabled=${disabled} onKept=${(time: string) => keep({ time })} />`;
}
