import type { VoiceModemEvent } from "../../device/emulator/voice/VoiceEvents.ts";
import { VoiceModemEmulator, type VoiceModemOptions } from "../../device/emulator/voice/VoiceModemEmulator.ts";
import { type Duration, Milliseconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "./VirtualClock.ts";

/** An emulated voice modem on virtual time, and a computer that types at it byte for byte. */
export class VoiceModemBench {
  readonly clock = new VirtualClock();
  readonly modem: VoiceModemEmulator;
  readonly events: VoiceModemEvent[] = [];
  /** Each write of the modem, with the time it came. */
  readonly writes: { readonly atMs: number; readonly bytes: Uint8Array }[] = [];
  held = false;
  /** Bytes that the computer has not read, as the modem sees it. */
  pending = 0;
  #toModem: (bytes: Uint8Array) => void = () => {};
  #read = 0;

  constructor(options: VoiceModemOptions = {}) {
    this.modem = new VoiceModemEmulator({ cadence: "fast", ...options, clock: this.clock });
    this.modem.on((event) => this.events.push(event));
    this.plug();
  }

  plug(): void {
    const bench = this;
    this.modem.plugInto({
      name: "bench",
      onData: (listener) => {
        this.#toModem = listener;
      },
      write: (bytes) => void this.writes.push({ atMs: this.clock.monotonic(), bytes: Uint8Array.from(bytes) }),
      get pending() {
        return bench.pending;
      },
      hold: (held) => {
        this.held = held;
      },
      close: () => Promise.resolve(),
    });
  }

  send(bytes: Uint8Array | string): void {
    this.#toModem(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  }

  /** Types a command line and returns what came back at once. */
  at(line: string): string {
    this.read();
    this.send(`${line}\r`);
    return this.readText();
  }

  /** Several lines, whose answers must be OK. */
  setUp(...lines: string[]): void {
    for (const line of lines) {
      const answer = this.at(line);
      if (!answer.endsWith("OK\r\n")) throw new Error(`${line} answered ${JSON.stringify(answer)}`);
    }
  }

  read(): Buffer {
    const fresh = this.writes.slice(this.#read).map(({ bytes }) => bytes);
    this.#read = this.writes.length;
    return Buffer.concat(fresh);
  }

  readText(): string {
    return this.read().toString("latin1");
  }

  /** Time passes, promises settle in between. */
  passes(by: Duration | number): Promise<void> {
    return this.clock.advanceGently(Milliseconds(by));
  }

  kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }
}
