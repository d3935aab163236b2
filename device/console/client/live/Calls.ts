import type { VNode } from "preact";
import type { CallStep, LiveCall } from "../../api/live.ts";
import { Icon } from "../components/icons.ts";
import { Empty } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { may } from "../session.ts";
import { clockTime, clockTimeExact, isoTime } from "../time.ts";

const says = words({
  en: {
    none: "Nobody is calling",
    noneHelp: "A call appears here while the telephone rings.",
    unknown: "Nobody knows whether somebody is calling",
    unknownHelp: "Calls can be seen only while the answering program answers.",
    caller: (line: string) => `Call on ${line}`,
    doctor: (line: string) => `Call to a doctor over ${line}`,
    now: "now",
    over: (when: string) => `over since ${when}`,
    lost: "The answering program went away; how this call ended is not known.",
    late: "It had begun before this page could listen.",
    message: "The message",
    times: (n: number) => `${n} times`,
    steps: {
      rings: "The telephone rings",
      callerId: "Caller ID is complete",
      answered: "The box answers",
      boxSpeaks: "The box speaks",
      key: "The caller presses a key",
      urgent: "It is urgent: the page goes out",
      recording: "The caller is recorded",
      recorded: "The recording ends",
      saved: "The message is saved",
      callerGone: "The caller hangs up",
      over: "The line is free",
      missed: "It rang and stopped",
      pageAccepted: "The network has taken the page",
      pageDelivered: "The page is on the doctor's telephone",
      pageFailed: "A page did not get through",
      toldByTelephone: "The doctor was told by telephone",
      taken: "A doctor has taken it",
      closed: "It was closed",
      dials: "The box calls the doctor",
      doctorRings: "The doctor's telephone rings",
      doctorAnswers: "The doctor's telephone is answered",
    },
  },
  es: {
    none: "No llama nadie",
    noneHelp: "Una llamada aparece aquí mientras suena el teléfono.",
    unknown: "No se sabe si llama alguien",
    unknownHelp: "Las llamadas se ven solo mientras responde el programa que atiende.",
    caller: (line: string) => `Llamada en ${line}`,
    doctor: (line: string) => `Llamada a un médico por ${line}`,
    now: "ahora",
    over: (when: string) => `terminó a las ${when}`,
    lost: "El programa que atiende se fue; no se sabe cómo terminó esta llamada.",
    late: "Había empezado antes de que esta página pudiera escuchar.",
    message: "El mensaje",
    times: (n: number) => `${n} veces`,
    steps: {
      rings: "Suena el teléfono",
      callerId: "La identificación del llamante está completa",
      answered: "El equipo descuelga",
      boxSpeaks: "El equipo habla",
      key: "El llamante pulsa una tecla",
      urgent: "Es urgente: sale el aviso",
      recording: "Se graba al llamante",
      recorded: "Termina la grabación",
      saved: "El mensaje está guardado",
      callerGone: "El llamante cuelga",
      over: "La línea queda libre",
      missed: "Sonó y dejó de sonar",
      pageAccepted: "La red ha aceptado el aviso",
      pageDelivered: "El aviso está en el teléfono del médico",
      pageFailed: "Un aviso no llegó",
      toldByTelephone: "Se informó al médico por teléfono",
      taken: "Un médico se ha encargado",
      closed: "Se cerró",
      dials: "El equipo llama al médico",
      doctorRings: "Suena el teléfono del médico",
      doctorAnswers: "Descuelgan el teléfono del médico",
    },
  },
});

const LOUD: Readonly<Partial<Record<CallStep, string>>> = {
  ...{ urgent: "urgent", pageFailed: "urgent", taken: "well", saved: "well", pageDelivered: "well" },
};

/** The calls that go on and those that have just ended, each as it goes; new steps are said by a screen reader as they come. */
export const Calls = ({ calls, serving }: { readonly calls: readonly LiveCall[]; readonly serving: boolean }): VNode =>
  calls.length === 0
    ? html`<${Empty} icon="phone" title=${serving ? says().none : says().unknown}><p>${serving ? says().noneHelp : says().unknownHelp}</p><//>`
    : html`<div class="calls">${calls.map((call) => html`<${Call} key=${`${call.line} ${call.begunAt}`} call=${call} />`)}</div>`;

function Call({ call }: { readonly call: LiveCall }): VNode {
  const { begunAt, endedAt, joinedLate, line, lost, ref, steps } = call;
  const title = call.with === "doctor" ? says().doctor(line) : says().caller(line);
  return html`<article class=${endedAt === undefined ? "card call" : "card call past"} aria-label=${title}>
    <div class="head"><h3>${title}</h3>${endedAt === undefined ? html`<span class="pill going"><${Icon} name="pulse" />${says().now}</span>` : html`<span class="pill">${says().over(clockTime(endedAt))}</span>`}</div>
    ${joinedLate === true && html`<p class="soft">${says().late}</p>`}
    <ol class="trace" role="list" aria-live=${endedAt === undefined ? "polite" : undefined}>${steps.map(
      ({ at, step, times }, place) =>
        html`<li key=${`${begunAt} ${place}`} class=${LOUD[step] ?? ""}><time dateTime=${isoTime(at)}>${clockTimeExact(at)}</time><span>${says().steps[step]}${times > 1 && html` <span class="soft">· ${says().times(times)}</span>`}</span></li>`,
    )}</ol>
    ${lost === true && html`<p class="soft">${says().lost}</p>`}
    ${ref !== undefined && may("messages.read") && html`<p><a href=${`/messages/${ref}`}>${says().message} <span class="code">${ref}</span></a></p>`}
  </article>`;
}
