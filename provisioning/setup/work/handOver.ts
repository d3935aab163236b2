/* @pure */
import type { Clinic, Weekday } from "../../../firmware/config/Clinic.ts";
import { weekdayName } from "../../../firmware/config/civilText.ts";
import { whoIsOnCall } from "../../../firmware/oncall/onCall.ts";
import type { SetupState } from "../core/SetupState.ts";
import { wall } from "../steps/doing.ts";

export interface HandOverFacts {
  readonly clinic: Clinic;
  readonly state: SetupState;
  readonly serial: string;
  /** Of the box in the clinic's network: its name, by which routers list it, and its addresses now. */
  readonly hostname: string;
  readonly addresses: readonly string[];
  readonly version: string;
  /** Of the set-up pages' certificate. */
  readonly fingerprint: string | undefined;
  readonly now: number;
}

export interface SheetPart {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
}

/** What is left with the clinic: on paper, beside the box. No PIN, no password, nothing of a patient. */
export function handOverSheet({
  clinic,
  state,
  serial,
  hostname,
  addresses,
  version,
  fingerprint,
  now,
}: HandOverFacts): readonly SheetPart[] {
  const { people: onCall } = whoIsOnCall(clinic, now);
  const zone = clinic.clinic.timezone;
  return [
    {
      title: `FirstRing at ${clinic.clinic.name}`,
      rows: [
        ["Handed over", `${wall(now, zone)} (${zone})`],
        ["Serial number", serial],
        ["Version", version],
        ["Set-up pages", "https://10.55.0.1 by the USB cable, for ten minutes after the button was held for 3 s"],
        ...(fingerprint === undefined ? [] : [["Their certificate", fingerprint] as const]),
        ["What was tried", triedInWords(state)],
      ],
    },
    {
      title: "Who is paged",
      rows: [
        ...clinic.people.map(({ name, phone, notify }) => [name, `${phone}, by ${notify.join(" and ")}`] as const),
        ["On call now", onCall.map(({ name }) => name).join(", ")],
        [
          "When nobody else can be",
          clinic.people.find(({ id }) => id === clinic.onCall.fallback)?.name ?? clinic.onCall.fallback,
        ],
      ],
    },
    {
      title: "When it answers",
      rows: [
        ["Opening hours", hoursInWords(clinic)],
        ...holidayRows(clinic),
        ["Lines", clinic.lines.map(({ id, port }) => `${id} (${port})`).join(", ")],
      ],
    },
    { title: "Where the messages are read", rows: consoleRows(clinic, hostname, addresses) },
    { title: "What the lamps mean", rows: LAMPS },
    { title: "What to do", rows: toDo(clinic) },
    {
      title: "Where the secrets are",
      rows: [
        [
          "PINs and passwords",
          "encrypted on the box; nobody can read them out. A forgotten PIN is set anew at the set-up pages.",
        ],
        [
          "Passphrase of the box",
          "whoever took it over chose it. Keep it where the clinic keeps its keys; it is not on this sheet.",
        ],
      ],
    },
  ];
}

/** docs/console.md. */
const consoleRows = ({ console }: Clinic, hostname: string, addresses: readonly string[]): SheetPart["rows"] => [
  [
    "In a browser",
    console.network === "clinic"
      ? `${inTheNetwork(hostname, addresses)}. Always: https://10.55.0.1:8443 by the USB cable`
      : "https://10.55.0.1:8443 by the USB cable; a manager opens it to the clinic's network there, on the page Network",
  ],
  [
    "The first manager",
    "whoever opens it by the USB cable first and chooses a password. Do that before you leave; managers add everybody else.",
  ],
  [
    "No manager can sign in",
    "Hold the button for 3 s, plug a laptop in, open https://10.55.0.1 (or the serial console), step “The console's managers”: it gives a one-time code.",
  ],
];

/**
 * By number: the box announces no name of its own, and its certificate names none that only a router knows (CertificateBook), so a
 * browser would warn of it.
 */
function inTheNetwork(hostname: string, addresses: readonly string[]): string {
  const again = `Where the box is later: in the router's list of devices, as ${hostname}; or on this sheet, made anew by the USB cable`;
  return addresses.length === 0
    ? `by the box's address in the clinic's network, which it has not got yet. ${again}`
    : `${addresses.map((address) => `https://${address}`).join(" or ")} on the clinic's network: today's address; have the router always give it the same. ${again}`;
}

