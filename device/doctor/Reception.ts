import { promptVariables } from "../../firmware/config/promptVariables.ts";
import type { TalkSetup } from "../../firmware/doctor/TalkState.ts";
import type { CallerId, LineCommand, LineEvent } from "../../firmware/line/Line.ts";
import type { CallRecord } from "../../firmware/message/MessageStore.ts";
import { personOfNumber } from "../../firmware/oncall/personOfNumber.ts";
import { Minutes } from "../../firmware/time/Duration.ts";
import type { Answered, CallDesk } from "../call/CallDesk.ts";
import { CallInBox, type CallInMeans } from "./CallInBox.ts";
import type { RecordingCodes } from "./studio/RecordingCodes.ts";
import { StudioBox } from "./studio/StudioBox.ts";
import { type TalkMeans, TalkRunner } from "./TalkRunner.ts";

export interface ReceptionOptions {
  readonly line: string;
  /** Everybody is a patient until proved otherwise. */
  readonly desk: CallDesk;
  readonly talk: TalkMeans;
  readonly callIn: CallInMeans;
  readonly codes: RecordingCodes;
  readonly command: (command: LineCommand) => void;
}

interface Visit {
  readonly runner: TalkRunner;
  readonly box: Pick<CallInBox, "audioReceived" | "recordingStopped">;
  readonly event: Answered;
  readonly record: ReturnType<CallDesk["openRecord"]>;
}

/** Whose call it is before a code is entered: the audit names nobody. */
const SOMEBODY: TalkSetup["person"] = { id: "", name: "somebody who records" };
/** Both kinds of talk count their prompts from 1; the end of one must not be taken for the end of the other's. */
const DOCTORS_PROMPTS = 1_000_000;
/** As long as a patient who calls this line meanwhile may have to hear "engaged"; the line's own bound is a little more. */
const LONGEST_VISIT = Minutes(9);

/**
 * Picks whose call it is, one for each line: a call from the telephone of somebody with a PIN begins at the doctor's door, every other one at the
 * patient's call desk; and from the door it leads to the desk, on the same call, when nobody proves to be a doctor. While the console has given out
 * a code, star as a patient's first key leads to the studio's door, once, and from there to the desk again.
 */
