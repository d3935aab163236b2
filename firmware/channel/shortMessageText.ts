import { wallTime } from "../oncall/wallClock.ts";
import type { EpochMs } from "../time/Clock.ts";

// What stands in an SMS of ours: one GSM-7 segment, only characters that every phone shows and that count once
// (3GPP TS 23.038 §6.2.1, without the extension table), and no more of the patient than the clinic chose.

/** One segment of the GSM 7-bit alphabet. */
export const ONE_SEGMENT = 160;

export interface PageFacts {
  readonly shortName: string;
  readonly timezone: string;
  readonly urgency: "urgent" | "routine";
  readonly raisedAt: EpochMs;
  readonly ref: string;
  /** The confirmed number, only when the clinic chose `smsDetail: callback`. */
  readonly callback?: string;
  /** The newest of the calls that the same caller has made since; `count` with the first one. */
  readonly again?: { readonly count: number; readonly at: EpochMs; readonly ref: string };
  /** Another alert of the same caller. */
  readonly seeAlso?: string;
}

export type PageOccasion =
  | { readonly kind: "first" }
  | { readonly kind: "still-open" }
  | { readonly kind: "passed-on"; readonly by?: string }
  | { readonly kind: "not-closed"; readonly by?: string; readonly at?: EpochMs }
  | { readonly kind: "escalated"; readonly by?: string }
  /** `theirs`: it goes to the one who has it. */
  | { readonly kind: "called-again"; readonly theirs: boolean };

/** `Rosewood: URGENT call 02:14, ref 7Q4K. Reply 7Q4K to take it.` */
export function pageText(facts: PageFacts, occasion: PageOccasion = { kind: "first" }): string {
  const { ref, timezone } = facts;
  const what = facts.urgency === "urgent" ? "URGENT call" : "Call";
  const clinic = short(facts.shortName, 20);
  const again =
    facts.again === undefined ? "" : ` (call ${facts.again.count} at ${wallTime(facts.again.at, timezone)})`;
  const head = `${clinic}: ${what} ${wallTime(facts.raisedAt, timezone)}${again}`;
  const number = facts.callback === undefined ? "" : ` Call ${short(facts.callback, 20)}.`;
  switch (occasion.kind) {
    case "first":
      return oneSegment(`${head}, ref ${ref}.${number}${alsoOf(facts)} Reply ${ref} to take it.`);
    case "still-open":
      return oneSegment(`${head} STILL OPEN, ref ${ref}.${number} Reply ${ref} to take it.`);
    case "passed-on":
      return oneSegment(
        `${head}, ref ${ref}, passed on by ${short(occasion.by ?? "a colleague", 25)}.${number} Reply ${ref} to take it.`,
      );
    case "escalated":
      return oneSegment(
        `${head} ESCALATED by ${short(occasion.by ?? "a colleague", 25)}, ref ${ref}.${number} Reply ${ref} to take it.`,
      );
    case "called-again":
      return calledAgainText(facts, occasion.theirs);
    case "not-closed": {
      const who = occasion.by === undefined ? "" : ` by ${short(occasion.by, 20)}`;
      const when = occasion.at === undefined ? "" : ` ${wallTime(occasion.at, timezone)}`;
      return oneSegment(
        `${head}, taken${who}${when}, NOT CLOSED.${number} Reply ${ref} done, or ${ref} if still on it.`,
      );
    }
  }
}

const alsoOf = ({ seeAlso }: PageFacts): string => (seeAlso === undefined ? "" : ` Same caller as ${seeAlso}.`);

const ORDINALS = ["FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH", "SEVENTH", "EIGHTH", "NINTH"];

/** `Rosewood: SECOND URGENT call 02:31, same caller as 7Q4K (02:14), ref 9X2B. Still open: reply 7Q4K to take both.` */
function calledAgainText(facts: PageFacts, theirs: boolean): string {
  const { ref, timezone, raisedAt, again = { count: 2, at: raisedAt, ref } } = facts;
  const which = ORDINALS[again.count - 1] ?? `${again.count}TH`;
  const what = facts.urgency === "urgent" ? "URGENT call" : "call";
  const head = `${short(facts.shortName, 20)}: ${which} ${what} ${wallTime(again.at, timezone)}, same caller as ${ref} (${wallTime(raisedAt, timezone)}), ref ${again.ref}.`;
  const number = facts.callback === undefined ? "" : ` Call ${short(facts.callback, 20)}.`;
  const all = again.count === 2 ? "both" : "all";
  return oneSegment(
    theirs
      ? `${head}${number} You have it: reply ${ref} done, or ${ref} if still on it.`
      : `${head}${number} Still open: reply ${ref} to take ${all}.`,
  );
}

