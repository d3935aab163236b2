import type { VNode } from "preact";
import { useId } from "preact/hooks";
import type { Waveform } from "../../api/messages.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { soundTime } from "../time.ts";

const says = words({
  en: {
    place: (part: string) => `Place in the recording: ${part}`,
    of: (at: string, all: string) => `${at} of ${all}`,
  },
  es: { place: (part: string) => `Punto de la grabación: ${part}`, of: (at: string, all: string) => `${at} de ${all}` },
});

const HEIGHT = 100;
/** A pause is a thin line, so that one sees that the recording goes on. */
const THINNEST = 2;
/** Speech over a telephone is far below full scale: drawn by its square root, a whisper is seen as well. */
const tall = (peak: number): number => Math.max(THINNEST, Math.sqrt(peak) * (HEIGHT / 2));

/** Columns of this many, whatever the box sends: wide enough to be seen on a telephone. */
const COLUMNS = 120;

interface WaveProps {
  /** Of the interface: where its waveform is. */
  readonly path: string;
  readonly label: string;
  readonly ms: number;
  readonly at: number;
  readonly onSeek: (ms: number) => void;
}

/** The loudness of a recording along its length; a slider lies above it, for pointer, keyboard and screen reader alike. */
export function Wave({ at, label, ms, onSeek, path: asked }: WaveProps): VNode {
  const clip = useId();
  const { data } = useRemote<Waveform>(asked);
  const columns = gathered(data?.peaks ?? [], COLUMNS);
  const path = columns.map((peak, x) => `M${x + 0.5} ${HEIGHT / 2 - tall(peak)}V${HEIGHT / 2 + tall(peak)}`).join("");
  const width = Math.max(1, columns.length);
  const played = ms > 0 ? Math.min(1, at / ms) * width : 0;
  return html`<div class="wave">
    <svg viewBox=${`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <clipPath id=${clip}><rect x="0" y="0" width=${played} height=${HEIGHT} /></clipPath>
      <path d=${path} class="all" /><path d=${path} class="played" clip-path=${`url(#${clip})`} />
    </svg>
    <input type="range" min="0" max=${Math.round(ms)} step="250" value=${Math.round(at)} aria-label=${says().place(label)} aria-valuetext=${says().of(soundTime(at), soundTime(ms))}
      onInput=${(event: Event) => onSeek(Number((event.target as HTMLInputElement).value))} />
  </div>`;
}

/** The loudest of each stretch, in `most` stretches. */
function gathered(peaks: readonly number[], most: number): readonly number[] {
  if (peaks.length <= most) return peaks;
  return Array.from({ length: most }, (_, at) =>
    Math.max(...peaks.slice(Math.floor((at * peaks.length) / most), Math.floor(((at + 1) * peaks.length) / most))),
  );
}
