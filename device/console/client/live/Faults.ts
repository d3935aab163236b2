import type { VNode } from "preact";
import type { FaultRow } from "../../api/live.ts";
import { Icon } from "../components/icons.ts";
import { html } from "../html.ts";
import { language, words } from "../i18n.ts";
import { ago, dayAndTime, isoTime, span, whenShort } from "../time.ts";

const says = words({
  en: {
    cure: "What to do:",
    inTheirWords: "",
    since: (when: string, ago: string) => `since ${when} (${ago})`,
    explained: (what: string) => `Because of: ${what}`,
    urgent: "urgent",
    warning: "warning",
    when: "When",
    lasted: "Lasted",
    what: "What",
    where: "Where",
    none: "Nothing was wrong in the time that is remembered.",
  },
  es: {
    cure: "Qué hacer:",
    inTheirWords: "En palabras del programa, en inglés: ",
    since: (when: string, ago: string) => `desde ${when} (${ago})`,
    explained: (what: string) => `A causa de: ${what}`,
    urgent: "urgente",
    warning: "advertencia",
    when: "Cuándo",
    lasted: "Duró",
    what: "Qué",
    where: "Dónde",
    none: "No hubo ningún fallo en el tiempo que se recuerda.",
  },
});

/** Places of which there is one: the title says it. */
const OF_THE_BOX: ReadonlySet<string> = new Set(["", "store", "broker", "clock", "backup", "console"]);

/** What stands in backticks is for a command line. */
const withCommands = (text: string): readonly (string | VNode)[] =>
  text.split("`").map((piece, at) => (at % 2 === 0 ? piece : html`<code key=${at}>${piece}</code>`));

/** What other programs said, and has no words in the reader's language, is told to be theirs. */
const said = ({ detail, detailLanguage }: FaultRow): string | VNode =>
  detailLanguage === language.value ? detail : html`${says().inTheirWords}<q lang=${detailLanguage}>${detail}</q>`;

/** What is wrong now: what it means for the clinic, and what to do. */
export function Faults({ faults }: { readonly faults: readonly FaultRow[] }): VNode {
  const titleOf = (code: string): string => faults.find((fault) => fault.code === code)?.title ?? code;
  return html`<ul class="faults" role="list">${faults.map(
    (
      fault,
    ) => html`<li key=${`${fault.code} ${fault.where}`} class=${`fault ${fault.explainedBy === undefined ? fault.severity : "explained"}`}>
      <${Icon} name="warning" /><div>
        <h3>${fault.title}${!OF_THE_BOX.has(fault.where) && html` <span class="soft">(${fault.where})</span>`}</h3>
        <p class="soft"><span class="number">${fault.number}</span> · ${fault.severity === "urgent" ? says().urgent : says().warning} · <time dateTime=${isoTime(fault.since)}>${says().since(whenShort(fault.since), ago(fault.since))}</time></p>
        ${
          fault.explainedBy === undefined
            ? html`<p>${fault.means}</p><p><strong>${says().cure}</strong> ${withCommands(fault.cure)}</p>`
            : html`<p>${says().explained(titleOf(fault.explainedBy))}</p>`
        }
        ${fault.detail !== "" && html`<p class="soft detail">${said(fault)}</p>`}
      </div></li>`,
  )}</ul>`;
}

export const PastFaults = ({ faults }: { readonly faults: readonly FaultRow[] }): VNode =>
  faults.length === 0
    ? html`<p class="soft">${says().none}</p>`
    : html`<table class="stacked"><thead><tr><th scope="col">${says().when}</th><th scope="col">${says().lasted}</th><th scope="col">${says().what}</th><th scope="col">${says().where}</th></tr></thead>
      <tbody>${faults.map(
        ({ code, number, since, title, until, where }) =>
          html`<tr key=${`${code} ${where} ${since}`}><td><time dateTime=${isoTime(since)}>${dayAndTime(since)}</time></td><td data-label=${says().lasted}>${until === undefined ? "" : span(Math.max(0, until - since))}</td><td><span class="number">${number}</span> ${title}</td><td class="soft">${OF_THE_BOX.has(where) ? "" : where}</td></tr>`,
      )}</tbody></table>`;
