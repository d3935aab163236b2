import fc from "fast-check";
import type { CallEffect, CallTimer } from "../../firmware/call/CallEffects.ts";
import { beginCall, step } from "../../firmware/call/CallSession.ts";
import type { CallEvent, CallSetup, CallState } from "../../firmware/call/CallState.ts";
import type { CallerId, Digit, HangUpSign } from "../../firmware/line/Line.ts";
import type { EarlierMessage, PageNews } from "../../firmware/message/PageNews.ts";
import type { Clip } from "../../firmware/triage/PromptCatalogue.ts";
import { templates } from "../../firmware/triage/templates/templates.ts";

/** What chance does next; `wait` lets the nearest timer fire, which is what happens when nobody does anything. */
export type Whim =
  /** What a willing caller, line or store would do at this point. */
  | { readonly kind: "goesOn"; readonly pick: number }
  | { readonly kind: "key"; readonly digit: Digit }
  | { readonly kind: "promptEnds"; readonly playId?: number }
  | { readonly kind: "recordingStarted" }
  | { readonly kind: "recordingStopped"; readonly speechMs: number }
  | { readonly kind: "silence" }
  | { readonly kind: "saved"; readonly kept: "disk" | "emergency" | "memory" }
  | { readonly kind: "wait" }
  | { readonly kind: "pageNews"; readonly news: PageNews }
  | { readonly kind: "earlier"; readonly earlier?: EarlierMessage }
  | { readonly kind: "staleTimer"; readonly timer: CallTimer }
  | { readonly kind: "hangUp"; readonly sign: HangUpSign };

const digits: readonly Digit[] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#", "A"];
const timers: readonly CallTimer[] = [
  "prompt",
  "answer",
  "nextDigit",
  "recording",
  "lineReply",
  "pageAnyway",
  "patience",
  "saving",
  "stayWord",
  "stayOver",
  "wrapUp",
  "hangUpNow",
];

const at = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) });
const by = fc.constantFrom("chen", "patel", "nobody-we-know");
const news: fc.Arbitrary<PageNews> = fc.oneof(
  fc.constantFrom<PageNews>(
    { kind: "notifying" },
    { kind: "notifying" },
    { kind: "failing" },
    { kind: "notifying", again: true },
    { kind: "failing", again: true },
    { kind: "waiting" },
  ),
  fc.record({ kind: fc.constant("taken" as const), by, at }),
  fc.record({ kind: fc.constant("closed" as const), by, at }),
);
const EARLIER = { ref: "2B3C", receivedAt: Date.UTC(2026, 10, 22, 20), complete: true };

export const whim: fc.Arbitrary<Whim> = fc.oneof(
  { weight: 60, arbitrary: fc.nat(5).map((pick) => ({ kind: "goesOn", pick }) as const) },
  {
    weight: 24,
    arbitrary: fc.constantFrom<Digit>("1", "1", "1", "2", "#").map((digit) => ({ kind: "key", digit }) as const),
  },
  { weight: 12, arbitrary: fc.constantFrom(...digits).map((digit) => ({ kind: "key", digit }) as const) },
  { weight: 30, arbitrary: fc.constant({ kind: "promptEnds" } as const) },
  { weight: 1, arbitrary: fc.nat(30).map((playId) => ({ kind: "promptEnds", playId }) as const) },
  { weight: 12, arbitrary: fc.constant({ kind: "recordingStarted" } as const) },
  {
    weight: 12,
    arbitrary: fc.constantFrom(0, 3_000).map((speechMs) => ({ kind: "recordingStopped", speechMs }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "silence" } as const) },
  {
    weight: 9,
    arbitrary: fc.constantFrom("disk", "emergency", "memory").map((kept) => ({ kind: "saved", kept }) as const),
  },
  { weight: 9, arbitrary: fc.constant({ kind: "wait" } as const) },
  { weight: 4, arbitrary: news.map((each) => ({ kind: "pageNews", news: each }) as const) },
  {
    weight: 2,
    arbitrary: fc
      .option(news, { nil: undefined })
      .map(
        (each) =>
          ({ kind: "earlier", ...(each === undefined ? {} : { earlier: { ...EARLIER, news: each } }) }) as const,
      ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...timers).map((timer) => ({ kind: "staleTimer", timer }) as const) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<HangUpSign>("busy", "silence", "port-gone")
      .map((sign) => ({ kind: "hangUp", sign }) as const),
  },
);

const callerIds: readonly CallerId[] = [
  { kind: "number", number: "+13125550142" },
  { kind: "number", number: "0" },
  { kind: "number", number: "" },
  { kind: "withheld" },
  { kind: "unavailable" },
  { kind: "none" },
];

export const setup = fc.record({
  callerId: fc.constantFrom(...callerIds),
  script: fc
    .constantFrom(...templates.values())
    .chain((script) => fc.constantFrom(script, { ...script, routine: "pages" as const })),
  languages: fc.constantFrom(["en"], ["en", "es"], ["es", "en"]),
  country: fc.constantFrom("US", "DE", "XX"),
  timezone: fc.constantFrom("America/Chicago", "Asia/Kathmandu"),
  clockTrusted: fc.boolean(),
});

