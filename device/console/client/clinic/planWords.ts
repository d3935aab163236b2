import type { VNode } from "preact";
import type { ChangePlan } from "../../api/changes.ts";
import type { DiffLine } from "../../api/clinic.ts";
import { EnglishFollows } from "../components/states.ts";
import { html } from "../html.ts";
import { language, words } from "../i18n.ts";

const says = words({
  en: {
    file: (more: number, less: number) => `The clinic file: ${more} ${more === 1 ? "line" : "lines"} new, ${less} gone`,
    refused: {} as Readonly<Record<string, string>>,
  },
  es: {
    file: (more: number, less: number) =>
      `El archivo de la clínica: ${more} ${more === 1 ? "línea nueva" : "líneas nuevas"}, ${less} ${less === 1 ? "quitada" : "quitadas"}`,
    refused: {
      PROMPT_NOT_SPOKEN:
        "Un paso dice una frase que todavía no tiene voz: grábela en la página Frases, o quítela del paso.",
      LINE_EMULATED: "Una línea tiene port: emulated, y a esa no puede llamar nadie: escriba el puerto del módem.",
      CHANGE_TWICE: "Lo mismo se cambia dos veces.",
    },
  },
});

/** What root's hand would do. Its first words are about the file itself; what is opened or closed by it is in English. */
export function PlanSteps({ diff, plan }: { readonly plan: ChangePlan; readonly diff: readonly DiffLine[] }): VNode {
  const count = (sign: DiffLine["sign"]): number => diff.filter((row) => row.sign === sign).length;
  const more = plan.steps.flatMap((step) => step.words.split("; ").slice(step.kind === "clinic-file" ? 1 : 0));
  return html`<ul><li>${says().file(count("+"), count("-"))}</li></ul>
    ${more.length > 0 && html`<${EnglishFollows} /><ul lang="en">${more.map((line) => html`<li key=${line}>${line}</li>`)}</ul>`}`;
}

type Refusal = ChangePlan["refusals"][number];

/** Why it cannot be, by its code where that is known; which one it is, as the box says it. */
export function RefusalText({ code, cure, what }: Refusal): VNode {
  const known = says().refused[code];
  if (known !== undefined) return html`${known} <span class="soft" lang="en">(${what}.)</span>`;
  return html`${language.value !== "en" && html`<${EnglishFollows} />`}<span lang="en">${what}. ${cure}</span>`;
}
