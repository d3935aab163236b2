import type { ClockVerdict } from "../time/ClockTrust.ts";
import { Milliseconds } from "../time/Duration.ts";
import { detail } from "./details/detailWords.ts";
import { durationInWords } from "./durationInWords.ts";

/** How far the box's clock is to be believed, behind its time in `firstring status`. */
export function clockInWords({ level, disagreement }: Pick<ClockVerdict, "level" | "disagreement">): string {
  if (disagreement !== undefined) {
    const time = durationInWords(Milliseconds(Math.abs(disagreement)));
    return disagreement > 0 ? detail.networkAhead({ time }) : detail.networkBehind({ time });
  }
  switch (level) {
    case "trusted":
      return detail.clockConfirmed();
    case "hinted":
      return detail.clockPlausible();
    case "untrusted":
      return detail.clockDoubted();
  }
}
