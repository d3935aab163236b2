import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../components/controls.ts";
import { Notice } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { LineAudio } from "../telephone/LineAudio.ts";
import { soundTime } from "../time.ts";
import { wavBlob } from "./wavBlob.ts";

const says = words({
  en: {
    record: "Record it here",
    stop: "Stop and listen",
    cancel: "Cancel",
    recording: (at: string) => `Recording: ${at}`,
    level: "Loudness",
    loud: "Too loud: go further from the microphone.",
    soft: "Nothing is heard. Is the right microphone chosen?",
    refused: "The browser was not allowed to use the microphone. Allow it in the bar of the address, or upload a file.",
    none: "There is no microphone, or this page is not open by a secure connection (https). Upload a file instead.",
  },
  es: {
    record: "Grabarla aquí",
    stop: "Parar y escuchar",
    cancel: "Cancelar",
    recording: (at: string) => `Grabando: ${at}`,
    level: "Volumen",
    loud: "Demasiado alto: aléjese del micrófono.",
    soft: "No se oye nada. ¿Está elegido el micrófono correcto?",
    refused:
      "El navegador no tiene permiso para usar el micrófono. Permítalo en la barra de direcciones, o suba un archivo.",
    none: "No hay micrófono, o esta página no está abierta con una conexión segura (https). Suba un archivo.",
  },
});

const LINE_RATE = 8_000;
const FRAME_MS = 20;
const FULL_SCALE = 32_767;
/** Shown as too loud, and as nothing: of full scale. */
const [TOO_LOUD, NOTHING] = [0.97, 0.01];
/** So long nothing is heard before it is said so. */
const SILENT_MS = 2_000;
/** The meter is drawn so often, in frames. */
const DRAW_EVERY = 5;

interface Heard {
  readonly ms: number;
  readonly level: number;
  readonly tooLoud: boolean;
  readonly silentMs: number;
}
const NOTHING_YET: Heard = { ms: 0, level: 0, tooLoud: false, silentMs: 0 };

interface RecorderProps {
  readonly longestMs: number;
  readonly busy: boolean;
  readonly onRecorded: (wav: Blob) => void;
}

/** A sentence spoken into this computer's microphone, at a telephone's rate. */
export function Recorder({ busy, longestMs, onRecorded }: RecorderProps): VNode {
  const [heard, setHeard] = useState<Heard>();
  const [trouble, setTrouble] = useState<"refused" | "none">();
  const audio = useRef<LineAudio | undefined>(undefined);
  const frames = useRef<Int16Array[]>([]);

  const end = (keep: boolean): void => {
    const spoken = frames.current;
    frames.current = [];
    void audio.current?.stop();
    audio.current = undefined;
    setHeard(undefined);
    if (keep && spoken.length > 0) onRecorded(wavBlob(spoken, LINE_RATE));
  };
  useEffect(() => () => void audio.current?.stop(), []);

  const take = (frame: Int16Array): void => {
    if (audio.current === undefined) return;
    frames.current.push(frame);
    const ms = frames.current.length * FRAME_MS;
    if (ms >= longestMs) return end(true);
    const level = frame.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / FULL_SCALE;
    meter.current = after(meter.current, ms, level);
    if (frames.current.length % DRAW_EVERY === 0) setHeard({ ...meter.current });
  };
  const meter = useRef<Heard>(NOTHING_YET);

  const begin = async (): Promise<void> => {
    setTrouble(undefined);
    frames.current = [];
    meter.current = NOTHING_YET;
    const opened = await LineAudio.start(take).catch(() => undefined);
    const microphone = (await opened?.openMicrophone(false)) ?? "none";
    if (opened === undefined || microphone !== "on") {
      void opened?.stop();
      return setTrouble(microphone === "refused" ? "refused" : "none");
    }
    audio.current = opened;
    setHeard(NOTHING_YET);
  };

  if (heard === undefined)
    return html`${trouble !== undefined && html`<${Notice} kind="warn" icon="warning">${says()[trouble]}<//>`}
      <${Button} icon="mic" busy=${busy} onClick=${() => void begin()}>${says().record}<//>`;
  const said = heard.tooLoud ? says().loud : heard.silentMs > SILENT_MS ? says().soft : "";
  return html`<div class="recorder">
    <p class="going"><strong class="counted">${says().recording(soundTime(heard.ms))}</strong></p>
    <meter min="0" max="1" low=${tall(NOTHING)} high=${tall(TOO_LOUD)} optimum="0.6" value=${tall(heard.level)} aria-label=${says().level} />
    <p class="wrong" role="status">${said}</p>
    <div class="acts"><${Button} kind="deed" icon="stop" onClick=${() => end(true)}>${says().stop}<//><${Button} kind="quiet" onClick=${() => end(false)}>${says().cancel}<//></div>
  </div>`;
}

/** Speech is far below full scale: shown by its square root, a soft voice is seen as well. */
const tall = Math.sqrt;

/** The meter falls more slowly than a voice does, so that one can read it. */
function after(was: Heard, ms: number, level: number): Heard {
  return {
    ms,
    level: Math.max(level, was.level * 0.85),
    tooLoud: was.tooLoud || level > TOO_LOUD,
    silentMs: level > NOTHING ? 0 : was.silentMs + FRAME_MS,
  };
}
