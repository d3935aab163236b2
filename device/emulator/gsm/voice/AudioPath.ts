/* @pure */
/**
 * The sound of a call, between the far end and the modem's second port: 20 ms frames of signed 16-bit little-endian
 * samples, both ways at the pace of the modem's own sound clock, only while it is switched on and a call is active.
 *
 *     far end ─ FarEndAudio ─▶ frame ─▶ faults ─▶ port      port ─▶ queue of a second ─▶ frame ─▶ far end's ear
 */
import type { Clock, Timer } from "../../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../../firmware/time/Duration.ts";
import { encodeLine } from "../../caller/lineFormat.ts";
import type { EmitEvent } from "../events.ts";
import type { GsmCall } from "./GsmCall.ts";
import { doubled, halved } from "./rates.ts";
import { SoundFaults } from "./SoundFaults.ts";
import { UplinkQueue } from "./UplinkQueue.ts";
import type { VoiceTraits } from "./VoiceTraits.ts";

export const FRAME_MS = 20;
/** Samples of the network's 8 kHz in one frame. */
const FRAME_SAMPLES = 160;
/** A host that does not read: so much waits in its buffers, the rest is lost. */
const MOST_UNREAD = 65_536;
/** Quectel: above half a second of unplayed sound it says stop, below a fifth of a second go. */
const STOP_ABOVE_MS = 500;
const GO_BELOW_MS = 200;
const NMEA_EVERY_FRAMES = 1000 / FRAME_MS;

export interface SoundPort {
  write(bytes: Uint8Array): void;
  readonly pending: number;
  /** A port that is read when there is room, instead of telling what came. */
  pull?(room: number): Uint8Array;
}

export interface AudioOutside {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly urc: (line: string) => void;
  readonly port: () => SoundPort | undefined;
  /** The modem's own, where there is no call. */
  readonly traits: () => VoiceTraits;
  /** Position text runs into the sound now. */
  readonly position: () => boolean;
}

export class AudioPath {
  readonly faults = new SoundFaults();
  readonly #outside: AudioOutside;
  readonly #queue = new UplinkQueue();
  #call: GsmCall | undefined;
  #rate = 8000;
  #on = false;
  #flowControl = false;
  #elsewhere = false;
  #stopped = false;
  #timer: Timer | undefined;
  #startMs = 0;
  #firstSample = 0;
  #frames = 0;
  #hostHasWritten = false;

  constructor(outside: AudioOutside) {
    this.#outside = outside;
  }

  /** Switched on; it may still wait for its call. */
  get on(): boolean {
    return this.#on;
  }

  traits(): VoiceTraits {
    return this.#call?.traits ?? this.#outside.traits();
  }

  /** A call is active, and its sound can be had by now. */
  get ready(): boolean {
    const activeAtMs = this.#call?.activeAtMs;
    return activeAtMs !== undefined && this.#now() - activeAtMs >= this.traits().audioReadyAfterMs;
  }

