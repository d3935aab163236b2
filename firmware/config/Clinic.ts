import type { PanelSettings } from "../panel/DaemonWord.ts";
import type { Duration } from "../time/Duration.ts";
import type { Script } from "../triage/Script.ts";

/** A checked clinic file: every reference resolved, every default filled in. Made only by `readClinicFile`. */
export interface Clinic {
  readonly clinic: {
    readonly name: string;
    /** One word for the beginning of a page: `Rosewood`. By default the first word of the name. */
    readonly shortName: string;
    readonly timezone: string;
    readonly country: string;
    readonly emergencyNumber: string;
    readonly languages: readonly string[];
  };
  readonly privacy: {
    readonly smsDetail: "code" | "callback";
    readonly retention: { readonly audioDays: number; readonly recordDays: number };
    /** One SMS to the patient's confirmed mobile number once a doctor has taken the call. */
    readonly patientText: "off" | "when-taken";
    /** Whoever calls again from the same number hears what became of the message. */
    readonly tellCallerAgain: boolean;
  };
  readonly lines: readonly LineConfig[];
  readonly hours: {
    readonly open: readonly { readonly days: readonly Weekday[]; readonly from: string; readonly to: string }[];
    readonly holidays: readonly { readonly date: string; readonly name: string }[];
    readonly answer: "after-hours" | "always";
    /** In open hours: answer at this ring after all, because nobody else did. Absent: leave it to the front desk. */
    readonly overflowRing?: number;
  };
  readonly people: readonly Person[];
  readonly onCall: OnCall;
  readonly escalation: {
    readonly urgent: readonly EscalationStep[];
    readonly routine: readonly EscalationStep[];
    /** The clinic's own, by name. */
    readonly policies: ReadonlyMap<string, readonly EscalationStep[]>;
    /** The first that fits says which policy an alert gets. */
    readonly routes: readonly EscalationRoute[];
    readonly ackExpires: Duration;
    /** One text at opening time. */
    readonly digest?: { readonly notify: EscalationTarget; readonly by: readonly ("sms" | "mqtt")[] };
  };
  /** Who gets an SMS about an urgent fault of the box that has lasted for `after`. At least one person. */
  readonly faults: { readonly tell: readonly string[]; readonly after: Duration };
  /** Lamps and UPS: the section `box`. */
  readonly panel: PanelSettings;
  /** Who reaches the console's pages: the USB cable (and the machine itself), or the clinic's own network too. */
  readonly console: { readonly network: "usb" | "clinic" };
  /** Nightly backups. `recipient`: a raw X25519 public key in base64. */
  readonly backup?: { readonly to: string; readonly keep: number; readonly recipient?: string };
  readonly mqtt?: MqttConfig;
  readonly script: Script;
}

/** ISO 8601: Monday is 1. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export type LineConfig =
  | {
      readonly driver: "voice-modem";
      readonly id: string;
      readonly port: string;
      readonly pickup: "caller-id" | "immediate";
      /** A model file's name, when identification must not decide. */
      readonly model?: string;
    }
  | {
      readonly driver: "gsm";
      readonly id: string;
      /** `/dev/…`, `tcp://host:port`, or `usb:1e0e:9001`: the modem with these ids, whatever its device is called. */
      readonly port: string;
      /** `/dev/…`, `tcp://host:port` or `alsa:CARD`. Absent with a named device: the modem sends SMS and answers no calls. */
      readonly audio?: string;
      /** A second AT port of the same modem: calls are answered over it while the first sends a page. */
      readonly secondPort?: string;
      readonly simPin?: string;
      /** A model file's name, when identification must not decide. */
      readonly model?: string;
      /** A file that takes `0` and `1` and switches the modem's power. */
      readonly powerSwitch?: string;
    };

export interface Person {
  readonly id: string;
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  readonly notify: readonly ("sms" | "call" | "mqtt")[];
  /** 4 to 8 digits, resolved from its reference. Without one, nothing of a patient is told on the telephone. */
  readonly pin?: string;
}

export interface Group {
  readonly id: string;
  readonly people: readonly string[];
}

