/* @pure */
import type { GsmEvent } from "./events.ts";

/** An event as a sentence, for somebody at a terminal. */
export function describeEvent(event: GsmEvent): string {
  switch (event.event) {
    case "ready":
      return `The modem is at ${event.path}`;
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
      return `The call with ${event.from || "a withheld number"} is over`;
    default:
      return JSON.stringify(event);
  }
}
