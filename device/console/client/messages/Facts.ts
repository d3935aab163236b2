import type { VNode } from "preact";
import type { MessageDetail } from "../../api/messages.ts";
import { html } from "../html.ts";
import { nameOfLanguage, words } from "../i18n.ts";
import { says as common } from "./words.ts";

const says = words({
  en: {
    heading: "About the call",
    caller: "Caller",
    born: "Date of birth",
    line: "Line",
    language: "Language",
    because: "Why this urgency",
    ended: "End",
    complete: "The caller heard that the message is saved.",
    cut: "The caller hung up before the end.",
    again: "Same number",
    reasons: {
      caller: "the caller chose so",
      professional: "a professional called",
      silence: "the caller pressed nothing",
      "wrong-keys": "the caller pressed keys that mean nothing",
      abandoned: "the caller hung up after pressing a key",
      fault: "something failed during the call",
    } as Record<string, string>,
  },
  es: {
    heading: "Sobre la llamada",
    caller: "Llamante",
    born: "Fecha de nacimiento",
    line: "Línea",
    language: "Idioma",
    because: "Por qué esta urgencia",
    ended: "Final",
    complete: "El llamante oyó que el mensaje está guardado.",
    cut: "El llamante colgó antes del final.",
    again: "Mismo número",
    reasons: {
      caller: "lo eligió el llamante",
      professional: "llamó un profesional",
      silence: "el llamante no pulsó nada",
      "wrong-keys": "el llamante pulsó teclas que no significan nada",
      abandoned: "el llamante colgó tras pulsar una tecla",
      fault: "algo falló durante la llamada",
    },
  },
});

export function Facts({ message }: { readonly message: MessageDetail }): VNode {
  const { dateOfBirth, language, sameCaller } = message;
  const facts: readonly (readonly [string, unknown])[] = [
    [says().caller, common()[message.callerKind]],
    ...(dateOfBirth === undefined ? [] : [[says().born, html`<span class="counted">${dateOfBirth}</span>`] as const]),
    [says().because, says().reasons[message.urgencyBecause] ?? message.urgencyBecause],
    [says().language, nameOfLanguage(language)],
    [says().line, message.line],
    [says().ended, message.complete ? says().complete : says().cut],
    ...(sameCaller.length === 0
      ? []
      : [
          [
            says().again,
            html`<span class="acts">${sameCaller.map((ref) => html`<a key=${ref} class="code" href=${`/messages/${ref}`}>${ref}</a>`)}</span>`,
          ] as const,
        ]),
  ];
  return html`<section><h3>${says().heading}</h3>
    <dl class="facts">${facts.map(([name, value]) => html`<dt key=${name}>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
}
