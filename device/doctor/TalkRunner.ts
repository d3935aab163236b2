import type { CallInEffect } from "../../firmware/doctor/callin/CallIn.ts";
import { beginTalk, isOver, stepTalk } from "../../firmware/doctor/DoctorSession.ts";
import type { Act, TalkEffect } from "../../firmware/doctor/TalkEffects.ts";
import {
  type ActResult,
  type OpenPage,
  type PageDetails,
  type TalkEvent,
  type TalkSetup,
  type TalkState,
  UNREAD,
} from "../../firmware/doctor/TalkState.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { LineCommand, LineEvent } from "../../firmware/line/Line.ts";
import type { Alert, MessageStore, SpokenPart } from "../../firmware/message/MessageStore.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { textOf } from "../../firmware/triage/PromptCatalogue.ts";
import { decodeSamples } from "../audio/formats.ts";
import type { PromptLibrary } from "../call/PromptLibrary.ts";
import type { LiveFeed } from "../control/LiveFeed.ts";
import { NamedTimers } from "../line/NamedTimers.ts";
import type { PinBook } from "./PinBook.ts";

/** What a talk may do with alerts, in the name of the person it is with. */
export interface AlertActs {
  act(act: Act, ref: string, person: string): Promise<ActResult>;
  /** What is not taken and was paged to this person; urgent first, newest first. */
  openPages(person: string): readonly OpenPage[];
}

/** What every talk of the box shares. */
export interface TalkMeans {
  readonly clock: Clock;
  readonly store: Pick<MessageStore, "find" | "recording" | "audit">;
  readonly prompts: PromptLibrary;
  readonly feed: LiveFeed;
  readonly alerts: AlertActs;
  readonly pins: PinBook;
  readonly fault: (code: string, detail: string) => void;
}

export interface TalkOptions {
  readonly line: string;
  readonly setup: TalkSetup;
  readonly means: TalkMeans;
  readonly command: (command: LineCommand) => void;
  /** What only somebody who calls in asks for. */
  readonly callIn?: (effect: CallInEffect) => void;
  /** The PIN was right. */
  readonly onProved?: () => void;
  /** Told once. */
  readonly onOver: (how: { readonly heard: boolean; readonly detail: string }) => void;
}

/** Performs what one telephone talk with a doctor asks for: on the line, in the store, at the alert desk. Nothing here decides. */
export class TalkRunner {
  readonly #options: TalkOptions;
  readonly #timers: NamedTimers;
  #state: TalkState;

  constructor(options: TalkOptions) {
    this.#options = options;
    this.#timers = new NamedTimers(options.means.clock);
    this.#state = beginTalk(options.setup);
  }

  get state(): TalkState {
    return this.#state;
  }

  /** What the line tells once it is answered. */
  lineEvent(event: LineEvent): void {
    switch (event.kind) {
      case "digitReceived":
      case "promptFinished":
      case "recordingStarted":
      case "recordingStopped":
      case "silenceAfterSpeech":
        return this.tell(event);
      case "ready":
      case "rang":
      case "callerIdentified":
      case "ringingStopped":
      case "answered":
      case "promptStarted":
      case "audioReceived":
      case "callerHungUp":
      case "released":
      case "fault":
        return;
    }
  }

