import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
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
import { didYouMean } from "./didYouMean.ts";
import type { Complaint } from "./Issue.ts";

// What may stand at one place of the clinic file, and what to write instead. Each check is for one string alone;
// what depends on other places is in crossChecks.ts.

export type LeafCheck = (value: string) => Complaint | undefined;

export const complain = (what: string, instead: string): Complaint => ({ what, instead });
export const shown = (value: string): string => `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;

const brace = "$" + "{";
/** How a secret is written; also what a complaint about one says. */
export const SECRET_EXAMPLES = [`${brace}credential:name}`, `${brace}env:NAME}`];
export const SECRET_FORMS = SECRET_EXAMPLES.map((example) => `"${example}"`).join(" or ");
export const SECRET_REFERENCE = /^\$\{(env|credential):([A-Za-z_][A-Za-z0-9_.-]*)\}$/;

export const checkName: LeafCheck = (value) => {
  if (value.trim() === "") return complain("is empty", "write a name");
  return value.length > 80 ? complain("is longer than 80 characters", "write a shorter name") : undefined;
};

/** Together with time, code and number it has to fit into one SMS. */
export const checkShortName: LeafCheck = (value) => {
  if (value.trim() === "") return complain("is empty", "write one short word, e.g. Rosewood");
  return value.length > 20
    ? complain("is longer than 20 characters, and begins every SMS", "write one short word, e.g. Rosewood")
    : undefined;
};

/** Ids become parts of MQTT topics, file names and dispatch ids. */
export const checkId: LeafCheck = (value) => {
  if (/^[a-z][a-z0-9-]{0,31}$/.test(value)) return undefined;
  const better = slug(value);
  return complain(
    `${shown(value)} is not an id`,
    `use small letters, digits and hyphens, beginning with a letter: ${better === "" ? "e.g. front" : better}`,
  );
};

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
  return complain(
    `there is no time zone ${shown(value)}`,
    near === undefined ? "write Region/City as in the IANA list, e.g. America/Chicago" : `did you mean ${near}?`,
  );
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
  return complain(
    `there is no country ${shown(value)}`,
    better === undefined ? "write its two letters of ISO 3166, e.g. US" : `did you mean ${better}?`,
  );
};

const COMMON_COUNTRY_NAMES: Readonly<Record<string, string>> = {
  USA: "US",
  UK: "GB",
  "UNITED STATES": "US",
  CANADA: "CA",
  GERMANY: "DE",
};

export const checkEmergencyNumber: LeafCheck = (value) =>
  /^\d{2,6}$/.test(value)
    ? undefined
    : complain(
        `${shown(value)} is not an emergency number`,
        'write what a patient dials, in quotes, e.g. "911" or "112"',
      );

export const checkPort: LeafCheck = (value) => {
  // Any absolute path: the emulators keep links to their ptys wherever they are told to.
  if (value === "emulated" || /^(?:\/[^\s/]+)+$/.test(value)) return undefined;
  if (/^(tcp:)?\/*[\w.-]+:\d+$/i.test(value) || value.startsWith("tcp:")) return checkTcp(value);
  if (/^(tty|serial|firstring\/)/.test(value))
    return complain(`${shown(value)} is not a port`, `write the whole path: /dev/${value}`);
  return complain(
    `${shown(value)} is not a port`,
    "write a device (/dev/firstring/front), tcp://host:port, or emulated",
  );
};

/** Beside what any port may be: a USB device by its ids, found again whatever name it gets. */
export const checkModemPort: LeafCheck = (value) => {
  if (/^usb:[0-9a-f]{4}:[0-9a-f]{4}(?::[\w.-]{1,64})?$/.test(value)) return undefined;
  if (!/^usb\b/i.test(value)) return checkPort(value);
  return complain(
    `${shown(value)} names no USB device`,
    "write the ids as `lsusb` shows them, in small letters: usb:1e0e:9001, or with the serial number: usb:1e0e:9001:0123456789",
  );
};

export const checkAudio: LeafCheck = (value) => {
  if (/^alsa:[A-Za-z0-9_-]{1,40}$/.test(value)) return undefined;
  if (/^alsa\b/i.test(value))
    return complain(`${shown(value)} names no sound card`, "write alsa: and the card's name, e.g. alsa:Android");
  const found = checkPort(value);
  return found === undefined || found.what.includes("TCP") || value.startsWith("tcp")
    ? found
    : complain(found.what, "write the device of the modem's sound (/dev/firstring/mobile-audio), or alsa:Android");
};

function checkTcp(value: string): Complaint | undefined {
  const match = /^(?:tcp:)?\/*(\[[0-9a-f:]+\]|[\w.-]+):(\d+)$/i.exec(value);
  if (match === null) return complain(`${shown(value)} has no host and port`, "write e.g. tcp://192.168.1.20:7001");
  const port = Number(match[2]);
  if (port < 1 || port > 65_535)
    return complain(`there is no TCP port ${match[2]!.slice(0, 10)}`, "a port is between 1 and 65535");
  return value.startsWith("tcp://") && !value.startsWith("tcp:///")
    ? undefined
    : complain(`${shown(value)} is not a port`, `write tcp://${match[1]}:${port}`);
}

