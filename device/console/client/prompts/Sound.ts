import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { API } from "../api.ts";
import { Button } from "../components/controls.ts";
import { warn } from "../components/toasts.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { Wave } from "../messages/Wave.ts";
import { soundTime } from "../time.ts";

const says = words({
  en: {
    play: (what: string) => `Play: ${what}`,
    pause: (what: string) => `Pause: ${what}`,
    broken: "It could not be played. Press play to try again.",
  },
  es: {
    play: (what: string) => `Reproducir: ${what}`,
    pause: (what: string) => `Pausa: ${what}`,
    broken: "No se pudo reproducir. Pulse reproducir para intentarlo de nuevo.",
  },
});

/** One thing is heard at a time, on all of a page. */
let speaking: HTMLAudioElement | undefined;

interface SoundProps {
  /** Below the interface: `/prompts/en/greeting`. */
  readonly path: string;
  /** `?of=draft`; another value is another sound. */
  readonly query: string;
  readonly title: string;
  readonly ms: number;
  /** Only the button: in a list. */
  readonly short?: boolean;
}

/** A sentence as a caller hears it. */
export function Sound({ ms, path, query, short, title }: SoundProps): VNode {
  const sound = useRef<HTMLAudioElement | null>(null);
  const [state, setState] = useState({ playing: false, at: 0, broken: false });
  const set = (more: Partial<typeof state>): void => setState((was) => ({ ...was, ...more }));
  const source = `${API}${path}/audio${query}`;
  useEffect(() => set({ playing: false, at: 0, broken: false }), [source]);
  const toggle = (): void => {
    const one = sound.current;
    if (one === null) return;
    if (!one.paused) return one.pause();
    if (speaking !== one) speaking?.pause();
    speaking = one;
    // A browser asks no second time by itself for what it could not have.
    if (one.error !== null) {
      set({ broken: false });
      one.load();
    }
    // Why not, is told by the sound itself.
    one.play().catch(() => undefined);
  };
  const seek = (to: number): void => {
    if (sound.current !== null) sound.current.currentTime = to / 1000;
    set({ at: to });
  };
  const broken = (): void => {
    set({ playing: false, broken: true });
    if (short === true) warn(says().broken);
  };
  const label = state.playing ? says().pause(title) : says().play(title);
  const button = html`<audio preload="none" src=${source} ref=${sound} onPlay=${() => set({ playing: true })} onPause=${() => set({ playing: false })}
      onEnded=${() => set({ playing: false })} onError=${broken}
      onTimeUpdate=${(event: Event) => set({ at: (event.target as HTMLAudioElement).currentTime * 1000 })} />
    <${Button} icon=${state.playing ? "pause" : "play"} label=${label} onClick=${toggle} class="unprinted" />`;
  if (short === true) return html`<span class="listen">${button}</span>`;
  return html`<div class="part">${button}
    <div class="sound"><p><strong>${title}</strong><span class="counted soft">${soundTime(state.at)} / ${soundTime(ms)}</span></p>
      <${Wave} path=${`${path}/waveform${query}`} label=${title} ms=${ms} at=${state.at} onSeek=${seek} /></div>
    ${state.broken && html`<p class="wrong" role="alert">${says().broken}</p>`}</div>`;
}
