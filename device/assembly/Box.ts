import type { Clinic } from "../../firmware/config/Clinic.ts";
import { clockInWords } from "../../firmware/health/clockInWords.ts";
import type { End } from "../../firmware/health/LastEnd.ts";
import type { Lamps } from "../../firmware/health/lamp.ts";
import type { ModemStatus } from "../../firmware/health/ModemStatus.ts";
import type { Proof } from "../../firmware/health/ServiceProof.ts";
import type { OnCallOptions } from "../../firmware/oncall/onCall.ts";
import type { ClockVerdict } from "../../firmware/time/ClockTrust.ts";
import type { AlertDesk } from "../alert/AlertDesk.ts";
import type { Act, ActResult } from "../alert/AlertHands.ts";
import type { DutyBook } from "../alert/DutyBook.ts";
import { controlSays } from "../control/controlWords.ts";
import type { LiveFeed } from "../control/LiveFeed.ts";
import type { RecordingCodes } from "../doctor/studio/RecordingCodes.ts";
import type { FaultBoard } from "../health/FaultBoard.ts";
import type { Store } from "../storage/StoreClient.ts";
import type { BoxLamps } from "./BoxLamps.ts";
import type { CellularModems } from "./CellularModems.ts";
import type { ClockPart } from "./ClockPart.ts";
import type { DataCare } from "./DataCare.ts";
import type { DoctorTalks } from "./DoctorTalks.ts";
import type { OnCallParts } from "./OnCallParts.ts";
import { type Paging, STARTING } from "./Paging.ts";
import type { ServicePart } from "./ServicePart.ts";
import type { SetupDoor } from "./SetupDoor.ts";
import type { TelephoneLines } from "./TelephoneLines.ts";

/** What is there from the first moment. */
export interface MadeParts {
  readonly clinic: Clinic;
  readonly startedAt: number;
  readonly feed: LiveFeed;
  readonly faults: FaultBoard;
  readonly modems: CellularModems;
  readonly time: ClockPart;
  readonly lamps: BoxLamps;
  readonly service: ServicePart;
}

/** What is there once the start has come so far. */
export interface StartedParts {
  store?: Store;
  paging?: Paging;
  lines?: TelephoneLines;
  talks?: DoctorTalks;
  duty?: OnCallParts;
  door?: SetupDoor;
  data?: DataCare;
}

/**
 * The parts of a box, as far as they have been started, and what they are asked together: by whoever asks at the control and
 * the set-up socket, by the watchdog, the lamps, and by one another.
 */
export class Box {
  readonly started: StartedParts = {};
  readonly #made: MadeParts;

  constructor(made: MadeParts) {
    this.#made = made;
  }

  get clinic(): Clinic {
    return this.#made.clinic;
  }

  get startedAt(): number {
    return this.#made.startedAt;
  }

  get feed(): LiveFeed {
    return this.#made.feed;
  }

  get faults(): FaultBoard {
    return this.#made.faults;
  }

  get store(): Store {
    return this.#there("store");
  }

  /** Requests that the store has not answered; 0 before it is open. */
  get storeQueue(): number {
    return this.started.store?.queueDepth ?? 0;
  }

  get lines(): ReadonlyMap<string, string> {
    return this.started.lines?.states ?? new Map();
  }

  /** All cellular modems of the clinic file. */
  get modems(): readonly ModemStatus[] {
    return this.#made.modems.statuses;
  }

  get smsAlive(): boolean {
    return this.modems.some(({ ready, registered }) => ready && registered);
  }

  /** How far the clock is to be believed, in words. */
  get clockTrust(): string | undefined {
    return clockInWords(this.#made.time.verdict);
  }

  /** The same for programs. */
  get clockVerdict(): ClockVerdict {
    return this.#made.time.verdict;
  }

  get lamps(): Lamps {
    return this.#made.lamps.shown;
  }

  get mqttConnected(): boolean | undefined {
    return this.started.paging?.mqtt?.connected;
  }

  get alerts(): AlertDesk | undefined {
    return this.started.paging?.desk;
  }

  get openAlerts(): number {
    return this.alerts?.openCount ?? 0;
  }

  get untakenUrgent(): number {
    return this.alerts?.untakenUrgent ?? 0;
  }

  /** What must be over before the program may be stopped without anybody noticing. */
  get atWork(): { readonly calls: number; readonly untakenUrgent: number } {
    return { calls: this.started.lines?.calls ?? 0, untakenUrgent: this.untakenUrgent };
  }

  /** Whoever is about to stop the program asks first; see `TelephoneLines.hold`. */
  hold(): boolean {
    return this.started.lines?.hold() ?? true;
  }

  /** What somebody at the box does with an alert. */
  readonly act = async (act: Act, ref: string, person: string): Promise<ActResult> =>
    this.started.paging?.act(act, ref, person) ?? STARTING;

  /** What must be known beyond the clinic file to say who is on call. */
  get onCall(): OnCallOptions {
    return {
      clockTrusted: this.#made.time.verdict.level !== "untrusted",
      ...(this.started.duty?.known ?? { duties: [] }),
    };
  }

  /** By SMS, about their duty. */
  readonly tellPerson = (person: string, text: string): void => void this.alerts?.notify(person, text);

  /** Changes of duty that people make while the box runs. */
  get duties(): DutyBook {
    return this.#there("duty").duties;
  }

  /** For the technician's wizard. */
  get setupDoor(): SetupDoor {
    return this.#there("door");
  }

  /** By which somebody may record a sentence by telephone. */
  get recordingCodes(): RecordingCodes {
    return this.#there("talks").codes;
  }

  /** Whether callers hear anything for a sentence. */
  hasSound(clip: string, language: string): boolean {
    return this.#there("talks").means.prompts.clip(clip, language) !== undefined;
  }

  /** What is done with the messages over the months. */
  get data(): DataCare {
    return this.#there("data");
  }

  /** How the run before this one ended. */
  get lastEnd(): End | undefined {
    return this.#made.service.lastEnd;
  }

  /** What shows that the box serves; of what has been started. */
  get proofs(): readonly Proof[] {
    const engine = this.alerts?.tickedAtMs;
    return [
      ...this.#made.modems.proofs,
      ...(this.started.lines?.proofs ?? []),
      ...(engine === undefined ? [] : [{ kind: "engine", where: "", atMs: engine, onCall: false } as const]),
    ];
  }

  #there<K extends keyof StartedParts>(name: K): NonNullable<StartedParts[K]> {
    const part = this.started[name];
    if (part === undefined) throw new Error(controlSays.starting());
    return part;
  }
}
