import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { detail } from "../../../firmware/health/details/detailWords.ts";
import type { AnswerPolicy, LineCommand, LineEvent, LineLimits, PhoneLine } from "../../../firmware/line/Line.ts";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import { type Duration, Milliseconds, Seconds } from "../../../firmware/time/Duration.ts";
import type { ExchangeTime } from "../../../firmware/time/ExchangeTime.ts";
import type { BytePort, OpenBytePort } from "../../serial/BytePort.ts";
import type { LineFinding } from "./dialTone.ts";
import { type Ended, OpenModem } from "./OpenModem.ts";

export interface VoiceModemLineOptions {
  readonly id: string;
  /** `/dev/…` or `tcp://host:port`. */
  readonly port: string;
  readonly pickup: "caller-id" | "immediate";
  /** A model of models/registry.ts, where identification is not to be relied on. */
  readonly model?: string;
  readonly openPort: OpenBytePort;
  readonly clock: Clock;
  readonly answerPolicy: AnswerPolicy;
  readonly limits: LineLimits;
  readonly onEvent: (event: LineEvent) => void;
  /** The exchange's clock came with a caller ID. */
  readonly exchangeTime?: (told: ExchangeTime) => void;
  /** One line of diagnosis, without patient data. */
  readonly log?: (text: string) => void;
  /** Silence that ends a call, summed while it listens; default 60 s. */
  readonly longestSilence?: Duration;
  /** Silence after speech that is told during a recording; default 4 s. */
  readonly silenceAfterSpeech?: Duration;
}

/** Between two attempts to bring a modem into service; the last one is repeated for ever. */
const BACK_OFF = [Seconds(0.5), Seconds(1), Seconds(2), Seconds(5), Seconds(10), Seconds(30)];
/** Looking for a port that is not there costs nothing, and whoever has just plugged the modem in waits for the lamp. */
const LOOK_EVERY = Seconds(5);

/** Those that a modem which answers anew puts right. LINE_NOT_OFF_HOOK and LINE_NOT_ANSWERED need an answered call. */
const OVER_WHEN_READY = [
  "LINE_PORT_GONE",
  "LINE_MODEM_UNKNOWN",
  "LINE_MODEM_NO_VOICE",
  "LINE_MODEM_SILENT",
  "LINE_STUCK_OFF_HOOK",
];

/**
 * An analog line on a V.253 voice modem. Finds the modem, keeps it, and finds it again for ever: a port that goes, a
 * modem that falls silent or loses its mind ends one OpenModem and begins the next.
 */
export class VoiceModemLine implements PhoneLine {
  readonly id: string;
  readonly #options: VoiceModemLineOptions;
  readonly #clock: Clock;
  readonly #faults = new Set<string>();
  readonly #stopped = new AbortController();
  readonly #learned = { longestWait: Milliseconds(0), doubtful: new Set<string>() };
  #modem: OpenModem | undefined;
  #running: Promise<void> | undefined;
  #wake: () => void = () => {};
  /** When it last began something, or until when it waits by itself. */
  #movingUntilMs: number;

  constructor(options: VoiceModemLineOptions) {
    this.id = options.id;
    this.#options = options;
    this.#clock = options.clock;
    this.#movingUntilMs = options.clock.monotonic();
  }

  start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#running ??= this.#keep(resolve);
    return promise;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#wake();
    await this.#modem?.close();
    await this.#running;
  }

  perform(command: LineCommand): void {
    this.#modem?.perform(command);
  }

  /** Is there a dial tone? Undefined: it cannot be said now, because the modem is away or the line is in use. */
  async checkLine(): Promise<LineFinding | undefined> {
    return this.#modem?.checkLine();
  }

  /** When it last showed that it lives, or that it looks for its modem (monotonic); and whether a call is up on it. */
  get proof(): { readonly atMs: number; readonly onCall: boolean } {
    const moving = Math.min(this.#movingUntilMs, this.#clock.monotonic());
    const { atMs, onCall } = this.#modem?.proof ?? { atMs: moving, onCall: false };
    return { atMs: Math.max(atMs, moving), onCall };
  }

  /** The last bytes both ways, redacted; for `firstring doctor`. */
  trace(): string[] {
    return this.#modem?.trace() ?? [];
  }

  async #keep(firstAttemptEnded: () => void): Promise<void> {
    for (let failures = 0; !this.#stopped.signal.aborted; ) {
      const worked = await this.#once(firstAttemptEnded);
      firstAttemptEnded();
      failures = worked ? 0 : failures + 1;
      const wait = BACK_OFF[Math.min(failures, BACK_OFF.length - 1)]!;
      const isGone = this.#faults.has("LINE_PORT_GONE");
      if (!this.#stopped.signal.aborted) await this.#pause(isGone && wait > LOOK_EVERY ? LOOK_EVERY : wait);
    }
  }

  /** One port, from opening to its end. True when the modem was ready in between. */
  async #once(ready: () => void): Promise<boolean> {
    let port: BytePort;
    this.#movingUntilMs = this.#clock.monotonic();
    try {
      port = await this.#options.openPort(this.#options.port, this.#stopped.signal);
    } catch (error) {
      if (!this.#stopped.signal.aborted)
        this.#fault("LINE_PORT_GONE", String(error instanceof Error ? error.message : error));
      return false;
    }
    this.#faultOver("LINE_PORT_GONE");
    const modem = new OpenModem(port, {
      ...this.#options,
      learned: this.#learned,
      emit: this.#options.onEvent,
      fault: (code, detail) => this.#fault(code, detail),
      faultOver: (code) => this.#faultOver(code),
      log: (text) => this.#log(text),
    });
    this.#modem = modem;
    try {
      await modem.prepare();
      for (const code of OVER_WHEN_READY) this.#faultOver(code);
      ready();
      this.#tellEnd(await modem.ended);
      return true;
    } catch (error) {
      this.#tellFailure(error);
      return false;
    } finally {
      await modem.close();
      this.#modem = undefined;
    }
  }

  #tellFailure(error: unknown): void {
    if (this.#stopped.signal.aborted) return;
    if (!isApplianceError(error)) throw error;
    this.#fault(error.code, `${error.message} ${error.cure}`);
  }

  #tellEnd(ended: Ended): void {
    switch (ended) {
      case "gone":
        this.#fault("LINE_PORT_GONE", detail.linePortGone({ port: this.#options.port }));
        break;
      case "silent":
      case "reset":
        this.#fault("LINE_MODEM_SILENT", detail.lineMute({ port: this.#options.port }));
        break;
      case "stuck":
      case "stopped":
        break;
    }
  }

  #fault(code: string, detail: string): void {
    this.#log(`${code}: ${detail}`);
    if (this.#faults.has(code)) return;
    this.#faults.add(code);
    this.#options.onEvent({ kind: "fault", atMs: this.#clock.monotonic(), code, detail });
  }

  #faultOver(code: string): void {
    if (!this.#faults.delete(code)) return;
    this.#options.onEvent({ kind: "fault", atMs: this.#clock.monotonic(), code, detail: "over", cleared: true });
  }

  #pause(span: Duration): Promise<void> {
    this.#movingUntilMs = this.#clock.monotonic() + span;
    return new Promise((resolve) => {
      const timer: Timer = this.#clock.after(`${this.id} reopens`, span, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
      if (this.#stopped.signal.aborted) this.#wake();
    });
  }

  #log(text: string): void {
    this.#options.log?.(`line ${this.id}: ${text}`);
  }
}
