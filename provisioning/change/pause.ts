/* @pure */
import type { Clock } from "../../firmware/time/Clock.ts";
import type { Duration } from "../../firmware/time/Duration.ts";

export const pause = (clock: Clock, by: Duration): Promise<void> =>
  new Promise((resolve) => void clock.after("look again", by, resolve));
