import type { VNode } from "preact";
import type { ChangesAnswer } from "../../api/changes.ts";
import type { PromptDetail, UsePrompts } from "../../api/prompts.ts";
import { API, post } from "../api.ts";
import { LinkButton } from "../components/controls.ts";
import { Broken, Notice } from "../components/states.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import type { Remote } from "../remote.ts";
import { may } from "../session.ts";
import { whenShort } from "../time.ts";
import { NewRecording } from "./NewRecording.ts";
import { promptPath, usedIn } from "./PromptList.ts";
import { languageName, promptWords } from "./promptWords.ts";
import { Sound } from "./Sound.ts";
import { Versions } from "./Versions.ts";

const says = words({
  en: {
    back: "All sentences",
    language: "Language",
    used: "Used in",
    name: "Name in scripts",
    voice: "Voice",
    changed: "Changed",
    by: (when: string, who: string) => `${when}, ${who}`,
    now: "What callers hear",
    nowDoctors: "What doctors hear",
    file: "Save it as a file",
    silence:
      "Nobody has spoken this sentence yet. Callers hear nothing in its place. Record it, or take it out of the script.",
    instead: (heard: string) => `There is no sound for it yet. Until there is, callers hear: “${heard}”`,
    otherWords: (heard: string) => `Its words were changed, its sound was not. Callers hear: “${heard}”`,
  },
  es: {
    back: "Todas las frases",
    language: "Idioma",
    used: "Se usa en",
    name: "Nombre en guiones",
    voice: "Voz",
    changed: "Cambiada",
    by: (when: string, who: string) => `${when}, ${who}`,
    now: "Lo que oye quien llama",
    nowDoctors: "Lo que oyen los médicos",
    file: "Guardarla como archivo",
    silence: "Nadie ha dicho todavía esta frase. Quien llama no oye nada en su lugar. Grábela, o quítela del guion.",
    instead: (heard: string) => `Aún no tiene sonido. Hasta entonces, quien llama oye: «${heard}»`,
    otherWords: (heard: string) => `Se cambiaron sus palabras, pero no su sonido. Quien llama oye: «${heard}»`,
  },
});

interface OnePromptProps {
  readonly prompt: PromptDetail;
  readonly voice: string | undefined;
  readonly changes: Remote<ChangesAnswer>;
  readonly changed: () => void;
}

/** One sentence: as it is heard, another voice for it, and what it was before. */
export function OnePrompt({ changed, changes, prompt, voice }: OnePromptProps): VNode {
  const sending = useSending();
  const busy = sending.busy || changes.data?.going !== undefined || changes.data?.can === false;
  const use = (how: UsePrompts["prompts"][number]["use"]): void =>
    void sending.send(async () => {
      const { clip: id, language } = prompt;
      changes.show(await post<ChangesAnswer>("/prompts/use", { prompts: [{ id, language, use: how }] }));
    });
  const { changedAt, changedBy, group, heard = "", how, language, ms, source, trouble, words: text } = prompt;
  const voiceWords = how === undefined ? promptWords().voice[source] : promptWords().how[how];
  return html`<p><${LinkButton} kind="quiet" icon="back" href=${`/prompts?language=${language}${group === "script" ? "" : `&group=${group}`}`}>${says().back}<//></p>
    <h1 lang=${language} class="sentence">“${text}”</h1>
    <dl class="facts">
      <dt>${says().language}</dt><dd>${languageName(language)}</dd>
      <dt>${says().used}</dt><dd>${usedIn(prompt)}</dd>
      <dt>${says().name}</dt><dd class="code">${prompt.id}</dd>
      <dt>${says().voice}</dt><dd>${voiceWords}</dd>
      ${changedAt !== undefined && html`<dt>${says().changed}</dt><dd>${changedBy === undefined ? whenShort(changedAt) : says().by(whenShort(changedAt), changedBy)}</dd>`}
    </dl>
    ${trouble !== undefined && html`<${Notice} kind=${trouble === "silence" ? "wrong" : "warn"} icon="warning">${trouble === "silence" ? says().silence : says()[trouble](heard)}<//>`}
    ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
    ${
      ms !== undefined &&
      html`<section class="player now"><${Sound} path=${promptPath(prompt)} query=${`?v=${changedAt ?? 0}`} title=${group === "doctors" ? says().nowDoctors : says().now} ms=${ms} />
      <div class="acts unprinted"><${LinkButton} kind="quiet" icon="download" download="" href=${`${API}${promptPath(prompt)}/audio?download=1`}>${says().file}<//></div></section>`
    }
    ${may("prompts.change") && html`<${NewRecording} prompt=${prompt} voice=${voice} busy=${busy} changed=${changed} onUse=${use} />`}
    <${Versions} prompt=${prompt} busy=${busy} onUse=${use} />`;
}
