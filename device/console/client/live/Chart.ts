import type { VNode } from "preact";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { clockTime, dayAndTime, dayName, span } from "../time.ts";
import { bandPath, type Figure, linePath, runs, type Scale, scaleFor, summed } from "./chartPaths.ts";

const says = words({
  en: {
    range: (least: string, most: string, last: string) => `between ${least} and ${most}, at last ${last}`,
    gaps: (long: string) => `not known for ${long}`,
    nothing: "No figures yet.",
    table: "As a table",
    when: "From",
    ...{ least: "Least", mean: "Mean", most: "Most" },
    ...{ well: "yes", part: "in part", wrong: "no", unknown: "not known" },
    share: "Part of the time",
  },
  es: {
    range: (least: string, most: string, last: string) => `entre ${least} y ${most}, al final ${last}`,
    gaps: (long: string) => `sin datos durante ${long}`,
    nothing: "Todavía no hay datos.",
    table: "Como tabla",
    when: "Desde",
    ...{ least: "Mínimo", mean: "Media", most: "Máximo" },
    ...{ well: "sí", part: "en parte", wrong: "no", unknown: "sin datos" },
    share: "Parte del tiempo",
  },
});

/** The time that a picture shows. */
export interface Times {
  readonly from: number;
  readonly stepMs: number;
  readonly steps: number;
}

const DAY_MS = 86_400_000;
const isDay = ({ stepMs, steps }: Times): boolean => stepMs * steps <= 2 * DAY_MS;

/** A curve with the room between least and most of each step; a gap stays a gap. Behind it the same as a table. */
export function Chart(props: {
  readonly title: string;
  readonly times: Times;
  readonly figures: readonly Figure[];
  readonly scale: Scale;
  readonly say: (value: number) => string;
  /** Where something begins to be wrong, in words beside the line. */
  readonly limit?: { readonly at: number; readonly text: string };
  /** As wide as there is room. */
  readonly wide?: boolean;
  readonly children?: VNode | readonly VNode[];
}): VNode {
  const { children, figures, limit, say, times, title, wide } = props;
  const known = summed(figures);
  if (known === undefined)
    return html`<figure class="chart"><figcaption><h3>${title}</h3><p class="soft">${says().nothing}</p></figcaption></figure>`;
  const scale = scaleFor(figures, props.scale);
  const said = [
    says().range(say(known.least), say(known.most), say(known.last)),
    known.gaps > 0 && says().gaps(span(known.gaps * times.stepMs)),
  ]
    .filter(Boolean)
    .join("; ");
  const place = (value: number): number => (1 - (value - scale.least) / (scale.most - scale.least)) * 100;
  return html`<figure class=${wide === true ? "chart wide-one" : "chart"}><figcaption><h3>${title}</h3><p class="soft">${said}</p></figcaption>
    <div class="plot"><div class="axis" aria-hidden="true"><span>${say(scale.most)}</span><span>${say((scale.least + scale.most) / 2)}</span><span>${say(scale.least)}</span></div>
    <div class="field-of"><svg role="img" aria-label=${`${title}: ${said}`} viewBox=${`0 0 ${times.steps} 100`} preserveAspectRatio="none">
      <path class="rule" d=${`M0 50H${times.steps}`} />
      ${limit !== undefined && html`<path class="limit" d=${`M0 ${place(limit.at)}H${times.steps}`} />`}
      <path class="band" d=${bandPath(figures, scale)} /><path class="curve" d=${linePath(figures, scale)} /></svg>
      ${limit !== undefined && html`<span class="limit-text" aria-hidden="true" style=${{ top: `${place(limit.at)}%` }}>${limit.text}</span>`}
    </div></div>
    ${children}<${TimeAxis} times=${times} />
    <${AsTable} caption=${title} times=${times} heads=${[says().least, says().mean, says().most]} rowOf=${(
      from: number,
      to: number,
    ) => {
      const part = summed(figures.slice(from, to));
      return part && [say(part.least), say(part.mean), say(part.most)];
    }} />
  </figure>`;
}

