import type { CallerAction } from "../../device/emulator/caller/Caller.ts";
import type { CallReport } from "../../device/emulator/caller/CallReport.ts";
import type { LineCommand, LineEvent, PhoneLine } from "../../firmware/line/Line.ts";
import { type Duration, Milliseconds, Minutes } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "./VirtualClock.ts";

/** A step of virtual time between two looks at what has happened. */
const LOOK = Milliseconds(5);

export type KeyWay = "reported" | "audio" | "both";

/** A telephone line of any kind on its emulated modem, both in this process and on virtual time: a minute takes no minute. */
export abstract class LineRig {
  readonly clock = new VirtualClock();
  readonly events: LineEvent[] = [];
  readonly log: string[] = [];
  abstract readonly line: PhoneLine;
  /** What the call above the line does about an event. */
  onEvent: (event: LineEvent, perform: (command: LineCommand) => void) => void = () => {};

  /** Somebody calls: what it came to is known when it is over. */
  abstract rings(script: readonly CallerAction[]): Promise<CallReport>;
  /** The caller's fingers and hand, beside the script. */
  abstract press(digits: string, timing?: { readonly toneMs?: number; readonly gapMs?: number }): Promise<void>;
  abstract callerSpeaks(samples: Int16Array): void;
  abstract callerHangsUp(): void;
  /** How keys come from now on: as the modem's reports, as tones in the sound, or both. */
  abstract keysCome(way: KeyWay): void;
  /** Who calls is not told from now on. */
  abstract losesCallerId(): void;
  /** The end of a call is not told from now on: there is only what can be heard, or asked. */
  abstract losesHangUps(): void;
  /** Faults as they were told by whoever keeps this modem; one that is over with a minus. */
  abstract faultsTold(): readonly string[];
  abstract unplug(): Promise<void>;
  abstract plugIn(): Promise<void> | void;
  abstract stop(): Promise<void>;
  /** The last lines of the wire, for a failing test. */
  protected abstract trace(): readonly string[];

  /** The line's own listener. */
  protected readonly told = (event: LineEvent): void => {
    this.events.push(event);
    this.onEvent(event, (command) => this.line.perform(command));
  };

  /** A whole call, until the line is on-hook again or the caller has given up. */
  call(script: readonly CallerAction[]): Promise<CallReport> {
    return this.finished(this.rings(script));
  }

  /** The first attempt has ended, well or not. */
  async start(): Promise<void> {
    await this.finished(this.line.start());
  }

  passes(time: Duration): Promise<void> {
    return this.clock.advanceGently(time);
  }

  /** Lets time pass until the work is done; a virtual hour is the end of all patience. */
  async finished<T>(work: Promise<T>, patience: Duration = Minutes(60)): Promise<T> {
    let done = false;
    const settled = (): void => {
      done = true;
    };
    work.then(settled, settled);
    const giveUpAt = this.clock.monotonic() + patience;
    while (!done) {
      if (this.clock.monotonic() > giveUpAt) throw new Error(`nothing happened; ${this.story()}`);
      await this.passes(LOOK);
    }
    return work;
  }

  /** Until it is so, looked at every 5 ms of virtual time. */
  async untilSo(what: string, isSo: () => boolean, patience: Duration = Minutes(2)): Promise<void> {
    const giveUpAt = this.clock.monotonic() + patience;
    while (!isSo()) {
      if (this.clock.monotonic() > giveUpAt) throw new Error(`${what}: not so; ${this.story()}`);
      await this.passes(LOOK);
    }
  }

  /** Until the line has told this; the events from before are looked at too unless `from` says otherwise. */
  async until<Kind extends LineEvent["kind"]>(
    kind: Kind,
    patience: Duration = Minutes(2),
    from = 0,
  ): Promise<Extract<LineEvent, { kind: Kind }>> {
    const find = () => this.events.slice(from).find((event) => event.kind === kind);
    await this.untilSo(kind, () => find() !== undefined, patience);
    return find() as Extract<LineEvent, { kind: Kind }>;
  }

  of<Kind extends LineEvent["kind"]>(kind: Kind): Extract<LineEvent, { kind: Kind }>[] {
    return this.events.filter((event) => event.kind === kind) as Extract<LineEvent, { kind: Kind }>[];
  }

  /** What happened, for the message of a failing test. */
  story(): string {
    const told = this.events
      .filter(({ kind }) => kind !== "audioReceived")
      .map((event) => `${event.atMs.toFixed(0)} ${event.kind} ${JSON.stringify(event)}`);
    return [...told, ...this.log, ...this.trace().slice(-40)].join("\n");
  }
}
