import type { VNode } from "preact";
import type { PromptDetail } from "../../api/prompts.ts";
import { Button } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { may } from "../session.ts";
import { soundTime, whenShort } from "../time.ts";
import { promptPath } from "./PromptList.ts";
import { promptWords } from "./promptWords.ts";
import { Sound } from "./Sound.ts";

const says = words({
  en: {
    title: "What it was before",
    when: "When",
    who: "Who",
    how: "How",
    length: "Length",
    inUse: "in use",
    back: "Put this one back",
    backOf: (when: string) => `Put this one back: ${when}`,
    listen: (when: string) => `the one of ${when}`,
    somebody: "somebody",
    said: (text: string) => `Said: “${text}”`,
    none: "Nobody has changed it here.",
    shipped: "Put the shipped one back",
    shippedTitle: "As it comes with FirstRing",
  },
  es: {
    title: "Lo que era antes",
    when: "Cuándo",
    who: "Quién",
    how: "Cómo",
    length: "Duración",
    inUse: "en uso",
    back: "Volver a esta",
    backOf: (when: string) => `Volver a esta: ${when}`,
    listen: (when: string) => `la de ${when}`,
    somebody: "alguien",
    said: (text: string) => `Decía: «${text}»`,
    none: "Aquí nadie la ha cambiado.",
    shipped: "Volver a la original",
    shippedTitle: "Como viene con FirstRing",
  },
});

interface VersionsProps {
  readonly prompt: PromptDetail;
  readonly busy: boolean;
  readonly onUse: (use: { readonly version: number } | { readonly shipped: true }) => void;
}

/** Who changed the sentence and when, each to be heard and to be put back. */
export function Versions({ busy, onUse, prompt }: VersionsProps): VNode {
  const { canShipped, history } = prompt;
  return html`<section><h2>${says().title}</h2>
    ${history.length === 0 && html`<p class="soft">${says().none}</p>`}
    ${
      history.length > 0 &&
      html`<table class="stacked prompts"><thead><tr><td /><th scope="col">${says().when}</th><th scope="col">${says().who}</th><th scope="col">${says().how}</th><th scope="col">${says().length}</th><td /></tr></thead>
      <tbody>${history.map(({ at, by, how, id, inUse, ms, words: said }) => {
        const when = whenShort(at);
        return html`<tr key=${id}>
          <td class="listening">${ms !== undefined && html`<${Sound} short path=${promptPath(prompt)} query=${`?of=${id}`} title=${says().listen(when)} ms=${ms} />`}</td>
          <th scope="row">${when}${inUse && html` <span class="pill well">${says().inUse}</span>`}</th>
          <td data-label=${says().who}>${by ?? says().somebody}</td>
          <td data-label=${says().how}>${promptWords().how[how]}${said !== prompt.words && html`<br /><span class="soft" lang=${prompt.language}>${says().said(said)}</span>`}</td>
          <td data-label=${says().length} class="counted">${ms === undefined ? "–" : soundTime(ms)}</td>
          <td><div class="acts">${!inUse && ms !== undefined && may("prompts.change") && html`<${Button} icon="undo" busy=${busy} label=${says().backOf(when)} onClick=${() => onUse({ version: id })}>${says().back}<//>`}</div></td>
        </tr>`;
      })}</tbody></table>`
    }
    ${canShipped && may("prompts.change") && html`<div class="acts besides"><${Button} icon="undo" busy=${busy} onClick=${() => onUse({ shipped: true })}>${says().shipped}<//></div>`}
  </section>`;
}
