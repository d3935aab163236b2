import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { MessageDetail } from "../../api/messages.ts";
import { API } from "../api.ts";
import { Button, LinkButton } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useKeys } from "../keys.ts";
import { SPEEDS, speed } from "../preferences.ts";
import { may } from "../session.ts";
import { soundTime } from "../time.ts";
import { Wave } from "./Wave.ts";

const says = words({
  en: {
    heading: "Recording",
    name: "Name",
    reason: "Reason",
    play: (part: string) => `Play: ${part}`,
    pause: (part: string) => `Pause: ${part}`,
    speed: "Speed",
    wav: (part: string) => `${part} (WAV)`,
    takes: (n: number) => `recorded ${n} times; this is the one that the caller kept`,
    broken: "The recording could not be played. Press play to try again; if it stays so, export it as WAV.",
    lost: (part: string) => `The sound is lost, nothing of it can be played: ${part}.`,
    short: (part: string, there: string, all: string) =>
      `A part of it is lost, ${there} of ${all} can be played: ${part}.`,
    keys: "Space plays and pauses, ← and → go five seconds, ↑ and ↓ change the speed.",
  },
  es: {
    heading: "Grabación",
    name: "Nombre",
    reason: "Motivo",
    play: (part: string) => `Reproducir: ${part}`,
    pause: (part: string) => `Pausa: ${part}`,
    speed: "Velocidad",
    wav: (part: string) => `${part} (WAV)`,
    takes: (n: number) => `grabado ${n} veces; esta es la que el llamante dejó`,
    broken:
      "No se pudo reproducir la grabación. Pulse reproducir para intentarlo de nuevo; si sigue igual, expórtela como WAV.",
    lost: (part: string) => `El sonido se ha perdido, no se puede oír nada: ${part}.`,
    short: (part: string, there: string, all: string) =>
      `Se ha perdido una parte, se pueden oír ${there} de ${all}: ${part}.`,
    keys: "Espacio reproduce y pausa, ← y → saltan cinco segundos, ↑ y ↓ cambian la velocidad.",
  },
});

type Part = MessageDetail["recordings"][number]["part"];

const SKIP_S = 5;

/** A sound that is shorter than what was recorded by more than this has lost something. */
const LOST_MS = 1_000;

interface PlayerProps {
  readonly message: MessageDetail;
  /** Somebody has begun to listen to the reason, or to all that there is. */
  readonly onHeard: () => void;
}

