import * as CallerIdParser from "../../../firmware/line/CallerIdParser.ts";
import type { AnswerPolicy } from "../../../firmware/line/Line.ts";
import * as Pickup from "../../../firmware/line/Pickup.ts";
import type { Clock } from "../../../firmware/time/Clock.ts";
import { type Duration, Milliseconds } from "../../../firmware/time/Duration.ts";
import { NamedTimers } from "../NamedTimers.ts";

/** What Pickup decides, but for what is done here. */
export type RingEffect = Exclude<Pickup.PickupEffect, { kind: "newRing" | "startTimer" | "cancelTimer" }>;

export interface RingWatchOptions {
  readonly clock: Clock;
  readonly pickup: "caller-id" | "immediate";
  readonly answerPolicy: AnswerPolicy;
  /** What earlier calls proved of this line; outlives the modem's port. */
  readonly learned: { longestWait: Duration };
  /** Of the modem, once it is known. */
  cap(): { readonly cap: Duration; readonly capExtension: Duration };
  perform(effect: RingEffect): void;
}

/** Feeds rings, caller-ID lines and timers to the two machines that decide, in the turn in which they come. */
export class RingWatch {
  readonly #options: RingWatchOptions;
  readonly #timers: NamedTimers;
  #callerId = CallerIdParser.noCallerId;
  #pickup: Pickup.PickupState = Pickup.notRinging;

  constructor(options: RingWatchOptions) {
    this.#options = options;
    this.#timers = new NamedTimers(options.clock);
  }

  get idle(): boolean {
    return this.#pickup.kind === "idle";
  }

  rang(): void {
    this.tell({ kind: "ring", atMs: this.#now(), policy: this.#options.answerPolicy() });
  }

  /** Any line that the modem said unasked. */
  line(text: string): void {
    this.#tellParser({ kind: "line", text });
  }

  tell(event: Pickup.PickupEvent): void {
    const { pickup, learned } = this.#options;
    const { cap, capExtension } = this.#options.cap();
    const rules = { pickup, cap: Milliseconds(Math.max(cap, learned.longestWait)), capExtension };
    const [state, effects] = Pickup.step(this.#pickup, event, rules);
    this.#pickup = state;
    // A half group belongs to the call that is over, and to no other.
    if (event.kind === "released" || event.kind === "lost") this.#tellParser({ kind: "reset" });
    for (const effect of effects) this.#perform(effect);
  }

  stop(): void {
    this.#timers.cancelAll();
  }

  #perform(effect: Pickup.PickupEffect): void {
    switch (effect.kind) {
      case "newRing":
        this.#tellParser({ kind: "ring" });
        break;
      case "startTimer":
        this.#timers.start(effect.timer, effect.after, () =>
          this.tell({ kind: "timer", timer: effect.timer, atMs: this.#now() }),
        );
        break;
      case "cancelTimer":
        this.#timers.cancel(effect.timer);
        break;
      case "ringingStopped":
        this.#tellParser({ kind: "reset" });
        this.#options.perform(effect);
        break;
      case "rang":
      case "callerIdentified":
      case "goOffHook":
      case "answered":
      case "stillRinging":
        this.#options.perform(effect);
        break;
    }
  }

  #tellParser(event: CallerIdParser.CallerIdEvent): void {
    const [state, effects] = CallerIdParser.step(this.#callerId, event);
    this.#callerId = state;
    for (const effect of effects) {
      switch (effect.kind) {
        case "groupBegan":
          this.tell({ kind: "groupBegan", atMs: this.#now() });
          break;
        case "group":
          this.#learn();
          this.tell({ kind: "group", atMs: this.#now(), callerId: effect.callerId });
          break;
        case "startTimer":
          this.#timers.start(effect.timer, effect.after, () =>
            this.#tellParser({ kind: "timer", timer: effect.timer }),
          );
          break;
        case "cancelTimer":
          this.#timers.cancel(effect.timer);
          break;
      }
    }
  }

  #learn(): void {
    const { learned } = this.#options;
    learned.longestWait = Pickup.learn(learned.longestWait, this.#pickup, this.#now());
  }

  #now(): number {
    return this.#options.clock.monotonic();
  }
}
