import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ScriptSentence } from "../../api/clinic.ts";
import { API } from "../api.ts";
import type { Clinic } from "../clinic/draft.ts";
import { Line, remove, set } from "../clinic/fields.ts";
import { Button } from "../components/controls.ts";
import { tell } from "../components/toasts.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { may } from "../session.ts";

const says = words({
  en: {
    listen: (text: string) => `Listen: ${text}`,
    stop: "Stop",
    noSound: "There is no recording of it yet.",
    change: "Change the words",
    ours: "Back to FirstRing's words",
    wordsIn: (language: string) => `Words in ${language}`,
    languages: { en: "English", es: "Spanish" } as Record<string, string>,
    own: "the clinic's own words",
    help: "{clinic} and {emergencyNumber} are filled in. Words are not a voice: record them, too.",
    record: "Recording",
    made: "Put together when it is said.",
    up: "Say it earlier",
    down: "Say it later",
    take: "Do not say it",
  },
  es: {
    listen: (text: string) => `Escuchar: ${text}`,
    stop: "Parar",
    noSound: "Todavía no hay grabación.",
    change: "Cambiar las palabras",
    ours: "Volver a las palabras de FirstRing",
    wordsIn: (language: string) => `Palabras en ${language}`,
    languages: { en: "inglés", es: "español" },
    own: "palabras propias",
    help: "{clinic} y {emergencyNumber} se rellenan. Las palabras no son una voz: grábelas también.",
    record: "Grabación",
    made: "Se compone al decirlo.",
    up: "Decirlo antes",
    down: "Decirlo después",
    take: "No decirlo",
  },
});

interface SentenceProps {
  readonly sentence: ScriptSentence;
  readonly language: string;
  readonly edit: Clinic["edit"];
  /** Absent: it is said whatever the script says. */
  readonly onMove?: ((by: -1 | 1) => void) | undefined;
  readonly onTake?: (() => void) | undefined;
  readonly first?: boolean;
  readonly last?: boolean;
}

/** One sentence: what it says, how it sounds, and its words in every language. */
export function Sentence(props: SentenceProps): VNode {
  const { edit, language, onMove, onTake, sentence } = props;
  const [changing, setChanging] = useState(false);
  const text = sentence.texts[language];
  const spoken = Object.keys(sentence.texts);
  const mayChange = may("clinic.change") && text !== undefined;
  const path = (of: string) => ["script", "prompts", sentence.id, of];
  return html`<li class="sentence">
    <div class="line"><${Listen} sentence=${sentence} language=${language} />
      <div><p lang=${language}>${text === undefined ? html`<em class="soft">${says().made}</em>` : `“${text}”`}</p>
        <p class="soft"><code>${sentence.id}</code>${sentence.own.length > 0 && html` <span class="pill going">${says().own}</span>`}
          ${sentence.clip !== undefined && html` <a href=${`/prompts/${language}/${sentence.clip}`}>${says().record}</a>`}</p></div></div>
    ${
      may("clinic.change") &&
      html`<div class="acts">
      ${mayChange && html`<${Button} kind="quiet" class="small" expanded=${changing} onClick=${() => setChanging(!changing)}>${says().change}<//>`}
      ${onMove !== undefined && props.first !== true && html`<${Button} kind="quiet" class="small" label=${`${says().up}: ${sentence.id}`} onClick=${() => onMove(-1)}>↑<//>`}
      ${onMove !== undefined && props.last !== true && html`<${Button} kind="quiet" class="small" label=${`${says().down}: ${sentence.id}`} onClick=${() => onMove(1)}>↓<//>`}
      ${onTake !== undefined && html`<${Button} kind="quiet" class="small" onClick=${onTake}>${says().take}<//>`}</div>`
    }
    ${
      changing &&
      html`<div class="words"><p class="help">${says().help}</p>${spoken.map(
        (of) =>
          html`<${Line} key=${of} lines=${3} label=${says().wordsIn(says().languages[of] ?? of)} value=${sentence.written[of] ?? ""} onKept=${(typed: string) => edit(typed === "" ? remove(path(of)) : set(path(of), typed))} />`,
      )}
      ${sentence.own.length > 0 && html`<${Button} class="small" onClick=${() => edit(...sentence.own.map((of) => remove(path(of))))}>${says().ours}<//>`}</div>`
    }
  </li>`;
}

/** As callers hear it, by its recording. */
function Listen({ language, sentence }: { readonly sentence: ScriptSentence; readonly language: string }): VNode {
  const sound = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const text = sentence.texts[language];
  if (sentence.clip === undefined || text === undefined) return html`<span class="no-listen" />`;
  const toggle = (): void => {
    const element = sound.current;
    if (element === null) return;
    if (playing) return element.pause();
    for (const other of document.querySelectorAll("audio")) other.pause();
    element.currentTime = 0;
    element.play().catch(() => tell(says().noSound));
  };
  return html`<${Button} icon=${playing ? "pause" : "play"} label=${playing ? says().stop : says().listen(text)} onClick=${toggle} />
    <audio preload="none" ref=${sound} src=${`${API}/prompts/${language}/${sentence.clip}/audio`} onPlay=${() => setPlaying(true)} onPause=${() => setPlaying(false)} onEnded=${() => setPlaying(false)} />`;
}
