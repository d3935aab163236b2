import { promptVariables } from "../../firmware/config/promptVariables.ts";
import type { TalkSetup } from "../../firmware/doctor/TalkState.ts";
import type { CallerId, LineCommand, LineEvent } from "../../firmware/line/Line.ts";
import type { CallRecord } from "../../firmware/message/MessageStore.ts";
import { personOfNumber } from "../../firmware/oncall/personOfNumber.ts";
import { Minutes } from "../../firmware/time/Duration.ts";
import type { Answered, CallDesk } from "../call/CallDesk.ts";
import { CallInBox, type CallInMeans } from "./CallInBox.ts";
import { type TalkMeans, TalkRunner } from "./TalkRunner.ts";

export interface ReceptionOptions {
  readonly line: string;
  /** Everybody is a patient until proved otherwise. */
  readonly desk: CallDesk;
  readonly talk: TalkMeans;
  readonly callIn: CallInMeans;
  readonly command: (command: LineCommand) => void;
}

interface Visit {
  readonly runner: TalkRunner;
  readonly box: CallInBox;
  readonly event: Answered;
  readonly record: ReturnType<CallDesk["openRecord"]>;
}

/** Both kinds of talk count their prompts from 1; the end of one must not be taken for the end of the other's. */
const DOCTORS_PROMPTS = 1_000_000;
/** As long as a patient who calls this line meanwhile may have to hear "engaged"; the line's own bound is a little more. */
const LONGEST_VISIT = Minutes(9);

/**
 * Picks whose call it is, one for each line: a call from the telephone of somebody with a PIN begins at the doctor's door, every other one at the
 * patient's call desk; and from the door it leads to the desk, on the same call, when nobody proves to be a doctor.
 */
export class Reception {
  readonly #options: ReceptionOptions;
  #visit: Visit | undefined;
  /** Of the call that the desk has. */
  #answered: Answered | undefined;

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  lineEvent(event: LineEvent): void {
    const { desk } = this.#options;
    if (this.#visit !== undefined) return this.#during(this.#visit, event);
    if (event.kind === "answered" && this.#doctorOf(event.callerId) !== undefined)
      return this.#receive(event, desk.openRecord(event));
    if (event.kind === "answered") this.#answered = event;
    if (event.kind === "released") this.#answered = undefined;
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

  /** Whoever has no PIN could prove nothing: for the telephone that is a patient. */
  #doctorOf(callerId: CallerId) {
    if (callerId.kind !== "number") return undefined;
    const person = personOfNumber(this.#options.callIn.clinic.people, callerId.number);
    return person?.pin === undefined ? undefined : person;
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
        return visit.runner.tell({ kind: "farEndHungUp" });
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
