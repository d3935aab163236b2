import type { CallerAction } from "../../device/emulator/caller/Caller.ts";
import type { CallReport } from "../../device/emulator/caller/CallReport.ts";
import { type GsmEmulatorOptions, GsmModemEmulator } from "../../device/emulator/gsm/GsmModemEmulator.ts";
import { CellularModem, type CellularModemOptions } from "../../device/line/gsm/CellularModem.ts";
import { GsmLine, type GsmLineOptions } from "../../device/line/gsm/GsmLine.ts";
import { ModemMemory } from "../../device/line/gsm/ModemMemory.ts";
import type { AudioLink } from "../../device/line/gsm/VoicePort.ts";
import type { BytePort } from "../../device/serial/BytePort.ts";
import { Minutes } from "../../firmware/time/Duration.ts";
import { type KeyWay, LineRig } from "./LineRig.ts";
import { MemoryWire } from "./MemoryWire.ts";
import { noPort } from "./VoiceRig.ts";

export interface GsmRigParts {
  readonly emulator?: GsmEmulatorOptions;
  readonly modem?: Partial<CellularModemOptions>;
  readonly line?: Partial<GsmLineOptions>;
}

/** The cellular line on an emulated cellular modem. */
export class GsmRig extends LineRig {
  readonly emulator: GsmModemEmulator;
  readonly modem: CellularModem;
  readonly line: GsmLine;
  readonly faults: string[] = [];
  /** The line is on-hook: somebody may be called. */
  onFree: () => void = () => {};
  #wires: { at: MemoryWire; audio: MemoryWire } | undefined;

  constructor(parts: GsmRigParts = {}) {
    super();
    this.emulator = new GsmModemEmulator({ ...parts.emulator, clock: this.clock });
    this.modem = new CellularModem({
      id: "mobile",
      port: "tcp://at:1",
      audio: "tcp://audio:1",
      clock: this.clock,
      memory: new ModemMemory({ directory: "/firstring-no-such-directory", line: "mobile" }),
      onFault: (code, _detail, cleared) => this.#toldFault(code, cleared),
      // Of a network port nobody asks whether its file is there.
      openPort: (spec) => this.#open(spec),
      openCard: () => this.#openCard(),
      log: (text) => this.log.push(text),
      ...parts.modem,
    });
    this.line = new GsmLine({
      id: "mobile",
      modem: this.modem,
      clock: this.clock,
      answerPolicy: () => ({ atRing: 1 }),
      limits: { longestCall: Minutes(10) },
      onEvent: this.told,
      log: (text) => this.log.push(text),
      onFree: () => this.onFree(),
      ...parts.line,
    });
  }

  override async start(): Promise<void> {
    await this.plugIn();
    await super.start();
  }

  async plugIn(): Promise<void> {
    if (this.emulator.pluggedIn) return;
    const place = (which: "at" | "audio") => ({
      kind: "plug" as const,
      open: () => {
        const wire = new MemoryWire(this.clock, `memory-${which}`);
        this.#wires = { at: wire, audio: wire, ...this.#wires, [which]: wire };
        return wire.plug;
      },
    });
    if (this.emulator.path === "") await this.emulator.listen(place("at"), place("audio"));
    else await this.emulator.replug();
  }

  async unplug(): Promise<void> {
    await this.emulator.unplug();
  }

  async stop(): Promise<void> {
    await this.finished(this.line.stop());
    await this.finished(this.modem.stop());
    await this.emulator.stop();
  }

  rings(script: readonly CallerAction[]): Promise<CallReport> {
    return this.emulator.callFrom(script);
  }

  press(digits: string, timing: { readonly toneMs?: number; readonly gapMs?: number } = {}): Promise<void> {
    return this.emulator.press(digits, timing);
  }

  callerSpeaks(samples: Int16Array): void {
    this.emulator.speak(samples);
  }

  callerHangsUp(): void {
    this.emulator.callerHangsUp();
  }

  keysCome(keys: KeyWay): void {
    this.emulator.setVoice({ keys });
  }

  losesCallerId(): void {
    this.emulator.setVoice({ noClip: true });
  }

  losesHangUps(): void {
    this.emulator.setVoice({ losesEnd: true });
  }

  /** More to say of a fault that is there is no new one. */
  #toldFault(code: string, cleared: boolean): void {
    const there = this.faults.findLast((told) => told.endsWith(code)) === code;
    if (cleared || !there) this.faults.push(cleared ? `-${code}` : code);
  }

  faultsTold(): readonly string[] {
    const line = this.of("fault").map(({ code, cleared }) => (cleared === true ? `-${code}` : code));
    return [...this.faults, ...line];
  }

  protected trace(): readonly string[] {
    return this.modem.trace();
  }

  /** A sound card is opened for each call, and let go after it. */
  async #openCard(): Promise<AudioLink> {
    const port = await this.#open("tcp://audio:1");
    let listener: ((bytes: Uint8Array) => void) | undefined;
    port.onData((bytes) => listener?.(bytes));
    port.onGone(() => {});
    return {
      port,
      listen: (wanted) => {
        listener = wanted;
      },
      release: () => port.close(),
    };
  }

  #open(spec: string): Promise<BytePort> {
    // The rig's modem has no second AT port, whatever its USB ids promise.
    const isSecond = this.modem.located?.second === spec;
    const port = isSecond ? undefined : this.#wires?.[spec === "tcp://audio:1" ? "audio" : "at"].open();
    return port === undefined ? Promise.reject(noPort()) : Promise.resolve(port);
  }
}
