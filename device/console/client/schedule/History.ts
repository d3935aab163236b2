import type { VNode } from "preact";
import type { DutyAnswer, DutyChangeRow, NamedPerson } from "../../api/duty.ts";
import { post, remove } from "../api.ts";
import { Button } from "../components/controls.ts";
import { tell, tellWrong } from "../components/toasts.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { dayAndTime } from "../time.ts";
import { spanText } from "./dutyWords.ts";
import { togetherOf, wishAgain } from "./wishes.ts";

const says = words({
  en: {
    title: "Changes by hand",
    none: "Nobody has changed duty by hand here.",
    replace: (by: string, person: string) => `${by} instead of ${person}`,
    add: (person: string) => `${person} on duty as well`,
    remove: (person: string) => `${person} off duty`,
    within: (rotation: string) => `in ${rotation}`,
    made: (who: string, when: string) => `by ${who}, ${when}`,
    withdrawn: (who: string, when: string) => `taken back by ${who}, ${when}`,
    frontDesk: "the box's own console",
    over: "over",
    withdraw: "Take back",
    withdrawOf: (what: string) => `Take back: ${what}`,
    done: "Taken back. Whoever it is about is told by SMS.",
  },
  es: {
    title: "Cambios a mano",
    none: "Aquí nadie ha cambiado la guardia a mano.",
    replace: (by: string, person: string) => `${by} en lugar de ${person}`,
    add: (person: string) => `${person} también de guardia`,
    remove: (person: string) => `${person} sin guardia`,
    within: (rotation: string) => `en ${rotation}`,
    made: (who: string, when: string) => `por ${who}, ${when}`,
    withdrawn: (who: string, when: string) => `retirado por ${who}, ${when}`,
    frontDesk: "la consola del propio equipo",
    over: "pasado",
    withdraw: "Retirar",
    withdrawOf: (what: string) => `Retirar: ${what}`,
    done: "Retirado. A quien le afecta se le avisa por SMS.",
  },
});

/** To the box, managers and whoever sits at it are one; the console knows its users. */
const FRONT_DESK = "front-desk";
const nameOf = ({ id, name }: NamedPerson, user: string | undefined): string =>
  user ?? (id === FRONT_DESK ? says().frontDesk : name);

export function whatText({ by, kind, person, rotation }: DutyChangeRow): string {
  const within = rotation === undefined ? "" : ` ${says().within(rotation)}`;
  switch (kind) {
    case "replace":
      return says().replace(by?.name ?? "", person.name) + within;
    case "add":
      return says().add(person.name) + within;
    case "remove":
      return says().remove(person.name) + within;
  }
}

/** Takes back what was made together; can be made again. */
async function takeBack(group: readonly DutyChangeRow[]): Promise<void> {
  for (const { id } of group) await remove(`/duty/changes/${id}`);
  const changes = [...group].sort((a, b) => a.madeAt - b.madeAt).map(wishAgain);
  tell(says().done, () => post("/duty/changes", { changes }));
}

/** Who changed duty, when, and what became of it. */
export function History({ answer, now }: { readonly answer: DutyAnswer; readonly now: number }): VNode {
  const groups = togetherOf(answer.changes);
  return html`<section class="duty-history"><h2>${says().title}</h2>
    ${
      groups.length === 0
        ? html`<p class="soft">${says().none}</p>`
        : html`<ul role="list">${groups.map((group) => {
            const open = group.filter(({ mine, to, withdrawnAt }) => mine && withdrawnAt === undefined && to > now);
            const first = group[0]!;
            return html`<li key=${first.id} class=${classes(open.length === 0 && "over")}><div>
              ${group.map((change) => html`<p key=${change.id}><${What} change=${change} now=${now} /></p>`)}
              <p class="soft">${says().made(nameOf(first.madeBy, first.madeByUser), dayAndTime(first.madeAt, now))}${first.withdrawnAt === undefined && group.every(({ to }) => to <= now) && `, ${says().over}`}${first.withdrawnAt !== undefined && html`; ${says().withdrawn(nameOf(first.withdrawnBy ?? first.madeBy, first.withdrawnByUser), dayAndTime(first.withdrawnAt, now))}`}</p></div>
              ${open.length > 0 && html`<${Button} icon="undo" class="unprinted" label=${says().withdrawOf(open.map(whatText).join(", "))} onClick=${() => void takeBack(open).catch(tellWrong)}>${says().withdraw}<//>`}</li>`;
          })}</ul>`
    }</section>`;
}

const What = ({ change, now }: { readonly change: DutyChangeRow; readonly now: number }): VNode => {
  const text = html`<strong>${whatText(change)}</strong>, ${spanText(change.from, change.to, now)}`;
  return change.withdrawnAt === undefined ? text : html`<s>${text}</s>`;
};
