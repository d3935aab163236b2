/** Events as a person reads them at a terminal. */
import type { VoiceModemEvent } from "./VoiceEvents.ts";

const ms = (value: number): string => `${Math.round(value)} ms`;

export function describeEvent(event: VoiceModemEvent): string {
  switch (event.kind) {
    case "pluggedIn":
      return `The modem is at ${event.port}`;
    case "unplugged":
      return "The modem is unplugged";
    case "ring":
      return `Ring ${event.ring}`;
    case "ringReported":
      return "  the modem said RING";
    case "callerIdReported":
      return "  the modem told the caller ID";
    case "unanswered":
      return `Nobody answered; ${event.rings} rings`;
    case "offHook":
      return event.answered ? `Answered after ring ${event.rings}` : "Off-hook, without a call: dial tone";
    case "promptByte":
      return "  the first prompt begins";
    case "promptStarted":
      return "The caller hears a prompt";
    case "promptEnded":
      return `  ${event.aborted ? "stopped" : "ended"} after ${ms(event.endMs - event.startMs)}${
        event.gaps > 0 ? `, with ${event.gaps} gaps, the longest of ${ms(event.longestGapMs)}` : ""
      }`;
    case "beep":
      return `Beep of ${ms(event.ms)}`;
    case "key":
      return `The caller presses ${event.digit}`;
    case "callerSpeaks":
      return `The caller speaks for ${ms(event.ms)}`;
    case "recordingStarted":
      return "  the modem's audio is being taken";
    case "recordingEnded":
      return `  ${event.bytes} bytes of audio were delivered`;
    case "callerHungUp":
      return "The caller hung up";
    case "onHook":
      return "On-hook";
    case "callerPuzzled":
      return `The caller is puzzled: ${event.why}`;
    case "command":
      return `  ${event.text} → ${event.final}`;
  }
}