  tell(event: TalkEvent): void {
    if (isOver(this.#state)) return;
    const [state, effects] = stepTalk(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: TalkEffect): void {
    const { command, means, onOver } = this.#options;
    // Whoever enters a code of the console's is somebody else from then on.
    const { setup } = this.#state;
    switch (effect.kind) {
      case "play":
        return this.#play(effect);
      case "playRecording":
        return void this.#playRecording(effect.playId, effect.ref, effect.part);
      case "stopPrompt":
        return command({ kind: "stopPrompt" });
      case "startTimer":
        return this.#timers.start(effect.timer, effect.after, () =>
          this.tell({ kind: "timerFired", timer: effect.timer }),
        );
      case "stopTimer":
        return this.#timers.cancel(effect.timer);
      case "pinTried":
        if (effect.right) this.#options.onProved?.();
        return means.pins.tried(setup.person.id, effect.right);
      case "proved":
        return this.#options.onProved?.();
      case "look":
        return void this.#look(effect.ref);
      case "listOpen":
        return queueMicrotask(() => this.tell({ kind: "listed", pages: means.alerts.openPages(setup.person.id) }));
      case "act":
        return void this.#act(effect.act, effect.ref);
      case "audit": {
        const { what: kind, ref, detail } = effect;
        const { id } = setup.person;
        const more = { ...(ref === undefined ? {} : { ref }), ...(detail === undefined ? {} : { detail }) };
        return void means.store
          .audit({ at: means.clock.now(), kind, ...(id === "" ? {} : { person: id }), ...more })
          .catch(() => {});
      }
      case "note":
        return this.#note("note", effect.text);
      case "over":
        this.#timers.cancelAll();
        this.#note("doctor", `the talk with ${setup.person.name} is over: ${effect.detail}`);
        return onOver(effect);
      case "hangUp":
        return command({ kind: "hangUp" });
      case "listEntries":
      case "markHeard":
      case "askDuty":
      case "changeDuty":
      case "undoDuty":
      case "startRecording":
      case "stopRecording":
      case "playTake":
      case "keepTake":
      case "undoClip":
      case "toPatient":
      case "tryCode":
      case "judgeTake":
      case "keepSentence":
        return this.#options.callIn?.(effect);
    }
  }

  #play({ playId, clips }: Extract<TalkEffect, { kind: "play" }>): void {
    const { command, means, setup } = this.#options;
    const { samples, missing } = means.prompts.compose(clips);
    if (missing.length > 0) means.fault("PROMPT_MISSING", detail.clipsMissing({ clips: missing.join(", ") }));
    this.#note("doctor-hears", `“${textOf(clips, setup.variables)}”`);
    command({ kind: "play", playId, audio: { samples } });
  }

  /** The caller's own voice, as it was kept. What cannot be had is silence, and the talk goes on. */
  async #playRecording(playId: number, ref: string, part: SpokenPart): Promise<void> {
    const { command, means } = this.#options;
    const sound = await means.store.recording(ref, part).catch(() => undefined);
    // A key may have been pressed meanwhile.
    if (this.#state.playing !== playId) return;
    if (sound === undefined) return this.tell({ kind: "promptFinished", playId });
    this.#note("doctor-hears", `“(the caller's own recording: ${part})”`);
    command({ kind: "play", playId, audio: { samples: decodeSamples(sound.format, sound.bytes) } });
  }

  async #look(ref: string): Promise<void> {
    const found = await this.#options.means.store.find(ref).catch(() => undefined);
    if (found === undefined) return this.tell({ kind: "looked", ref, details: UNREAD });
    const { message, call, recordings, alert } = found;
    const details: PageDetails = {
      ...(message.callback === undefined ? {} : { callback: message.callback }),
      recorded: recordings.filter(({ milliseconds }) => milliseconds > 0).map(({ part }) => part),
      spokenMs: recordings.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
      callGoesOn: call.endedAt === undefined,
      ...(alert === undefined ? {} : { alert: this.#whoHas(alert) }),
    };
    this.tell({ kind: "looked", ref, details });
  }

  /** A take that has expired is nobody's any more. */
  #whoHas({ state, takenBy }: Alert): NonNullable<PageDetails["alert"]> {
    if (state === "open" || takenBy === undefined) return { state };
    const name = this.#options.setup.variables.people?.find(({ id }) => id === takenBy)?.name ?? takenBy;
    return { state, takenBy: { id: takenBy, name } };
  }

  /** Without the store's word nothing is told as done: the talk's own patience runs out instead. */
  async #act(act: Act, ref: string): Promise<void> {
    const { means, setup } = this.#options;
    const result = await means.alerts.act(act, ref, setup.person.id).catch(() => undefined);
    if (result !== undefined) this.tell({ kind: "acted", ref, act, result });
  }

  #note(kind: string, text: string): void {
    this.#options.means.feed.tell(kind, text, { line: this.#options.line });
  }
}