export class Reception {
  readonly #options: ReceptionOptions;
  #visit: Visit | undefined;
  /** Of the call that the desk has. */
  #answered: Answered | undefined;
  /** The same, while star may still be the first key. */
  #mayRecord: Answered | undefined;

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  lineEvent(event: LineEvent): void {
    const { desk } = this.#options;
    if (this.#visit !== undefined) return this.#during(this.#visit, event);
    if (event.kind === "answered" && this.#doctorOf(event.callerId) !== undefined)
      return this.#receive(event, desk.openRecord(event));
    if (event.kind === "answered") this.#answered = this.#mayRecord = event;
    if (event.kind === "released") this.#answered = this.#mayRecord = undefined;
    if (event.kind === "digitReceived" && event.digit === "*" && this.#toStudio()) return;
    desk.lineEvent(event);
    if (event.kind === "callerIdentified") this.#identifiedLate(event.callerId);
  }

  /** On a cellular line the number may come when the greeting has begun. */
  #identifiedLate(callerId: CallerId): void {
    if (this.#answered === undefined || this.#doctorOf(callerId) === undefined) return;
    const record = this.#options.desk.handOver();
    if (record === undefined) return;
    void this.#options.callIn.store.writeCall({ ...record, callerId });
    this.#receive({ ...this.#answered, callerId }, { ...record, callerId });
    this.#answered = undefined;
  }

  /** False: nobody has a code, or this caller has done something as a patient already. */
  #toStudio(): boolean {
    const { codes, desk } = this.#options;
    const event = this.#mayRecord;
    const record = event !== undefined && codes.isAny ? desk.handOver() : undefined;
    if (event === undefined || record === undefined) return false;
    this.#answered = this.#mayRecord = undefined;
    this.#record(event, record);
    return true;
  }

  /** Whoever has no PIN could prove nothing: for the telephone that is a patient. */
  #doctorOf(callerId: CallerId) {
    if (callerId.kind !== "number") return undefined;
    const person = personOfNumber(this.#options.callIn.clinic.people, callerId.number);
    return person?.pin === undefined ? undefined : person;
  }

  #record(event: Answered, record: Visit["record"]): void {
    const { callIn, codes, line, talk } = this.#options;
    const command = (wanted: LineCommand) => this.#command(wanted);
    const box = new StudioBox({ codes, command, format: event.format, tell: (answer) => runner.tell(answer) });
    const setup = { ...this.#setup(SOMEBODY, promptVariables(callIn.clinic)), locked: false };
    const runner: TalkRunner = new TalkRunner({
      ...{ line, means: talk, command, setup: { ...setup, why: { kind: "records" } } },
      callIn: (effect) => (effect.kind === "toPatient" ? this.#toPatient() : box.perform(effect)),
      onProved: () => this.#writeEnd({ ...record, person: runner.state.setup.person.id }, "completed"),
      onOver: () => {
        box.over();
        this.#over(record, runner, runner.state.setup.person.id);
      },
    });
    this.#visit = { runner, box, event, record };
    runner.tell({ kind: "answered" });
  }

  #receive(event: Answered, record: Visit["record"]): void {
    const { callIn, line, talk } = this.#options;
    const person = this.#doctorOf(event.callerId)!;
    const variables = promptVariables(callIn.clinic);
    const command = (wanted: LineCommand) => this.#command(wanted);
    const box = new CallInBox({
      ...{ person, variables, command, means: callIn, format: event.format },
      tell: (answer) => runner.tell(answer),
    });
    const runner = new TalkRunner({
      ...{ line, means: talk, command, setup: this.#setup(person, variables) },
      callIn: (effect) => (effect.kind === "toPatient" ? this.#toPatient() : box.perform(effect)),
      // Whoever is cut off at the door by a power failure may have been a patient: their call is without an end until then.
      onProved: () => this.#writeEnd({ ...record, person: person.id }, "completed"),
      onOver: () => this.#over(record, runner, person.id),
    });
    this.#visit = { runner, box, event, record };
    runner.tell({ kind: "answered" });
  }

  #setup(person: TalkSetup["person"], variables: TalkSetup["variables"]): TalkSetup {
    const { callIn, talk } = this.#options;
    const { languages, timezone } = callIn.clinic.clinic;
    return {
      ...{ person, variables, timezone },
      locked: talk.pins.isLocked(person.id),
      language: languages[0] ?? "en",
      longest: LONGEST_VISIT,
      why: { kind: "callsIn", languages },
    };
  }

  #command(command: LineCommand): void {
    const isPlay = command.kind === "play";
    this.#options.command(isPlay ? { ...command, playId: command.playId + DOCTORS_PROMPTS } : command);
  }

  #during(visit: Visit, event: LineEvent): void {
    const { desk, line, talk } = this.#options;
    switch (event.kind) {
      case "promptFinished":
        if (event.playId < DOCTORS_PROMPTS) return;
        return visit.runner.lineEvent({ ...event, playId: event.playId - DOCTORS_PROMPTS });
      case "promptStarted":
        return talk.feed.tell("prompt-started", "", { line, atMs: event.atMs });
      case "audioReceived":
        return visit.box.audioReceived(event.bytes);
      case "recordingStopped":
        visit.box.recordingStopped();
        return visit.runner.lineEvent(event);
      // Keys are not told to the live feed: they may be a PIN.
      case "digitReceived":
      case "recordingStarted":
      case "silenceAfterSpeech":
        return visit.runner.lineEvent(event);
      case "callerHungUp":
        visit.runner.tell({ kind: "farEndHungUp" });
        // At the studio's door it was a patient's call still.
        return this.#visit === undefined ? desk.lineEvent(event) : undefined;
      case "released":
        // The line may go without a word (unplugged).
        visit.runner.tell({ kind: "farEndHungUp" });
        this.#visit = undefined;
        talk.feed.tell("on-hook", "on-hook; the line is free", { line, atMs: event.atMs });
        return desk.lineEvent(event);
      case "ready":
      case "rang":
      case "callerIdentified":
      case "ringingStopped":
      case "answered":
      case "fault":
        return desk.lineEvent(event);
    }
  }

  #toPatient(): void {
    const visit = this.#visit;
    if (visit === undefined) return;
    this.#visit = undefined;
    // From the studio's door it leads back once.
    if (visit.box instanceof CallInBox) this.#mayRecord = visit.event;
    this.#options.talk.feed.tell("note", "no doctor: the call goes on as a patient's", { line: this.#options.line });
    this.#options.desk.begin(visit.event, visit.record);
  }

  #over(record: Visit["record"], { state }: TalkRunner, person: string): void {
    if (state.proved) this.#writeEnd({ ...record, person }, "completed");
    else this.#writeEnd(record, "abandoned");
  }

  /** Without keys: they were a PIN. */
  #writeEnd(record: CallRecord, ending: "completed" | "abandoned"): void {
    const { clock, store } = this.#options.callIn;
    void store.writeCall({ ...record, endedAt: clock.now(), ending });
  }
}
