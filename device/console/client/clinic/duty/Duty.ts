import type { VNode } from "preact";
import { html } from "../../html.ts";
import { Elsewhere } from "../Elsewhere.ts";
import type { Bound } from "../fields.ts";
import { peopleIn } from "../targets.ts";
import { Absences } from "./Absences.ts";
import { Ahead } from "./Ahead.ts";
import { Groups } from "./Groups.ts";
import { Overrides } from "./Overrides.ts";
import { Rotations } from "./Rotations.ts";
import { Rules } from "./Rules.ts";
import { useDutyAhead } from "./useDutyAhead.ts";

/** Who has duty when, and what that makes of the next fortnight. */
export function Duty(bound: Bound): VNode {
  const ahead = useDutyAhead(bound.shown);
  const people = peopleIn(bound.shown.value);
  return html`<${Ahead} ahead=${ahead} />
    <${Rotations} ...${bound} people=${people} ahead=${ahead} />
    <${Absences} ...${bound} people=${people} />
    <${Overrides} ...${bound} people=${people} />
    <${Rules} ...${bound} people=${people} />
    <${Groups} ...${bound} people=${people} />
    <${Elsewhere} section="duty" shown=${bound.shown} />`;
}
