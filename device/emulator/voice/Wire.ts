/** The modem's way out: bytes in order, whole or torn apart as the faults say. */
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import { DLE } from "./dle.ts";
import type { VoiceFaults } from "./faults.ts";
import type { ModemTransport } from "./transport.ts";

/** Longer than a client needs to read what came before, so that pieces stay pieces. */
const PIECE_GAP = Milliseconds(3);
/** What a line without a call sometimes sends before an answer: no line end, bytes above 0x7F among them. */
const NOISE = Uint8Array.of(0x00, 0xff, 0x7f, 0x8e, 0x41, 0x54, 0x7e, 0xf0);

export class Wire {
  readonly #clock: Clock;
  readonly #faults: () => VoiceFaults;
  #transport: ModemTransport | undefined;
  #queue: Uint8Array[] = [];
  #timer: Timer | undefined;

  constructor(clock: Clock, faults: () => VoiceFaults) {
    this.#clock = clock;
    this.#faults = faults;
  }

  connect(transport: ModemTransport | undefined): void {
    this.#transport = transport;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#queue = [];
  }

  /** Bytes that the host has not taken. */
  get pending(): number {
    return (this.#transport?.pending ?? 0) + this.#queue.reduce((sum, piece) => sum + piece.length, 0);
  }

  text(text: string): void {
    const bytes = Buffer.from(text, "latin1");
    if (this.#faults().garbage) this.#write(NOISE);
    if (this.#faults().splitBytes) for (const byte of bytes) this.#piece(Uint8Array.of(byte));
    else this.audio(bytes);
  }

  /** Audio and DLE pairs. */
  audio(bytes: Uint8Array): void {
    if (this.#faults().splitDle && bytes.includes(DLE)) this.#apart(bytes);
    else this.#write(bytes);
  }

  #apart(bytes: Uint8Array): void {
    let from = 0;
    for (let at = bytes.indexOf(DLE); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(DLE, at + 2)) {
      this.#piece(bytes.subarray(from, at + 1));
      from = at + 1;
    }
    this.#piece(bytes.subarray(from));
  }

  #write(bytes: Uint8Array): void {
    if (this.#timer) this.#queue.push(bytes);
    else this.#transport?.write(bytes);
  }

  #piece(bytes: Uint8Array): void {
    this.#queue.push(bytes);
    if (!this.#timer) this.#next();
  }

  #next(): void {
    this.#timer = undefined;
    const piece = this.#queue.shift();
    if (!piece) return;
    this.#transport?.write(piece);
    this.#timer = this.#clock.after("wire piece", PIECE_GAP, () => this.#next());
  }
}
