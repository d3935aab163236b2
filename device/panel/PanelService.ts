import type { Clock, MonotonicMs } from "../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";
import { ServiceManager } from "../service/ServiceManager.ts";

/** A third of WatchdogSec= in firstring-panel.service; a look each second would be a word each second. */
const TOLD_EACH: Duration = Seconds(10);

/**
 * Tells systemd that the panel works: by looks that went through to their end, never by a timer. What a restart does not mend
 * (an LED that is gone, a full tmpfs) ends no look; a process that hangs, or is stopped by a signal, ends all of them.
 */
export class PanelService {
  readonly #clock: Clock;
  readonly #manager: ServiceManager;
  #toldAtMs: MonotonicMs | undefined;

  constructor(clock: Clock, note: (line: string) => void, manager = new ServiceManager(note)) {
    this.#clock = clock;
    this.#manager = manager;
  }

  looked(): void {
    const nowMs = this.#clock.monotonic();
    if (this.#toldAtMs === undefined) this.#manager.ready();
    else if (nowMs - this.#toldAtMs < TOLD_EACH) return;
    this.#toldAtMs = nowMs;
    this.#manager.alive();
  }
}
