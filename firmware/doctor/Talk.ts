import type { SpokenPart } from "../message/MessageStore.ts";
import { type Duration, Milliseconds } from "../time/Duration.ts";
import { type Clip, clipOf } from "../triage/PromptCatalogue.ts";
import type { PromptId } from "../triage/Script.ts";
import type { CallInEffect, ListKind } from "./callin/CallIn.ts";
import { mayHaveBeenTried } from "./PinGate.ts";
import {
  ACT_WITHIN,
  type Act,
  ANSWER_WITHIN,
  LONGEST_PROMPT,
  LONGEST_RECORDING,
  LOOK_WITHIN,
  type TalkEffect,
  type TalkTimer,
} from "./TalkEffects.ts";
import type { Room, TalkState, Utterance } from "./TalkState.ts";

type Draft = { -readonly [K in keyof TalkState]: TalkState[K] };

/** One event's worth of decisions: a draft of the next state, and the effects so far. It lives inside `stepTalk`, which is pure. */
export class Talk {
  readonly state: Draft;
  readonly effects: TalkEffect[] = [];

  constructor(state: TalkState) {
    this.state = { ...state };
  }

  perform(effect: TalkEffect): void {
    this.effects.push(effect);
  }

  note(text: string): void {
    this.perform({ kind: "note", text });
  }

  audit(what: string, ref?: string, detail?: string): void {
    this.perform({
      kind: "audit",
      what,
      ...(ref === undefined ? {} : { ref }),
      ...(detail === undefined ? {} : { detail }),
    });
  }

  /** Counts for the lock. */
  wrongPin(detail?: string): void {
    this.perform({ kind: "pinTried", right: false });
    this.audit("pin-wrong", undefined, detail);
  }

  startTimer(timer: TalkTimer, after: Duration): void {
    if (!this.state.timers.includes(timer)) this.state.timers = [...this.state.timers, timer];
    this.perform({ kind: "startTimer", timer, after });
  }

  stopTimer(timer: TalkTimer): void {
    if (!this.state.timers.includes(timer)) return;
    this.state.timers = this.state.timers.filter((running) => running !== timer);
    this.perform({ kind: "stopTimer", timer });
  }

  /** Sentences in the talk's language, with the clinic's own name. */
  sentences(...ids: readonly PromptId[]): Utterance {
    const { language, variables } = this.state.setup;
    return { kind: "clips", clips: ids.map((id) => clipOf(id, language, variables)) };
  }

  /** Clips that are composed: numbers, times, codes. */
  spoken(clips: readonly string[]): Utterance {
    const { language } = this.state.setup;
    return { kind: "clips", clips: clips.map((clip): Clip => ({ clip, language })) };
  }

  recording(ref: string, part: SpokenPart): Utterance {
    return { kind: "recording", ref, part };
  }

  /** Whoever leaves a recording, for whatever reason, ends it; whoever leaves digits at a gate has tried them. */
  enter(room: Room): void {
    if (leavesGuess(this.state.room, room)) this.wrongPin("left");
    if (isRecording(this.state.room) && !isRecording(room)) this.perform({ kind: "stopRecording" });
    this.state.room = room;
  }

  /** Says these one after the other, instead of whatever is being said. Their end is told to the room, and a key is awaited. */
  say(...utterances: readonly Utterance[]): void {
    this.hush();
    this.state.toSay = joined(utterances);
    this.sayNext();
  }

  /** Says this after what is being said. */
  alsoSay(...utterances: readonly Utterance[]): void {
    this.stopTimer("answer");
    this.state.toSay = joined([...this.state.toSay, ...utterances]);
    if (this.state.playing === undefined) this.sayNext();
  }

  /** False when there is nothing more to say. */
  sayNext(): boolean {
    const [next, ...rest] = this.state.toSay;
    if (next === undefined) return false;
    this.state.toSay = rest;
    const playId = this.state.lastPlayId + 1;
    this.state.lastPlayId = playId;
    this.state.playing = playId;
    this.#begin(next, playId);
    this.startTimer("prompt", next.kind === "recording" ? LONGEST_RECORDING : LONGEST_PROMPT);
    return true;
  }

