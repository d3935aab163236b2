import type { TestContext } from "node:test";
import { type GsmEmulatorOptions, GsmModemEmulator } from "../../device/emulator/gsm/GsmModemEmulator.ts";
import type { WirePlace } from "../../device/emulator/gsm/ModemWire.ts";
import type { BytePort } from "../../device/serial/BytePort.ts";
import { type Duration, Milliseconds } from "../../firmware/time/Duration.ts";
import { MemoryWire } from "./MemoryWire.ts";
import { VirtualClock } from "./VirtualClock.ts";

/** A computer at an emulated modem, on virtual time: types commands, reads lines, plays and takes sound. */
export class GsmHost {
  readonly #text: () => MemoryWire;
  readonly #sound: () => MemoryWire;
  #port: BytePort | undefined;
  #soundPort: BytePort | undefined;
  #heard = "";
  #taken: Uint8Array[] = [];
  #echoes = false;

  constructor(text: () => MemoryWire, sound: () => MemoryWire) {
    this.#text = text;
    this.#sound = sound;
  }

  open(): void {
    this.#port = this.#text().open();
    this.#port?.onData((bytes) => {
      this.#heard += Buffer.from(bytes).toString("latin1");
    });
    this.#soundPort = this.#sound().open();
    this.#soundPort?.onData((bytes) => {
      this.#taken.push(bytes);
      if (this.#echoes) this.plays(bytes);
    });
  }

  types(...commands: string[]): void {
    for (const command of commands) this.#port?.write(Buffer.from(`${command}\r`, "latin1"));
  }

  /** What came since the last time. */
  lines(): string[] {
    const text = this.#heard;
    this.#heard = "";
    return text.split(/[\r\n]+/).filter((line) => line !== "");
  }

  plays(bytes: Uint8Array): void {
    this.#soundPort?.write(bytes);
  }

  /** Gives all sound back as it comes: a frame written for each frame read. */
  echoes(): void {
    this.#echoes = true;
  }

  /** All sound since the beginning. */
  sound(): Buffer {
    return Buffer.concat(this.#taken);
  }
}

/** An emulated modem and a computer on two wires in memory. */
export async function gsmVoiceBench(t: TestContext, options: GsmEmulatorOptions = {}) {
  const clock = new VirtualClock();
  const modem = new GsmModemEmulator({ ...options, clock });
  const wires = { text: new MemoryWire(clock, "text"), sound: new MemoryWire(clock, "sound") };
  const place = (name: "text" | "sound"): WirePlace => ({
    kind: "plug",
    open: () => {
      wires[name] = new MemoryWire(clock, name);
      return wires[name].plug;
    },
  });
  await modem.listen(place("text"), place("sound"));
  t.after(() => modem.stop());
  const host = new GsmHost(
    () => wires.text,
    () => wires.sound,
  );
  host.open();
  const pass = (span: Duration): Promise<void> => clock.advanceGently(span);
  /** Types, and gives what came within 10 ms, without echo. */
  const ask = async (...commands: string[]): Promise<string[]> => {
    await pass(Milliseconds(2));
    host.lines();
    host.types(...commands);
    await pass(Milliseconds(10));
    return host.lines();
  };
  await ask("ATE0");
  return { clock, modem, host, pass, ask };
}
