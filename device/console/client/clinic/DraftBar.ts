import type { VNode } from "preact";
import type { ChangesAnswer } from "../../api/changes.ts";
import { Button, LinkButton } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { tell } from "../components/toasts.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import type { Remote } from "../remote.ts";
import { counted } from "./Diff.ts";
import { type Clinic, discard, draft, editing, editProblem, redo } from "./draft.ts";
import { Going } from "./Going.ts";

const says = words({
  en: {
    label: "Changes that are not applied yet",
    count: (n: number) => (n === 1 ? "One changed line, not applied yet." : `${n} changed lines, not applied yet.`),
    mistakes: (n: number) => (n === 1 ? "There is a mistake in it." : `There are ${n} mistakes in it.`),
    review: "Look and apply",
    discard: "Discard",
    discarded: "The changes are discarded.",
    saving: "Checking …",
    overtaken: "Somebody else has changed the clinic file meanwhile.",
    overtakenCure: "Theirs is in force. Yours is still here: make it again in theirs, or discard it.",
    byHand: "Theirs is in force. Yours was written as text: copy what you need, discard it, and begin again.",
    redo: "Make my changes in theirs",
  },
  es: {
    label: "Cambios sin aplicar",
    count: (n: number) => (n === 1 ? "Una línea cambiada, sin aplicar." : `${n} líneas cambiadas, sin aplicar.`),
    mistakes: (n: number) => (n === 1 ? "Hay un error." : `Hay ${n} errores.`),
    review: "Ver y aplicar",
    discard: "Descartar",
    discarded: "Los cambios se descartaron.",
    saving: "Comprobando …",
    overtaken: "Otra persona ha cambiado entretanto el archivo de la clínica.",
    overtakenCure: "El suyo está en vigor. Los cambios de usted siguen aquí: repítalos en él o descártelos.",
    byHand:
      "El suyo está en vigor. Usted escribió el texto a mano: copie lo que necesite, descártelo y empiece de nuevo.",
    redo: "Repetir mis cambios en el suyo",
  },
});

/** What is changed and not applied, on every page that edits the clinic file; and what is being applied. */
export function DraftBar({
  changes,
  clinic,
  isReview,
}: {
  readonly clinic: Clinic;
  readonly changes: Remote<ChangesAnswer>;
  /** What the bar leads to is shown already. */
  readonly isReview?: boolean;
}): VNode {
  const mine = draft.value;
  const problem = editProblem.value;
  return html`<${Going} changes=${changes} />
    ${problem !== undefined && html`<div class="notice wrong" role="alert"><${Icon} name="warning" /><div><p><strong>${problem.message}</strong></p>${problem.cure !== undefined && html`<p>${problem.cure}</p>`}</div></div>`}
    ${mine !== undefined && clinic.overtaken && html`<${Overtaken} clinic=${clinic} />`}
    ${
      mine !== undefined &&
      isReview !== true &&
      html`<section class="draft-bar" aria-label=${says().label}>
        <p><strong>${says().count(Math.max(counted(mine.diff, "+"), counted(mine.diff, "-")))}</strong>
          ${!mine.usable && html` <span class="wrong-text">${says().mistakes(mine.issues.filter(({ severity }) => severity === "error").length)}</span>`}
          <span role="status" class="soft">${editing.value > 0 ? ` ${says().saving}` : ""}</span></p>
        <div class="acts"><${LinkButton} kind="deed" href="/clinic/review">${says().review}<//>
          <${Button} onClick=${throwAway}>${says().discard}<//></div>
      </section>`
    }`;
}

export function throwAway(): void {
  const back = discard();
  tell(says().discarded, async () => back());
}

function Overtaken({ clinic }: { readonly clinic: Clinic }): VNode {
  const now = clinic.inForce.data;
  const canRedo = draft.value?.edits !== undefined && now !== undefined;
  return html`<div class="notice warn" role="alert"><${Icon} name="warning" /><div><p><strong>${says().overtaken}</strong></p>
    <p>${canRedo ? says().overtakenCure : says().byHand}</p>
    ${canRedo && html`<${Button} onClick=${() => redo(now!)}>${says().redo}<//>`}</div></div>`;
}
