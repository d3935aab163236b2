import type { LineConfig } from "./Clinic.ts";

/** Does this line answer calls, or is its modem there for messages only? */
export const answersCalls = (line: LineConfig): boolean =>
  line.driver === "voice-modem" || line.audio !== undefined || line.port.startsWith("usb:");
