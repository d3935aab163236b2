import type { VNode } from "preact";
import type { ChangesAnswer } from "../../api/changes.ts";
import type { PromptRow } from "../../api/prompts.ts";
import { post } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Broken, Notice } from "../components/states.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import type { Remote } from "../remote.ts";
import { promptPath } from "./PromptList.ts";

const says = words({
  en: {
    waiting: (n: number) => (n === 1 ? "One new recording waits." : `${n} new recordings wait.`),
    lead: "Callers hear the old ones until you put them into force, all in one go, between two calls.",
    use: (n: number) => (n === 1 ? "Put it into force" : `Put all ${n} into force`),
  },
  es: {
    waiting: (n: number) => (n === 1 ? "Hay una grabación nueva." : `Hay ${n} grabaciones nuevas.`),
    lead: "Quien llama oye las antiguas hasta que las ponga en vigor, todas a la vez, entre dos llamadas.",
    use: (n: number) => (n === 1 ? "Ponerla en vigor" : `Poner las ${n} en vigor`),
  },
});

/** New recordings of several sentences, put into force together. */
export function Waiting(props: {
  readonly prompts: readonly PromptRow[];
  readonly changes: Remote<ChangesAnswer>;
}): VNode {
  const sending = useSending();
  const waiting = props.prompts.flatMap((row) => (row.draft === undefined ? [] : [{ ...row, draft: row.draft }]));
  if (waiting.length === 0) return html``;
  const { data, show } = props.changes;
  const use = (): void =>
    void sending.send(async () => {
      const prompts = waiting.map(({ clip, draft, language }) => ({ id: clip, language, use: { draft: draft.id } }));
      show(await post<ChangesAnswer>("/prompts/use", { prompts }));
    });
  const busy = sending.busy || data?.going !== undefined || data?.can === false;
  return html`<${Notice} icon="mic"><p><strong>${says().waiting(waiting.length)}</strong> ${says().lead}</p>
    <ul>${waiting.map((row) => html`<li key=${`${row.language} ${row.clip}`}><a href=${promptPath(row)} lang=${row.language}>${row.words}</a></li>`)}</ul>
    ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
    <${Button} kind="deed" icon="check" busy=${busy} onClick=${use}>${says().use(waiting.length)}<//>
  <//>`;
}
