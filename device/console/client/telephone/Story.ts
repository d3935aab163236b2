import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RehearsalView } from "../../api/rehearsal.ts";
import { LinkButton } from "../components/controls.ts";
import { Icon, type IconName } from "../components/icons.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";

const says = words({
  en: {
    title: "What happens",
    empty: "Call the clinic: each step of the call appears here, with its time.",
    ref: (ref: string) => `Reference ${ref}`,
    taken: (by: string) => `Taken by ${by}.`,
    nobody: "Nobody has taken it.",
    offHook: (s: string) => `Answered after ${s} s.`,
    paged: (s: string) => `The page was accepted ${s} s after urgency was known.`,
    recorded: (s: string) => `${s} s of speech were recorded, sample for sample as the line delivered them.`,
    notExact: (s: string) => `${s} s of speech were recorded, but not exactly as the line delivered them.`,
    name: "The name, as it was recorded",
    reason: "The reason, as it was recorded",
    inbox: "See it in the inbox",
  },
  es: {
    title: "Qué ocurre",
    empty: "Llame a la clínica: cada paso de la llamada aparece aquí, con su tiempo.",
    ref: (ref: string) => `Referencia ${ref}`,
    taken: (by: string) => `La tiene ${by}.`,
    nobody: "No la tiene nadie.",
    offHook: (s: string) => `Contestada a los ${s} s.`,
    paged: (s: string) => `El aviso fue aceptado ${s} s después de saberse que era urgente.`,
    recorded: (s: string) => `Se grabaron ${s} s de voz, muestra por muestra como los entregó la línea.`,
    notExact: (s: string) => `Se grabaron ${s} s de voz, pero no exactamente como los entregó la línea.`,
    name: "El nombre, como se grabó",
    reason: "El motivo, como se grabó",
    inbox: "Verla en Mensajes",
  },
});

const MARKS: Readonly<Record<string, IconName>> = {
  ...{ ring: "bell", "caller-id": "bell", "off-hook": "phone", prompt: "script", key: "menu", urgent: "warning" },
  ...{
    recording: "ear",
    "caller-speaks": "ear",
    saved: "check",
    taken: "check",
    "sms-shown": "mobile",
    reply: "mobile",
  },
  ...{ submitted: "forward", dials: "phone", "doctor-answers": "phone", "on-hook": "closed", fault: "warning" },
};

/** `0:07.4` since the first ring. */
const timeOf = (ms: number): string => {
  const tenths = Math.max(0, Math.round(ms / 100));
  return `${Math.floor(tenths / 600)}:${String(Math.floor((tenths % 600) / 10)).padStart(2, "0")}.${tenths % 10}`;
};

/** The timeline of the call, and what it came to. */
export function Story({ inInbox, view }: { readonly view: RehearsalView; readonly inInbox: boolean }): VNode {
  const { result, timeline } = view;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [timeline.length]);
  return html`<section class="card story" aria-labelledby="story"><h2 id="story"><${Icon} name="clock" />${says().title}</h2>
    ${
      timeline.length === 0
        ? html`<p class="soft">${says().empty}</p>`
        : html`<ol class="steps" role="list" tabindex="0" aria-label=${says().title} ref=${list}>
          ${timeline.map(
            ({ atMs, kind, text }, n) =>
              html`<li key=${n} class=${classes(kind === "urgent" && "loud", kind === "taken" && "well")}>
                <span class="counted soft">${timeOf(atMs)}</span><${Icon} name=${MARKS[kind] ?? "info"} /><span>${text}</span></li>`,
          )}</ol>`
    }
    ${result !== undefined && html`<${Result} result=${result} inInbox=${inInbox} />`}</section>`;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

function Result(props: { readonly result: NonNullable<RehearsalView["result"]>; readonly inInbox: boolean }): VNode {
  const { audioExact, messageSeconds, problems, ref, ringToOffHookMs, takenBy, urgentToSubmittedMs } = props.result;
  const spoken = messageSeconds.toFixed(1);
  return html`<div class="result" role="status">
    ${ref !== null && html`<h3>${says().ref(ref)}</h3>`}
    <ul>
      ${ringToOffHookMs !== null && html`<li>${says().offHook(seconds(ringToOffHookMs))}</li>`}
      ${urgentToSubmittedMs !== null && html`<li>${says().paged(seconds(urgentToSubmittedMs))} ${takenBy === null ? says().nobody : says().taken(takenBy)}</li>`}
      ${messageSeconds > 0 && html`<li>${audioExact ? says().recorded(spoken) : says().notExact(spoken)}</li>`}
      ${problems.map((problem) => html`<li class="wrong-text">${problem}</li>`)}
    </ul>
    ${
      ref !== null &&
      messageSeconds > 0 &&
      html`<div class="heard">${(["name", "reason"] as const).map(
        (part) =>
          html`<figure key=${part}><figcaption>${says()[part]}</figcaption>
          <audio controls preload="metadata" aria-label=${says()[part]} src=${`/api/v1/rehearsal/recordings/${ref}/${part}`}
            onError=${(event: Event) => (event.target as HTMLElement).closest("figure")?.setAttribute("hidden", "")} /></figure>`,
      )}</div>`
    }
    ${ref !== null && props.inInbox && html`<${LinkButton} href=${`/messages/${ref}`} icon="inbox">${says().inbox}<//>`}
  </div>`;
}
