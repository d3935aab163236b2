import type { ClockVerdict } from "../time/ClockTrust.ts";
import { Milliseconds } from "../time/Duration.ts";
import { durationInWords } from "./durationInWords.ts";

/** How far the box's clock is to be believed, behind its time in `firstring status`. */
export function clockInWords({ level, disagreement }: Pick<ClockVerdict, "level" | "disagreement">): string {
  if (disagreement !== undefined) {
    const by = durationInWords(Milliseconds(Math.abs(disagreement)));
    return `the network's clock is ${by} ${disagreement > 0 ? "ahead" : "behind"}`;
  }
  switch (level) {
    case "trusted":
      return "confirmed";
    case "hinted":
      return "plausible, but nothing has confirmed it yet";
    case "untrusted":
      return "not to be believed";
  }
}
