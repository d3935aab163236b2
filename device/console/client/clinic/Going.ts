import type { VNode } from "preact";
import type { ChangeOutcome, ChangePhase, ChangesAnswer, GoingChange, LastChange } from "../../api/changes.ts";
import { post } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { EnglishFollows } from "../components/states.ts";
import { tellWrong } from "../components/toasts.ts";
import { classes, html } from "../html.ts";
import { language, words } from "../i18n.ts";
import type { Remote } from "../remote.ts";
import { capital } from "../sentence.ts";
import { whenShort } from "../time.ts";

const says = words({
  en: {
    label: "The change that is being made",
    by: (who: string) => `${who} is changing the box.`,
    phases: {
      verify: "Looking whether it can be done",
      stage: "Writing everything beside its place",
      "wait-for-quiet": "Waiting for the end of a telephone call",
      stop: "Stopping the answering service for a moment",
      swap: "Putting the new files in their places",
      start: "Starting the answering service",
      health: "Watching whether lines and pages work",
      confirm: "Waiting to be confirmed",
      keep: "Keeping it",
      "roll-back": "Putting everything back",
    } satisfies Record<ChangePhase, string>,
    call: "No call is cut off: whoever is on the telephone is let finish, and whoever rings meanwhile is answered after it.",
    giveUp: "Do not wait, leave all as it was",
    done: (who: string, when: string) => `Done at ${when}, by ${who}.`,
    back: (when: string) => `Taken back by itself at ${when}: everything is as it was before.`,
    refused: (when: string) => `Not done (${when}): nothing was changed.`,
    because: "Why",
    away: "Nothing can be changed from here just now: the program that changes the box is not there.",
    awayCure:
      "Everything can be read, and drafts can be made. Pull the box's plug for ten seconds, when no call is going on.",
  },
  es: {
    label: "El cambio en curso",
    by: (who: string) => `${who} está cambiando el equipo.`,
    phases: {
      verify: "Mirando si se puede hacer",
      stage: "Escribiéndolo todo junto a su sitio",
      "wait-for-quiet": "Esperando a que termine una llamada",
      stop: "Parando un momento el programa que atiende",
      swap: "Poniendo los archivos nuevos en su sitio",
      start: "Arrancando el programa que atiende",
      health: "Comprobando que las líneas y los avisos funcionan",
      confirm: "Esperando la confirmación",
      keep: "Guardándolo",
      "roll-back": "Dejándolo todo como estaba",
    },
    call: "No se corta ninguna llamada: quien está al teléfono termina, y a quien llame entretanto se le atiende después.",
    giveUp: "No esperar, dejarlo como estaba",
    done: (who: string, when: string) => `Hecho por ${who} (${when}).`,
    back: (when: string) => `Deshecho por sí solo (${when}): todo está como antes.`,
    refused: (when: string) => `No se hizo (${when}): no cambió nada.`,
    because: "Por qué",
    away: "Ahora no se puede cambiar nada desde aquí: falta el programa que cambia el equipo.",
    awayCure:
      "Todo se puede leer, y se pueden preparar cambios. Desenchufe el equipo diez segundos, cuando no haya ninguna llamada.",
  },
});

interface Said {
  readonly en: string;
  /** Not there: the box knows it in English only. */
  readonly es?: string | null | undefined;
}

const isEnglish = ({ es }: Said): boolean => language.value !== "es" || es === undefined || es === null;

/** In Spanish where that is known; else as the box says it. */
const Told = (said: Said): VNode => (isEnglish(said) ? html`<span lang="en">${said.en}</span>` : html`${said.es}`);

/** A change that is being made, step by step; or that none can be made. Nothing where nothing goes on. */
export function Going({ changes }: { readonly changes: Remote<ChangesAnswer> }): VNode {
  const now = changes.data;
  if (now === undefined) return html``;
  if (now.going !== undefined) return html`<${Steps} going=${now.going} />`;
  if (now.can) return html``;
  return html`<div class="notice warn"><${Icon} name="warning" /><div><p><strong>${says().away}</strong></p><p>${says().awayCure}</p></div></div>`;
}

function Steps({ going }: { readonly going: GoingChange }): VNode {
  const phases = [...new Set(going.steps.map(({ phase }) => phase))];
  const last = going.steps.at(-1);
  const giveUp = (): void => void post("/changes/give-up").catch(tellWrong);
  return html`<section class="notice going" aria-label=${says().label}><${Icon} name="clock" /><div>
    <p><strong>${says().by(going.who.name ?? going.who.by)}</strong></p>
    <ol role="list" class="phases" aria-live="polite">${phases.map(
      (phase, at) => html`<li key=${phase} class=${classes(at === phases.length - 1 && "now")}>
        <${Icon} name=${at === phases.length - 1 ? "forward" : "check"} />${says().phases[phase]}${at === phases.length - 1 ? " …" : ""}</li>`,
    )}</ol>
    ${last?.phase === "health" && html`<p class="soft"><${Told} en=${last.words} es=${last.es} /></p>`}
    ${last?.phase === "wait-for-quiet" && html`<p>${says().call}</p>`}
    ${going.canGiveUp && html`<${Button} onClick=${giveUp}>${says().giveUp}<//>`}
  </div></section>`;
}

const LOOK = { kept: "well", "rolled-back": "warn", refused: "warn" } as const satisfies Record<
  ChangeOutcome["kind"],
  string
>;

function saidOf(outcome: ChangeOutcome): readonly Said[] {
  switch (outcome.kind) {
    case "kept":
      return outcome.warnings.map((en, at) => ({ en: capital(en), es: capital(outcome.es?.[at] ?? "") || null }));
    case "rolled-back":
      return [{ en: outcome.because, es: outcome.es }];
    case "refused":
      return outcome.refusals.map(({ cure, es, what }) => ({
        en: `${capital(what)}. ${cure}`,
        es: es && `${capital(es.what)}. ${es.cure}`,
      }));
  }
}

/** How the last one ended. */
export function Ended({ last }: { readonly last: LastChange }): VNode {
  const { endedAt, outcome, who } = last;
  const when = whenShort(endedAt);
  const what = {
    kept: says().done(who.name ?? who.by, when),
    "rolled-back": says().back(when),
    refused: says().refused(when),
  }[outcome.kind];
  const more = saidOf(outcome);
  return html`<div class=${`notice ${LOOK[outcome.kind]}`} role="status"><${Icon} name=${outcome.kind === "kept" ? "check" : "undo"} /><div>
    <p><strong>${what}</strong></p>${more.some(isEnglish) && html`<${EnglishFollows} />`}${more.map((said) => html`<p key=${said.en}>${outcome.kind === "rolled-back" && `${says().because}: `}<${Told} ...${said} /></p>`)}</div></div>`;
}
