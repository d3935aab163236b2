import type { Clinic } from "../../firmware/config/Clinic.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { OnCallOptions } from "../../firmware/oncall/onCall.ts";
import { type DutySegment, eachSegment } from "../../firmware/oncall/segments.ts";
import { wallDateTime, wallTime } from "../../firmware/oncall/wallClock.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { Days, type Duration, Hours, Minutes } from "../../firmware/time/Duration.ts";

export interface GapWatchOptions {
  readonly clinic: Clinic;
  readonly clock: Clock;
  /** Changes of duty and calendars count as soon as they are there. */
  readonly onCall: () => OnCallOptions;
  readonly onFault: (code: "ONCALL_GAP_AHEAD", detail: string, cleared: boolean) => void;
}

const BETWEEN_LOOKS: Duration = Hours(1);
/** After a start, so that changes of duty and copies of calendars are read. */
const FIRST_LOOK: Duration = Minutes(1);
/** A gap that begins within this is told: time enough to find somebody. */
const AHEAD: Duration = Days(7);
/** A gap that comes nearer is told by day: nobody is woken for next Sunday. */
const TOLD_FROM = "08:00";
const TOLD_UNTIL = "18:00";

/**
 * Looks for hours of the coming week that nobody has, and tells them while there is time to mend them. What was mended is
 * told within the hour.
 */
export class GapWatch {
  readonly #options: GapWatchOptions;
  #timer: Timer | undefined;
  #told = false;

  constructor(options: GapWatchOptions) {
    this.#options = options;
  }

  start(): void {
    // Whoever has just started the box is awake.
    this.#timer = this.#options.clock.after("gap watch", FIRST_LOOK, () => this.#look(true));
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #look(atAnyHour: boolean): void {
    const { clinic, clock, onCall, onFault } = this.#options;
    this.#timer = clock.after("gap watch", BETWEEN_LOOKS, () => this.#look(false));
    const options = onCall();
    // Nobody knows what week it is; everyone is paged meanwhile.
    if (options.clockTrusted === false) return;
    const now = clock.now();
    const gap = firstGap(clinic, now, options);
    const time = wallTime(now, clinic.clinic.timezone);
    const isDay = TOLD_FROM <= time && time < TOLD_UNTIL;
    if (gap !== undefined && (this.#told || isDay || atAnyHour)) {
      this.#told = true;
      onFault("ONCALL_GAP_AHEAD", gapInWords(gap, clinic), false);
    } else if (gap === undefined && this.#told) {
      this.#told = false;
      onFault("ONCALL_GAP_AHEAD", "", true);
    }
  }
}

function firstGap(clinic: Clinic, now: number, options: OnCallOptions): DutySegment | undefined {
  for (const segment of eachSegment(clinic, now, now + AHEAD, options)) if (segment.gap) return segment;
  return undefined;
}

function gapInWords({ from, to, because }: DutySegment, { clinic }: Clinic): string {
  const end = wallDateTime(to, clinic.timezone);
  return detail.gapAhead({ from: wallDateTime(from, clinic.timezone), to: end, because: because.join("; ") });
}