/** All times are wall-clock times of the clinic's zone, as the file has them; persons are ids. */
export interface OnCall {
  /** Paged when all else gives nobody. */
  readonly fallback: string;
  readonly rotations: readonly Rotation[];
  readonly rules: readonly DutyRule[];
  readonly overrides: readonly DutyOverride[];
  readonly absences: readonly Absence[];
  readonly temporary: readonly TemporarySchedule[];
  readonly calendars: readonly CalendarSource[];
  /** Several people under one name, for escalation. */
  readonly groups: readonly Group[];
}

/** Hours of some days, `[from, to)`; where `to` is not after `from`, it ends on the next day. */
export interface DutyWindow {
  readonly days: readonly Weekday[];
  /** Also on the dates of `hours.holidays`. */
  readonly holidays: boolean;
  readonly from: string;
  /** `24:00` is the end of the day; `mon 08:00`: on the next Monday, for hours that go on over days. */
  readonly to: string;
}

export interface Rotation {
  readonly id: string;
  readonly every: "hour" | "day" | "week" | "month";
  /** A shift lasts so many of them. */
  readonly length: number;
  /** week: with its weekday; month: with its day of the month, clamped to the month's end; hour: the time of the first. */
  readonly handoff: { readonly weekday?: Weekday; readonly dayOfMonth?: number; readonly time: string };
  readonly starts: string;
  /** The last day. */
  readonly ends?: string;
  /** In the order of their turns; an entry may be several people. */
  readonly people: readonly (readonly string[])[];
  /** Empty: always. */
  readonly during: readonly DutyWindow[];
  /** Where a higher one has somebody it hides the lower ones; equal ones are both on call. */
  readonly layer: number;
}

export type EscalationTarget =
  | { readonly kind: "rotation"; readonly id: string }
  | { readonly kind: "person"; readonly id: string }
  | { readonly kind: "group"; readonly id: string }
  /** Everybody who has duty now, of all rotations. */
  | { readonly kind: "on-call" }
  | { readonly kind: "everyone" };

/** The same people every week at the same hours. */
export interface DutyRule extends DutyWindow {
  readonly id: string;
  readonly people: readonly string[];
  readonly layer: number;
}

/** `2026-12-24 17:00`, or a date: as a beginning its midnight, as an end the end of that day. */
export interface WallSpan {
  readonly from: string;
  readonly to: string;
}

/** A change for a time, as `DutyChange`, but written in the file beforehand. */
export interface DutyOverride extends WallSpan {
  readonly kind: "replace" | "add" | "remove";
  readonly person: string;
  /** With `replace`: who stands in. */
  readonly by?: string;
  /** Only within this rotation. */
  readonly rotation?: string;
}

export interface Absence extends WallSpan {
  readonly person: string;
  /** Absent: the next of the rotation steps in. */
  readonly cover?: string;
}

/** Replaces rotations, rules and calendars from `from` to `to`, hours without a shift included. */
export interface TemporarySchedule extends WallSpan {
  readonly shifts: readonly (WallSpan & { readonly people: readonly string[] })[];
}

/** A calendar of another program; its shifts are kept in a copy beside the messages. */
export type CalendarSource = {
  readonly id: string;
  readonly layer: number;
  /** Names in titles and addresses of attendees, each with the person's id. */
  readonly people: Readonly<Record<string, string>>;
} & ({ readonly file: string } | { readonly url: string });

export interface EscalationStep {
  /** Counted from the moment the alert was raised. */
  readonly after: Duration;
  readonly notify: EscalationTarget;
  readonly by: readonly ("sms" | "call" | "mqtt")[];
  /** The last step only: again and again until taken. */
  readonly repeat: boolean;
  /** With `repeat`: from one round to the next. Absent: the distance from the step before. */
  readonly every?: Duration;
}

/** Which alerts get a policy; what is absent fits any. */
export interface EscalationRoute {
  readonly callers?: "patient" | "professional";
  readonly urgency?: "urgent" | "routine";
  readonly during?: { readonly days: readonly Weekday[]; readonly from: string; readonly to: string };
  /** `urgent`, `routine` or a name of `policies`. */
  readonly policy: string;
}

export interface MqttConfig {
  readonly url: string;
  readonly topic: string;
  /** This clinic's level below `topic`: `firstring/<site>/state`. By default made of the short name. */
  readonly site: string;
  readonly username?: string;
  readonly password?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}
