import type { VNode } from "preact";
import type { DutyDifferenceRow } from "../../../api/duty.ts";
import { Icon } from "../../components/icons.ts";
import { Broken, Loading, Notice } from "../../components/states.ts";
import { html } from "../../html.ts";
import { words } from "../../i18n.ts";
import { dutyWords, namesText, spanText } from "../../schedule/dutyWords.ts";
import { blocksOf } from "../../schedule/layout.ts";
import { draft } from "../draft.ts";
import { Strip } from "./Strip.ts";
import type { DutyAhead } from "./useDutyAhead.ts";

const says = words({
  en: {
    title: "On call in the next 14 days",
    lead: "By the file as it is here, with the swaps and covers of the schedule.",
    schedule: "Swap or cover a single duty: Schedule",
    wrong: "The file has a mistake: this is how it was before.",
    unknown: "The file has a mistake: who is on call can be shown once it is mended.",
    list: "As a list",
    differs: "Other people than now are on call then:",
    same: "The same people as now are on call in these days.",
    becomes: (before: string, after: string) => `${before} → ${after}`,
    more: (n: number) => `and ${n} more`,
  },
  es: {
    title: "De guardia en los próximos 14 días",
    lead: "Según el archivo tal como está aquí, con los cambios y sustituciones del plan de guardias.",
    schedule: "Cambiar o cubrir una sola guardia: Guardias",
    wrong: "El archivo tiene un error: así era antes.",
    unknown: "El archivo tiene un error: cuando esté corregido se verá quién está de guardia.",
    list: "Como lista",
    differs: "Entonces estarán de guardia otras personas que ahora:",
    same: "En estos días estarán de guardia las mismas personas que ahora.",
    becomes: (before: string, after: string) => `${before} → ${after}`,
    more: (n: number) => `y ${n} más`,
  },
});

/** Nobody reads more lines than that. */
const MOST = 10;

/** Who would be on call by this file, and where that is somebody else than by the one in force. */
export function Ahead({ ahead }: { readonly ahead: DutyAhead }): VNode {
  const { answer, days, now, problem, wrong } = ahead;
  return html`<section class="ahead"><h2>${says().title}</h2>
    <p class="help">${says().lead} <a href="/schedule">${says().schedule}</a></p>
    ${problem !== undefined && html`<${Broken} problem=${problem} />`}
    ${wrong && html`<${Notice} kind="warn" icon="warning">${answer === undefined ? says().unknown : says().wrong}<//>`}
    ${answer === undefined && !wrong && problem === undefined && html`<${Loading} lines=${3} />`}
    ${answer?.warnings.map((text) => html`<${Notice} key=${text} kind="warn" icon="warning">${text}<//>`)}
    ${
      answer !== undefined &&
      html`<${Strip} segments=${answer.segments} people=${answer.people} days=${days} now=${now} />
      <details><summary>${says().list}</summary><ul>${blocksOf(answer.segments).map(
        ({ from, gap, key, person, to }) =>
          html`<li key=${key}><span class="soft">${spanText(from, to, now)}</span> ${gap ? html`<strong class="wrong-text">${dutyWords().nobody}</strong>: ${dutyWords().instead(person.name)}` : person.name}</li>`,
      )}</ul></details>`
    }
    <div role="status">${draft.value !== undefined && answer !== undefined && !wrong && html`<${Differences} of=${answer.differences} now=${now} />`}</div>
  </section>`;
}

function Differences({ now, of: all }: { readonly of: readonly DutyDifferenceRow[]; readonly now: number }): VNode {
  // What is over is nobody's duty any more.
  const of = all.filter(({ to }) => to > now).map((one) => ({ ...one, from: Math.max(one.from, now) }));
  if (of.length === 0) return html`<p class="soft">${says().same}</p>`;
  return html`<${Notice} kind=${of.some(({ newGap }) => newGap) ? "wrong" : "warn"} icon="calendar"><p><strong>${says().differs}</strong></p>
    <ul>${of
      .slice(0, MOST)
      .map(
        ({ after, before, from, gap, to }) =>
          html`<li key=${from}><span class="soft">${spanText(from, to, now)}</span> ${says().becomes(namesText(before), gap ? dutyWords().nobody : namesText(after))}${gap && html` <${Icon} name="warning" /> ${dutyWords().instead(namesText(after))}`}</li>`,
      )}</ul>${of.length > MOST && html`<p>${says().more(of.length - MOST)}</p>`}<//>`;
}
