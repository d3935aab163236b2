import { judgeService, type ServiceFacts, type ServiceVerdict } from "../../firmware/health/ServiceProof.ts";
import type { Clock, MonotonicMs, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Milliseconds, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import type { ServiceManager } from "./ServiceManager.ts";

export interface ServiceWatchOptions {
  readonly clock: Clock;
  readonly manager: Pick<ServiceManager, "watchdog" | "ready" | "stopping" | "status" | "alive" | "extendTimeout">;
  readonly facts: () => Omit<ServiceFacts, "atMs">;
  /** One line without patient data; `stuck`: why the watchdog is not told any more. */
  readonly status: (stuck: string | undefined) => string;
  /** What is stuck, each time that it changes; undefined: nothing any more. */
  readonly stuck: (stuck: ServiceVerdict["stuck"]) => void;
  /** Stuck parts that no restart mends, at each look. */
  readonly hopeless: (parts: ServiceVerdict["hopeless"]) => void;
}

/** systemd.service(5) advises half of WatchdogSec=; a third leaves room for two lost ones. */
const SHARE_OF_WATCHDOG = 3;
const LOOKS_AT_MOST_EVERY: Duration = Seconds(10);
/** How long a start may take: a migration of years of messages on a slow card. Beyond it systemd tries again. */
const LONGEST_START: Duration = Minutes(15);

/**
 * Tells systemd how FirstRing is: starting (and for how long more), ready, alive as long as it has shown that it serves
 * (firmware/health/ServiceProof.ts), stopping. What is not told any more is said first: in the log, in `systemctl status`,
 * and to the next run.
 */
export class ServiceWatch {
  readonly #options: ServiceWatchOptions;
  readonly #every: Duration;
  #startedAtMs: MonotonicMs = 0;
  #ready = false;
  #timer: Timer | undefined;
  #stuck: string | undefined;
  #status = "";

  constructor(options: ServiceWatchOptions) {
    this.#options = options;
    const third = Milliseconds((options.manager.watchdog ?? Number.POSITIVE_INFINITY) / SHARE_OF_WATCHDOG);
    this.#every = third < LOOKS_AT_MOST_EVERY ? third : LOOKS_AT_MOST_EVERY;
  }

  get isStuck(): boolean {
    return this.#stuck !== undefined;
  }

  start(): void {
    this.#startedAtMs = this.#options.clock.monotonic();
    this.#say("Starting");
    this.#beat();
  }

  /** Ready to answer: every part has made its first attempt. */
  ready(): void {
    this.#ready = true;
    this.#options.manager.ready();
    this.look();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#options.manager.stopping();
    this.#say("Stopping: what is being said is still written");
  }

  /** One look: fed, or not and why. */
  look(): void {
    const { clock, facts, hopeless, manager, status, stuck: tellStuck } = this.#options;
    const verdict = judgeService({ ...facts(), atMs: clock.monotonic() });
    if (verdict.stuck?.part !== this.#stuck) {
      this.#stuck = verdict.stuck?.part;
      tellStuck(verdict.stuck);
    }
    hopeless(verdict.hopeless);
    this.#say(status(verdict.stuck?.why));
    if (verdict.feed) manager.alive();
  }

  #beat(): void {
    this.#timer = this.#options.clock.after("service watch", this.#every, () => this.#beat());
    if (this.#ready) return this.look();
    const so = this.#options.clock.monotonic() - this.#startedAtMs;
    if (so < LONGEST_START) this.#options.manager.extendTimeout(Milliseconds(this.#every * SHARE_OF_WATCHDOG));
  }

  #say(text: string): void {
    if (text === this.#status) return;
    this.#status = text;
    this.#options.manager.status(text);
  }
}
