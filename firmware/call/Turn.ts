import type { SpokenPart } from "../message/MessageStore.ts";
import type { Duration } from "../time/Duration.ts";
import { type Clip, clipOf, spokenCode } from "../triage/PromptCatalogue.ts";
import type { PromptId, ScriptStep } from "../triage/Script.ts";
import { type CallEffect, type CallTimer, LONGEST_PROMPT, PAGE_WITHOUT_NUMBER_AFTER } from "./CallEffects.ts";
import type { CallState } from "./CallState.ts";
import { earlierClips, newsClips } from "./newsClips.ts";

type Draft = { -readonly [K in keyof CallState]: CallState[K] };

/**
 * One event's worth of decisions: a draft of the next state, and the effects so far. It lives inside `step`, which is
 * pure: nothing of a turn is seen before it is over.
 */
export class Turn {
  readonly state: Draft;
  readonly effects: CallEffect[] = [];

  constructor(state: CallState) {
    this.state = { ...state };
  }

  get step(): ScriptStep {
    return this.state.setup.script.steps[this.state.step]!;
  }

  note(text: string): void {
    this.effects.push({ kind: "note", text });
  }

  startTimer(timer: CallTimer, after: Duration): void {
    if (!this.state.timers.includes(timer)) this.state.timers = [...this.state.timers, timer];
    this.effects.push({ kind: "startTimer", timer, after });
  }

  stopTimer(timer: CallTimer): void {
    if (!this.state.timers.includes(timer)) return;
    this.state.timers = this.state.timers.filter((running) => running !== timer);
    this.effects.push({ kind: "stopTimer", timer });
  }

  /** The caller's own language, and the clinic's own name and emergency number. What only the moment makes true is put together here. */
  clips(ids: readonly PromptId[], language = this.state.language): readonly Clip[] {
    return ids.flatMap((id) => {
      if (id === "reference") return this.#reference(language);
      if (id === "page-news") return this.#pageNews(language);
      if (id === "earlier-news") return earlierClips(this.state, language);
      return [clipOf(id, language, this.state.setup.variables)];
    });
  }

  #pageNews(language: string): readonly Clip[] {
    const { news } = this.state;
    if (news !== undefined) this.state.toldOf = news;
    return newsClips(this.state, language);
  }

  #reference(language: string): readonly Clip[] {
    return ["your-reference", "pause", ...spokenCode(this.state.setup.ref)].map((clip) => ({ clip, language }));
  }

  play(clips: readonly Clip[]): void {
    this.#starts((playId) => ({ kind: "play", playId, clips }), LONGEST_PROMPT);
  }

  playRecording(part: SpokenPart, take: number, longest: Duration): void {
    this.#starts((playId) => ({ kind: "playRecording", playId, part, take }), longest);
  }

  #starts(effect: (playId: number) => CallEffect, longest: Duration): void {
    this.hush();
    const playId = this.state.lastPlayId + 1;
    this.state.lastPlayId = playId;
    this.state.playing = playId;
    this.effects.push(effect(playId));
    this.startTimer("prompt", longest);
  }

  /** Barge-in: whatever plays stops at once. */
  hush(): void {
    if (this.state.playing === undefined) return;
    this.promptIsOver();
    this.effects.push({ kind: "stopPrompt" });
  }

  promptIsOver(): void {
    delete this.state.playing;
    this.stopTimer("prompt");
  }

  /** Fails upward and never down again: what made a call urgent first stays the reason. */
  becomeUrgent(because: string): void {
    if (this.state.urgency === "urgent") return;
    this.state.urgency = "urgent";
    this.state.because = because;
    this.note(`urgent: ${because}`);
    if (!this.state.alerted) this.startTimer("pageAnyway", PAGE_WITHOUT_NUMBER_AFTER);
  }

  /** Only for a key of a menu; a practice may have decided that no call waits. */
  becomeRoutine(because: string): void {
    if (this.state.urgency === "urgent") return;
    if (this.state.setup.script.routine === "pages") {
      this.becomeUrgent("practice");
      return;
    }
    this.state.urgency = "routine";
    this.state.because = because;
    this.note(`routine: ${because}`);
  }
}
