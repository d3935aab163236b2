import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { DayAnswer } from "../../api/messages.ts";
import { LinkButton } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { Empty, Loaded } from "../components/states.ts";
import { counts } from "../counts.ts";
import { html } from "../html.ts";
import { language, words } from "../i18n.ts";
import { MessageList } from "../messages/MessageList.ts";
import { useRemote } from "../remote.ts";
import { me } from "../session.ts";
import { clockTime, dayAndTime, longDate } from "../time.ts";

const says = words({
  en: {
    hello: (name: string, hour: number) =>
      `${hour < 12 ? "Good morning" : hour < 18 ? "Good afternoon" : "Good evening"}, ${name}`,
    since: (when: string) => `Since ${when}`,
    unheard: (n: number) => (n === 1 ? "message not heard yet" : "messages not heard yet"),
    urgentOpen: (n: number) => (n === 1 ? "urgent call not called back" : "urgent calls not called back"),
    fresh: (n: number) => (n === 1 ? "message that nobody has" : "messages that nobody has"),
    mine: (n: number) => (n === 1 ? "message for you" : "messages for you"),
    urgent: "The urgent ones",
    calm: "No urgent call came",
    calmHelp: "Whatever comes appears here by itself.",
    all: "All messages",
  },
  es: {
    hello: (name: string, hour: number) =>
      `${hour < 12 ? "Buenos días" : hour < 20 ? "Buenas tardes" : "Buenas noches"}, ${name}`,
    since: (when: string) => `Desde ${when}`,
    unheard: (n: number) => (n === 1 ? "mensaje sin escuchar" : "mensajes sin escuchar"),
    urgentOpen: (n: number) => (n === 1 ? "urgente sin devolver la llamada" : "urgentes sin devolver la llamada"),
    fresh: (n: number) => (n === 1 ? "mensaje que no tiene nadie" : "mensajes que no tiene nadie"),
    mine: (n: number) => (n === 1 ? "mensaje para usted" : "mensajes para usted"),
    urgent: "Los urgentes",
    calm: "No ha llegado ninguna llamada urgente",
    calmHelp: "Lo que llegue aparecerá aquí por sí solo.",
    all: "Todos los mensajes",
  },
});

/** What the front desk sees first in the morning: what came in the night, and whether somebody saw to it. */
export default function Today(): VNode {
  const day = useRemote<DayAnswer>(`/day?language=${language.value}`, ["message"]);
  useEffect(() => {
    if (day.data !== undefined) counts.value = day.data.counts;
  }, [day.data]);
  return html`<h1>${says().hello(me()?.name ?? "", Number(clockTime(Date.now()).slice(0, 2)))}</h1>
    <p class="lead">${longDate(Date.now())}</p>
    <${Loaded} of=${day} lines=${5}>${(shown: DayAnswer) => html`
      <section class="card night"><p class="soft">${says().since(dayAndTime(shown.sinceAt))}</p><p class="sum">${shown.text}</p></section>
      <ul class="figures" role="list">
        <${Figure} n=${shown.counts.unheard} text=${says().unheard(shown.counts.unheard)} href="/messages?view=unheard" loud />
        <${Figure} n=${shown.counts.urgentOpen} text=${says().urgentOpen(shown.counts.urgentOpen)} href="/messages?urgency=urgent" loud />
        <${Figure} n=${shown.counts.new} text=${says().fresh(shown.counts.new)} href="/messages" />
        <${Figure} n=${shown.counts.mine} text=${says().mine(shown.counts.mine)} href="/messages?view=mine" />
      </ul>
      <section><div class="head"><h2>${says().urgent}</h2><${LinkButton} kind="quiet" href="/messages?view=all" icon="forward">${says().all}<//></div>
        ${
          shown.urgentOnes.length === 0
            ? html`<${Empty} icon="check" title=${says().calm}><p>${says().calmHelp}</p><//>`
            : html`<div class="list"><${MessageList} rows=${shown.urgentOnes} label=${says().urgent} hrefOf=${(ref: string) => `/messages/${ref}`} /></div>`
        }</section>`}<//>`;
}

interface FigureProps {
  readonly n: number;
  readonly text: string;
  readonly href: string;
  /** Somebody should do something as long as it is not nought. */
  readonly loud?: boolean;
}

const Figure = ({ href, loud, n, text }: FigureProps): VNode =>
  html`<li><a href=${href} class=${n === 0 ? "figure nought" : loud === true ? "figure loud" : "figure"}>
    ${n === 0 ? html`<${Icon} name="check" />` : loud === true && html`<${Icon} name="bell" />`}<strong class="counted">${n}</strong><span>${text}</span></a></li>`;
