import type { Clock } from "../../../firmware/time/Clock.ts";
import type { LiveCall } from "../api/live.ts";
import type { DaemonLink, DaemonNews } from "../box/DaemonLink.ts";
import { type CallSteps, callsToShow, endedUnseen, NO_CALLS, stepCalls } from "./callSteps.ts";

/** Two clocks of one machine agree; a daemon of another one (a forwarded socket) is taken at our time. */
const BELIEVED_MS = 60_000;

/** The calls that go on, from the moment the console listens: whoever opens the page in the middle of one sees its beginning. */
export class CallBook {
  readonly #clock: Clock;
  #state: CallSteps = NO_CALLS;

  constructor(daemon: DaemonLink, clock: Clock) {
    this.#clock = clock;
    daemon.listen((news) => this.#heard(news));
  }

  get shown(): readonly LiveCall[] {
    return callsToShow(this.#state, this.#clock.now());
  }

  #heard(news: DaemonNews): void {
    const now = this.#clock.now();
    if (news.kind === "gone") this.#state = endedUnseen(this.#state, now);
    if (news.kind !== "live") return;
    const ago = this.#clock.monotonic() - news.event.atMs;
    this.#state = stepCalls(this.#state, news.event, Math.round(ago >= 0 && ago < BELIEVED_MS ? now - ago : now));
  }
}
