import { Temporal } from "temporal-polyfill";
import type { MqttConfig } from "../config/Clinic.ts";
import { FAULTS } from "../health/faults.ts";
import type { Lamps } from "../health/lamp.ts";
import { withoutNumbers } from "../health/withoutNumbers.ts";
import type { AlertState, Urgency } from "../message/MessageStore.ts";
import type { EpochMs } from "../time/Clock.ts";

// What we say on MQTT, documented in docs/asyncapi.yaml. States, codes and ids of staff; nothing of a patient.

/** In every payload, so that a reader can tell what it reads. */
const VERSION = 1;

export const alertTopic = (mqtt: Pick<MqttConfig, "topic" | "site">, ref: string): string =>
  `${mqtt.topic}/${mqtt.site}/alert/${ref}`;
export const stateTopic = (mqtt: Pick<MqttConfig, "topic" | "site">): string => `${mqtt.topic}/${mqtt.site}/state`;
export const healthTopic = (mqtt: Pick<MqttConfig, "topic" | "site">, code: string): string =>
  `${mqtt.topic}/${mqtt.site}/health/${code}`;
export const ackTopic = (mqtt: Pick<MqttConfig, "topic" | "site">): string => `${mqtt.topic}/${mqtt.site}/command/ack`;

const iso = (at: EpochMs): string => Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toString();

export interface AlertPublication {
  readonly ref: string;
  readonly urgency: Urgency;
  readonly state: AlertState;
  readonly raisedAt: EpochMs;
  readonly policy: string;
  /** Counted from 1: the step that has run last; 0: none yet. */
  readonly step: number;
  /** It is a later call of that alert's caller. */
  readonly linkedTo?: string;
  /** With the first one: how often the same caller has called; absent: once. */
  readonly calls?: number;
  readonly paged: readonly string[];
  readonly takenBy?: string;
  readonly takenAt?: EpochMs;
  readonly closedBy?: string;
  readonly closedAt?: EpochMs;
}

export function alertPayload(alert: AlertPublication): string {
  const { ref, urgency, state, paged } = alert;
  return JSON.stringify({
    version: VERSION,
    ref,
    urgency,
    state,
    raisedAt: iso(alert.raisedAt),
    policy: alert.policy,
    step: alert.step,
    ...(alert.linkedTo === undefined ? {} : { linkedTo: alert.linkedTo }),
    ...(alert.calls === undefined ? {} : { calls: alert.calls }),
    paged,
    ...(state !== "open" && alert.takenBy !== undefined ? { takenBy: alert.takenBy } : {}),
    ...(state !== "open" && alert.takenAt !== undefined ? { takenAt: iso(alert.takenAt) } : {}),
    ...(alert.closedBy === undefined ? {} : { closedBy: alert.closedBy }),
    ...(alert.closedAt === undefined ? {} : { closedAt: iso(alert.closedAt) }),
  });
}

/** Counts, and who has the urgent ones; told anew each time the clinic opens. */
export interface DigestPublication {
  readonly opensAt: EpochMs;
  readonly since: EpochMs;
  readonly messages: number;
  readonly urgent: number;
  readonly open: number;
}

export const digestTopic = (mqtt: Pick<MqttConfig, "topic" | "site">): string => `${mqtt.topic}/${mqtt.site}/digest`;

export const digestPayload = ({ opensAt, since, messages, urgent, open }: DigestPublication): string =>
  JSON.stringify({ version: VERSION, opensAt: iso(opensAt), since: iso(since), messages, urgent, open });

/** `online` and `offline` are ours, `lost` is the last will: the broker tells it when we are gone without a word. */
export const statePayload = (state: "online" | "offline" | "lost", since?: EpochMs, lamps?: Lamps): string =>
  JSON.stringify({
    version: VERSION,
    state,
    ...(since === undefined ? {} : { since: iso(since) }),
    ...(lamps === undefined ? {} : { lamps }),
  });

/** A fault that came, or is over. What is to be said of it stands in the table. */
export interface HealthNews {
  readonly code: string;
  readonly active: boolean;
  /** A line, a modem, an alert's code. */
  readonly where: string;
  readonly since: EpochMs;
  readonly detail: string;
  /** All places that have it now. */
  readonly places: readonly string[];
}

export function healthPayload(news: HealthNews, at: EpochMs): string {
  const { code, active, where, places } = news;
  const { number = 0, severity = "urgent", title = code, means = "", cure = "" } = FAULTS.get(code) ?? {};
  const told = { version: VERSION, code, number, active, severity, title, means, cure, where, places };
  const detail = active ? { detail: withoutNumbers(news.detail) } : {};
  return JSON.stringify({ ...told, ...detail, since: iso(news.since), at: iso(at) });
}

/** Far above any command of ours. */
const LARGEST_COMMAND = 1_024;

/** `{"ref": "7Q4K", "person": "chen"}`: both plain, everything else refused. */
export function readAckCommand(payload: string): { readonly ref: string; readonly person: string } | undefined {
  if (payload.length > LARGEST_COMMAND) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { ref, person } = value as Record<string, unknown>;
  if (typeof ref !== "string" || typeof person !== "string") return undefined;
  const code = ref.trim().toUpperCase();
  return /^[A-Z0-9]{4,5}$/.test(code) && /^[a-z][a-z0-9-]{0,31}$/.test(person) ? { ref: code, person } : undefined;
}
