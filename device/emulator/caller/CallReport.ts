/* @pure */
/** What one call came to, as its caller and the network or exchange saw it: the same for an analog line and a mobile one. */
import type { AudioFormat, Digit } from "../../../firmware/line/Line.ts";

export interface CallerIdentity {
  readonly number?: string;
  readonly name?: string;
  readonly withheld?: boolean;
  readonly unavailable?: boolean;
}

export interface PlaybackGap {
  readonly atMs: number;
  readonly ms: number;
}

/** One prompt as the caller heard it. */
export interface HeardPrompt {
  readonly format: AudioFormat;
  /** When its first sample sounded; `endMs`: when its last one had. */
  readonly startMs: number;
  readonly endMs: number;
  readonly bytes: Uint8Array;
  /** The host stopped it before the end (DLE CAN). */
  readonly aborted: boolean;
  readonly gaps: readonly PlaybackGap[];
}

/** What one recording command delivered, before the DLE shielding. */
export interface DeliveredRecording {
  readonly format: AudioFormat;
  readonly startMs: number;
  readonly endMs: number;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** Bytes that the host did not read in time and that were lost (reported as DLE o). */
  readonly overrunBytes: number;
}

export interface ToneKey {
  readonly digit: Digit;
  readonly atMs: number;
}

/** From switching the sound of a mobile call on to its end. */
export interface SoundStream {
  /** Samples a second, each way. */
  readonly rate: number;
  readonly frames: number;
  readonly bytesToHost: number;
  /** What the host should have written since its first byte, and did not in time. */
  readonly bytesMissing: number;
  /** How late the emulator itself was at most: on a busy machine, gaps may be its fault and not the host's. */
  readonly worstLateMs: number;
}

export interface PressedKey {
  readonly digit: Digit;
  readonly atMs: number;
  readonly endMs: number;
}

/** A whole call as the caller and the exchange saw it. Times are CLOCK_MONOTONIC. */
export interface CallReport {
  readonly caller: CallerIdentity;
  readonly outcome: "answered" | "unanswered" | "lineBusy";
  readonly endedBy: "caller" | "appliance" | "nobody";
  readonly rings: number;
  readonly firstRingAtMs?: number;
  readonly ringReportedAtMs?: number;
  readonly callerIdReportedAtMs?: number;
  /** `rings`: how many had begun. `commandAtMs`: the CR of the off-hook command arrived. */
  readonly offHook?: { readonly atMs: number; readonly commandAtMs: number; readonly rings: number };
  readonly firstPromptByteAtMs?: number;
  readonly prompts: readonly HeardPrompt[];
  readonly recordings: readonly DeliveredRecording[];
  readonly keys: readonly PressedKey[];
  readonly hungUpAtMs?: number;
  readonly onHookAtMs?: number;
  /** What the caller could not do: nothing to hear, a wait without end. */
  readonly puzzles: readonly string[];
  /** Mobile calls: keys that the host sent (AT+VTS), the streams of sound, and why it ended, as the network has it. */
  readonly toneKeys?: readonly ToneKey[];
  readonly streams?: readonly SoundStream[];
  readonly end?: string;
}
