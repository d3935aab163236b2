import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ChangePlan, ChangesAnswer } from "../../api/changes.ts";
import { ApiProblem, get, post } from "../api.ts";
import { Button, LinkButton } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { Broken, Empty, Loading, Notice } from "../components/states.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import type { Remote } from "../remote.ts";
import { Diff } from "./Diff.ts";
import { throwAway } from "./DraftBar.ts";
import { type Clinic, type Draft, discard, draft, editing, unsent } from "./draft.ts";
import { followed } from "./followed.ts";
import { Ended } from "./Going.ts";
import { Issues } from "./Issues.ts";
import { PlanSteps, RefusalText } from "./planWords.ts";

const says = words({
  en: {
    title: "What changes",
    none: "Nothing is changed",
    noneHelp: "Changes that you make in the forms are gathered here, and applied together.",
    back: "To the clinic file",
    does: "What would be done",
    restart:
      "The answering service is started anew for it, between two calls: no call is cut off. If a line or the pages do not work with it, all goes back by itself.",
    apply: "Apply these changes",
    discard: "Discard them",
    mistakes: "These mistakes have to be mended first",
    odd: "Good to know",
    refused: "It cannot be applied",
    busy: "Another change is being made; wait for its end.",
    unsent: "What was last written as text has not arrived at the box; it is not in this.",
    asText: "As text",
  },
  es: {
    title: "Lo que cambia",
    none: "No hay cambios",
    noneHelp: "Los cambios que haga en los formularios se reúnen aquí y se aplican juntos.",
    back: "Al archivo de la clínica",
    does: "Lo que se haría",
    restart:
      "El programa que atiende se arranca de nuevo entre dos llamadas: no se corta ninguna. Si una línea o los avisos no funcionan con ello, todo vuelve atrás por sí solo.",
    apply: "Aplicar estos cambios",
    discard: "Descartarlos",
    mistakes: "Antes hay que corregir estos errores",
    odd: "Conviene saberlo",
    refused: "No se puede aplicar",
    busy: "Se está haciendo otro cambio; espere a que termine.",
    unsent: "Lo último que se escribió como texto no ha llegado al equipo; no está incluido aquí.",
    asText: "Como texto",
  },
});

/** The difference, what it would do, and the button that does it. */
export function Review({
  changes,
  clinic,
}: {
  readonly clinic: Clinic;
  readonly changes: Remote<ChangesAnswer>;
}): VNode {
  const mine = draft.value;
  const last = changes.data?.last;
  if (mine !== undefined) return html`<${Drafted} key=${mine.text} mine=${mine} changes=${changes} clinic=${clinic} />`;
  const ended = last?.kinds.includes("clinic-file") === true && changes.data?.going === undefined;
  return html`${ended && html`<${Ended} last=${last} />`}
    ${changes.data?.going === undefined && html`<${Empty} icon="check" title=${says().none}><p>${says().noneHelp}</p><p><a href="/clinic">${says().back}</a></p><//>`}`;
}

function Drafted({
  changes,
  clinic,
  mine,
}: {
  readonly mine: Draft;
  readonly changes: Remote<ChangesAnswer>;
  readonly clinic: Clinic;
}): VNode {
  const { plan, problem } = usePlan(mine);
  const sending = useSending();
  const errors = mine.issues.filter(({ severity }) => severity === "error");
  const odd = mine.issues.filter(({ severity }) => severity === "warning");
  const busy = changes.data?.going !== undefined;
  const can =
    mine.usable &&
    plan !== undefined &&
    plan.refusals.length === 0 &&
    !clinic.overtaken &&
    !busy &&
    editing.value === 0 &&
    unsent.value === undefined;
  const last = changes.data?.last;
  const apply = async (): Promise<void> => {
    await sending.send(async () => {
      const before = await get<ChangesAnswer>("/changes");
      await post("/clinic/apply", { text: mine.text, base: mine.base });
      // First what is going on now: else the end of the change before would be taken for this one's.
      try {
        changes.show(await get<ChangesAnswer>("/changes"));
      } catch (problem) {
        // It is under way all the same, and is looked for again.
        if (!(problem instanceof ApiProblem)) throw problem;
      }
      // Changed meanwhile: then what is applied is in it, and it stays.
      if (draft.value !== mine) return;
      discard();
      followed(mine, before.last?.endedAt);
    });
    clinic.inForce.again();
  };
  return html`<h2>${says().title}</h2>
    ${last !== undefined && last.outcome.kind !== "kept" && last.kinds.includes("clinic-file") && html`<${Ended} last=${last} />`}
    ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
    ${errors.length > 0 && html`<div class="notice wrong"><${Icon} name="warning" /><div><p><strong>${says().mistakes}</strong></p><${Issues} issues=${errors} /></div></div>`}
    <${Diff} rows=${mine.diff} />
    ${odd.length > 0 && html`<h3>${says().odd}</h3><${Issues} issues=${odd} />`}
    ${errors.length === 0 && problem !== undefined && html`<${Broken} problem=${problem} />`}
    ${errors.length === 0 && plan === undefined && problem === undefined && html`<${Loading} lines=${2} />`}
    ${
      plan !== undefined &&
      errors.length === 0 &&
      html`<h3>${plan.refusals.length > 0 ? says().refused : says().does}</h3>
      ${plan.refusals.map((refusal) => html`<${Notice} key=${refusal.what} kind="wrong" icon="warning"><${RefusalText} ...${refusal} /><//>`)}
      <${PlanSteps} plan=${plan} diff=${mine.diff} />
      ${plan.restart && html`<p class="soft">${says().restart}</p>`}`
    }
    ${unsent.value !== undefined && html`<${Notice} kind="warn" icon="warning">${says().unsent} <a href="/clinic/text">${says().asText}</a><//>`}
    ${busy && html`<p class="soft">${says().busy}</p>`}
    <div class="acts"><${Button} kind="deed" busy=${sending.busy} disabled=${!can} onClick=${apply}>${says().apply}<//>
      <${Button} onClick=${throwAway}>${says().discard}<//><${LinkButton} kind="quiet" href="/clinic">${says().back}<//></div>`;
}

/** What root's hand says that it would do; asked once for each draft without mistakes. */
function usePlan(mine: Draft): { readonly plan?: ChangePlan; readonly problem?: ApiProblem } {
  const [answer, setAnswer] = useState<{ plan?: ChangePlan; problem?: ApiProblem }>({});
  useEffect(() => {
    if (!mine.usable) return;
    let gone = false;
    post<ChangePlan>("/clinic/plan", { text: mine.text }).then(
      (plan) => !gone && setAnswer({ plan }),
      (problem: unknown) => {
        if (!(problem instanceof ApiProblem)) throw problem;
        if (!gone) setAnswer({ problem });
      },
    );
    return () => {
      gone = true;
    };
  }, [mine.text, mine.usable]);
  return answer;
}
