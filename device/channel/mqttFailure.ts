/* @pure */
import { detail as words } from "../../firmware/health/details/detailWords.ts";

/** Why there is no connection, as a fault and for what comes next. */
export interface MqttFailure {
  readonly fault: "MQTT_UNREACHABLE" | "MQTT_REFUSED";
  readonly detail: string;
  /** The broker does not speak this version of the protocol: try the other. */
  readonly otherVersion: boolean;
}

export interface FailureFacts {
  /** MQTT reason or return code (CONNACK), where one came. */
  readonly reason?: number;
  /** Of the socket or of TLS: `ECONNREFUSED`, `SELF_SIGNED_CERT_IN_CHAIN`. */
  readonly code?: string;
  readonly message: string;
  /** TCP (and TLS) stood, and the broker hung up without a CONNACK. */
  readonly hungUp: boolean;
  readonly version: 4 | 5;
}

/** MQTT 3.1.1 §3.2.2.3: 1; MQTT 5.0 §3.2.2.2: 0x84. */
const VERSION_REASONS: ReadonlySet<number> = new Set([1, 0x84]);
/** Return codes 2–5 and reason codes that a person has to mend: name, password, authorisation, ban, name in use. */
const REFUSED_REASONS: ReadonlySet<number> = new Set([2, 4, 5, 0x80, 0x85, 0x86, 0x87, 0x8a, 0x8c, 0x8e, 0x9c, 0x9d]);
const TLS_CODES = /^(ERR_SSL|ERR_TLS|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/;

/** Sorts what mqtt.js and Node say of a failed connection. The detail never holds a password: none is in these texts. */
export function classifyFailure(facts: FailureFacts): MqttFailure {
  const { reason, code, version } = facts;
  const detail = detailOf(facts);
  if (reason !== undefined && VERSION_REASONS.has(reason))
    return { fault: "MQTT_REFUSED", detail: `${detail} (MQTT ${nameOf(version)})`, otherVersion: true };
  if (reason !== undefined && REFUSED_REASONS.has(reason))
    return { fault: "MQTT_REFUSED", detail, otherVersion: false };
  if (code !== undefined && TLS_CODES.test(code)) return { fault: "MQTT_REFUSED", detail, otherVersion: false };
  if (code === "ENOENT" || code === "EACCES")
    return { fault: "MQTT_REFUSED", detail: words.certificateUnread({ text: detail }), otherVersion: false };
  // A 3.1.1 broker may answer MQTT 5 with a packet that a version 5 parser rejects, or just hang up.
  return { fault: "MQTT_UNREACHABLE", detail, otherVersion: facts.hungUp };
}

const nameOf = (version: 4 | 5): string => (version === 5 ? "5" : "3.1.1");

function detailOf({ reason, code, message, hungUp }: FailureFacts): string {
  const text = message.replace(/\s+/g, " ").slice(0, 160);
  if (hungUp && reason === undefined) return words.brokerHungUp({ text: text || words.noReason() });
  return [reason === undefined ? undefined : `reason ${reason}`, code, text]
    .filter((part) => part !== undefined && part !== "")
    .join(": ");
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** How long to wait before attempt `n` (from 1) after a failure; `chance` in [0, 1) keeps a fleet from coming all at once. */
export const backOffMs = (n: number, chance: number): number => {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(10, Math.max(0, n - 1)));
  return Math.round(wait * (0.8 + 0.4 * chance));
};