export const checkSecret: LeafCheck = (value) => {
  if (SECRET_REFERENCE.test(value)) return undefined;
  const what = value.startsWith("${") ? "is not a reference that we know" : "is a secret in plain text";
  return { what, instead: `write where it is kept: ${SECRET_FORMS}`, confidential: true };
};

/** A user name is no secret, but may be kept with one. */
export const checkUsername: LeafCheck = (value) => {
  if (value.startsWith("${") && !SECRET_REFERENCE.test(value))
    return complain("is not a reference that we know", `write ${SECRET_FORMS}`);
  return value.trim() === "" ? complain("is empty", "write the name, or leave it out") : undefined;
};

export const checkModel: LeafCheck = (value) =>
  /^[a-z0-9][a-z0-9-]{0,39}$/.test(value)
    ? undefined
    : complain(
        `${shown(value)} is not the name of a model`,
        "write a name as in the README's list, in small letters, or leave it out: modems identify themselves",
      );

export const checkDays: LeafCheck = (value) =>
  readDays(value) === undefined
    ? complain(`${shown(value)} are not days`, "write e.g. mon-fri, or sat, or mon, wed, fri")
    : undefined;

export const checkDutyDays: LeafCheck = (value) =>
  readDutyDays(value) === undefined
    ? complain(`${shown(value)} are not days`, "write e.g. mon-fri, weekends, daily, holidays, or sat, sun, holidays")
    : undefined;

const timeCheck =
  (endOfDay: boolean): LeafCheck =>
  (value) => {
    if (readTime(value, endOfDay) !== undefined) return undefined;
    const guess = guessTime(value);
    return complain(
      `${shown(value)} is not a time`,
      guess === undefined ? 'write hours and minutes of 24 hours, e.g. "08:00"' : `write "${guess}"`,
    );
  };
export const checkFrom = timeCheck(false);
export const checkTo = timeCheck(true);

export const checkDate: LeafCheck = (value) => {
  if (readDate(value) !== undefined) return undefined;
  const shaped = /^\d{4}-\d{2}-\d{2}$/.test(value);
  return complain(
    shaped ? `there is no ${value} in the calendar` : `${shown(value)} is not a date`,
    "write year-month-day, e.g. 2026-12-25",
  );
};

/** `08:00`, or `mon 08:00` for hours that go on over days. */
export const checkWindowEnd: LeafCheck = (value) =>
  readWindowEnd(value) === undefined
    ? complain(
        checkTo(value.trim().split(/\s+/).at(-1) ?? "")?.what ?? `${shown(value)} is not a time`,
        'write e.g. "08:00", or "mon 08:00" for the next Monday',
      )
    : undefined;

