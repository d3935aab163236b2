/* @pure */
import type { LiveEvent } from "../control/LiveFeed.ts";

export interface TimelineEntry {
  /** Since the telephone began to ring. */
  readonly atMs: number;
  readonly kind: string;
  readonly text: string;
}

/** Gets each entry as it happens: as a line for a screen, and as data. */
export type TimelinePrinter = (line: string, entry: TimelineEntry) => void;

/** What a person at the screen wants beside the words: a mark by which the eye finds the kind. */
const MARKS: Readonly<Record<string, string>> = {
  ring: "☎",
  "caller-id": "☎",
  "off-hook": "✆",
  prompt: "»",
  key: "⌨",
  "caller-speaks": "«",
  recording: "●",
  recorded: "■",
  saved: "✔",
  urgent: "!",
  submitted: "→",
  "sms-shown": "✉",
  reply: "←",
  taken: "✔",
  dials: "☎",
  "doctor-answers": "✆",
  "doctor-hears": "»",
  "page-call-over": "✆",
  "caller-gone": "✆",
  "on-hook": "✆",
  fault: "!",
};

/** One call, as it happens and afterwards. Entries come from three processes, so they are sorted by their own time. */
export class Timeline {
  readonly #entries: { readonly atMs: number; readonly kind: string; readonly text: string }[] = [];
  readonly #print: TimelinePrinter;
  #startMs: number | undefined;

  constructor(print: TimelinePrinter) {
    this.#print = print;
  }

  /** Time zero: the first ring. */
  startAt(atMs: number): void {
    this.#startMs ??= atMs;
  }

  add(event: Pick<LiveEvent, "atMs" | "kind" | "text">): void {
    this.startAt(event.atMs);
    this.#entries.push({ atMs: event.atMs, kind: event.kind, text: event.text });
    this.#print(this.#line(event), this.#entry(event));
  }

  #line({ atMs, kind, text }: Pick<LiveEvent, "atMs" | "kind" | "text">): string {
    const seconds = ((atMs - (this.#startMs ?? atMs)) / 1000).toFixed(2).padStart(7);
    return `${seconds} s  ${MARKS[kind] ?? "·"} ${text}`;
  }

  entries(): TimelineEntry[] {
    return this.#entries.toSorted((a, b) => a.atMs - b.atMs).map((event) => this.#entry(event));
  }

  #entry({ atMs, kind, text }: TimelineEntry): TimelineEntry {
    return { atMs: Math.round((atMs - (this.#startMs ?? 0)) * 10) / 10, kind, text };
  }
}
