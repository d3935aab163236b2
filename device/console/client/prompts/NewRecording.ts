import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import type { PromptDetail, PromptDraft } from "../../api/prompts.ts";
import { post, put, remove } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Broken } from "../components/states.ts";
import { announce } from "../components/toasts.ts";
import { useSending } from "../form.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { whenShort } from "../time.ts";
import { ByTelephone } from "./ByTelephone.ts";
import { fileToSend } from "./fileToSend.ts";
import { promptPath } from "./PromptList.ts";
import { promptWords } from "./promptWords.ts";
import { Recorder } from "./Recorder.ts";
import { Sound } from "./Sound.ts";

const says = words({
  en: {
    title: "Another voice for it",
    lead: "Say the words above, as you would to somebody who is worried. Silence before and after is cut off, and it is made as loud as all others. Nothing changes for callers until you put it into force.",
    upload: "Upload a file",
    uploadHelp: "WAV, or whatever this browser can play (M4A, MP3).",
    speak: "Let the box speak it",
    noVoice:
      "This box has no speech program, so it cannot speak new words by itself (Debian's libttspico-utils or espeak-ng would do it).",
    byPhone: "Doctors can do it without a code, too: call the clinic's number, enter the PIN, press 4, then 1.",
    byPhoneName: "The doctor can do it without a code, too: call the clinic's number, enter the PIN, press 4, then 4.",
    draft: "The new one",
    made: (who: string, when: string, how: string) => `${who}, ${when}, ${how}`,
    older: (text: string) => `It was made for other words: “${text}”`,
    use: "Put it into force",
    drop: "Throw it away",
    ready: "The new recording can be listened to.",
  },
  es: {
    title: "Otra voz para ella",
    lead: "Diga las palabras de arriba como se las diría a alguien preocupado. El silencio de antes y después se corta, y se deja con el mismo volumen que las demás. Para quien llama no cambia nada hasta que la ponga en vigor.",
    upload: "Subir un archivo",
    uploadHelp: "WAV, o lo que este navegador pueda reproducir (M4A, MP3).",
    speak: "Que la diga el equipo",
    noVoice:
      "Este equipo no tiene programa de voz, así que no puede decir palabras nuevas por sí solo (servirían libttspico-utils o espeak-ng, de Debian).",
    byPhone:
      "Los médicos también pueden sin código: llamar al número de la clínica, marcar el PIN, pulsar 4 y luego 1.",
    byPhoneName:
      "El médico también puede sin código: llamar al número de la clínica, marcar el PIN, pulsar 4 y luego 4.",
    draft: "La nueva",
    made: (who: string, when: string, how: string) => `${who}, ${when}, ${how}`,
    older: (text: string) => `Se hizo para otras palabras: «${text}»`,
    use: "Ponerla en vigor",
    drop: "Desecharla",
    ready: "La grabación nueva se puede oír.",
  },
});

interface NewRecordingProps {
  readonly prompt: PromptDetail;
  readonly voice: string | undefined;
  /** A change is under way. */
  readonly busy: boolean;
  readonly changed: () => void;
  readonly onUse: (use: { readonly draft: string }) => void;
}

/** Recorded, uploaded or spoken by the box; heard beside the one before; then put into force or thrown away. */
export function NewRecording({ busy, changed, onUse, prompt, voice }: NewRecordingProps): VNode {
  const file = useRef<HTMLInputElement>(null);
  const sending = useSending();
  const path = `${promptPath(prompt)}/draft`;
  const make = (work: () => Promise<unknown>): void =>
    void sending.send(work).then((went) => {
      if (went) announce(says().ready);
      changed();
    });
  const chosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    // The same file may be chosen again, when it was mended.
    input.value = "";
    if (file !== undefined) make(async () => put<PromptDraft>(`${path}?how=uploaded`, await fileToSend(file)));
  };
  const { draft } = prompt;
  return html`<section class="new-recording"><h2>${says().title}</h2>
    <p class="lead">${says().lead}</p>
    ${sending.problem !== undefined && html`<${Broken} problem=${sending.problem} />`}
    <div class="acts ways">
      <${Recorder} busy=${sending.busy} longestMs=${prompt.longestMs} onRecorded=${(wav: Blob) => make(() => put<PromptDraft>(`${path}?how=recorded`, wav))} />
      <${Button} icon="upload" busy=${sending.busy} onClick=${() => file.current?.click()}>${says().upload}<//>
      <input hidden ref=${file} type="file" accept="audio/*,.wav" onChange=${chosen} />
      <${ByTelephone} prompt=${prompt} busy=${sending.busy} changed=${changed} />
      ${voice !== undefined && html`<${Button} icon="speech" busy=${sending.busy} onClick=${() => make(() => post(`${path}/spoken`))}>${says().speak}<//>`}
    </div>
    <p class="help">${says().uploadHelp}${voice === undefined && ` ${says().noVoice}`} ${prompt.id === "greeting" ? says().byPhone : prompt.group === "names" ? says().byPhoneName : ""}</p>
    ${
      draft !== undefined &&
      html`<div class="player draft">
        <${Sound} path=${promptPath(prompt)} query=${`?of=draft&id=${draft.id}`} title=${says().draft} ms=${draft.ms} />
        <p class="soft">${says().made(draft.by, whenShort(draft.at), promptWords().how[draft.how])}</p>
        ${draft.words !== prompt.words && html`<p class="soft" lang=${prompt.language}>${says().older(draft.words)}</p>`}
        <div class="acts"><${Button} kind="deed" icon="check" busy=${busy || sending.busy} onClick=${() => onUse({ draft: draft.id })}>${says().use}<//>
          <${Button} kind="quiet" icon="close" busy=${sending.busy} onClick=${() => make(() => remove(`${path}?id=${draft.id}`))}>${says().drop}<//></div>
      </div>`
    }
  </section>`;
}
