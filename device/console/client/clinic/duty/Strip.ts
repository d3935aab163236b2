import type { VNode } from "preact";
import type { DutySegmentRow, NamedPerson } from "../../../api/duty.ts";
import { Icon } from "../../components/icons.ts";
import { classes, html } from "../../html.ts";
import { words } from "../../i18n.ts";
import { dutyWords, spanText } from "../../schedule/dutyWords.ts";
import { blocksOf, type Day, lay } from "../../schedule/layout.ts";
import { colourOf, shortName } from "../../schedule/view.ts";
import { dayInFull, weekdayName } from "../../time.ts";

const says = words({
  en: { week: (day: string) => `From ${day} on` },
  es: { week: (day: string) => `Desde el ${day}` },
});

interface StripProps {
  readonly segments: readonly DutySegmentRow[];
  readonly people: readonly NamedPerson[];
  readonly days: readonly Day[];
  readonly now: number;
}

const percent = (fraction: number): string => `${(fraction * 100).toFixed(3)}%`;
const WEEK = 7;

/** Who has duty, as a strip for each week: a colour and the name for each person, gaps marked. */
export function Strip({ days, now, people, segments }: StripProps): VNode {
  const blocks = blocksOf(segments);
  const weeks = Array.from({ length: Math.ceil(days.length / WEEK) }, (_, at) =>
    days.slice(at * WEEK, (at + 1) * WEEK),
  );
  return html`<div class="strip">${weeks.map(
    (week) => html`<div role="group" key=${week[0]!.day} aria-label=${says().week(dayInFull(week[0]!.from))}>
    <div class="strip-days" aria-hidden="true">${week.map(({ day, from }) => html`<span key=${day}>${weekdayName(from)} ${Number(day.slice(8))}</span>`)}</div>
    <ul class="duty-bars" role="list">${lay(blocks, week).map(({ endsHere, lane, left, of, startsHere, width }) => {
      const name = of.gap ? dutyWords().nobody : of.person.name;
      const when = spanText(of.from, of.to, now);
      const look = classes(
        ...(["duty-bar", of.gap ? "gap" : colourOf({ people }, of.person)] as const),
        ...([!startsHere && "from-before", !endsHere && "goes-on"] as const),
      );
      return html`<li key=${of.key} style=${{ gridRow: lane + 1, marginLeft: percent(left), width: percent(width) }}>
        <span class=${look} title=${`${name}, ${when}`}>${of.gap && html`<${Icon} name="warning" />`}<span class="full" aria-hidden="true">${name}</span><span class="short" aria-hidden="true">${of.gap ? dutyWords().nobodyShort : shortName(name)}</span>
          <span class="unseen">${name}, ${when}${of.gap && `, ${dutyWords().instead(of.person.name)}`}</span></span></li>`;
    })}</ul></div>`,
  )}</div>`;
}