/** What the caller said: the name, then the reason, one after the other when the first is played. */
export function Player({ message: { recordings, ref }, onHeard }: PlayerProps): VNode {
  const sounds = useRef(new Map<Part, HTMLAudioElement>());
  const [now, setNow] = useState<{ part: Part; playing: boolean }>({ part: recordings[0]!.part, playing: false });
  const [places, setPlaces] = useState<Partial<Record<Part, number>>>({});
  const [wrong, setWrong] = useState<Partial<Record<Part, string>>>({});
  const counted = useRef(false);
  const path = (part: Part): string => `${API}/messages/${ref}/audio/${part}`;

  useEffect(() => {
    for (const sound of sounds.current.values()) sound.playbackRate = Number(speed.value);
  }, [speed.value]);

  const play = (part: Part): void => {
    const sound = sounds.current.get(part);
    if (sound === undefined) return;
    for (const [other, one] of sounds.current) if (other !== part) one.pause();
    sound.playbackRate = Number(speed.peek());
    setNow({ part, playing: true });
    // A browser asks no second time by itself for what it could not have.
    if (sound.error !== null) {
      setWrong((was) => ({ ...was, [part]: undefined }));
      sound.load();
    }
    // Why not, is told by the sound itself.
    sound.play().catch(() => undefined);
  };
  const toggle = (part: Part): void => {
    const sound = sounds.current.get(part);
    if (sound?.paused === false) sound.pause();
    else play(part);
  };
  const skip = (seconds: number): void => {
    const sound = sounds.current.get(now.part);
    if (sound !== undefined && Number.isFinite(sound.duration))
      sound.currentTime = Math.min(sound.duration, Math.max(0, sound.currentTime + seconds));
  };
  const faster = (by: number): void => {
    const at = SPEEDS.indexOf(speed.peek()) + by;
    speed.value = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at))]!;
  };
  useKeys({
    " ": () => toggle(now.part),
    ArrowLeft: () => skip(-SKIP_S),
    ArrowRight: () => skip(SKIP_S),
    ArrowUp: () => faster(1),
    ArrowDown: () => faster(-1),
  });

  const ended = (part: Part): void => {
    setNow({ part, playing: false });
    const next = recordings[recordings.findIndex((one) => one.part === part) + 1];
    if (next !== undefined) play(next.part);
  };
  const last = recordings.at(-1)!.part;
  return html`<section class="player"><h3 class="unseen">${says().heading}</h3>
    ${recordings.map(({ ms, part, takes }) => {
      const playing = now.part === part && now.playing;
      const at = places[part] ?? 0;
      const label = says()[part];
      return html`<div key=${part} class="part">
        <audio preload="none" src=${path(part)} ref=${(sound: HTMLAudioElement | null) => (sound === null ? sounds.current.delete(part) : sounds.current.set(part, sound))}
          onPlay=${() => {
            setNow({ part, playing: true });
            counted.current = false;
          }}
          onPause=${() => setNow((was) => (was.part === part ? { part, playing: false } : was))} onEnded=${() => ended(part)} onError=${() => {
            setWrong((was) => ({ ...was, [part]: says().broken }));
            setNow((was) => (was.part === part ? { part, playing: false } : was));
          }}
          onDurationChange=${(event: Event) => {
            const there = (event.target as HTMLAudioElement).duration * 1000;
            if (ms - there > LOST_MS)
              setWrong((was) => ({
                ...was,
                [part]: there === 0 ? says().lost(label) : says().short(label, soundTime(there), soundTime(ms)),
              }));
          }}
          onTimeUpdate=${(event: Event) => {
            const { currentTime } = event.target as HTMLAudioElement;
            setPlaces((was) => ({ ...was, [part]: currentTime * 1000 }));
            // Only what sounds has been heard: a press on "play" is none yet.
            if (part !== last || currentTime === 0 || counted.current) return;
            counted.current = true;
            onHeard();
          }} />
        <${Button} kind=${part === last ? "deed" : "plain"} icon=${playing ? "pause" : "play"} label=${playing ? says().pause(label) : says().play(label)} shortcut=${now.part === part ? "Space" : undefined} onClick=${() => toggle(part)} class="unprinted" />
        <div class="sound"><p><strong>${label}</strong>${takes > 1 && html`<span class="soft takes">${says().takes(takes)}</span>`}<span class="counted soft"><span class="unprinted">${soundTime(at)} / </span>${soundTime(ms)}</span></p>
          <${Wave} path=${`/messages/${ref}/waveform/${part}`} label=${label} ms=${ms} at=${at} onSeek=${(
            to: number,
          ) => {
            const sound = sounds.current.get(part);
            if (sound === undefined) return;
            sound.currentTime = to / 1000;
            setPlaces((was) => ({ ...was, [part]: to }));
          }} /></div>
      </div>`;
    })}
    ${[...new Set(recordings.map(({ part }) => wrong[part]))].map((text) => text !== undefined && html`<p key=${text} class="wrong" role="alert">${text}</p>`)}
    <div class="acts unprinted">
      <div class="acts" role="group" aria-label=${says().speed}>${SPEEDS.map(
        (one) =>
          html`<${Button} key=${one} kind="quiet" pressed=${speed.value === one} label=${`${says().speed} ${one}`} onClick=${() => {
            speed.value = one;
          }}>${one}×<//>`,
      )}</div>
      ${may("messages.export") && recordings.map(({ part }) => html`<${LinkButton} key=${part} kind="quiet" icon="download" download="" href=${`${path(part)}?download=1`}>${says().wav(says()[part])}<//>`)}
    </div>
    <p class="soft hint unprinted">${says().keys}</p>
  </section>`;
}
