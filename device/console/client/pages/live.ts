import type { VNode } from "preact";
import type { LiveAnswer } from "../../api/live.ts";
import { Icon } from "../components/icons.ts";
import { Loaded, Notice } from "../components/states.ts";
import { html } from "../html.ts";
import { language, words } from "../i18n.ts";
import { Calls } from "../live/Calls.ts";
import { Faults } from "../live/Faults.ts";
import { History } from "../live/History.ts";
import { OnCall } from "../live/OnCall.ts";
import { Rows } from "../live/Rows.ts";
import { useEach } from "../live/useEach.ts";
import { useRemote } from "../remote.ts";
import { clockTimeExact, isoTime } from "../time.ts";

const says = words({
  en: {
    title: "Live",
    as: (time: string) => `as of ${time}`,
    well: "Everything works: calls are answered, and pages go out.",
    warn: (n: number) =>
      n === 1 ? "One thing needs somebody to look at it." : `${n} things need somebody to look at them.`,
    wrong: (n: number) =>
      n === 1
        ? "Something is wrong that can cost a call or a page."
        : `${n} things are wrong that can cost a call or a page.`,
    away: "The answering program does not answer: nobody knows whether calls are answered.",
    awayHelp:
      "Below is what can be seen without it. It is started again by itself; if it is not back in some minutes, call the technician and forward the telephone.",
    untaken: (n: number) =>
      n === 1 ? "One urgent call is taken by nobody yet." : `${n} urgent calls are taken by nobody yet.`,
    calls: "Calls",
    onCall: "On call",
    faults: "What is wrong, and what to do",
    parts: "The box",
    history: "Signal and service",
  },
  es: {
    title: "En vivo",
    as: (time: string) => `a las ${time}`,
    well: "Todo funciona: se atiende y los avisos salen.",
    warn: (n: number) =>
      n === 1 ? "Hay una cosa que alguien debería mirar." : `Hay ${n} cosas que alguien debería mirar.`,
    wrong: (n: number) =>
      n === 1
        ? "Algo va mal y puede costar una llamada o un aviso."
        : `${n} cosas van mal y pueden costar una llamada o un aviso.`,
    away: "El programa que atiende no responde: no se sabe si se atienden las llamadas.",
    awayHelp:
      "Abajo está lo que se puede ver sin él. Vuelve a arrancar por sí solo; si no ha vuelto en unos minutos, llame al técnico y desvíe el teléfono.",
    untaken: (n: number) =>
      n === 1
        ? "De una llamada urgente no se ha encargado nadie todavía."
        : `De ${n} llamadas urgentes no se ha encargado nadie todavía.`,
    calls: "Llamadas",
    onCall: "De guardia",
    faults: "Qué va mal y qué hacer",
    parts: "El equipo",
    history: "Señal y servicio",
  },
});

const EACH_MS = 10_000;

/** What the box is doing at this moment: calls as they go, who would be paged, whether all its parts work. */
export default function Live(): VNode {
  const live = useRemote<LiveAnswer>(`/live?language=${language.value}`, ["call", "alert", "fault", "status"]);
  useEach(EACH_MS, live.again);
  return html`<div class="head"><h1>${says().title}</h1>${live.data !== undefined && html`<p class="soft"><time dateTime=${isoTime(live.data.at)}>${says().as(clockTimeExact(live.data.at))}</time></p>`}</div>
    <${Loaded} of=${live} lines=${8}>${(shown: LiveAnswer) => html`<${Verdict} of=${shown} />
      <div class="calls-and-duty"><section aria-labelledby="live-calls"><h2 id="live-calls">${says().calls}</h2><${Calls} calls=${shown.calls} serving=${shown.serving} /></section>
      <section aria-labelledby="live-on-call"><h2 id="live-on-call">${says().onCall}</h2><div class="card"><${OnCall} /></div></section></div>
      ${shown.faults.length > 0 && html`<section aria-labelledby="live-faults"><h2 id="live-faults">${says().faults}</h2><${Faults} faults=${shown.faults} /></section>`}
      <section aria-labelledby="live-parts"><h2 id="live-parts">${says().parts}</h2><${Rows} rows=${shown.rows} label=${says().parts} /></section>
      <section aria-labelledby="live-history"><h2 id="live-history">${says().history}</h2><${History} which="signal" /></section>`}<//>`;
}

/** The answer to "is all well?", in one sentence. */
function Verdict({ of: { faults, rows, serving, untakenUrgent = 0 } }: { readonly of: LiveAnswer }): VNode {
  if (!serving)
    return html`<${Notice} kind="wrong" icon="warning"><p><strong>${says().away}</strong></p><p>${says().awayHelp}</p><//>`;
  const real = faults.filter(({ explainedBy }) => explainedBy === undefined);
  const urgent = real.filter(({ severity }) => severity === "urgent").length;
  // A line whose modem is told of is not a second thing; a service that does a part of its work says what the others say.
  const toldOf = new Set(rows.filter(({ faults: told }) => told.length > 0).map(({ id }) => id));
  const others = rows.filter(
    ({ faults: told, id, kind, state }) =>
      (state === "warn" || state === "wrong") &&
      told.length === 0 &&
      kind !== "service" &&
      !(id !== "" && toldOf.has(id)),
  );
  const wrong = urgent + others.filter(({ state }) => state === "wrong").length;
  const warn = real.length - urgent + others.filter(({ state }) => state === "warn").length;
  const said = wrong > 0 ? says().wrong(wrong) : warn > 0 ? says().warn(warn) : says().well;
  const state = wrong > 0 ? "wrong" : warn > 0 ? "warn" : "well";
  return html`<div class=${`verdict ${state}`} role="status"><${Icon} name=${state === "well" ? "check" : "warning"} /><span><strong>${said}</strong>${untakenUrgent > 0 && html` ${says().untaken(untakenUrgent)}`}</span></div>`;
}
