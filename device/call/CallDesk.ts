import type { CallEffect } from "../../firmware/call/CallEffects.ts";
import { beginCall, isUntouched, step } from "../../firmware/call/CallSession.ts";
import type { CallEvent, CallState } from "../../firmware/call/CallState.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { CallerId, LineCommand, LineEvent } from "../../firmware/line/Line.ts";
import type { CallRecord, MessageStore, VoiceMessage, Written } from "../../firmware/message/MessageStore.ts";
import type { Clock, EpochMs } from "../../firmware/time/Clock.ts";
import { type PromptVariables, textOf } from "../../firmware/triage/PromptCatalogue.ts";
import type { Script } from "../../firmware/triage/Script.ts";
import type { CallerNews } from "../alert/CallerNews.ts";
import type { LiveFeed } from "../control/LiveFeed.ts";
import { CallTimers } from "./CallTimers.ts";
import type { CodePool } from "./CodePool.ts";
import { callerInWords } from "./callerInWords.ts";
import { newCallId } from "./newCallId.ts";
import type { PromptLibrary } from "./PromptLibrary.ts";
import { Takes } from "./Takes.ts";

/** What every call of a line needs from the box. */
export interface CallDeskOptions {
  readonly line: string;
  readonly script: Script;
  readonly languages: readonly string[];
  readonly country: string;
  readonly variables: PromptVariables;
  readonly timezone: string;
  /** Whether times may be told to callers at this moment. */
  readonly clockTrusted: () => boolean;
  /** What callers may be told of their pages. */
  readonly news: CallerNews;
  readonly clock: Clock;
  readonly store: MessageStore;
  readonly prompts: PromptLibrary;
  readonly codes: CodePool;
  readonly feed: LiveFeed;
  readonly command: (command: LineCommand) => void;
  /** The page goes now. `knownAtMs`: when the last thing that it needed was known (monotonic). */
  readonly raiseAlert: (message: VoiceMessage, knownAtMs: number, callerId: CallerId) => void;
  /** The caller has told more. */
  readonly messageChanged: (message: VoiceMessage) => void;
  readonly fault: (code: string, detail: string) => void;
}

export type Answered = Extract<LineEvent, { kind: "answered" }>;

interface OpenCall {
  record: CallRecord & { readonly ref: string; readonly answeredAt: number };
  readonly timers: CallTimers;
  readonly takes: Takes;
  state: CallState;
  urgentAt?: EpochMs;
  savedAt?: EpochMs;
  /** The earlier message that this caller may hear of. */
  stopLookingBack?: () => void;
  readonly stopWatching: () => void;
}

/** The session decides; when it did is the shell's to say. */
function timed({ urgentAt, savedAt }: OpenCall, effect: CallEffect): CallEffect {
  if (!("message" in effect)) return effect;
  const times = { ...(urgentAt === undefined ? {} : { urgentAt }), ...(savedAt === undefined ? {} : { savedAt }) };
  return { ...effect, message: { ...effect.message, ...times } };
}

/**
 * The shell of the call session, one for each line: line events go in, effects come out and are performed in order.
 * Nothing here decides; nothing here waits, but for the store's word before the caller is thanked.
 */
export class CallDesk {
  readonly #options: CallDeskOptions;
  #call: OpenCall | undefined;
  readonly #events: (readonly [OpenCall, CallEvent, number])[] = [];
  #rangAt = 0;