  /** `elsewhere`: to a port that nobody has. */
  switchOn(rate: 8000 | 16_000, how: { readonly flowControl?: boolean; readonly elsewhere?: boolean } = {}): void {
    if (this.#on) return;
    this.#on = true;
    this.#rate = rate;
    this.#flowControl = how.flowControl ?? false;
    this.#elsewhere = how.elsewhere ?? false;
    this.#begin();
  }

  switchOff(): void {
    this.#end();
    this.#on = false;
  }

  /** The call whose sound it is. `keepOn`: it stays switched on for the next call. */
  callIs(call: GsmCall | undefined, keepOn: boolean): void {
    this.#end();
    this.#call = call;
    if (!call && !keepOn) this.#on = false;
    this.#begin();
  }

  /** Power lost. */
  reset(): void {
    this.switchOff();
    this.faults.clear();
  }

  /** From the host. What comes while no sound flows is thrown away, as a modem does. */
  receive(bytes: Uint8Array): void {
    if (!this.#timer || this.#silent()) return;
    this.#hostHasWritten = true;
    const lost = this.#queue.push(bytes, this.#bytesOf(1000));
    if (lost > 0) this.#outside.emit({ event: "soundOverrun", bytes: lost });
    if (!this.#flowControl || this.#stopped || this.#queue.size < this.#bytesOf(STOP_ABOVE_MS)) return;
    this.#stopped = true;
    this.#outside.urc("+QPCMV: 0,0");
  }

  #begin(): void {
    const call = this.#call;
    if (!this.#on || !call || this.#timer) return;
    this.#startMs = this.#now();
    this.#firstSample = call.sampleAt(this.#startMs);
    this.#frames = 0;
    this.#hostHasWritten = false;
    this.#stopped = false;
    this.#queue.clear();
    // What was written before belongs to no call.
    while ((this.#outside.port()?.pull?.(65_536).length ?? 0) > 0);
    call.farEnd?.soundOn(this.#rate, this.#startMs);
    this.#outside.emit({ event: "soundOn", rate: this.#rate });
    this.#schedule();
  }

  #end(): void {
    if (!this.#timer) return;
    this.#timer.cancel();
    this.#timer = undefined;
    this.#call?.farEnd?.soundOff(this.#now());
    this.#outside.emit({ event: "soundOff" });
  }

  #silent(): boolean {
    return this.#elsewhere || this.traits().silentAudio;
  }

  #frameMs(): number {
    return FRAME_MS / (1 + this.traits().clockPpm / 1e6);
  }

  #schedule(): void {
    const dueMs = this.#startMs + (this.#frames + 1) * this.#frameMs();
    this.#timer = this.#outside.clock.after("sound", Milliseconds(Math.max(0, dueMs - this.#now())), () =>
      this.#tick(),
    );
  }

  /** A busy machine wakes us late: then several frames are due. */
  #tick(): void {
    const frameMs = this.#frameMs();
    const due = Math.floor((this.#now() - this.#startMs) / frameMs + 1e-6);
    this.#call?.farEnd?.soundLate(this.#now() - this.#startMs - (this.#frames + 1) * frameMs);
    while (this.#frames < due && this.#timer) {
      this.#frames += 1;
      this.#toHost(this.#startMs + this.#frames * frameMs);
      this.#toFarEnd(this.#startMs + (this.#frames - 1) * frameMs);
    }
    if (this.#timer) this.#schedule();
  }

  #toHost(atMs: number): void {
    const call = this.#call!;
    const port = this.#outside.port();
    if (this.#silent()) return;
    const from = this.#firstSample + (this.#frames - 1) * FRAME_SAMPLES;
    const samples = call.audio.forget(from).mix(from, from + FRAME_SAMPLES);
    const frame = encodeLine(this.#rate === 16_000 ? doubled(samples) : samples, "s16le");
    for (const bytes of this.faults.pass(frame, atMs)) {
      if (!port || port.pending > MOST_UNREAD) call.farEnd?.soundLost(bytes.length);
      else {
        port.write(bytes);
        call.farEnd?.soundSent(bytes);
      }
    }
    if (this.#outside.position() && this.#frames % NMEA_EVERY_FRAMES === 1) port?.write(POSITION);
  }

  #toFarEnd(atMs: number): void {
    const wanted = this.#bytesOf(FRAME_MS);
    const room = this.#bytesOf(GO_BELOW_MS) - this.#queue.size;
    const pulled = this.#outside.port()?.pull?.(room);
    if (pulled && pulled.length > 0) this.receive(pulled);
    const bytes = this.#queue.take(wanted);
    const missing = this.#hostHasWritten ? wanted - bytes.length : 0;
    const narrow = this.#rate === 16_000 ? 2 : 1;
    this.#call?.farEnd?.hear(narrow === 2 ? halved(bytes) : bytes, missing / narrow, atMs);
    if (!this.#stopped || this.#queue.size > this.#bytesOf(GO_BELOW_MS)) return;
    this.#stopped = false;
    this.#outside.urc("+QPCMV: 1,0");
  }

  #bytesOf(ms: number): number {
    return (this.#rate * 2 * ms) / 1000;
  }

  #now(): number {
    return this.#outside.clock.monotonic();
  }
}

/** NMEA 0183 sentences of a receiver without a fix: the EC25's position port is also its sound's. */
const POSITION = Uint8Array.from(
  [..."$GPGGA,,,,,,0,,,,,,,,*66\r\n$GPRMC,,V,,,,,,,,,,N*53\r\n"].map((letter) => letter.charCodeAt(0)),
);
