import type { LiveEvent } from "../control/LiveFeed.ts";

export interface TimelineEntry {
  /** Since the telephone began to ring. */
  readonly atMs: number;
  readonly kind: string;
  readonly text: string;
}

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
  readonly #print: (line: string) => void;
  #startMs: number | undefined;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** Time zero: the first ring. */
  startAt(atMs: number): void {
    this.#startMs ??= atMs;
  }

  add(event: Pick<LiveEvent, "atMs" | "kind" | "text">): void {
    this.startAt(event.atMs);
    this.#entries.push({ atMs: event.atMs, kind: event.kind, text: event.text });
    this.#print(this.#line(event));
  }

  #line({ atMs, kind, text }: Pick<LiveEvent, "atMs" | "kind" | "text">): string {
    const seconds = ((atMs - (this.#startMs ?? atMs)) / 1000).toFixed(2).padStart(7);
    return `${seconds} s  ${MARKS[kind] ?? "·"} ${text}`;
  }

  entries(): TimelineEntry[] {
    const start = this.#startMs ?? 0;
    return this.#entries
      .toSorted((a, b) => a.atMs - b.atMs)
      .map(({ atMs, kind, text }) => ({ atMs: Math.round((atMs - start) * 10) / 10, kind, text }));
  }
}