/** A ribbon: in service, not, or in part; hatched where nobody looked. */
export function Ribbon(props: {
  readonly title: string;
  readonly times: Times;
  readonly values: readonly (number | null)[];
  /** Alone, with its own time and table, or below a curve. */
  readonly alone?: boolean;
}): VNode {
  const { alone, times, title, values } = props;
  const long = { well: 0, part: 0, wrong: 0, unknown: 0 };
  const all = runs(values);
  for (const { from, part, to } of all) long[part] += to - from;
  const said = (["well", "part", "wrong", "unknown"] as const)
    .filter((part) => long[part] > 0)
    .map((part) => `${says()[part]} ${span(long[part] * times.stepMs)}`)
    .join(", ");
  const ribbon = html`<div class="plot"><div class="axis" aria-hidden="true"></div><svg class="ribbon" role="img" aria-label=${`${title}: ${said}`} viewBox=${`0 0 ${times.steps} 10`} preserveAspectRatio="none">
    ${all.map(({ from, part, to }) => html`<rect key=${from} class=${part} x=${from} y=${part === "wrong" ? 5 : part === "part" ? 2.5 : 0} width=${to - from} height=${part === "wrong" ? 5 : part === "part" ? 7.5 : 10} />`)}</svg></div>`;
  if (alone !== true) return html`<div class="below"><p class="soft">${title}: ${said}</p>${ribbon}</div>`;
  return html`<figure class="chart"><figcaption><h3>${title}</h3><p class="soft">${said}</p></figcaption>${ribbon}<${TimeAxis} times=${times} />
    <${AsTable} caption=${title} times=${times} heads=${[says().share]} rowOf=${(from: number, to: number) => {
      const known = values.slice(from, to).filter((value) => value !== null);
      return known.length === 0
        ? undefined
        : [`${Math.round((100 * known.reduce((sum, value) => sum + value, 0)) / known.length)} %`];
    }} /></figure>`;
}

function TimeAxis({ times }: { readonly times: Times }): VNode {
  const marks = 5;
  const lengthMs = times.steps * times.stepMs;
  const at = (mark: number): number => times.from + (lengthMs * mark) / (marks - 1);
  return html`<div class="plot"><div class="axis" aria-hidden="true"></div><div class="times" aria-hidden="true">${Array.from(
    { length: marks },
    (_, mark) => html`<span key=${mark}>${isDay(times) ? clockTime(at(mark)) : dayName(at(mark))}</span>`,
  )}</div></div>`;
}

/** By hours of a day, by days of a month: as much as a person reads. */
function AsTable(props: {
  readonly caption: string;
  readonly times: Times;
  readonly heads: readonly string[];
  readonly rowOf: (from: number, to: number) => readonly string[] | undefined;
}): VNode {
  const { caption, heads, rowOf, times } = props;
  const each = Math.max(1, Math.round((isDay(times) ? 3_600_000 : DAY_MS) / times.stepMs));
  const froms = Array.from({ length: Math.ceil(times.steps / each) }, (_, at) => at * each);
  return html`<details class="behind"><summary>${says().table}<span class="unseen"> ${caption}</span></summary><div class="wide" tabindex="0" role="region" aria-label=${caption}><table><thead><tr><th scope="col">${says().when}</th>${heads.map((head) => html`<th scope="col" key=${head}>${head}</th>`)}</tr></thead>
    <tbody>${froms.map((from) => {
      const row = rowOf(from, from + each);
      return html`<tr key=${from}><th scope="row">${dayAndTime(times.from + from * times.stepMs)}</th>${row === undefined ? html`<td colspan=${heads.length} class="soft">${says().unknown}</td>` : row.map((value, at) => html`<td key=${at}>${value}</td>`)}</tr>`;
    })}</tbody></table></div></details>`;
}
