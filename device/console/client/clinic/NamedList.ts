import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../components/controls.ts";
import { type Children, html } from "../html.ts";
import { AddNamed } from "./AddNamed.ts";
import { issuesAt, listAt, type Path, textAt } from "./draft.ts";
import { type Bound, mayEdit, remove, set } from "./fields.ts";
import { Told } from "./Told.ts";

export interface NamedListWords {
  readonly title: string;
  readonly lead: string;
  readonly none: string;
  readonly add: string;
  readonly take: (id: string) => string;
}

interface NamedListProps extends Bound {
  readonly path: Path;
  readonly words: NamedListWords;
  /** What a new one is, beside its name; undefined: there can be none yet. */
  readonly fresh: ((id: string) => object) | undefined;
  readonly children: (here: Path, id: string) => Children;
}

/** A list of things that the rest of the file knows by their names: rotations, rules, groups. */
export function NamedList({ children, fresh, path, words, ...bound }: NamedListProps): VNode {
  const { edit, shown } = bound;
  const [adding, setAdding] = useState(false);
  const ids = listAt(shown.value, path).map((one) => textAt(one, ["id"]));
  const can = mayEdit(bound);
  const add = (id: string): unknown => edit(set([...path, ids.length], { id, ...fresh?.(id) }));
  return html`<section><h2>${words.title}</h2><p class="help">${words.lead}</p>
    ${ids.length === 0 && html`<p class="soft">${words.none}</p>`}
    <ul role="list" class="entries">${ids.map((id, index) => {
      const here = [...path, index];
      return html`<li key=${index} class="card">
        <div class="head"><h3><code>${id}</code></h3>${can && html`<${Button} kind="quiet" icon="close" label=${words.take(id)} onClick=${() => edit(remove(here))} />`}</div>
        <${Told} issues=${[...issuesAt(shown.issues, here), ...issuesAt(shown.issues, [...here, "id"])]} />
        ${children(here, id)}</li>`;
    })}</ul>
    ${can && fresh !== undefined && html`<${Button} icon="plus" onClick=${() => setAdding(true)}>${words.add}<//>`}
    ${adding && html`<${AddNamed} title=${words.add} taken=${ids} onName=${add} onClose=${() => setAdding(false)} />`}
  </section>`;
}
