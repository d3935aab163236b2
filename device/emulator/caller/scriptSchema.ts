/* @pure */
import { z } from "zod";
import type { CallerAction } from "./CallerScript.ts";

export const milliseconds = z.number().min(0).max(3_600_000);
const wait = z.strictObject({ silenceMs: milliseconds.optional(), timeoutMs: milliseconds.optional() });
export const manner = z.strictObject({
  tone: z.enum(["dial-tone", "busy", "fast-busy", "none"]).optional(),
  afterMs: milliseconds.optional(),
  loopBreak: z.boolean().optional(),
});

/** The actions of a caller, with a WAV file for what is said and base64 for exact codes. */
export const scriptedAction = z.union([
  z.strictObject({ waitPrompt: wait }),
  z.strictObject({ waitTone: wait }),
  z.strictObject({ waitHangUp: wait }),
  z.strictObject({ says: z.string().min(1) }),
  z.strictObject({ saysRaw: z.base64() }),
  z.strictObject({ presses: z.string(), toneMs: milliseconds.optional(), gapMs: milliseconds.optional() }),
  z.strictObject({ waits: milliseconds }),
  z.strictObject({ hangsUp: manner }),
]);

export type ScriptedAction = z.infer<typeof scriptedAction>;

export const toAction = (action: ScriptedAction): CallerAction =>
  "saysRaw" in action
    ? { saysRaw: new Uint8Array(Buffer.from(action.saysRaw, "base64")) }
    : (action as Exclude<CallerAction, { call: unknown } | { saysRaw: unknown }>);
