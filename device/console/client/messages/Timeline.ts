import type { VNode } from "preact";
import type { MessageDetail } from "../../api/messages.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { civilDate, clockTimeExact, dayName, isoTime } from "../time.ts";

const says = words({
  en: { heading: "What happened", empty: "Nothing is recorded yet." },
  es: { heading: "Qué pasó", empty: "Todavía no hay nada anotado." },
});

/** From the first ring to what was done last, in sentences. */
export function Timeline({ message: { timeline } }: { readonly message: MessageDetail }): VNode {
  return html`<section><h3>${says().heading}</h3>
    ${timeline.length === 0 && html`<p class="soft">${says().empty}</p>`}
    <ol class="timeline" role="list">${timeline.map(({ at, kind, text }, index) => {
      const newDay = index === 0 || civilDate(at) !== civilDate(timeline[index - 1]!.at);
      return html`<li key=${index} data-kind=${kind}>${newDay && html`<span class="day">${dayName(at)}</span>`}<time class="soft" dateTime=${isoTime(at)}>${clockTimeExact(at)}</time><span>${text}</span></li>`;
    })}</ol></section>`;
}
