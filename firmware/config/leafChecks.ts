import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import { type Complaint, curedAs } from "../language/Complaint.ts";
import {
  guessTime,
  type HandoffText,
  readDate,
  readDays,
  readDuration,
  readDutyDays,
  readHandoff,
  readTime,
  readWallMoment,
  readWindowEnd,
  weekdayName,
} from "./civilText.ts";
import { say, sayOfHandoff } from "./complaints/leaf.ts";
import { didYouMean } from "./didYouMean.ts";

// What may stand at one place of the clinic file, and what to write instead. Each check is for one string alone;
// what depends on other places is in crossChecks.ts.

export type LeafCheck = (value: string) => Complaint | undefined;

export const SECRET_REFERENCE = /^\$\{(env|credential):([A-Za-z_][A-Za-z0-9_.-]*)\}$/;

export const checkName: LeafCheck = (value) => {
  if (value.trim() === "") return say.nameEmpty();
  return value.length > 80 ? say.nameLong() : undefined;
};

/** Together with time, code and number it has to fit into one SMS. */
export const checkShortName: LeafCheck = (value) => {
  if (value.trim() === "") return say.shortNameEmpty();
  return value.length > 20 ? say.shortNameLong() : undefined;
};

/** Ids become parts of MQTT topics, file names and dispatch ids. */
export const checkId: LeafCheck = (value) =>
  /^[a-z][a-z0-9-]{0,31}$/.test(value) ? undefined : say.noId(value, slug(value));

/** The nearest id to a name: `Rosewood Family` gives `rosewood-family`; empty when nothing is left of it. */
export const slug = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+|-+$/g, "")
    .slice(0, 32)
    .replace(/-+$/, "");

/** Host zones and abbreviations (`EST`, `CET`) have no rules of a place; a clinic is at a place. */
export const checkTimezone: LeafCheck = (value) => {
  if (value === "UTC" || (value.includes("/") && isTimezone(value))) return undefined;
  const known = Intl.supportedValuesOf("timeZone");
  const near =
    didYouMean(value, known) ??
    known.find((zone) => zone.split("/").at(-1)?.toLowerCase() === value.toLowerCase().replaceAll(" ", "_"));
  return say.noTimezone(value, near);
};