  constructor(options: CallDeskOptions) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#call !== undefined;
  }

  lineEvent(event: LineEvent): void {
    switch (event.kind) {
      case "ready":
        return this.#tell("ready", `line ${this.#options.line} is ready: ${event.model} ${event.firmware}`, event.atMs);
      case "rang":
        if (event.ring === 1) this.#rangAt = this.#options.clock.now();
        return this.#tell("ring", event.ring === 1 ? "the telephone rings" : `ring ${event.ring}`, event.atMs);
      case "callerIdentified":
        this.#tell("caller-id", callerInWords(event.callerId), event.atMs);
        return this.#identified(event);
      case "ringingStopped":
        return this.#notAnswered(event.callerId, event.rings, event.atMs);
      case "answered":
        return this.begin(event, this.openRecord(event));
      case "audioReceived":
        return this.#call?.takes.receive(event.bytes);
      case "released":
        return this.#released(event.atMs);
      case "fault":
        return;
      case "promptStarted":
      case "recordingStarted":
      case "promptFinished":
      case "digitReceived":
      case "silenceAfterSpeech":
      case "recordingStopped":
      case "callerHungUp":
        return this.#duringCall(event);
    }
  }

  /** Written at once, with the code that is set aside for it: whatever happens now, it is known that somebody called. */
  openRecord(event: Answered): CallRecord & { readonly ref: string; readonly answeredAt: number } {
    const { clock, codes, line, store } = this.#options;
    const answeredAt = clock.now() - Math.round(clock.monotonic() - event.atMs);
    const ref = codes.take();
    const rangAt = this.#rangAt === 0 ? answeredAt : this.#rangAt;
    const record = { id: newCallId(), line, rangAt, answeredAt, callerId: event.callerId, ref };
    void this.#tellKept(ref, store.writeCall(record), false);
    this.#tell("off-hook", `off-hook after ${(event.commandAtMs - event.rangAtMs).toFixed(0)} ms`, event.atMs, {
      ref,
      figures: { rangAtMs: event.rangAtMs, commandAtMs: event.commandAtMs },
    });
    return record;
  }

  /** From its beginning, or from where somebody else had it so far. */
  begin(event: Answered, record: ReturnType<CallDesk["openRecord"]>): void {
    const { clock, store, script, languages, country, variables, timezone, news } = this.#options;
    const { ref } = record;
    const setup = {
      callId: record.id,
      ref,
      receivedAt: record.answeredAt,
      callerId: record.callerId,
      script,
      languages,
      country,
      variables,
      timezone,
      clockTrusted: this.#options.clockTrusted(),
    };
    this.#call = {
      record,
      timers: new CallTimers(clock, (timer) => this.#feedSession({ kind: "timerFired", timer }, clock.monotonic())),
      takes: new Takes(store, record.id, event.format),
      state: beginCall(setup),
      stopWatching: news.watch(ref, (pageNews) =>
        this.#feedSession({ kind: "pageNews", news: pageNews }, clock.monotonic()),
      ),
    };
    this.#lookBack(record.callerId);
    this.#feedSession({ kind: "answered", atMs: event.atMs }, event.atMs);
  }

  /** Lets go of a call in which nobody has done anything yet; undefined: it is this desk's to its end. */
  handOver(): ReturnType<CallDesk["openRecord"]> | undefined {
    const call = this.#call;
    if (call === undefined || !isUntouched(call.state)) return undefined;
    this.#options.command({ kind: "stopPrompt" });
    this.#letGo(call);
    return call.record;
  }

  /** On a cellular line the number may come when the call is up already. */
  #identified(event: Extract<LineEvent, { kind: "callerIdentified" }>): void {
    const call = this.#call;
    if (call === undefined) return;
    call.record = { ...call.record, callerId: event.callerId };
    void this.#options.store.writeCall(call.record);
    this.#feedSession(event, event.atMs);
    this.#lookBack(event.callerId);
  }

  /** Has this number called before? What became of that message is told on, as long as the call lasts. */
  #lookBack(callerId: CallerId): void {
    const call = this.#call;
    if (call === undefined || call.stopLookingBack !== undefined) return;
    const { news, clock } = this.#options;
    const found = news.earlier(callerId, call.state.setup.ref);
    if (found === undefined) return;
    const tell = () => {
      const earlier = news.earlier(callerId, call.state.setup.ref);
      this.#feedSession({ kind: "earlierMessage", ...(earlier === undefined ? {} : { earlier }) }, clock.monotonic());
    };
    call.stopLookingBack = news.watch(found.ref, tell);
    tell();
  }

  #duringCall(
    event: Extract<
      LineEvent,
      {
        kind:
          | "promptStarted"
          | "recordingStarted"
          | "promptFinished"
          | "digitReceived"
          | "silenceAfterSpeech"
          | "recordingStopped"
          | "callerHungUp";
      }
    >,
  ): void {
    if (event.kind === "promptStarted") return this.#tell("prompt-started", "", event.atMs);
    if (event.kind === "digitReceived") this.#tell("key", `caller presses ${event.digit}`, event.atMs);
    if (event.kind === "recordingStarted") this.#tell("recording", "recording", event.atMs);
    if (event.kind === "recordingStopped") {
      this.#call?.takes.end();
      this.#tell("recorded", `recorded ${(this.#call?.takes.lastSeconds ?? 0).toFixed(1)} s`, event.atMs);
    }
    if (event.kind === "callerHungUp") this.#tell("caller-gone", `the caller has hung up (${event.sign})`, event.atMs);
    this.#feedSession(event, event.atMs);
  }

  /** One event after the other: what an effect brings about at once (a page that is raised has its news) comes after its other effects. */
  #feedSession(event: CallEvent, atMs: number): void {
    if (this.#call === undefined) return;
    this.#events.push([this.#call, event, atMs]);
    if (this.#events.length > 1) return;
    try {
      for (let next = this.#events[0]; next !== undefined; next = this.#events[0]) {
        this.#step(...next);
        this.#events.shift();
      }
    } finally {
      this.#events.length = 0;
    }
  }

  #step(call: OpenCall, event: CallEvent, atMs: number): void {
    const [state, effects] = step(call.state, event);
    call.state = state;
    if (state.urgency === "urgent") call.urgentAt ??= this.#options.clock.now();
    for (const effect of effects) this.#perform(call, timed(call, effect), atMs);
  }

  #perform(call: OpenCall, effect: CallEffect, atMs: number): void {
    const { command, store, raiseAlert, news } = this.#options;
    if ("message" in effect) news.remember(effect.message, call.record.callerId);
    switch (effect.kind) {
      case "play":
        return this.#play(effect);
      case "playRecording":
        this.#tell("prompt", "“(the caller's own recording)”");
        return command({
          kind: "play",
          playId: effect.playId,
          audio: { samples: call.takes.samplesOf(effect.part, effect.take) },
        });
      case "stopPrompt":
        return command({ kind: "stopPrompt" });
      case "startRecording":
        call.takes.begin(effect.part, effect.take);
        return command({ kind: "startRecording" });
      case "stopRecording":
        return command({ kind: "stopRecording" });
      case "expectQuiet":
        return command(effect);
      case "startTimer":
        return call.timers.start(effect.timer, effect.after);
      case "stopTimer":
        return call.timers.stop(effect.timer);
      case "writeMessage":
        this.#options.messageChanged(effect.message);
        return void this.#tellKept(
          effect.message.ref,
          store.writeMessage(effect.message),
          effect.message.callbackConfirmed,
        );
      case "raiseAlert":
        this.#tell(
          "urgent",
          `urgent (${effect.message.urgencyBecause}); the page goes now, reference ${effect.message.ref}`,
          atMs,
          { ref: effect.message.ref },
        );
        return raiseAlert(effect.message, atMs, call.record.callerId);
      case "save":
        return void this.#save(call, effect.message);
      case "writeCall":
        return void store.writeCall(this.#ended(call, effect));
      case "hangUp":
        return command({ kind: "hangUp" });
      case "note":
        return this.#tell("note", effect.text);
    }
  }

  #play(effect: Extract<CallEffect, { kind: "play" }>): void {
    const { prompts, command, fault, variables } = this.#options;
    const { samples, missing } = prompts.compose(effect.clips);
    if (missing.length > 0) fault("PROMPT_MISSING", detail.clipsMissing({ clips: missing.join(", ") }));
    const words = textOf(effect.clips, variables);
    this.#tell("prompt", words === "" ? "(the tone)" : `“${words}”`);
    command({ kind: "play", playId: effect.playId, audio: { samples } });
  }

  /** That a disk has it is told: whoever looks on can hold us to it, whatever happens next. `number`: with one that the caller confirmed. */
  async #tellKept(ref: string, written: Promise<Written>, number: boolean): Promise<void> {
    const { kept } = await written;
    if (kept !== "memory") this.#tell("kept", "", undefined, { ref, figures: { number } });
  }

  /** All of the caller's audio first, then the message: what the caller is thanked for must all be there. */
  async #save(call: OpenCall, message: VoiceMessage): Promise<void> {
    const { clock, store } = this.#options;
    const audio = await call.takes.allWritten();
    call.savedAt ??= clock.now();
    const { kept } = await store.writeMessage({ ...message, savedAt: call.savedAt });
    const worst = audio === "memory" || kept === "memory" ? "memory" : kept;
    this.#tell(
      "saved",
      worst === "memory" ? "could not be saved on a disk" : `saved, reference ${message.ref}`,
      undefined,
      { ref: message.ref },
    );
    if (this.#call === call) this.#feedSession({ kind: "saved", kept: worst }, clock.monotonic());
  }

  #ended(call: OpenCall, effect: Extract<CallEffect, { kind: "writeCall" }>): CallRecord {
    return {
      ...call.record,
      endedAt: this.#options.clock.now(),
      ending: effect.ending,
      keys: effect.keys,
      ...(effect.sign === undefined ? {} : { hangUpSign: effect.sign }),
    };
  }

  #released(atMs: number): void {
    const call = this.#call;
    this.#rangAt = 0;
    if (call === undefined) return;
    // The line went without a word (unplugged): for the session that is a caller who is gone.
    this.#feedSession({ kind: "callerHungUp", sign: "port-gone" }, atMs);
    this.#letGo(call);
    this.#tell("on-hook", "on-hook; the line is free", atMs);
  }

  #letGo(call: OpenCall): void {
    call.timers.stopAll();
    call.takes.end();
    call.stopWatching();
    call.stopLookingBack?.();
    this.#call = undefined;
  }

  #notAnswered(callerId: CallerId, rings: number, atMs: number): void {
    const { clock, line, store } = this.#options;
    const rangAt = this.#rangAt === 0 ? clock.now() : this.#rangAt;
    this.#rangAt = 0;
    void store.writeCall({ id: newCallId(), line, rangAt, endedAt: clock.now(), callerId, ending: "not-answered" });
    this.#tell("missed", `it rang ${rings} times and stopped`, atMs);
  }

  #tell(
    kind: string,
    text: string,
    atMs?: number,
    more: { ref?: string; figures?: Record<string, number | boolean> } = {},
  ): void {
    this.#options.feed.tell(kind, text, { line: this.#options.line, ...(atMs === undefined ? {} : { atMs }), ...more });
  }
}
