import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ChangesAnswer } from "../../api/changes.ts";
import type { PromptDetail, PromptsAnswer } from "../../api/prompts.ts";
import { Ended, Going } from "../clinic/Going.ts";
import { Loaded } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import type { PageProps } from "../pages.ts";
import { OnePrompt } from "../prompts/OnePrompt.ts";
import { PromptList } from "../prompts/PromptList.ts";
import { Waiting } from "../prompts/Waiting.ts";
import { type Remote, useRemote } from "../remote.ts";
import { may } from "../session.ts";

const says = words({
  en: {
    title: "What callers hear",
    lead: "Every sentence, as it sounds on the telephone. Choose one to listen to it, to give it another voice, or to go back to an earlier one.",
  },
  es: {
    title: "Lo que oye quien llama",
    lead: "Cada frase, como suena por teléfono. Elija una para oírla, darle otra voz o volver a una anterior.",
  },
});

/** Whose voice says what, and the way to another voice. */
export default function Prompts({ params }: PageProps): VNode {
  const changes = useRemote<ChangesAnswer>("/changes", ["change"]);
  const list = useRemote<PromptsAnswer>("/prompts", ["change", "clinic", "prompt"]);
  const { id, language } = params;
  const one = useRemote<PromptDetail>(
    id === undefined || language === undefined ? undefined : `/prompts/${language}/${encodeURIComponent(id)}`,
    ["change", "clinic", "prompt"],
  );
  const changed = (): void => {
    one.again();
    list.again();
  };
  const ended = changes.data?.last?.endedAt;
  // What was put into force is heard from here on.
  useEffect(() => {
    if (ended !== undefined) changed();
  }, [ended]);
  if (id !== undefined)
    return html`<div class="one-prompt"><${Change} changes=${changes} /><${Loaded} of=${one} lines=${5}>${(
      prompt: PromptDetail,
    ) =>
      html`<${OnePrompt} key=${`${prompt.language} ${prompt.clip}`} prompt=${prompt} voice=${list.data?.voice} changes=${changes} changed=${changed} />`}<//></div>`;
  return html`<div class="head"><h1>${says().title}</h1></div><p class="lead">${says().lead}</p>
    <${Change} changes=${changes} />
    <${Loaded} of=${list} lines=${8}>${(answer: PromptsAnswer) => html`
      ${may("prompts.change") && html`<${Waiting} prompts=${answer.prompts} changes=${changes} />`}
      <${PromptList} answer=${answer} />`}<//>`;
}

/** What is being changed just now, or how a change of recordings ended that was seen here; older ones are in the history. */
function Change({ changes }: { readonly changes: Remote<ChangesAnswer> }): VNode {
  const now = changes.data;
  const before = useRef<number | undefined>(undefined);
  if (now !== undefined) before.current ??= now.last?.endedAt ?? 0;
  const last = now?.going === undefined ? now?.last : undefined;
  const showsLast = last?.kinds.includes("prompts") === true && last.endedAt !== before.current;
  return html`<${Going} changes=${changes} />${showsLast && html`<${Ended} last=${last} />`}`;
}
