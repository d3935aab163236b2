import type { VNode } from "preact";
import type { PromptGroup, PromptRow, PromptsAnswer } from "../../api/prompts.ts";
import { TextField } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { Empty } from "../components/states.ts";
import { classes, html } from "../html.ts";
import { usualOf, words } from "../i18n.ts";
import { go, place, withQuery } from "../router.ts";
import { soundTime } from "../time.ts";
import { languageName, promptWords } from "./promptWords.ts";
import { Sound } from "./Sound.ts";

const says = words({
  en: {
    languages: "Languages",
    groups: "Kinds of sentences",
    wrong: "To be seen to",
    search: "Find words or a name",
    sentence: "Sentence",
    used: "Used in",
    voice: "Voice",
    length: "Length",
    listen: "Listen",
    none: "There is no such sentence.",
    noneCure: "Look in another group, or search for fewer words.",
    allWell: "Nothing is to be seen to: every sentence says what it should.",
    always: "whenever it is needed",
    nowhere: "not in your script",
  },
  es: {
    languages: "Idiomas",
    groups: "Clases de frases",
    wrong: "Por atender",
    search: "Buscar palabras o un nombre",
    sentence: "Frase",
    used: "Se usa en",
    voice: "Voz",
    length: "Duración",
    listen: "Oír",
    none: "No existe esa frase.",
    noneCure: "Mire en otro grupo, o busque menos palabras.",
    allWell: "No hay nada por atender: cada frase dice lo que debe.",
    always: "cuando hace falta",
    nowhere: "no está en su guion",
  },
});

const GROUPS = Object.keys({
  ...{ script: 0, names: 0, call: 0, doctors: 0, spoken: 0, other: 0 },
} satisfies Record<PromptGroup, 0>) as PromptGroup[];

/** Troubles of sentences that nobody hears are nobody's. */
const isWrong = ({ group, trouble }: PromptRow): boolean => trouble !== undefined && group !== "other";

export const promptPath = ({ clip, language }: Pick<PromptRow, "clip" | "language">): string =>
  `/prompts/${language}/${encodeURIComponent(clip)}`;

/** All sentences of a language, by kind; or those that have the words that somebody looks for. */
export function PromptList({ answer }: { readonly answer: PromptsAnswer }): VNode {
  const { query } = place.value;
  const language = query.get("language") ?? usualOf(answer.languages);
  const looked = query.get("q") ?? "";
  const rows = answer.prompts.filter((row) => row.language === language);
  const wrong = rows.filter(isWrong);
  const group = query.get("group") ?? "script";
  const shown =
    looked !== ""
      ? rows.filter((row) => found(row, looked))
      : group === "wrong"
        ? wrong
        : rows.filter((row) => row.group === group);
  const tab = (id: string, text: string, count: number): VNode =>
    html`<a key=${id} href=${withQuery({ group: id === "script" ? undefined : id, q: undefined })} class=${classes("button", looked === "" && group === id && "chosen")} aria-current=${looked === "" && group === id ? "true" : undefined}>${text} <span class="counted">${count}</span></a>`;
  return html`
    ${
      answer.languages.length > 1 &&
      html`<nav class="tabrow languages" aria-label=${says().languages}>${answer.languages.map(
        (one) =>
          html`<a key=${one} href=${withQuery({ language: one })} lang=${one} class=${classes("button", one === language && "chosen")} aria-current=${one === language ? "true" : undefined}>${languageName(one)}</a>`,
      )}</nav>`
    }
    <nav class="tabrow" aria-label=${says().groups}>
      ${wrong.length > 0 || group === "wrong" ? tab("wrong", says().wrong, wrong.length) : false}
      ${GROUPS.map((one) => tab(one, promptWords().groups[one], rows.filter((row) => row.group === one).length))}
    </nav>
    <div class="find"><${TextField} label=${says().search} type="search" value=${looked} onValue=${(q: string) => go(withQuery({ q }), { replace: true })} /></div>
    ${shown.length === 0 ? html`<${Empty} icon="speech" title=${group === "wrong" && looked === "" ? says().allWell : says().none}>${group !== "wrong" && html`<p>${says().noneCure}</p>`}<//>` : html`<${Table} rows=${shown} />`}`;
}

const Table = ({ rows }: { readonly rows: readonly PromptRow[] }): VNode =>
  html`<table class="stacked prompts"><thead><tr><td /><th scope="col">${says().sentence}</th><th scope="col">${says().used}</th><th scope="col">${says().voice}</th><th scope="col">${says().length}</th></tr></thead>
    <tbody>${rows.map(
      (row) => html`<tr key=${`${row.language} ${row.clip}`}>
        <td class="listening">${row.ms !== undefined && html`<${Sound} short path=${promptPath(row)} query="" title=${row.words} ms=${row.ms} />`}</td>
        <th scope="row"><a href=${promptPath(row)} lang=${row.language}>${row.words}</a><br /><span class="code soft">${row.id}</span></th>
        <td data-label=${says().used}>${usedIn(row)}</td>
        <td data-label=${says().voice}>${promptWords().voice[row.source]}${row.trouble !== undefined && html` <span class=${row.trouble === "silence" ? "pill urgent" : "pill warn"}><${Icon} name="warning" />${promptWords().trouble[row.trouble]}</span>`}${row.draft !== undefined && html` <span class="pill going">${promptWords().waiting}</span>`}</td>
        <td data-label=${says().length} class="counted">${row.ms === undefined ? "–" : soundTime(row.ms)}</td>
      </tr>`,
    )}</tbody></table>`;

export function usedIn({ group, steps }: PromptRow): string {
  if (steps.length > 0) return steps.join(", ");
  return group === "other" ? says().nowhere : says().always;
}

function found({ clip, words: text }: PromptRow, looked: string): boolean {
  const plain = (one: string): string => one.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "");
  return plain(`${text} ${clip}`).includes(plain(looked));
}