function isTimezone(value: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

export const checkCountry: LeafCheck = (value) => {
  if (isSupportedCountry(value)) return undefined;
  const upper = value.toUpperCase();
  const better = isSupportedCountry(upper) ? upper : COMMON_COUNTRY_NAMES[upper];
  return say.noCountry(value, better);
};

const COMMON_COUNTRY_NAMES: Readonly<Record<string, string>> = {
  USA: "US",
  UK: "GB",
  "UNITED STATES": "US",
  CANADA: "CA",
  GERMANY: "DE",
};

export const checkEmergencyNumber: LeafCheck = (value) =>
  /^\d{2,6}$/.test(value) ? undefined : say.noEmergencyNumber(value);

export const checkPort: LeafCheck = (value) => {
  // Any absolute path: the emulators keep links to their ptys wherever they are told to.
  if (value === "emulated" || /^(?:\/[^\s/]+)+$/.test(value)) return undefined;
  if (/^(tcp:)?\/*[\w.-]+:\d+$/i.test(value) || value.startsWith("tcp:")) return checkTcp(value);
  return /^(tty|serial|firstring\/)/.test(value) ? say.portNotWhole(value) : say.noPort(value);
};

/** Beside what any port may be: a USB device by its ids, found again whatever name it gets. */
export const checkModemPort: LeafCheck = (value) => {
  if (/^usb:[0-9a-f]{4}:[0-9a-f]{4}(?::[\w.-]{1,64})?$/.test(value)) return undefined;
  return /^usb\b/i.test(value) ? say.noUsbDevice(value) : checkPort(value);
};

export const checkAudio: LeafCheck = (value) => {
  if (/^alsa:[A-Za-z0-9_-]{1,40}$/.test(value)) return undefined;
  if (/^alsa\b/i.test(value)) return say.noSoundCard(value);
  const found = checkPort(value);
  return found === undefined || found.code === "noTcpPort" || value.startsWith("tcp")
    ? found
    : say.noSoundDevice(value);
};

function checkTcp(value: string): Complaint | undefined {
  const match = /^(?:tcp:)?\/*(\[[0-9a-f:]+\]|[\w.-]+):(\d+)$/i.exec(value);
  if (match === null) return say.noHostAndPort(value);
  const port = Number(match[2]);
  if (port < 1 || port > 65_535) return say.noTcpPort(match[2]!.slice(0, 10));
  return value.startsWith("tcp://") && !value.startsWith("tcp:///")
    ? undefined
    : say.tcpForm(value, `tcp://${match[1]}:${port}`);
}

export const checkSecret: LeafCheck = (value) => {
  if (SECRET_REFERENCE.test(value)) return undefined;
  return value.startsWith("${") ? say.secretReferenceUnknown() : say.secretInPlainText();
};

/** A user name is no secret, but may be kept with one. */
export const checkUsername: LeafCheck = (value) => {
  if (value.startsWith("${") && !SECRET_REFERENCE.test(value)) return say.nameReferenceUnknown();
  return value.trim() === "" ? say.userNameEmpty() : undefined;
};

export const checkModel: LeafCheck = (value) =>
  /^[a-z0-9][a-z0-9-]{0,39}$/.test(value) ? undefined : say.noModelName(value);

export const checkDays: LeafCheck = (value) => (readDays(value) === undefined ? say.noDays(value) : undefined);

export const checkDutyDays: LeafCheck = (value) =>
  readDutyDays(value) === undefined ? say.noDutyDays(value) : undefined;

const timeCheck =
  (endOfDay: boolean): LeafCheck =>
  (value) =>
    readTime(value, endOfDay) === undefined ? say.noTime(value, guessTime(value)) : undefined;
export const checkFrom = timeCheck(false);
export const checkTo = timeCheck(true);

export const checkDate: LeafCheck = (value) => {
  if (readDate(value) !== undefined) return undefined;
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? say.notInCalendar(value) : say.noDate(value);
};

/** `08:00`, or `mon 08:00` for hours that go on over days. */
export const checkWindowEnd: LeafCheck = (value) => {
  if (readWindowEnd(value) !== undefined) return undefined;
  const complaint = checkTo(value.trim().split(/\s+/).at(-1) ?? "");
  return complaint === undefined ? say.noWindowEnd(value) : curedAs(complaint, say.noWindowEnd(value));
};

const momentCheck =
  (isEnd: boolean): LeafCheck =>
  (value) => {
    if (readWallMoment(value, isEnd) !== undefined) return undefined;
    const [date = "", time] = value.trim().split(/[ T]+/);
    const complaint = checkDate(date);
    if (complaint !== undefined) return curedAs(complaint, say.noMoment(value, '"2026-12-24 17:00"'));
    return say.noMoment(value, `"${date} ${guessTime(time ?? "") ?? "17:00"}"`);
  };
export const checkDutyFrom = momentCheck(false);
export const checkDutyTo = momentCheck(true);

/** A copy of it is taken, so it may lie on a share that is not always there. */
export const checkCalendarFile: LeafCheck = (value) =>
  /\.(ics|ical|ifb|icalendar)$/i.test(value) && !value.includes("\0") ? undefined : say.noCalendarFile(value);

export const checkCalendarUrl: LeafCheck = (value) => {
  if (/^https:\/\/[^\s/@]+(\/\S*)?$/i.test(value)) return undefined;
  if (/^https:\/\/[^/]*@/i.test(value)) return say.calendarWithPassword();
  const better = /^(http|webcal):/i.test(value) ? value.replace(/^\w+:/, "https:").slice(0, 60) : "https://…";
  return say.noHttps(value, better);
};

export const checkDuration: LeafCheck = (value) => {
  if (readDuration(value) !== undefined) return undefined;
  return /^\d+$/.test(value) ? say.noUnit(value.slice(0, 6)) : say.noDuration(value);
};

/** Pages go as SMS to the whole world's numbers, so the country code is not left to guessing. */
export function checkPhone(value: string, country: string | undefined): Complaint | undefined {
  if (/^\+[1-9]\d{6,14}$/.test(value))
    return parsePhoneNumberFromString(value)?.isPossible() ? undefined : say.noTelephone(value);
  if (value.replace(/\D/g, "").length < 7) return say.shortCode(value);
  const upper = country?.toUpperCase() ?? "";
  const parsed = parsePhoneNumberFromString(value, isSupportedCountry(upper) ? upper : undefined);
  return say.notInternational(value, parsed?.isPossible() ? parsed.number : undefined);
}

export function checkHandoff(value: string, every: unknown): Complaint | undefined {
  const handoff = readHandoff(value);
  if (handoff === undefined) {
    const time = guessTime(value.trim().split(/\s+/).at(-1) ?? "") ?? "08:00";
    return sayOfHandoff.noHandoff(value, every, time);
  }
  const { weekday, dayOfMonth, time } = handoff;
  switch (every) {
    case "week":
      return weekday === undefined ? sayOfHandoff.handoffWithoutWeekday(time) : undefined;
    case "month":
      return dayOfMonth === undefined ? sayOfHandoff.handoffWithoutDay(time) : undefined;
    case "day":
    case "hour":
      return checkBareHandoff(value, every === "day", handoff);
    default:
      return undefined;
  }
}

function checkBareHandoff(
  value: string,
  daily: boolean,
  { weekday, dayOfMonth, time }: HandoffText,
): Complaint | undefined {
  if (weekday !== undefined || dayOfMonth !== undefined)
    return sayOfHandoff.handoffWithDay(
      daily,
      weekday === undefined ? undefined : weekdayName(weekday),
      dayOfMonth,
      time,
    );
  return daily && value.trim().startsWith(":") ? sayOfHandoff.handoffWithoutHour(value) : undefined;
}

/** Topic names: MQTT 5.0 §4.7; wildcards and `$` belong to the broker. */
export const checkTopic: LeafCheck = (value) =>
  /^[^\s#+$/\0][^#+\0]{0,79}$/.test(value) && !value.endsWith("/") && !value.includes("//")
    ? undefined
    : say.noTopic(value);

export const checkBrokerUrl: LeafCheck = (value) => {
  const match = /^(mqtts?|wss?):\/\/([^@/?#]*@)?(\[[0-9a-f:]+\]|[\w.-]+)(?::(\d{1,5}))?(\/[^\s@]*)?$/i.exec(value);
  if (match?.[2] !== undefined || /\/\/[^/]*@/.test(value)) return say.brokerWithPassword();
  if (match === null) return say.noBroker(value);
  return match[4] !== undefined && (Number(match[4]) < 1 || Number(match[4]) > 65_535)
    ? say.noTcpPort(match[4])
    : undefined;
};

const isFullPath = (value: string): boolean => value.startsWith("/") && !value.includes("\0");

export const checkFile: LeafCheck = (value) => (isFullPath(value) ? undefined : say.noFile(value));

export const checkBackupPlace: LeafCheck = (value) =>
  value === "stick" || isFullPath(value) ? undefined : say.noFolder(value);

/** 32 bytes in base64, as `firstring backup keygen` prints them. */
export const checkRecipient: LeafCheck = (value) =>
  /^[A-Za-z0-9+/]{43}=$/.test(value) ? undefined : say.noRecoveryKey(value);

/** A GPIO that the kernel offers as a lamp, or a relay's file. */
export const checkSwitch: LeafCheck = (value) => (isFullPath(value) ? undefined : say.noSwitch(value));

/** `rotation:doctors`, `person:chen`, `group:surgeons`, `on-call`, `everyone`. */
export function readTarget(
  value: string,
):
  | { readonly kind: "rotation" | "person" | "group"; readonly id: string }
  | { readonly kind: "everyone" }
  | { readonly kind: "on-call" }
  | undefined {
  if (value === "everyone" || value === "on-call") return { kind: value };
  const match = /^(rotation|person|group):([a-z][a-z0-9-]*)$/.exec(value);
  return match === null ? undefined : { kind: match[1] as "rotation" | "person" | "group", id: match[2]! };
}
