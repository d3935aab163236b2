import { DARK, type Lamps } from "../health/lamp.ts";
import { type Duration, Hours, Seconds } from "../time/Duration.ts";
import type { ButtonSign } from "./Button.ts";
import {
  BEEP,
  BLINK,
  DARK_WINKS,
  FLICKER,
  LIT_BLIP,
  LIT_WINKS,
  type Light,
  LONG_FLASHES,
  OFF,
  ON,
  THREE_FLASHES,
} from "./Light.ts";
import type { BootMs } from "./presence.ts";
import type { ShowKind } from "./ShowRequest.ts";

/** What the daemon tells the panel, anew each time that it has proved to itself that it works. */
export interface DaemonWord {
  readonly atMs: BootMs;
  readonly lamps: Lamps;
  /** A call that came now would be answered. */
  readonly answers: boolean;
  /** Counts what calls for attention: another number means that there is something new. */
  readonly raised: number;
}

/** A daemon that has said nothing for so long is taken for dead. */
export const WORD_HOLDS: Duration = Seconds(15);
export const SILENCED_FOR: Duration = Hours(1);

/** A short press: what calls for attention is known, until something new does. */
export interface Silence {
  readonly untilMs: BootMs;
  readonly raised: number;
}

export interface PanelFacts {
  readonly nowMs: BootMs;
  readonly word: DaemonWord | undefined;
  readonly sign: ButtonSign;
  readonly present: boolean;
  readonly asked: readonly ShowKind[];
  readonly silence: Silence | undefined;
}

export const LAMP_NAMES = ["ready", "message", "urgent", "fault", "buzzer", "relay"] as const;
export type LampName = (typeof LAMP_NAMES)[number];
export type PanelLights = Readonly<Record<LampName, Light>>;

/**
 * What a lamp becomes by the kernel's own hand when the panel's process is dead, too. `message` and `urgent` keep what they
 * said: nobody has dealt with it meanwhile.
 */
export const AFTERWARDS: Readonly<Partial<Record<LampName, Light>>> = {
  ready: OFF,
  fault: BLINK,
  buzzer: OFF,
  relay: OFF,
};

export const isAlive = (word: DaemonWord | undefined, nowMs: BootMs): boolean =>
  word !== undefined && nowMs - word.atMs < WORD_HOLDS && word.atMs <= nowMs + 1_000;

const steady = { on: ON, blink: BLINK, off: OFF } as const;

export function panelLights(facts: PanelFacts): PanelLights {
  const { word, nowMs, sign } = facts;
  const alive = isAlive(word, nowMs);
  const told = word?.lamps ?? DARK;
  const lamps: Lamps = alive ? told : { ...told, ready: "off", fault: "blink" };
  const silent = isSilent(facts);
  const calls = lamps.fault === "blink" || lamps.urgent === "blink";
  const relay = alive && word?.answers === true ? ON : OFF;
  const all = sign === undefined ? undefined : SIGNS[sign];
  if (all !== undefined) return { ready: all, message: all, urgent: all, fault: all, buzzer: OFF, relay };
  const asked = ORDER.find((kind) => kinds(facts).includes(kind));
  return {
    ready: readyLight(lamps.ready, asked),
    message: steady[lamps.message],
    urgent: steady[lamps.urgent],
    fault: asked === "refused" ? THREE_FLASHES : steady[lamps.fault === "blink" && silent ? "on" : lamps.fault],
    buzzer: calls && !silent ? BEEP : OFF,
    relay,
  };
}

const SIGNS: Readonly<Record<Exclude<ButtonSign, undefined>, Light>> = {
  letGo: ON,
  countdown: BLINK,
  confirm: FLICKER,
};

const ORDER: readonly ShowKind[] = ["refused", "working", "done", "setup"];

const kinds = ({ asked, present }: PanelFacts): readonly ShowKind[] => (present ? [...asked, "setup"] : asked);

export const isSilent = ({ silence, word, nowMs }: Pick<PanelFacts, "silence" | "word" | "nowMs">): boolean =>
  silence !== undefined && nowMs < silence.untilMs && (word?.raised ?? 0) === silence.raised;

function readyLight(ready: Lamps["ready"], asked: ShowKind | undefined): Light {
  switch (asked) {
    case "working":
      return FLICKER;
    case "done":
      return LONG_FLASHES;
    case "setup":
      return ready === "on" ? LIT_WINKS : DARK_WINKS;
    case "refused":
    case undefined:
      return steady[ready];
  }
}

/**
 * A Pi has two lamps of its own, which serve where no others are wired. ACT shows `ready`; PWR stays lit, as people know it, blinks for a fault or an urgent
 * call, and winks for a warning or a message.
 */
export function powerLight({ urgent, fault, message }: PanelLights): Light {
  if (fault === THREE_FLASHES || fault === FLICKER) return fault;
  if (fault === BLINK || urgent === BLINK) return BLINK;
  return fault === OFF && message === OFF ? ON : LIT_BLIP;
}
