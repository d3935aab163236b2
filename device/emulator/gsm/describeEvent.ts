/* @pure */
import type { GsmEvent } from "./events.ts";

/** An event as a sentence, for somebody at a terminal. */
export function describeEvent(event: GsmEvent): string {
  switch (event.event) {
    case "ready":
      return `The modem is at ${event.path}${event.audioPath ? `, its sound at ${event.audioPath}` : ""}${
        event.secondPath ? `, its second AT port at ${event.secondPath}` : ""
      }`;
    case "gone":
      return `Unplugged from ${event.path}`;
    case "command":
      return `  » ${event.line}`;
    case "result":
      return `  « ${event.final || "(lost)"}`;
    case "pduReceived":
      return `The modem got part ${event.part} of ${event.total} for ${event.to || "?"}`;
    case "submitted":
      return `The network took part ${event.part} of ${event.total} for ${event.to} as ${event.reference}`;
    case "refused":
      return `The network refused the message for ${event.to}: ${event.code}`;
    case "textShown":
      return `${event.phone} shows: ${event.text}`;
    case "textSent":
      return `${event.phone} sends: ${event.text}`;
    case "delivered":
      return `The modem has a message from ${event.from} (${event.how})`;
    case "reported":
      return `Delivery report for ${event.phone}: message ${event.reference}, status ${event.status}`;
    case "storageFull":
      return `The message store is full; a message from ${event.from} waits in the network`;
    case "dialled":
      return `The modem calls ${event.to}`;
    case "callAnswered":
      return `The call from ${event.from || "a withheld number"} is answered`;
    case "callEnded":
      return `The call with ${event.from || "a withheld number"} is over: ${ENDINGS[event.why] ?? event.why}`;
    case "ring":
      return `Ring ${event.ring}`;
    case "soundOn":
      return `  its sound flows, ${event.rate} samples a second`;
    case "soundOff":
      return "  its sound ends";
    case "soundOverrun":
      return `  ${event.bytes} bytes of sound were too many and are lost`;
    case "promptStarted":
      return "The other end hears something";
    case "promptEnded":
      return `  for ${Math.round(event.endMs - event.startMs)} ms${
        event.gaps > 0 ? `, with ${event.gaps} gaps, the longest of ${Math.round(event.longestGapMs)} ms` : ""
      }`;
    case "key":
      return `The other end presses ${event.digit}`;
    case "keySent":
      return `The modem sends ${event.digit}`;
    case "callerSpeaks":
      return `The other end speaks for ${Math.round(event.ms)} ms`;
    case "callerHungUp":
      return "The other end hangs up";
    case "callerPuzzled":
      return `The other end is puzzled: ${event.why}`;
    default:
      return JSON.stringify(event);
  }
}

const ENDINGS: Readonly<Record<string, string>> = {
  us: "the computer hung up",
  farEnd: "the other end hung up",
  missed: "the caller gave up",
  busy: "busy",
  noAnswer: "nobody answered",
  rejected: "it was rejected",
  unreachable: "that phone is not to be reached",
  lost: "the modem lost its power",
};
