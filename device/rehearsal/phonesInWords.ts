/* @pure */
import type { TimelineEntry } from "./Timeline.ts";

/** What the emulated network's telephones did, as a line of the timeline; undefined: nothing that a person wants to see there. */
export function phonesInWords(event: {
  readonly event: string;
  readonly atMs: number;
  readonly [key: string]: unknown;
}): TimelineEntry | undefined {
  const { atMs, phone, text } = event;
  switch (event.event) {
    case "textSent":
      return { atMs, kind: "reply", text: `the phone ${String(phone)} replies: ${String(text)}` };
    case "textShown":
      return { atMs, kind: "sms-shown", text: `the phone ${String(phone)} shows: ${String(text)}` };
    default:
      return undefined;
  }
}

export const speaksInWords = ({ atMs, ms }: { readonly atMs: number; readonly ms: number }): TimelineEntry => ({
  atMs,
  kind: "caller-speaks",
  text: `the caller speaks for ${(ms / 1000).toFixed(1)} s`,
});

/** The code by which a page is taken, as a reader of the short message finds it. */
export const codeIn = (text: string): string | undefined => /\bref ([2-9A-Z]{4,5})\b/.exec(text)?.[1];
