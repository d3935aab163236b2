import type { VNode } from "preact";
import type { FileIssue } from "../../api/changes.ts";
import { Icon } from "../components/icons.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { capital } from "../sentence.ts";
import { issueWords } from "./draft.ts";

const says = words({
  en: { line: (n: number) => `Line ${n}`, error: "Mistake", warning: "To know" },
  es: { line: (n: number) => `Línea ${n}`, error: "Error", warning: "A saber" },
});

/** Mistakes and warnings of a clinic file, in the words of `firstring check` or their Spanish. `onLine`: leads to the line. */
export const Issues = ({
  issues,
  onLine,
}: {
  readonly issues: readonly FileIssue[];
  readonly onLine?: (line: number) => void;
}): VNode =>
  html`<ul class="issues" role="list">${issues.map((issue) => {
    const { instead, what } = issueWords(issue);
    return html`<li key=${`${issue.line} ${issue.column} ${issue.code}`} class=${issue.severity}>
      <${Icon} name=${issue.severity === "error" ? "warning" : "info"} />
      <div><span class="unseen">${says()[issue.severity]}. </span>${
        onLine === undefined
          ? html`<span class="soft">${says().line(issue.line)}</span>`
          : html`<button type="button" class="button quiet small" onClick=${() => onLine(issue.line)}>${says().line(issue.line)}</button>`
      }${issue.path !== "" && html` <code>${issue.path}</code>`}<br />${what}. <span class="soft">${sentence(instead)}</span></div></li>`;
  })}</ul>`;

/** What would be right begins with a word of ours, never with one of the file. */
const sentence = (text: string): string => `${capital(text)}${text.endsWith("?") ? "" : "."}`;
