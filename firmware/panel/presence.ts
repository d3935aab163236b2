import { type Duration, Minutes } from "../time/Duration.ts";

/** Milliseconds since the machine was switched on (CLOCK_BOOTTIME): no clock setting moves it, and a boot begins it anew. */
export type BootMs = number;

/** How long somebody who held the button, or put a file on the card, counts as standing at the box. */
export const PRESENCE_LASTS: Duration = Minutes(10);

/**
 * How they showed it: `button` (held for three seconds), `card` (a file on the boot partition of the card, for a box without
 * a button), `root` (somebody who is root on the box anyway).
 */
export const PRESENCE_WAYS = ["button", "card", "root"] as const;
export type PresenceWay = (typeof PRESENCE_WAYS)[number];

/** What presence.json says: somebody is at the box, and may do until then what nobody may do from afar. */
export interface PresenceRecord {
  readonly provisioningUntil: BootMs;
  readonly pressedAt: BootMs;
  readonly by: PresenceWay;
}

export interface Presence {
  /** Whether what needs a person at the box is allowed now. */
  readonly present: boolean;
  readonly remainingMs: number;
  readonly record?: PresenceRecord;
  /** Why a record that is there does not count, in words. */
  readonly problem?: string;
}

const ABSENT: Presence = { present: false, remainingMs: 0 };

export const openPresence = (by: PresenceWay, nowMs: BootMs, lasts: Duration = PRESENCE_LASTS): PresenceRecord => ({
  provisioningUntil: nowMs + lasts,
  pressedAt: nowMs,
  by,
});

/** Whatever is not a record of this boot with at most ten minutes left is nobody: this file opens doors. */
export function judgePresence(text: string | undefined, nowMs: BootMs): Presence {
  if (text === undefined) return ABSENT;
  const record = recordOf(text);
  if (record === undefined) return { ...ABSENT, problem: "the presence file is not one that FirstRing writes" };
  const remainingMs = record.provisioningUntil - nowMs;
  if (record.pressedAt > nowMs + SLACK_MS || remainingMs > PRESENCE_LASTS + SLACK_MS) {
    return { ...ABSENT, record, problem: "the presence file tells of a press that is yet to come" };
  }
  return remainingMs <= 0 ? { ...ABSENT, record } : { present: true, remainingMs, record };
}

/** A process from which a unit hides /proc/uptime may know the time to the second only. */
const SLACK_MS = 1_500;

function recordOf(text: string): PresenceRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { provisioningUntil, pressedAt, by } = value as Record<string, unknown>;
  const way = PRESENCE_WAYS.find((known) => known === by);
  if (!isTime(provisioningUntil) || !isTime(pressedAt) || way === undefined || provisioningUntil < pressedAt) {
    return undefined;
  }
  return { provisioningUntil, pressedAt, by: way };
}

const isTime = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;
