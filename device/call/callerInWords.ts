import type { CallerId } from "../../firmware/line/Line.ts";

/** Caller ID for the live timeline. */
export function callerInWords(callerId: CallerId): string {
  switch (callerId.kind) {
    case "number":
      return `caller ID ${callerId.number}${callerId.name ? ` (${callerId.name})` : ""}`;
    case "withheld":
      return "caller ID withheld";
    case "unavailable":
      return "caller ID not available";
    case "none":
      return "no caller ID";
  }
}