/** A world that performs effects in virtual time, and lets chance do the rest. */
export class World {
  readonly effects: CallEffect[] = [];
  /** What began to be said, and what was known then. */
  readonly said: { readonly clips: readonly Clip[]; readonly state: CallState }[] = [];
  readonly #running = new Map<CallTimer, number>();
  state: CallState;
  atMs = 0;
  mostRecordingsAtOnce = 0;
  #recordings = 0;
  #playId = 0;

  constructor(given: Omit<CallSetup, "callId" | "ref" | "receivedAt" | "variables">) {
    this.state = beginCall({
      ...given,
      callId: "c1",
      ref: "7Q4K",
      receivedAt: Date.UTC(2026, 10, 23),
      variables: {
        clinic: "Elm",
        emergencyNumber: "911",
        people: [
          { id: "chen", name: "Dr. Chen" },
          { id: "patel", name: "Dr. Patel" },
        ],
      },
    });
    this.tell({ kind: "answered", atMs: 0 });
  }

  tell(event: CallEvent): void {
    const [state, effects] = step(this.state, event);
    this.state = state;
    for (const effect of effects) if (effect.kind === "play") this.said.push({ clips: effect.clips, state });
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: CallEffect): void {
    this.effects.push(effect);
    if (effect.kind === "startTimer") this.#running.set(effect.timer, this.atMs + effect.after);
    if (effect.kind === "stopTimer") this.#running.delete(effect.timer);
    if (effect.kind === "startRecording") this.#recordings += 1;
    if (effect.kind === "stopRecording") this.#recordings = 0;
    this.mostRecordingsAtOnce = Math.max(this.mostRecordingsAtOnce, this.#recordings);
    if (effect.kind === "play" || effect.kind === "playRecording") this.#playId = effect.playId;
  }

  get recordingsOpen(): number {
    return this.#recordings;
  }

  /** False when nothing runs: then the call must be over. */
  wait(): boolean {
    const [next] = [...this.#running].sort(([, a], [, b]) => a - b);
    if (next === undefined) return false;
    this.#running.delete(next[0]);
    this.atMs = next[1];
    this.tell({ kind: "timerFired", timer: next[0] });
    return true;
  }

  live(act: Whim): void {
    switch (act.kind) {
      case "goesOn":
        return this.#goOn(act.pick);
      case "key":
        return this.tell({ kind: "digitReceived", digit: act.digit, atMs: this.atMs });
      case "promptEnds":
        return this.tell({ kind: "promptFinished", playId: act.playId ?? this.#playId });
      case "recordingStarted":
        return this.tell({ kind: "recordingStarted" });
      case "recordingStopped":
        this.#recordings = 0;
        return this.tell({ kind: "recordingStopped", speechMs: act.speechMs });
      case "silence":
        return this.tell({ kind: "silenceAfterSpeech", ms: 4_000 });
      case "saved":
        return this.tell({ kind: "saved", kept: act.kept });
      case "wait":
        this.wait();
        return;
      case "pageNews":
        // Nobody is paged before the call has asked for it.
        if (this.state.alerted) this.tell({ kind: "pageNews", news: act.news });
        return;
      case "earlier":
        return this.tell({ kind: "earlierMessage", ...(act.earlier === undefined ? {} : { earlier: act.earlier }) });
      case "staleTimer":
        if (!this.#running.has(act.timer)) this.tell({ kind: "timerFired", timer: act.timer });
        return;
      case "hangUp":
        return this.tell({ kind: "callerHungUp", sign: act.sign });
    }
  }

  #goOn(pick: number): void {
    const { task } = this.state;
    if (this.state.playing !== undefined && pick > 1)
      return this.tell({ kind: "promptFinished", playId: this.state.playing });
    switch (task.kind) {
      case "choosing":
        return this.#keys(task.keys[pick % Math.max(1, task.keys.length)] ?? "5");
      case "entering":
        return this.#keys(task.field === "birth" ? "03251980" : "3125550142#");
      case "recording":
        if (task.phase === "recording") return this.#keys("#");
        return this.live(
          task.phase === "starting" ? { kind: "recordingStarted" } : { kind: "recordingStopped", speechMs: 3_000 },
        );
      case "saving":
        return this.tell({ kind: "saved", kept: pick === 0 ? "memory" : "disk" });
      case "saying":
      case "listening":
      case "staying":
      case "ended":
        return;
    }
  }

  #keys(keys: string): void {
    for (const key of keys) this.tell({ kind: "digitReceived", digit: key as Digit, atMs: this.atMs });
  }

  /** Chance has had its say; from here on nobody does anything. */
  end(): void {
    while (this.wait());
  }

  of<K extends CallEffect["kind"]>(kind: K): Extract<CallEffect, { kind: K }>[] {
    return this.effects.filter((effect): effect is Extract<CallEffect, { kind: K }> => effect.kind === kind);
  }
}

export const worlds = fc
  .tuple(setup, fc.option(news, { freq: 2 }), fc.array(whim, { maxLength: 150, size: "max" }))
  .map(([given, before, whims]) => {
    const world = new World(given);
    // Every other caller has called before.
    if (before !== null) world.live({ kind: "earlier", earlier: { ...EARLIER, news: before } });
    for (const act of whims) world.live(act);
    world.end();
    return world;
  });
