import type { VNode } from "preact";
import type { MessageDetail } from "../../api/messages.ts";
import { Button } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { tell } from "../components/toasts.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { phoneGroups, phoneLink, phoneSpoken, phoneText } from "../phone.ts";
import { numberOf } from "./words.ts";

const says = words({
  en: {
    heading: "Number to call",
    confirmed: "The caller heard it read back and confirmed it.",
    unconfirmed: "The caller keyed it and did not confirm it: it may be wrong.",
    network: "Told by the telephone network; the caller keyed no number.",
    also: (number: string) => `Called from ${number}.`,
    withheld: "The caller has the number withheld and keyed none. Listen to the recording: they may have said it.",
    none: "No number is known. Listen to the recording: the caller may have said it.",
    call: "Call",
    copy: "Copy the number",
    copied: "The number is copied.",
  },
  es: {
    heading: "Número al que llamar",
    confirmed: "El llamante lo oyó repetido y lo confirmó.",
    unconfirmed: "El llamante lo marcó y no lo confirmó: puede estar mal.",
    network: "Lo dijo la red telefónica; el llamante no marcó ninguno.",
    also: (number: string) => `Llamó desde ${number}.`,
    withheld: "El llamante oculta su número y no marcó ninguno. Escuche la grabación: quizá lo dijo.",
    none: "No se conoce ningún número. Escuche la grabación: quizá el llamante lo dijo.",
    call: "Llamar",
    copy: "Copiar el número",
    copied: "El número está copiado.",
  },
});

/** In large type, group by group: numbers are transposed where they are small. */
export function Numbers({ message }: { readonly message: MessageDetail }): VNode {
  const number = numberOf(message);
  if (number === undefined)
    return html`<section class="callback none"><h3 class="unseen">${says().heading}</h3><p><${Icon} name="info" />${message.callerWithheld ? says().withheld : says().none}</p></section>`;
  const { callback, callbackConfirmed, callerId, callerName } = message;
  const sure = callback !== undefined && callbackConfirmed;
  const copy = (): void => void navigator.clipboard?.writeText(number).then(() => tell(says().copied));
  return html`<section class="callback">
    <h3 class="unseen">${says().heading}</h3>
    <p class="digits"><span aria-hidden="true">${phoneGroups(number).map((group) => html`<span key=${group} class="group">${group}</span>`)}</span><span class="unseen">${phoneSpoken(number)}</span></p>
    <div class="acts unprinted">
      <a class="button plain" href=${phoneLink(number)}><${Icon} name="phone" /><span>${says().call}</span></a>
      <${Button} kind="quiet" icon="copy" label=${says().copy} onClick=${copy} />
    </div>
    ${callerName !== undefined && html`<p class="name">${callerName}</p>`}
    <p class=${sure ? "soft" : "doubt"}>${!sure && html`<${Icon} name="warning" />`}${callback === undefined ? says().network : callbackConfirmed ? says().confirmed : says().unconfirmed}
      ${callback !== undefined && callerId !== undefined && !sameNumber(callback, callerId) && ` ${says().also(phoneText(callerId))}`}</p>
  </section>`;
}

/** With and without the country in front it is the same telephone. */
function sameNumber(one: string, other: string): boolean {
  const [a, b] = [one.replace(/\D/g, ""), other.replace(/\D/g, "")];
  return a === b || (Math.min(a.length, b.length) >= 7 && (a.endsWith(b) || b.endsWith(a)));
}
