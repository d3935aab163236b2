/* @pure */
import type { CallSign } from "../../../../firmware/line/cellular/CallSign.ts";
import type { Digit } from "../../../../firmware/line/Line.ts";
import type { Duration } from "../../../../firmware/time/Duration.ts";

/** What a modem says of itself: the information lines of ATI, +CGMI, +CGMM and +CGMR (empty when it refused). */
export interface Identity {
  readonly ati: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
}

export interface InitCommand {
  readonly text: string;
  /** A refusal stops nothing; without it a refusal means that the modem cannot do its work. */
  readonly optional: boolean;
}

/** How the sound of a call gets to us and back. All of it is 8000 Hz, 16-bit signed little-endian, mono. */
export interface VoiceAbility {
  /** `serial`: a port of its own; `alsa`: a USB sound card. Either may be what a modem is set to. */
  readonly open: Readonly<Partial<Record<"serial" | "alsa", readonly string[]>>>;
  /** Tried in order until one is accepted; the modem may be gone already. */
  readonly close: readonly string[];
  /** Confirms that audio is on, for modems that say OK and do nothing. */
  readonly readBack?: { readonly text: string; readonly prefix: string; readonly on: RegExp };
  /** The opening is refused until the network has connected: again after `every`, at most for `within`. */
  readonly retry: { readonly every: Duration; readonly within: Duration };
  readonly hangUp: readonly string[];
  /** One key sent to the far end; `call` is the index in the list of calls. */
  readonly sendKey: (digit: Digit, call: number) => readonly string[];
}

/** A cellular modem as data: everything in which it differs from 27.005 and 27.007. One driver runs them all. */
export interface GsmModel {
  /** As the clinic file names it (`model:`). */
  readonly id: string;
  readonly name: string;
  /** Every pattern given must match. Empty: never found by itself, only as the fallback or by name. */
  readonly fingerprint: { readonly [answer in keyof Identity]?: RegExp };
  readonly firmware: (identity: Identity) => string;
  /** Beyond the common part. Sent anew after every start of the modem: most settings are lost with it. */
  readonly init: readonly InitCommand[];
  /** Absent: it sends and receives messages, and answers no calls. */
  readonly voice?: VoiceAbility;
  /** Beginnings of lines that it says unasked, beyond the common ones. */
  readonly unsolicited: readonly string[];
  /** What one of its own lines says of a call; undefined for all others. */
  readonly readSign: (line: string) => CallSign | undefined;
  /** A line that says the message store is full. */
  readonly storageFull?: RegExp;
  /** The commands that start it anew, in order until one is accepted, and how long it may be away then. */
  readonly reset: { readonly texts: readonly string[]; readonly settle: Duration };
  /** Where the card's number is read, also while its PIN is wanted. First that answers counts. */
  readonly iccid: readonly string[];
  /** Network time in UTC, where +CCLK is not to be relied on. */
  readonly networkTime: readonly string[];
  /** Refuses a waiting call; absent where it is known to do harm. */
  readonly refuseWaiting?: string;
}
