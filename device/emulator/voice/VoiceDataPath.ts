/** The modem between CONNECT and the OK that ends it: AT+VTX, AT+VRX, AT+VTR. Everything happens at the line's pace. */
import type { AudioFormat } from "../../../firmware/line/Line.ts";
import type { DeliveredRecording, HeardPrompt } from "../caller/CallReport.ts";
import type { FarEndAudio } from "../caller/FarEndAudio.ts";
import { bytesPerSample, SAMPLE_RATE } from "../caller/lineFormat.ts";
import { DLE, ETX, HostDleParser, shield } from "./dle.ts";
import { VoiceCapture } from "./VoiceCapture.ts";
import { type PlayedChunk, VoicePlayback } from "./VoicePlayback.ts";

export type DataMode = "transmit" | "receive" | "duplex";

export interface DataPathOptions {
  readonly mode: DataMode;
  readonly format: AudioFormat;
  readonly audio: FarEndAudio;
  readonly lineSample: number;
  readonly nowMs: number;
  readonly escEndsWithEtx: boolean;
  /** AT+VSD: how long a silence is reported after; 0 never. */
  readonly silenceMs: number;
}

export interface DataPathHost {
  /** Bytes for the computer, shielded. */
  send(bytes: Uint8Array): void;
  /** Bytes that the computer has not taken. */
  readonly pending: number;
  report(code: string): void;
  promptStarted(atMs: number): void;
  heard(chunk: PlayedChunk, format: AudioFormat): void;
  promptEnded(prompt: HeardPrompt | undefined): void;
  recordingEnded(recording: DeliveredRecording): void;
  /** Back to commands; the answer is OK. */
  ended(): void;
}

const CAN = 0x18;
const ESC = 0x1b;
const END_RECEIVE = "!".charCodeAt(0);
const END_DUPLEX = "^".charCodeAt(0);
const END_OF_AUDIO = Uint8Array.of(DLE, ETX);
/** A host that reads nothing for so long loses samples, as on a modem with little memory. */
const OVERRUN_SECONDS = 1;

export class VoiceDataPath {
  readonly #options: DataPathOptions;
  readonly #host: DataPathHost;
  readonly #parser = new HostDleParser();
  #playback: VoicePlayback | undefined;
  #capture: VoiceCapture | undefined;
  /** DLE ETX has come: the rest of the buffer is played, then OK. */
  #draining = false;
  #underrunTold = false;
  #overrunTold = false;
  #voiceHeard = false;
  #silentMs = 0;
  #over = false;

  constructor(options: DataPathOptions, host: DataPathHost) {
    const { mode, format, audio, lineSample, nowMs } = options;
    this.#options = options;
    this.#host = host;
    if (mode !== "receive") this.#playback = new VoicePlayback(format);
    if (mode !== "transmit") this.#capture = new VoiceCapture(format, audio, lineSample, nowMs);
  }

  get playing(): boolean {
    return this.#playback?.started === true && !this.#over;
  }

  /** Takes bytes from the computer, as many as there is room for; returns how many. */
  feed(bytes: Uint8Array, nowMs: number): number {
    this.#play(nowMs);
    let taken = 0;
    while (taken < bytes.length && !this.#over && !this.#draining) {
      if (this.#playback && this.#playback.room < 2) break;
      this.#take(bytes[taken] ?? 0, nowMs);
      taken += 1;
    }
    return taken;
  }

  /** Lets the line's time pass. */
  tick(nowMs: number): void {
    this.#play(nowMs);
    this.#record(nowMs);
    if (this.#draining && (this.#playback?.buffered ?? 0) === 0) this.#endTransmit(nowMs);
  }

  /** The modem loses its power, or the line: nothing more is answered. */
  cut(nowMs: number): void {
    if (this.#over) return;
    this.#over = true;
    this.#finishPlayback(nowMs);
    if (this.#capture) this.#host.recordingEnded(this.#capture.finish(nowMs));
  }

  #take(byte: number, nowMs: number): void {
    const token = this.#parser.take(byte);
    if (token.kind === "command") this.#command(token.code, nowMs);
    else if (token.kind === "samples" && this.#playback) {
      const first = !this.#playback.started;
      this.#playback.push(token.bytes, nowMs);
      this.#underrunTold = false;
      if (first) this.#host.promptStarted(nowMs);
    }
  }

  #command(code: number, nowMs: number): void {
    if (code === CAN) this.#playback?.abort();
    else if (code === ETX && this.#playback) this.#draining = true;
    else if (this.#capture) this.#receiveCommand(code, nowMs);
    // u, d, p, r (volume, pause) and what else there is have no effect here; they are taken out of the audio.
    if (this.#draining && (this.#playback?.buffered ?? 0) === 0) this.#endTransmit(nowMs);
  }

  #receiveCommand(code: number, nowMs: number): void {
    const duplex = this.#options.mode === "duplex";
    if (code === END_RECEIVE || (duplex && code === END_DUPLEX)) this.#endReceive(nowMs, true);
    else if (code === ESC) this.#endReceive(nowMs, this.#options.escEndsWithEtx);
  }

  #play(nowMs: number): void {
    const playback = this.#playback;
    if (!playback) return;
    const chunk = playback.advance(nowMs);
    if (chunk) this.#host.heard(chunk, playback.format);
    if (playback.starved && !this.#draining && !this.#underrunTold) {
      this.#underrunTold = true;
      this.#host.report("u");
    }
  }

  #record(nowMs: number): void {
    const capture = this.#capture;
    if (!capture) return;
    const bytes = capture.advance(nowMs);
    if (bytes.length === 0) return;
    const room = OVERRUN_SECONDS * SAMPLE_RATE * bytesPerSample(capture.format);
    if (this.#host.pending > room) {
      capture.lost(bytes);
      if (!this.#overrunTold) this.#host.report("o");
      this.#overrunTold = true;
      return;
    }
    this.#overrunTold = false;
    capture.delivered(bytes);
    this.#host.send(shield(bytes));
    this.#watchSilence(capture);
  }

  /** `<DLE>s`: never a voice; `<DLE>q`: silence after a voice. Once for each stretch. */
  #watchSilence(capture: VoiceCapture): void {
    const { silenceMs } = this.#options;
    if (silenceMs === 0) return;
    if (capture.lastWasAudible) {
      this.#voiceHeard = true;
      this.#silentMs = 0;
      return;
    }
    const before = this.#silentMs;
    this.#silentMs += capture.lastMs;
    if (before < silenceMs && this.#silentMs >= silenceMs) this.#host.report(this.#voiceHeard ? "q" : "s");
  }

  #endTransmit(nowMs: number): void {
    this.#finishPlayback(nowMs);
    this.#draining = false;
    if (this.#capture) return;
    this.#over = true;
    this.#host.ended();
  }

  #finishPlayback(nowMs: number): void {
    this.#play(nowMs);
    if (this.#playback) this.#host.promptEnded(this.#playback.finish());
    this.#playback = undefined;
  }

  #endReceive(nowMs: number, withEtx: boolean): void {
    this.#record(nowMs);
    this.#over = true;
    this.#finishPlayback(nowMs);
    if (withEtx) this.#host.send(END_OF_AUDIO);
    if (this.#capture) this.#host.recordingEnded(this.#capture.finish(nowMs));
    this.#host.ended();
  }
}
