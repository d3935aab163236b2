/* @pure */
import type { AudioFormat } from "../../../../firmware/line/Line.ts";
import type { Duration } from "../../../../firmware/time/Duration.ts";

/** What a modem says of itself: the information lines of ATI0, ATI3 and +GMM (empty when it refused). */
export interface Identity {
  readonly ati0: string;
  readonly ati3: string;
  readonly gmm: string;
}

/** A voice modem as data: everything in which it differs from the next one. One driver runs them all. */
export interface VoiceModemModel {
  /** As the clinic file names it (`model:`). */
  readonly id: string;
  readonly name: string;
  /** Every pattern given must match. Empty: never found by itself, only as the fallback or by name. */
  readonly fingerprint: { readonly [answer in keyof Identity]?: RegExp };
  /** Finds the firmware's version in the identity. */
  readonly firmware: (identity: Identity) => string;
  /** Older firmware has no usable voice mode. */
  readonly oldestFirmware?: string;
  /** Sent after ATZ, ATE0 and ATV1, in class 0. A refusal is accepted for those marked `optional`. */
  readonly init: readonly { readonly text: string; readonly optional?: boolean }[];
  /** Best first; the number is looked up by its name in the answer to +VSM=?. */
  readonly formats: readonly AudioFormat[];
  /** The command that selects number `n`; several when firmware differs, tried in order at start. */
  readonly selectFormat: readonly ((n: number) => string)[];
  /** Levels, set once at start inside class 8 (they outlast the return to class 0: vgetty relies on it). May be refused. */
  readonly levels: readonly string[];
  /** From this modem's first RING to off-hook without caller ID; see firmware/line/Pickup.ts. */
  readonly pickupCap: Duration;
  readonly pickupCapExtension: Duration;
  /** Event codes that it is known to report falsely while it records (while it plays, each is checked). */
  readonly doubtfulWhileRecording: readonly string[];
}

const notFound = "unknown";

/** The dotted number in an identity line: `U.S. Robotics 56K FAX USB V1.2.23` → `1.2.23`. */
export const dottedVersion = (text: string): string => /\d+(?:\.\d+)+/.exec(text)?.[0] ?? notFound;

/** True when version `a` is older than `b`. One that cannot be read is not: whether there is voice is proved anyway. */
export function isOlder(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number)) as [number[], number[]];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (Number.isNaN(difference)) return false;
    if (difference !== 0) return difference < 0;
  }
  return false;
}