const momentCheck =
  (isEnd: boolean): LeafCheck =>
  (value) => {
    if (readWallMoment(value, isEnd) !== undefined) return undefined;
    const [date = "", time] = value.trim().split(/[ T]+/);
    const complaint = checkDate(date);
    if (complaint !== undefined) return complain(complaint.what, 'write e.g. "2026-12-24 17:00", or 2026-12-24');
    const guess = guessTime(time ?? "");
    return complain(
      `${shown(value)} is not a moment`,
      guess === undefined ? `write e.g. "${date} 17:00"` : `write "${date} ${guess}"`,
    );
  };
export const checkDutyFrom = momentCheck(false);
export const checkDutyTo = momentCheck(true);

/** A copy of it is taken, so it may lie on a share that is not always there. */
export const checkCalendarFile: LeafCheck = (value) =>
  /\.(ics|ical|ifb|icalendar)$/i.test(value) && !value.includes("\0")
    ? undefined
    : complain(`${shown(value)} is not an iCalendar file`, "write its path, e.g. calendars/hospital.ics");

export const checkCalendarUrl: LeafCheck = (value) => {
  if (/^https:\/\/[^\s/@]+(\/\S*)?$/i.test(value)) return undefined;
  if (/^https:\/\/[^/]*@/i.test(value))
    return {
      what: "has a user name or password in it",
      instead: "use the calendar's secret or public address, as its program shows it",
      confidential: true,
    };
  return complain(
    `${shown(value)} is not an https address`,
    /^(http|webcal):/i.test(value) ? `write ${value.replace(/^\w+:/, "https:").slice(0, 60)}` : "write https://…",
  );
};

export const checkDuration: LeafCheck = (value) => {
  if (readDuration(value) !== undefined) return undefined;
  const bare = /^\d+$/.test(value);
  return complain(
    `${shown(value)} is not a length of time`,
    bare
      ? `with its unit: ${value.slice(0, 6)}s or ${value.slice(0, 6)}m`
      : "a whole number and s, m or h, at most 24h, e.g. 60s, 2m, 1h",
  );
};

/** Pages go as SMS to the whole world's numbers, so the country code is not left to guessing. */
export function checkPhone(value: string, country: string | undefined): Complaint | undefined {
  if (/^\+[1-9]\d{6,14}$/.test(value)) {
    return parsePhoneNumberFromString(value)?.isPossible()
      ? undefined
      : complain(`${shown(value)} is no telephone number: too short, too long or no such country`, "check the digits");
  }
  const digits = value.replace(/\D/g, "");
  if (digits.length < 7)
    return complain(
      `${shown(value)} is a short code, not a person's telephone`,
      'write the whole number with its country code, e.g. "+13125550101"',
    );
  const upper = country?.toUpperCase() ?? "";
  const known = isSupportedCountry(upper) ? upper : undefined;
  const parsed = parsePhoneNumberFromString(value, known);
  const better = parsed?.isPossible() ? `"${parsed.number}"` : 'e.g. "+13125550101"';
  return complain(`${shown(value)} is not in international form`, `write ${better}`);
}

/** How a handoff is written, by what it is handed over every. */
const HANDOFFS: Readonly<Record<string, (time: string) => string>> = {
  hour: (time) => `":${time.slice(-2)}" or "${time}"`,
  day: (time) => `"${time}"`,
  week: (time) => `"mon ${time}"`,
  month: (time) => `"1 ${time}"`,
};

