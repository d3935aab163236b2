import type { Duration } from "../time/Duration.ts";

/** A DTMF key, ITU-T Q.23. */
export type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "*" | "#" | "A" | "B" | "C" | "D";

/** How the bytes of a recording are to be read. All are 8000 samples per second, mono. `s16le` is little-endian. */
export type AudioFormat = "u8" | "s8" | "ulaw" | "alaw" | "s16le";

/** Who is calling, as the network told it. `number` is what was delivered, untouched. */
export type CallerId =
  | { readonly kind: "number"; readonly number: string; readonly name?: string }
  | { readonly kind: "withheld"; readonly name?: string }
  | { readonly kind: "unavailable"; readonly name?: string }
  | { readonly kind: "none" };

/** Why we believe that the far end is gone (V.253 event codes and our own detectors). */
export type HangUpSign =
  | "loop-break"
  | "busy"
  | "fast-busy"
  | "dial-tone"
  | "silence"
  | "no-carrier"
  | "port-gone"
  | "time-limit";

/** 8000 Hz mono, 16-bit signed linear. What the call wants played; the driver turns it into the line's own format. */
export interface PlayableAudio {
  readonly samples: Int16Array;
}

/** What a telephone line tells. `atMs` is monotonic. Exactly one `answered … released` pair per call that was answered. */
export type LineEvent =
  /** The line is probed and will answer. */
  | { readonly kind: "ready"; readonly atMs: number; readonly model: string; readonly firmware: string }
  /** One ring signal. The first of a call carries `ring: 1`. */
  | { readonly kind: "rang"; readonly atMs: number; readonly ring: number }
  /** The whole caller-ID group, once for a call, never in parts (facts: a part gives the next caller the last one's name). */
  | { readonly kind: "callerIdentified"; readonly atMs: number; readonly callerId: CallerId }
  /** It rang, nobody (not even we) answered, and it stopped. */
  | { readonly kind: "ringingStopped"; readonly atMs: number; readonly rings: number; readonly callerId: CallerId }
  /** Off-hook, proved by the modem's OK. `rangAtMs`: first RING; `commandAtMs`: the off-hook command left. */
  | {
      readonly kind: "answered";
      readonly atMs: number;
      readonly callerId: CallerId;
      readonly rangAtMs: number;
      readonly commandAtMs: number;
      readonly format: AudioFormat;
    }
  | { readonly kind: "promptStarted"; readonly atMs: number; readonly playId: number }
  /** All samples played (`interrupted: false`), or stopped by `stopPrompt`. */
  | { readonly kind: "promptFinished"; readonly atMs: number; readonly playId: number; readonly interrupted: boolean }
  /** One press of one key, whatever the number of reports from the modem and our own detector. */
  | { readonly kind: "digitReceived"; readonly atMs: number; readonly digit: Digit; readonly source: "modem" | "audio" }
  | { readonly kind: "recordingStarted"; readonly atMs: number }
  /** Samples exactly as the modem delivered them (DLE undone), in the format that `answered` named. */
  | { readonly kind: "audioReceived"; readonly atMs: number; readonly bytes: Uint8Array }
  /** `speechMs`: how much of it our detector took for speech; 0 means that nobody spoke. */
  | { readonly kind: "recordingStopped"; readonly atMs: number; readonly speechMs: number }
  /** During a recording: silence after speech has lasted `ms` (told once per stretch). */
  | { readonly kind: "silenceAfterSpeech"; readonly atMs: number; readonly ms: number }
  | { readonly kind: "callerHungUp"; readonly atMs: number; readonly sign: HangUpSign }
  /** On-hook again, whatever the reason. The line can ring anew. */
  | { readonly kind: "released"; readonly atMs: number }
  /** Something that a human must know of; code from firmware/health/faults.ts. `cleared` when it is over. */
  | {
      readonly kind: "fault";
      readonly atMs: number;
      readonly code: string;
      readonly detail: string;
      readonly cleared?: boolean;
    };

/** What a call may ask of its line. Each is ignored, never an error, when the line is not off-hook. */
export type LineCommand =
  | { readonly kind: "play"; readonly playId: number; readonly audio: PlayableAudio }
  | { readonly kind: "stopPrompt" }
  | { readonly kind: "startRecording" }
  | { readonly kind: "stopRecording" }
  /** The caller is waiting, as we asked: for so long silence is no sign of a hang-up. */
  | { readonly kind: "expectQuiet"; readonly for: Duration }
  | { readonly kind: "hangUp" };

/** Asked at each ring: which ring to answer at (1 = in the gap after the first), or never (front desk's own hours). */
export type AnswerPolicy = () => { readonly atRing: number } | { readonly never: true };

/** One telephone line of any kind. After an off-hook the line listens for keys whenever it neither plays nor records. */
export interface PhoneLine {
  readonly id: string;
  /** Finds the modem and keeps finding it for ever; returns once the first attempt has ended, well or not. */
  start(): Promise<void>;
  /** On-hook, port closed; works also after half a start. */
  stop(): Promise<void>;
  perform(command: LineCommand): void;
}

/** The longest that a line may stay off-hook, whatever anybody above it thinks. */
export interface LineLimits {
  readonly longestCall: Duration;
}
