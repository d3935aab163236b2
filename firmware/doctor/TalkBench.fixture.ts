import type { Digit } from "../line/Line.ts";
import { textOf } from "../triage/PromptCatalogue.ts";
import { beginTalk, isOver, stepTalk } from "./DoctorSession.ts";
import type { TalkEffect, TalkTimer } from "./TalkEffects.ts";
import type { OpenPage, PageDetails, TalkEvent, TalkSetup, TalkState } from "./TalkState.ts";

export const AT = Date.UTC(2026, 10, 26, 8, 14);
export const PAGE: OpenPage = { ref: "7Q4K", urgency: "urgent", state: "open", raisedAt: AT };
export const DETAILS: PageDetails = { callback: "3125550142", recorded: ["name", "reason"], callGoesOn: false };

export const SETUP: TalkSetup = {
  person: { id: "chen", name: "Dr. Chen", pin: "2468" },
  locked: false,
  language: "en",
  timezone: "America/Chicago",
  variables: { clinic: "Rosewood Family Practice", emergencyNumber: "911" },
  longest: 240_000 as TalkSetup["longest"],
  why: { kind: "page", page: PAGE },
};

/** A talk without a line: prompts end when they are told to, the store answers at once unless it is `silent`. */
export class TalkBench {
  readonly effects: TalkEffect[] = [];
  state: TalkState;
  details: PageDetails = DETAILS;
  open: readonly OpenPage[] = [];
  store: "answers" | "silent" = "answers";
  result: Extract<TalkEvent, { kind: "acted" }>["result"] = { kind: "done" };
  #since = 0;

  constructor(setup: Partial<TalkSetup> = {}) {
    this.state = beginTalk({ ...SETUP, ...setup });
    this.tell({ kind: "answered" });
  }

  tell(event: TalkEvent): void {
    const [state, effects] = stepTalk(this.state, event);
    this.state = state;
    this.effects.push(...effects);
    for (const effect of effects) this.answer(effect);
  }

  /** Of the store and the box. */
  protected answer(effect: TalkEffect): void {
    if (this.store === "silent") return;
    if (effect.kind === "look") this.tell({ kind: "looked", ref: effect.ref, details: this.details });
    if (effect.kind === "listOpen") this.tell({ kind: "listed", pages: this.open });
    if (effect.kind === "act") this.tell({ kind: "acted", ref: effect.ref, act: effect.act, result: this.result });
  }

  keys(digits: string): this {
    for (const digit of digits) this.tell({ kind: "digitReceived", digit: digit as Digit });
    return this;
  }

  /** All that is to be said is said to its end. */
  listens(): this {
    while (this.state.playing !== undefined) this.tell({ kind: "promptFinished", playId: this.state.playing });
    return this;
  }

  fires(timer: TalkTimer): this {
    this.tell({ kind: "timerFired", timer });
    return this;
  }

  /** What was played since the last time this was asked: words, and `<part>` for the caller's own voice. */
  get heard(): string {
    const since = this.effects.slice(this.#since);
    this.#since = this.effects.length;
    return since
      .flatMap((effect) => {
        if (effect.kind === "playRecording") return [`<${effect.part}>`];
        return effect.kind === "play" ? [textOf(effect.clips, this.state.setup.variables)] : [];
      })
      .join(" ");
  }

  get acts(): readonly string[] {
    return this.effects.flatMap((effect) => (effect.kind === "act" ? [`${effect.act} ${effect.ref}`] : []));
  }

  get over(): Extract<TalkEffect, { kind: "over" }> | undefined {
    return this.effects.find((effect) => effect.kind === "over");
  }

  get isOver(): boolean {
    return isOver(this.state);
  }
}
