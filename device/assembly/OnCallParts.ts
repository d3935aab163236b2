import type { OnCallOptions } from "../../firmware/oncall/onCall.ts";
import { DutyBook } from "../alert/DutyBook.ts";
import type { LiveFeed } from "../control/LiveFeed.ts";
import { CalendarWatch } from "../oncall/CalendarWatch.ts";
import { GapWatch } from "../oncall/GapWatch.ts";
import type { Store } from "../storage/StoreClient.ts";
import type { ApplianceOptions, ReportFault } from "./ApplianceOptions.ts";
import type { Part } from "./Part.ts";

interface Means {
  readonly fault: ReportFault;
  readonly feed: LiveFeed;
  readonly onCall: () => OnCallOptions;
}

/** What is to be known beyond the clinic file to say who is on call: changes of duty, calendars; and who watches for gaps. */
export class OnCallParts implements Part {
  readonly duties: DutyBook;
  readonly #calendars: CalendarWatch;
  readonly #gaps: GapWatch;
  #started = false;

  constructor(options: ApplianceOptions, store: Store, { fault, feed, onCall }: Means) {
    const { clinic, clock, dataDirectory, clinicDirectory = dataDirectory, log } = options;
    this.duties = new DutyBook(store, clock, () => feed.tell("duty-changed", ""));
    this.#calendars = new CalendarWatch({
      ...{ clinic, clock, dataDirectory, baseDirectory: clinicDirectory },
      note: (line) => log.warn(line),
      onFault: fault,
    });
    this.#gaps = new GapWatch({
      ...{ clinic, clock, onCall },
      onFault: (code, detail, cleared) => fault(code, "schedule", detail, cleared),
    });
  }

  /** Of what has been loaded. */
  get known(): Pick<OnCallOptions, "duties" | "calendars"> {
    return { duties: this.duties.changes, ...(this.#started ? { calendars: this.#calendars.copies } : {}) };
  }

  async start(): Promise<void> {
    await this.duties.load();
    this.#started = true;
    this.#calendars.start();
    this.#gaps.start();
  }

  async stop(): Promise<void> {
    this.#gaps.stop();
    await this.#calendars.stop();
  }
}
