import type { VNode } from "preact";
import type { ChangePlan } from "../../api/changes.ts";
import type { DiffLine } from "../../api/clinic.ts";
import { EnglishFollows } from "../components/states.ts";
import { html } from "../html.ts";
import { language, words } from "../i18n.ts";
import { capital } from "../sentence.ts";

const says = words({
  en: {
    file: (more: number, less: number) => `The clinic file: ${more} ${more === 1 ? "line" : "lines"} new, ${less} gone`,
  },
  es: {
    file: (more: number, less: number) =>
      `El archivo de la clínica: ${more} ${more === 1 ? "línea nueva" : "líneas nuevas"}, ${less} ${less === 1 ? "quitada" : "quitadas"}`,
  },
});

const inSpanish = (): boolean => language.value === "es";

/** What root's hand would do. Its first words are about the file itself; then what is opened or closed by it. */
export function PlanSteps({ diff, plan }: { readonly plan: ChangePlan; readonly diff: readonly DiffLine[] }): VNode {
  const count = (sign: DiffLine["sign"]): number => diff.filter((row) => row.sign === sign).length;
  const more = plan.steps.flatMap(({ es, kind, words: en }) => {
    const lines = ((inSpanish() ? es : undefined) ?? en).split("; ").slice(kind === "clinic-file" ? 1 : 0);
    return lines.map((line) => ({ line, lang: inSpanish() && es === undefined ? "en" : undefined }));
  });
  return html`<ul><li>${says().file(count("+"), count("-"))}</li>${more.map(({ lang, line }) => html`<li key=${line} lang=${lang}>${line}</li>`)}</ul>`;
}

type Refusal = ChangePlan["refusals"][number];

/** Why it cannot be, in the reader's language where the box knows it. */
export function RefusalText({ cure, es, what }: Refusal): VNode {
  if (inSpanish() && es !== undefined) return html`${capital(es.what)}. ${es.cure}`;
  return html`${inSpanish() && html`<${EnglishFollows} />`}<span lang="en">${capital(what)}. ${cure}</span>`;
}
