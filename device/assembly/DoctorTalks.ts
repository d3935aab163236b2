import { join } from "node:path";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { LineCommand } from "../../firmware/line/Line.ts";
import type { OnCallOptions } from "../../firmware/oncall/onCall.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import type { AlertDesk } from "../alert/AlertDesk.ts";
import type { DutyBook } from "../alert/DutyBook.ts";
import type { CallDesk } from "../call/CallDesk.ts";
import type { PromptLibrary } from "../call/PromptLibrary.ts";
import { packagedPrompts } from "../call/packagedPrompts.ts";
import { CallChannel } from "../channel/CallChannel.ts";
import type { LiveFeed } from "../control/LiveFeed.ts";
import type { CallInMeans } from "../doctor/CallInBox.ts";
import { OwnClips } from "../doctor/OwnClips.ts";
import { PinBook } from "../doctor/PinBook.ts";
import { Reception } from "../doctor/Reception.ts";
import { RecordingCodes } from "../doctor/studio/RecordingCodes.ts";
import type { TalkMeans } from "../doctor/TalkRunner.ts";
import type { Store } from "../storage/StoreClient.ts";
import { makesCalls, type TelephoneLines } from "./TelephoneLines.ts";

export interface DoctorTalksOptions {
  readonly clinic: Clinic;
  readonly dataDirectory: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly prompts: PromptLibrary;
  readonly feed: LiveFeed;
  readonly alerts: () => AlertDesk;
  readonly duties: DutyBook;
  readonly onCall: () => OnCallOptions;
  /** Absent until the lines are made. */
  readonly lines: () => TelephoneLines | undefined;
  readonly fault: (code: string, where: string, detail: string, cleared?: boolean) => void;
}

/** What talks with doctors on the telephone need, whoever has called whom; and the channel over which the box calls them. */
export class DoctorTalks {
  readonly means: TalkMeans;
  /** Absent without a cellular line that carries sound: nobody can be called. */
  readonly calls: CallChannel | undefined;
  /** By which somebody may record a sentence by telephone. */
  readonly codes: RecordingCodes;
  readonly #pins: PinBook;
  readonly #callIn: CallInMeans;

  static async make(options: DoctorTalksOptions): Promise<DoctorTalks> {
    const pins = new PinBook(options);
    await pins.load();
    return new DoctorTalks(options, pins);
  }

  private constructor(options: DoctorTalksOptions, pins: PinBook) {
    const { alerts, clinic, clock, fault, feed, lines, prompts, store } = options;
    this.#pins = pins;
    this.codes = new RecordingCodes(clock);
    this.means = {
      ...{ clock, store, prompts, pins, feed },
      alerts: {
        act: (act, ref, person) => alerts().act(act, ref, person),
        openPages: (person) => alerts().openPages(person),
      },
      fault: (code, detail) => fault(code, "prompts", detail),
    };
    this.#callIn = {
      ...options,
      pages: () => alerts().unfinished,
      clips: new OwnClips({
        own: join(options.dataDirectory, "prompts"),
        packaged: packagedPrompts,
        library: prompts,
      }),
      tellPerson: (person, text) => void alerts().notify(person, text),
    };
    if (!clinic.lines.some(makesCalls)) return;
    this.calls = new CallChannel({
      clinic,
      means: this.means,
      lines: () => lines()?.calling ?? [],
      page: (ref) => alerts().page(ref),
      lostTo: (ref, person) => alerts().lostTo(ref, person),
    });
  }

  /** Who picks, on a line with this desk, whose call it is. */
  receptionOf(line: string, desk: CallDesk, command: (command: LineCommand) => void): Reception {
    return new Reception({ line, desk, command, talk: this.means, callIn: this.#callIn, codes: this.codes });
  }

  stop(): void {
    this.calls?.stop();
    this.codes.stop();
    this.#pins.stop();
  }
}
