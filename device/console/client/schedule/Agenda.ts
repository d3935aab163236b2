import type { VNode } from "preact";
import { Button } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { dayAndTime } from "../time.ts";
import type { Hands } from "./Bar.ts";
import { dutyWords, lengthText, spanText } from "./dutyWords.ts";
import type { Day } from "./layout.ts";
import { colourOf, type Duty } from "./view.ts";

const says = words({
  en: {
    from: "From",
    to: "Until",
    who: "Who",
    long: "Length",
    change: "Change",
    look: "Why",
    changeOf: (name: string, span: string) => `Change: ${name}, ${span}`,
    lookAt: (name: string, span: string) => `Why: ${name}, ${span}`,
    now: "now",
  },
  es: {
    from: "Desde",
    to: "Hasta",
    who: "Quién",
    long: "Duración",
    change: "Cambiar",
    look: "Por qué",
    changeOf: (name: string, span: string) => `Cambiar: ${name}, ${span}`,
    lookAt: (name: string, span: string) => `Por qué: ${name}, ${span}`,
    now: "ahora",
  },
});

interface AgendaProps {
  readonly days: readonly Day[];
  readonly duty: Duty;
  readonly hands: Hands;
}

/** The same as the month, line by line: for a telephone, for a screen reader, and for whoever likes lists. */
export function Agenda({ days, duty, hands }: AgendaProps): VNode {
  const [from, to] = [days[0]!.from, days.at(-1)!.to];
  const shown = duty.blocks.filter((block) => block.from < to && block.to > from);
  return html`<table class="stacked duty-list"><thead><tr><th scope="col">${says().from}</th><th scope="col">${says().to}</th><th scope="col">${says().who}</th><th scope="col">${says().long}</th><td /></tr></thead>
    <tbody>${shown.map((block) => {
      const isNow = block.from <= duty.now && duty.now < block.to;
      const live = hands.may && block.to > duty.now;
      const name = block.gap ? dutyWords().nobody : block.person.name;
      const spoken = spanText(block.from, block.to, duty.now);
      return html`<tr key=${block.key} class=${classes(block.to <= duty.now && "over", block.gap && "gap")}>
        <td data-label=${says().from}>${dayAndTime(block.from, duty.now)}</td><td data-label=${says().to}>${dayAndTime(block.to, duty.now)}</td>
        <th scope="row">${block.gap ? html`<span class="gap-word"><${Icon} name="warning" />${name}</span> <span class="soft">${dutyWords().instead(block.person.name)}</span>` : html`<span class=${`swatch ${colourOf(duty.answer, block.person)}`} aria-hidden="true" /><strong>${name}</strong>`}${isNow && html` <span class="pill going">${says().now}</span>`}</th>
        <td data-label=${says().long}>${lengthText(block.from, block.to)}</td>
        <td><div class="acts unprinted"><${Button} label=${live ? says().changeOf(name, spoken) : says().lookAt(name, spoken)} onClick=${() => hands.open(block)}>${live ? says().change : says().look}<//></div></td></tr>`;
    })}</tbody></table>`;
}
