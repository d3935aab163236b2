import type { VNode } from "preact";
import { Button } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { issuesIn, listAt, type Path, pathText, textAt } from "./draft.ts";
import { type Bound, Line, mayEdit, remove, set, wrongAt } from "./fields.ts";
import { Told } from "./Told.ts";

const says = words({
  en: { take: (what: string) => `Remove ${what}` },
  es: { take: (what: string) => `Quitar ${what}` },
});

interface RowsProps extends Bound {
  readonly path: Path;
  readonly fields: Readonly<Record<string, string>>;
  /** Those of the fields that are days of the calendar. */
  readonly dates?: readonly string[];
  readonly none: string;
  readonly add: string;
  readonly fresh: Readonly<Record<string, string>>;
  /** The file may not have it without entries: it goes with the last one. */
  readonly neverEmpty?: boolean;
}

/** A list whose entries are one line of fields each. */
export function Rows(props: RowsProps): VNode {
  const { add, dates = [], edit, fields, fresh, neverEmpty, none, path, shown } = props;
  const rows = listAt(shown.value, path);
  const names = Object.entries(fields);
  const can = mayEdit(props);
  return html`${rows.length === 0 && html`<p class="soft">${none}</p>`}
    <ul role="list" class="entry-rows">${rows.map((row, index) => {
      const here = [...path, index];
      const of = names.map(([name]) => textAt(row, [name])).join(" ");
      const own = names.map(([name]) => pathText([...here, name]));
      return html`<li key=${index}>
        <div class="line">${names.map(
          ([name, label]) =>
            html`<${Line} key=${name} label=${label} date=${dates.includes(name)} disabled=${!can} value=${textAt(row, [name])} wrong=${wrongAt(props, [...here, name])}
              onKept=${(text: string) => edit(set([...here, name], text))} />`,
        )}
        ${can && html`<${Button} kind="quiet" icon="close" label=${says().take(of)} onClick=${() => edit(remove(neverEmpty === true && rows.length === 1 ? path : here))} />`}</div>
        <${Told} issues=${issuesIn(shown.issues, here).filter((issue) => !own.includes(issue.path))} /></li>`;
    })}</ul>
    ${can && html`<${Button} icon="plus" onClick=${() => edit(set([...path, rows.length], fresh))}>${add}<//>`}`;
}
