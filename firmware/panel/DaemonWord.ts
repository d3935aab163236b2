import type { Lamps } from "../health/lamp.ts";
import { type Duration, Milliseconds, Minutes } from "../time/Duration.ts";
import { type DaemonWord, LAMP_NAMES, type LampName } from "./panelLights.ts";

/** Names below /sys/class/leds that the clinic file gives to lamps; `none`: the machine's lamps are left alone. */
export type LampChoice = "none" | Readonly<Partial<Record<LampName, string>>>;

/** What the clinic file says of the panel. */
export interface PanelSettings {
  readonly lamps?: LampChoice;
  readonly powerOffAfter?: Duration;
}

/** The daemon's word with what the clinic file says, so that the panel need not read that file, and knows it when we are dead. */
export interface ToldWord {
  readonly word: DaemonWord;
  readonly settings: PanelSettings;
}

export const writeWord = ({ word, settings }: ToldWord): string => `${JSON.stringify({ ...word, settings })}\n`;

/** Nothing where it is not a word of ours. */
export function readWord(text: string): ToldWord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { atMs, answers, raised, settings } = value;
  const lamps = lampsOf(value["lamps"]);
  if (!isCount(atMs) || !isCount(raised) || typeof answers !== "boolean" || lamps === undefined) return undefined;
  return { word: { atMs, lamps, answers, raised }, settings: settingsOf(settings) };
}

function lampsOf(value: unknown): Lamps | undefined {
  if (!isObject(value)) return undefined;
  const { ready, message, urgent, fault } = value;
  const way = oneOf(ready, ["on", "blink", "off"] as const);
  const waits = oneOf(message, ["on", "off"] as const);
  const calls = oneOf(urgent, ["blink", "off"] as const);
  const wrong = oneOf(fault, ["on", "blink", "off"] as const);
  if (way === undefined || waits === undefined || calls === undefined || wrong === undefined) return undefined;
  return { ready: way, message: waits, urgent: calls, fault: wrong };
}

function settingsOf(value: unknown): PanelSettings {
  if (!isObject(value)) return {};
  const { lamps, powerOffAfter } = value;
  return {
    ...(lamps === "none" || isObject(lamps) ? { lamps: choiceOf(lamps) } : {}),
    // A minute is the least that lets anybody be told.
    ...(isCount(powerOffAfter) && powerOffAfter >= Minutes(1) ? { powerOffAfter: Milliseconds(powerOffAfter) } : {}),
  };
}

function choiceOf(value: "none" | Readonly<Record<string, unknown>>): LampChoice {
  if (value === "none") return value;
  return Object.fromEntries(
    LAMP_NAMES.flatMap((name) => (typeof value[name] === "string" ? [[name, value[name] as string]] : [])),
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;
const oneOf = <T extends string>(value: unknown, of: readonly T[]): T | undefined => of.find((each) => each === value);
