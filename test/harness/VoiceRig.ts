import type { CallerAction } from "../../device/emulator/caller/Caller.ts";
import type { CallReport } from "../../device/emulator/caller/CallReport.ts";
import { VoiceModemEmulator, type VoiceModemOptions } from "../../device/emulator/voice/VoiceModemEmulator.ts";
import { VoiceModemLine, type VoiceModemLineOptions } from "../../device/line/voice-modem/VoiceModemLine.ts";
import type { BytePort } from "../../device/serial/BytePort.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { Minutes } from "../../firmware/time/Duration.ts";
import { type KeyWay, LineRig } from "./LineRig.ts";
import { MemoryWire } from "./MemoryWire.ts";

/** The voice-modem line on an emulated analog modem. */
export class VoiceRig extends LineRig {
  readonly modem: VoiceModemEmulator;
  readonly line: VoiceModemLine;
  #wire: MemoryWire | undefined;

  constructor(modem: VoiceModemOptions = {}, line: Partial<VoiceModemLineOptions> = {}) {
    super();
    this.modem = new VoiceModemEmulator({ ...modem, clock: this.clock });
    this.line = new VoiceModemLine({
      id: "front",
      port: "memory",
      pickup: "caller-id",
      clock: this.clock,
      answerPolicy: () => ({ atRing: 1 }),
      limits: { longestCall: Minutes(10) },
      openPort: () => {
        const port = this.#wire?.open();
        return port === undefined ? Promise.reject(noPort()) : Promise.resolve(port);
      },
      onEvent: this.told,
      log: (text) => this.log.push(text),
      ...line,
    });
    this.plugIn();
  }

  /** The port as another program has it. */
  openRaw(): BytePort {
    const port = this.#wire?.open();
    if (port === undefined) throw noPort();
    return port;
  }

  plugIn(): void {
    this.#wire = new MemoryWire(this.clock);
    this.modem.plugInto(this.#wire.plug);
  }

  async unplug(): Promise<void> {
    this.#wire = undefined;
    await this.modem.unplug();
  }

  async stop(): Promise<void> {
    await this.finished(this.line.stop());
    await this.modem.close();
  }

  rings(script: readonly CallerAction[]): Promise<CallReport> {
    return this.modem.call(script);
  }

  press(digits: string, { toneMs, gapMs }: { toneMs?: number; gapMs?: number } = {}): Promise<void> {
    return this.modem.press(digits, toneMs, gapMs);
  }

  callerSpeaks(samples: Int16Array): void {
    this.modem.say(samples);
  }

  callerHangsUp(): void {
    this.modem.hangUp();
  }

  /** The tones of keys are always in the sound of an analog line. */
  keysCome(way: KeyWay): void {
    this.modem.setFaults({ keysNotReported: way === "audio" });
  }

  losesCallerId(): void {
    this.modem.setFaults({ noCallerId: true });
  }

  losesHangUps(): void {
    this.modem.setFaults({ noHangUpEvents: true });
  }

  faultsTold(): readonly string[] {
    return this.of("fault").map(({ code, cleared }) => (cleared === true ? `-${code}` : code));
  }

  protected trace(): readonly string[] {
    return this.line.trace();
  }
}

export const noPort = (): ApplianceError =>
  new ApplianceError("PORT_MISSING", "there is no such port", { disposition: "retry", cure: "Plug the modem in." });