/** The words of docs/lamps.md, shorter; firmware/health/lamp.ts decides them. */
const LAMPS: readonly (readonly [string, string])[] = [
  [
    "Ready (green)",
    "lit: calls are answered and pages go out. Blinks: only a part of that works. Dark: calls are NOT answered.",
  ],
  ["Message (white)", "lit: messages wait to be dealt with."],
  ["Urgent (yellow)", "blinks: an urgent call that nobody has taken."],
  ["Fault (red)", "lit: a warning, or a fault that was acknowledged. Blinks: something is wrong."],
];

function hoursInWords({ hours: { answer, open, overflowRing } }: Clinic): string {
  if (open.length === 0) return "none: it answers day and night";
  const when = open.map(({ days, from, to }) => `${daysInWords(days)} ${from} to ${to}`).join("; ");
  if (answer === "always") return `${when}. The box answers in them, too`;
  const late = overflowRing === undefined ? "" : `, and the box when it has rung ${overflowRing} times`;
  return `${when}: the front desk answers${late}. At all other times the box answers`;
}

/** Days one after the other are a span: mon-fri, sun. */
function daysInWords(days: readonly Weekday[]): string {
  const spans: Weekday[][] = [];
  for (const day of days.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last !== undefined && last.at(-1) === day - 1) last.push(day);
    else spans.push([day]);
  }
  const named = spans.map((span) => (span.length < 3 ? span.map(weekdayName).join(", ") : span));
  return named
    .map((one) => (typeof one === "string" ? one : `${weekdayName(one[0]!)}-${weekdayName(one.at(-1)!)}`))
    .join(", ");
}

const holidayRows = ({ hours }: Clinic): SheetPart["rows"] =>
  hours.open.length === 0 || hours.holidays.length === 0
    ? []
    : [["Holidays", `${hours.holidays.map(({ date, name }) => `${date} ${name}`).join("; ")}: the box answers`]];

/** Who may record a greeting, hear messages and change duty by telephone. */
const withPin = ({ people }: Clinic): readonly string[] =>
  people.filter(({ pin }) => pin !== undefined).map(({ name }) => name);

const byTelephone = (clinic: Clinic): string =>
  withPin(clinic).length === 0
    ? "On the page Schedule of the console. Nobody has a PIN, which changing it by telephone needs."
    : `By telephone (${withPin(clinic).join(", ")}): call the clinic from their own telephone${clinic.hours.open.length > 0 && clinic.hours.answer !== "always" ? " when the box answers" : ""}, PIN, 3. The doctor's card has all keys: ask your technician for it. Or on the page Schedule of the console.`;

function toDo(clinic: Clinic): SheetPart["rows"] {
  const told = clinic.faults.tell.map((id) => clinic.people.find((person) => person.id === id)?.name ?? id);
  return [
    [
      "Ready is dark",
      "Is the box powered? Wait two minutes: it starts anew by itself. Then pull its plug for ten seconds.",
    ],
    [
      "Fault blinks",
      `A text to ${told.join(" and ")} says what is wrong, unless the box can send none. Are both modems plugged in, the telephone cable in LINE, the antenna on? The page Live of the console says what it is and what to do.`,
    ],
    [
      "Fault is lit",
      "It can wait for the day, and nobody gets a text. Look at the page Live of the console this week.",
    ],
    ["A doctor changes duty", byTelephone(clinic)],
    ["A new telephone, a new doctor", "Hold the button for 3 s, plug a laptop in, open https://10.55.0.1."],
    [
      "Nothing helps",
      "Unplug the telephone cable from the box: the clinic's own telephones ring on. Then call your technician.",
    ],
  ];
}

function triedInWords({ results }: SetupState): string {
  const names: Readonly<Record<string, string>> = {
    line: "dial tone",
    sim: "SIM card",
    call: "test call",
    heard: "greeting heard",
    page: "test page answered",
  };
  const words = Object.entries(names).map(
    ([key, name]) => `${name}: ${results[key] === undefined ? "not tried" : results[key].ok ? "yes" : "NO"}`,
  );
  return words.join("; ");
}

/** As a text file, 78 columns wide at most. */
export function sheetAsText(parts: readonly SheetPart[]): string {
  return `${parts.map(({ title, rows }) => [title, "=".repeat(Math.min(78, title.length)), "", ...rows.flatMap(rowAsText), ""].join("\n")).join("\n")}\n`;
}

const NAME_WIDTH = 30;
/** Sixteen bytes of a fingerprint, each with its colon. */
const TEXT_WIDTH = 48;

const LONGEST_WORD = new RegExp(`.{1,${TEXT_WIDTH}}`, "g");

function rowAsText([name, text]: readonly [string, string]): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").flatMap((one) => one.match(LONGEST_WORD) ?? [])) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= TEXT_WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, at) => `${at === 0 ? name.padEnd(NAME_WIDTH) : " ".repeat(NAME_WIDTH)}${line}`);
}