export function checkHandoff(value: string, every: unknown): Complaint | undefined {
  const handoff = readHandoff(value);
  if (handoff === undefined) {
    const time = guessTime(value.trim().split(/\s+/).at(-1) ?? "") ?? "08:00";
    const form = HANDOFFS[typeof every === "string" ? every : ""] ?? HANDOFFS["week"]!;
    const what =
      every === "day" || every === "hour"
        ? "the time alone"
        : every === "month"
          ? "a day of the month and a time"
          : "a weekday and a time";
    return complain(`${shown(value)} is not a handoff`, `write ${what}: ${form(time)}`);
  }
  const { weekday, dayOfMonth, time } = handoff;
  switch (every) {
    case "week":
      if (weekday === undefined) return complain("the weekday of the handoff is missing", `write e.g. "mon ${time}"`);
      return undefined;
    case "month":
      if (dayOfMonth === undefined)
        return complain("the day of the month of the handoff is missing", `write e.g. "1 ${time}"`);
      return undefined;
    case "day":
    case "hour":
      return checkBareHandoff(value, every, handoff);
    default:
      return undefined;
  }
}

function checkBareHandoff(
  value: string,
  every: "day" | "hour",
  { weekday, dayOfMonth, time }: HandoffText,
): Complaint | undefined {
  const daily = every === "day";
  if (weekday !== undefined || dayOfMonth !== undefined) {
    const on = weekday === undefined ? `the ${dayOfMonth}.` : weekdayName(weekday);
    return complain(
      `${daily ? "a daily rotation is handed over every day" : "an hourly rotation is handed over by the hour"}, not on ${on}`,
      `write "${time}", or every: ${weekday === undefined ? "month" : "week"}`,
    );
  }
  return daily && value.trim().startsWith(":")
    ? complain(`${shown(value)} has no hour`, `write the time alone: "08${value.trim()}", or every: hour`)
    : undefined;
}

/** Topic names: MQTT 5.0 §4.7; wildcards and `$` belong to the broker. */
export const checkTopic: LeafCheck = (value) =>
  /^[^\s#+$/\0][^#+\0]{0,79}$/.test(value) && !value.endsWith("/") && !value.includes("//")
    ? undefined
    : complain(`${shown(value)} is not the beginning of a topic`, "write e.g. firstring: no #, +, leading or final /");

export const checkBrokerUrl: LeafCheck = (value) => {
  const match = /^(mqtts?|wss?):\/\/([^@/?#]*@)?(\[[0-9a-f:]+\]|[\w.-]+)(?::(\d{1,5}))?(\/[^\s@]*)?$/i.exec(value);
  if (match?.[2] !== undefined || /\/\/[^/]*@/.test(value)) {
    return {
      what: "has a user name or password in it",
      instead: `give them as username: and password: "${brace}credential:mqtt-password}"`,
      confidential: true,
    };
  }
  if (match === null)
    return complain(
      `${shown(value)} is not a broker's address`,
      "write mqtts://host:8883, or mqtt://host:1883 without encryption",
    );
  return match[4] !== undefined && (Number(match[4]) < 1 || Number(match[4]) > 65_535)
    ? complain(`there is no TCP port ${match[4]}`, "a port is between 1 and 65535")
    : undefined;
};

export const checkFile: LeafCheck = (value) =>
  value.startsWith("/") && !value.includes("\0")
    ? undefined
    : complain(`${shown(value)} is not the full path of a file`, "begin with /, e.g. /etc/firstring/ca.pem");

export const checkBackupPlace: LeafCheck = (value) =>
  value === "stick" || (value.startsWith("/") && !value.includes("\0"))
    ? undefined
    : complain(`${shown(value)} is not the full path of a folder`, "begin with /, e.g. /mnt/backup, or write stick");

/** 32 bytes in base64, as `firstring backup keygen` prints them. */
export const checkRecipient: LeafCheck = (value) =>
  /^[A-Za-z0-9+/]{43}=$/.test(value)
    ? undefined
    : complain(
        `${shown(value)} is no public recovery key`,
        "write the line of 44 characters that `firstring backup keygen` prints",
      );

/** A GPIO that the kernel offers as a lamp, or a relay's file. */
export const checkSwitch: LeafCheck = (value) =>
  value.startsWith("/") && !value.includes("\0")
    ? undefined
    : complain(
        `${shown(value)} is not the full path of a switch`,
        "write the file that takes 0 and 1, e.g. /sys/class/leds/modem-power/brightness",
      );

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
