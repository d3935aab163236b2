import type { NotReached } from "../../../firmware/line/cellular/CallSign.ts";
import { type Answerer, NO_KEY_WITHIN, step, unknownAnswerer } from "../../../firmware/line/cellular/WhoAnswered.ts";
import type { LineCommand, LineEvent } from "../../../firmware/line/Line.ts";
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import type { Duration } from "../../../firmware/time/Duration.ts";
import { BeepDetector } from "../../audio/BeepDetector.ts";
import { decodeSamples } from "../../audio/formats.ts";
import { SpeechActivity } from "../../audio/SpeechActivity.ts";

/** What becomes of a call that we make. Ends with `notReached` or with `released`. `atMs` is monotonic. */
export type OutgoingEvent =
  /** The other phone rings. */
  | { readonly kind: "rings"; readonly atMs: number }
  | { readonly kind: "answered"; readonly atMs: number }
  /** Told once; a key that comes later overrules a machine, and is told as a second verdict. */
  | { readonly kind: "answeredBy"; readonly atMs: number; readonly who: Answerer }
  | { readonly kind: "notReached"; readonly atMs: number; readonly why: NotReached }
  | { readonly kind: "farEndHungUp"; readonly atMs: number }
  | { readonly kind: "released"; readonly atMs: number }
  /** Prompts, keys and recordings, as on an incoming call. */
  | { readonly kind: "line"; readonly event: LineEvent };

export interface OutgoingOptions {
  /** As it is dialled: digits, with a leading + or without. */
  readonly number: string;
  /** How long the other phone may ring. */
  readonly ringFor: Duration;
  readonly onEvent: (event: OutgoingEvent) => void;
}

/** A call that we make. Each method does nothing once it is over. */
export interface OutgoingCall {
  perform(command: LineCommand): void;
  /** DTMF to the far end; false when it could not be sent. */
  sendKeys(keys: string): Promise<boolean>;
}

interface Means {
  perform(command: LineCommand): void;
  sendKeys(keys: readonly string[]): Promise<boolean>;
}

/** Tells one outgoing call's story to whoever made it, and listens for who has answered. */
export class OutgoingTeller implements OutgoingCall {
  readonly number: string;
  readonly #options: OutgoingOptions;
  readonly #means: Means;
  readonly #speech = new SpeechActivity();
  readonly #beep = new BeepDetector(() => this.#weigh({ kind: "beepHeard" }));
  #answerer = unknownAnswerer;
  #clock: Clock | undefined;
  #patience: Timer | undefined;
  #playing = false;

  constructor(options: OutgoingOptions, means: Means) {
    this.number = options.number;
    this.#options = options;
    this.#means = means;
  }

  perform(command: LineCommand): void {
    this.#means.perform(command);
  }

  sendKeys(keys: string): Promise<boolean> {
    return this.#means.sendKeys([...keys]);
  }

  answered(clock: Clock): void {
    this.#clock = clock;
    this.#patience = clock.after("no key", NO_KEY_WITHIN, () => this.#weigh({ kind: "timeUp" }));
    this.tell({ kind: "answered", atMs: clock.monotonic() });
  }

  tell(event: OutgoingEvent): void {
    if (event.kind === "released" || event.kind === "notReached") this.#patience?.cancel();
    this.#options.onEvent(event);
  }

  lineEvent(event: LineEvent): void {
    if (event.kind === "promptStarted") this.#playing = true;
    if (event.kind === "promptFinished") this.#playing = false;
    if (event.kind === "digitReceived") this.#weigh({ kind: "keyPressed" });
    this.tell({ kind: "line", event });
  }

  /** What the far end says, 16-bit little-endian. Our own prompt may echo, so it does not count while one plays. */
  heard(bytes: Uint8Array): void {
    if (this.#playing || this.#answerer.verdict !== undefined) return;
    const samples = decodeSamples("s16le", bytes);
    const before = this.#speech.speechMs;
    this.#speech.process(samples);
    this.#beep.process(samples);
    const ms = this.#speech.speechMs - before;
    if (ms > 0) this.#weigh({ kind: "speechHeard", ms });
  }

  #weigh(event: Parameters<typeof step>[1]): void {
    const [state, who] = step(this.#answerer, event);
    this.#answerer = state;
    if (who !== undefined && this.#clock !== undefined)
      this.tell({ kind: "answeredBy", atMs: this.#clock.monotonic(), who });
  }
}
