/* @pure */
import * as z from "zod";
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

/** A person at the telephone instead of a script: sound as it happens, both ways. Both emulators take these. */
export const LIVE_COMMANDS = [
  /** Tells what is heard in the receiver: `{"event":"sound","from":"appliance","pcm":"…"}`, 8 kHz s16le in base64. */
  z.strictObject({ do: z.literal("listen"), on: z.boolean() }),
  /** A frame of the person's microphone; at most a second. */
  z.strictObject({ do: z.literal("talk"), pcm: z.base64().max(22_000) }),
] as const;

export const LIVE_HELP = `listen, talk         sound as it happens, both ways: in JSON
`;
