import type { VNode } from "preact";
import type { DutyDraftAnswer } from "../../../api/duty.ts";
import type { Choice } from "../../components/Choices.ts";
import { Button, CheckField, SelectField } from "../../components/controls.ts";
import { Icon } from "../../components/icons.ts";
import { html } from "../../html.ts";
import { words } from "../../i18n.ts";
import { issuesAt, issuesIn, listAt, type Path } from "../draft.ts";
import { type Bound, mayEdit, remove, set } from "../fields.ts";
import { Ordered } from "../Ordered.ts";
import { Told } from "../Told.ts";
import { nextTurn, turnList, turnOf, turnValue } from "./dutyEdits.ts";

const says = words({
  en: {
    title: "In this order",
    help: "After the last, the first again. Who is added or moved shifts everybody's turns: look at the picture above.",
    turn: (n: number) => `Turn ${n}`,
    name: (n: number, who: string) => `turn ${n}, ${who}`,
    and: " and ",
    beside: (who: string) => `Two at once: somebody beside ${who}`,
    besideShort: "Two at once",
    add: "Add a turn",
    lost: (who: string) => `The turn that is on now would no longer be that of ${who}.`,
    keep: (who: string) => `${who} keeps the turn that is on now`,
    keepHelp: "The order stays; it only begins elsewhere.",
  },
  es: {
    title: "En este orden",
    help: "Tras el último, de nuevo el primero. Añadir o mover a alguien desplaza los turnos de todos: mire el dibujo de arriba.",
    turn: (n: number) => `Turno ${n}`,
    name: (n: number, who: string) => `el turno ${n}, ${who}`,
    and: " y ",
    beside: (who: string) => `Dos a la vez: alguien junto a ${who}`,
    besideShort: "Dos a la vez",
    add: "Añadir un turno",
    lost: (who: string) => `El turno de ahora dejaría de ser de ${who}.`,
    keep: (who: string) => `Que ${who} conserve el turno de ahora`,
    keepHelp: "El orden se queda igual; solo empieza en otro sitio.",
  },
});

type Kept = NonNullable<DutyDraftAnswer["rotations"][number]["kept"]>;

/** What was changed gives the turn that is on now to somebody else: one button, and it does not. */
const Keep = ({ onKeep, who }: { readonly who: string; readonly onKeep: () => void }): VNode =>
  html`<div class="notice warn"><${Icon} name="calendar" /><div><p><strong>${says().lost(who)}</strong></p>
    <p>${says().keepHelp}</p><${Button} onClick=${onKeep}>${says().keep(who)}<//></div></div>`;

/** Who has duty after whom; several people at once where the clinic wants it. */
export function Turns({
  path,
  people,
  kept,
  ...bound
}: Bound & { readonly path: Path; readonly people: readonly Choice[]; readonly kept: Kept | undefined }): VNode {
  const { edit, shown } = bound;
  const turns = listAt(shown.value, path);
  const can = mayEdit(bound);
  const nameOf = (id: string): string => people.find(({ value }) => value === id)?.text ?? id;
  const ids = people.map(({ value }) => value);
  const keep = (index: number, who: readonly string[]): unknown => edit(set([...path, index], turnValue(who)));
  const entries = turns.map((turn, index) => {
    const who = turnOf(turn);
    const label = says().turn(index + 1);
    const other = ids.find((id) => !who.includes(id));
    const known = [...people, ...who.filter((id) => !ids.includes(id)).map((id) => ({ value: id, text: id }))];
    const ticked = (id: string, on: boolean): void => {
      const left = known.map(({ value }) => value).filter((one) => (one === id ? on : who.includes(one)));
      if (left.length > 0) keep(index, left);
      // Nobody is no turn: the tick stays.
      else void edit(set([...path, index], turn));
    };
    return {
      key: index,
      name: says().name(index + 1, who.map(nameOf).join(says().and)),
      head: Array.isArray(turn)
        ? html`<fieldset class="some" disabled=${!can}><legend>${label}</legend><div class="ticks">${known.map(({ text, value }) => html`<${CheckField} key=${value} label=${text} checked=${who.includes(value)} onValue=${(on: boolean) => ticked(value, on)} />`)}</div></fieldset>`
        : html`<${SelectField} label=${label} value=${who[0] ?? ""} choices=${known} disabled=${!can} onValue=${(id: string) => keep(index, [id])} />
          ${can && other !== undefined && html`<${Button} kind="quiet" class="small" label=${says().beside(nameOf(who[0] ?? ""))} onClick=${() => keep(index, [...who, other])}>${says().besideShort}<//>`}`,
      body: html`<${Told} issues=${issuesIn(shown.issues, [...path, index])} />`,
    };
  });
  return html`<fieldset class="turn-order"><legend>${says().title}</legend><p class="help">${says().help}</p>
    <${Ordered} class="plain" entries=${entries} can=${can} onMove=${(from: number, to: number) => edit({ do: "move", path: [...path], from, to })}
      onRemove=${turns.length > 1 ? (index: number) => edit(remove([...path, index])) : undefined} />
    <${Told} issues=${issuesAt(shown.issues, path)} />
    ${can && kept !== undefined && html`<${Keep} who=${kept.people.map(({ name }) => name).join(says().and)} onKeep=${() => edit(...turnList(path, kept.places, turns.length))} />`}
    ${can && ids.length > 0 && html`<${Button} icon="plus" onClick=${() => keep(turns.length, [nextTurn(turns, ids)])}>${says().add}<//>`}
  </fieldset>`;
}
