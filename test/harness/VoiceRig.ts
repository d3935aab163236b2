import type { CallerAction, CallReport } from "../../device/emulator/caller/Caller.ts";
import { VoiceModemEmulator, type VoiceModemOptions } from "../../device/emulator/voice/VoiceModemEmulator.ts";
import { VoiceModemLine, type VoiceModemLineOptions } from "../../device/line/voice-modem/VoiceModemLine.ts";
import type { BytePort } from "../../device/serial/BytePort.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { LineCommand, LineEvent } from "../../firmware/line/Line.ts";
import { type Duration, Milliseconds, Minutes } from "../../firmware/time/Duration.ts";
import { MemoryWire } from "./MemoryWire.ts";
import { VirtualClock } from "./VirtualClock.ts";

/** A step of virtual time between two looks at what has happened. */
const LOOK = Milliseconds(5);

/** The voice-modem line on an emulated modem, both in this process and on virtual time: a minute takes no minute. */
export class VoiceRig {
  readonly clock = new VirtualClock();
  readonly modem: VoiceModemEmulator;
  readonly line: VoiceModemLine;
  readonly events: LineEvent[] = [];
  readonly log: string[] = [];
  /** What the call above the line does about an event. */
  onEvent: (event: LineEvent, perform: (command: LineCommand) => void) => void = () => {};
  #wire: MemoryWire | undefined;

  constructor(modem: VoiceModemOptions = {}, line: Partial<VoiceModemLineOptions> = {}) {
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
      onEvent: (event) => {
        this.events.push(event);
        this.onEvent(event, (command) => this.line.perform(command));
      },
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

  /** The first attempt has ended, well or not. */
  async start(): Promise<void> {
    await this.finished(this.line.start());
  }

  async stop(): Promise<void> {
    await this.finished(this.line.stop());
    await this.modem.close();
  }

  passes(time: Duration): Promise<void> {
    return this.clock.advanceGently(time);
  }

  /** Lets time pass until the work is done; a virtual hour is the end of all patience. */
  async finished<T>(work: Promise<T>, patience: Duration = Minutes(60)): Promise<T> {
    let done = false;
    void work.finally(() => {
      done = true;
    });
    const giveUpAt = this.clock.monotonic() + patience;
    while (!done) {
      if (this.clock.monotonic() > giveUpAt) throw new Error(`nothing happened; ${this.story()}`);
      await this.passes(LOOK);
    }
    return work;
  }

  /** Until the line has told this; the events from before are looked at too unless `from` says otherwise. */
  async until<Kind extends LineEvent["kind"]>(
    kind: Kind,
    patience: Duration = Minutes(2),
    from = 0,
  ): Promise<Extract<LineEvent, { kind: Kind }>> {
    const giveUpAt = this.clock.monotonic() + patience;
    for (;;) {
      const found = this.events.slice(from).find((event) => event.kind === kind);
      if (found !== undefined) return found as Extract<LineEvent, { kind: Kind }>;
      if (this.clock.monotonic() > giveUpAt) throw new Error(`no ${kind}; ${this.story()}`);
      await this.passes(LOOK);
    }
  }

  /** A whole call, until the line is on-hook again or the caller has given up. */
  async call(script: readonly CallerAction[]): Promise<CallReport> {
    return this.finished(this.modem.call(script));
  }

  of<Kind extends LineEvent["kind"]>(kind: Kind): Extract<LineEvent, { kind: Kind }>[] {
    return this.events.filter((event) => event.kind === kind) as Extract<LineEvent, { kind: Kind }>[];
  }

  /** What happened, for the message of a failing test. */
  story(): string {
    const told = this.events
      .filter(({ kind }) => kind !== "audioReceived")
      .map(
        (event) =>
          `${event.atMs.toFixed(0)} ${event.kind} ${JSON.stringify(event, (key, value) => (key === "samples" ? "…" : value))}`,
      );
    return [...told, ...this.log, ...this.line.trace().slice(-40)].join("\n");
  }
}

const noPort = (): ApplianceError =>
  new ApplianceError("PORT_MISSING", "there is no such port", { disposition: "retry", cure: "Plug the modem in." });