  #begin(utterance: Utterance, playId: number): void {
    switch (utterance.kind) {
      case "clips":
        return this.perform({ kind: "play", playId, clips: utterance.clips });
      case "take":
        return this.perform({ kind: "playTake", playId });
      case "recording": {
        const { ref, part } = utterance;
        this.audit("recording-heard-by-telephone", ref, part);
        return this.perform({ kind: "playRecording", playId, ref, part });
      }
    }
  }

  /** Barge-in: what plays stops at once, what was to follow is not said, and nobody waits for an answer to it. */
  hush(): void {
    this.state.toSay = [];
    this.stopTimer("answer");
    this.stopTimer("nextDigit");
    if (this.state.playing === undefined) return;
    this.promptIsOver();
    this.perform({ kind: "stopPrompt" });
  }

  promptIsOver(): void {
    delete this.state.playing;
    this.stopTimer("prompt");
  }

  awaitKey(): void {
    this.startTimer("answer", ANSWER_WITHIN);
  }

  /** The bound of the talk begins anew for a page that is told for the first time: a long message must not cut off its own menu. */
  hasTimeFor(ref: string, spokenMs = 0): void {
    const { setup, told } = this.state;
    if (!told.includes(ref)) this.startTimer("limit", Milliseconds(setup.longest + spokenMs));
  }

  look(ref: string): void {
    this.perform({ kind: "look", ref });
    this.startTimer("store", LOOK_WITHIN);
  }

  listOpen(): void {
    this.perform({ kind: "listOpen" });
    this.startTimer("store", LOOK_WITHIN);
  }

  act(act: Act, ref: string): void {
    this.hush();
    this.perform({ kind: "act", act, ref });
    this.startTimer("store", ACT_WITHIN);
  }

  list(list: ListKind): void {
    this.perform({ kind: "listEntries", list });
    this.startTimer("store", ACT_WITHIN);
  }

  /** Something that the box does and answers. */
  askBox(effect: CallInEffect): void {
    this.perform(effect);
    this.startTimer("store", ACT_WITHIN);
  }

  /** The talk is over, and the call goes on as another. */
  leave(effect: Extract<CallInEffect, { kind: "toPatient" }>): void {
    this.hush();
    this.enter({ kind: "over" });
    for (const timer of this.state.timers) this.stopTimer(timer);
    this.perform(effect);
  }

  /** Says its last words and hangs up. */
  end(detail: string, ...lastWords: readonly Utterance[]): void {
    this.state.detail = detail;
    this.stopTimer("store");
    this.stopTimer("limit");
    this.enter({ kind: "ending" });
    this.say(...lastWords);
    if (lastWords.length === 0) this.over();
  }

  /** What is being said is said to its end, then the last words. */
  endAfterThis(...lastWords: readonly Utterance[]): void {
    this.enter({ kind: "ending" });
    this.stopTimer("limit");
    this.alsoSay(...lastWords);
  }

  /** The way every talk ends: quiet, on-hook, and told once. */
  over(detail = this.state.detail): void {
    if (this.state.room.kind === "over") return;
    this.hush();
    this.enter({ kind: "over" });
    this.state.detail = detail;
    for (const timer of this.state.timers) this.stopTimer(timer);
    this.perform({ kind: "over", heard: this.state.heard, detail });
    this.perform({ kind: "hangUp" });
  }
}

const leavesGuess = (from: Room, to: Room): boolean =>
  (from.kind === "gate" || from.kind === "door") && from.kind !== to.kind && mayHaveBeenTried(from.gate);

const isRecording = (room: Room): boolean =>
  room.kind === "voiceRecording" && (room.phase === "starting" || room.phase === "recording");

/** Sentences that follow each other are one prompt: no gap between them on lines that need a moment to begin one. */
function joined(utterances: readonly Utterance[]): readonly Utterance[] {
  const result: Utterance[] = [];
  for (const utterance of utterances) {
    const last = result.at(-1);
    if (utterance.kind === "clips" && utterance.clips.length === 0) continue;
    if (utterance.kind === "clips" && last?.kind === "clips")
      result[result.length - 1] = { kind: "clips", clips: [...last.clips, ...utterance.clips] };
    else result.push(utterance);
  }
  return result;
}