export const escalatedText = (ref: string, by: string): string =>
  oneSegment(`${ref} was escalated by ${short(by, 40)}: the next are paged now. Reply ${ref} to take it.`);

/** `others`: later calls of the same caller, which are theirs as well. */
export function takenText(ref: string, called: string, others: readonly string[] = []): string {
  const also = others.length === 0 ? "" : ` and ${others.slice(0, 4).join(", ")}`;
  return oneSegment(
    `You have ${ref}${also} (call ${called}). Reply ${ref} done when the patient is helped, ${ref} pass to hand it on.`,
  );
}

export function passedText(ref: string, to: readonly string[]): string {
  const names = to.length === 1 ? short(to[0]!, 40) : to.length === 0 ? "the next" : `${to.length} people`;
  return oneSegment(
    `${ref} handed to ${names}, who is paged now. It is not yours any more.`.replace(
      "people, who is",
      "people, who are",
    ),
  );
}

/** Whoever hands it on is the only one who can be paged. */
export const notPassedText = (ref: string): string =>
  oneSegment(`${ref} stays open: there is nobody else to page. You are paged again. Reply ${ref} to take it.`);

export const closedText = (ref: string): string => oneSegment(`${ref} is closed. Thank you.`);

/** To whom the front desk hands a message; a page about it goes on all the same, until somebody takes it. */
export const handedOverText = ({ by, ref, shortName }: { shortName: string; ref: string; by: string }): string =>
  oneSegment(
    `${short(shortName, 20)}: ${short(by, 25)} hands you message ${ref}. Hear it by telephone or on the console.`,
  );

/** What is true of an alert that somebody else has, or that is over. */
export function stateText(alert: {
  readonly ref: string;
  readonly state: "open" | "taken" | "closed";
  readonly by?: string;
  readonly at?: string;
}): string {
  const by = alert.by === undefined ? "" : ` by ${short(alert.by, 40)}`;
  const at = alert.at === undefined ? "" : ` at ${alert.at}`;
  if (alert.state === "open")
    return oneSegment(`${alert.ref} is open: nobody has it yet. Reply ${alert.ref} to take it.`);
  return oneSegment(`${alert.ref} was ${alert.state === "taken" ? "taken" : "closed"}${by}${at}.`);
}

/** At most one segment; a text of ours that would be longer has an over-long name in it, and loses its end. */
export function oneSegment(text: string): string {
  const plain = plainText(text);
  return plain.length <= ONE_SEGMENT ? plain : `${plain.slice(0, ONE_SEGMENT - 3)}...`;
}

const short = (text: string, most: number): string => {
  const plain = plainText(text);
  return plain.length <= most ? plain : `${plain.slice(0, most - 1).trimEnd()}.`;
};

const REPLACED: Readonly<Record<string, string>> = {
  "\u2018": "'",
  "\u2019": "'",
  "\u201a": "'",
  "\u201b": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u201e": '"',
  "\u00ab": '"',
  "\u00bb": '"',
  "\u2010": "-",
  "\u2011": "-",
  "\u2012": "-",
  "\u2013": "-",
  "\u2014": "-",
  "\u2212": "-",
  "\u2026": "...",
  "\u00a0": " ",
  "\u202f": " ",
  "\u2009": " ",
  "[": "(",
  "]": ")",
  "{": "(",
  "}": ")",
  "\\": "/",
  "|": "/",
  "^": "'",
  "~": "-",
  "`": "'",
  "\u0142": "l",
  "\u0141": "L",
  "\u0111": "d",
  "\u0110": "D",
  "\u0131": "i",
  "\u0153": "oe",
  "\u0152": "OE",
  "\u00fe": "th",
  "\u00de": "Th",
  "\u00f0": "d",
  "\u00d0": "D",
  "\u0127": "h",
};

/** Letters that the GSM alphabet has, and that lose nothing by staying. */
const KEPT = /^[A-Za-z0-9 @£$¥èéùìòÇØøÅåÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]$/;

/** Any text in the GSM 7-bit default alphabet: accents and typographic marks become plain ones, the rest `?`. */
export function plainText(text: string): string {
  let plain = "";
  for (const char of text.normalize("NFC")) {
    if (KEPT.test(char)) plain += char;
    else plain += replaced(char);
  }
  return plain.replace(/ {2,}/g, " ").trim();
}

function replaced(char: string): string {
  const known = REPLACED[char];
  if (known !== undefined) return known;
  if (/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]/u.test(char)) return " ";
  if (/[\p{M}\p{Cf}]/u.test(char)) return "";
  const base = char.normalize("NFKD").replace(/\p{M}/gu, "");
  return base !== "" && [...base].every((letter) => KEPT.test(letter)) ? base : "?";
}
