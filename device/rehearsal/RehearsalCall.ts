import type { MessageSummary } from "../../firmware/message/MessageStore.ts";
import type { LiveEvent } from "../control/LiveFeed.ts";
import type { Daemon } from "./Daemon.ts";
import type { EmulatorEvent, EmulatorProcess } from "./EmulatorProcess.ts";
import type { RehearsalScenario } from "./scenarios.ts";
import { Timeline, type TimelineEntry } from "./Timeline.ts";

/** What `npm start -- --once --json` prints. Figures that did not come about are null. */
export interface RehearsalResult {
  readonly ok: boolean;
  readonly ref: string | null;
  readonly ringToOffHookMs: number | null;
  readonly offHookToPromptMs: number | null;
  readonly urgentToSubmittedMs: number | null;
  readonly modemSubmitMs: number | null;
  readonly takenBy: string | null;
  /** Every stored recording is sample for sample what the modem delivered. */
  readonly audioExact: boolean;
  readonly messageSeconds: number;
  readonly timeline: readonly TimelineEntry[];
  /** Why it is not ok, in words. */
  readonly problems: readonly string[];
}

/** A doctor wakes, reads, and types four characters. */
const DOCTOR_REPLIES_AFTER_MS = 2_500;
/** Above the longest scenario: somebody who never says a word. */
const LONGEST_REHEARSAL_MS = 9 * 60_000;

const round = (ms: number): number => Math.round(ms * 10) / 10;

interface Actors {
  readonly voice: EmulatorProcess;
  readonly gsm: EmulatorProcess;
  readonly daemon: Daemon;
}

/** One rehearsal call: sends the caller, plays the doctor, gathers what three processes tell, and holds it against what must be. */
export class RehearsalCall {
  readonly #scenario: RehearsalScenario;
  readonly #actors: Actors;
  readonly #timeline: Timeline;
  readonly #delivered = new Set<string>();
  readonly #problems: string[] = [];
  readonly #over = Promise.withResolvers<void>();
  readonly #doctors = new Set<NodeJS.Timeout>();
  #ringAtMs: number | undefined;
  #offHook: { readonly atMs: number; readonly commandAtMs: number; readonly rings: number } | undefined;
  #promptAtMs: number | undefined;
  #ref: string | undefined;
  #urgent: { readonly totalMs: number; readonly modemMs: number } | undefined;
  #knownAtMs: number | undefined;
  #takenBy: string | undefined;
  #onHook = false;

  constructor(scenario: RehearsalScenario, actors: Actors, print: (line: string) => void) {
    this.#scenario = scenario;
    this.#actors = actors;
    this.#timeline = new Timeline(print);
  }

  async run(): Promise<RehearsalResult> {
    const { voice, gsm, daemon } = this.#actors;
    const stops = [
      voice.listen((event) => this.#fromLine(event)),
      gsm.listen((event) => this.#fromPhones(event)),
      daemon.listen((event) => this.#fromAppliance(event)),
    ];
    const patience = setTimeout(() => {
      this.#problems.push("the call did not come to its end");
      this.#over.resolve();
    }, LONGEST_REHEARSAL_MS);
    voice.do({ do: "call", ...this.#scenario.caller, script: this.#scenario.acts });
    try {
      await this.#over.promise;
    } finally {
      clearTimeout(patience);
      for (const doctor of this.#doctors) clearTimeout(doctor);
      for (const stop of stops) stop();
    }
    return this.#result();
  }

  /** The rehearsal ends in the middle of the call: nothing of it may keep the program alive. */
  abort(): void {
    this.#over.reject(new Error("the rehearsal was ended in the middle of a call"));
  }

  #fromLine(event: EmulatorEvent): void {
    switch (event.event) {
      case "ring":
        this.#ringAtMs ??= event.atMs;
        this.#timeline.startAt(event.atMs);
        break;
      case "offHook":
        this.#offHook ??= { atMs: event.atMs, commandAtMs: Number(event.commandAtMs), rings: Number(event.rings) };
        break;
      case "promptByte":
        this.#promptAtMs ??= event.atMs;
        break;
      case "callerSpeaks":
        this.#timeline.add({
          atMs: event.atMs,
          kind: "caller-speaks",
          text: `the caller speaks for ${(Number(event.ms) / 1000).toFixed(1)} s`,
        });
        break;
      case "recordingEnded":
        this.#delivered.add(String(event.sha256));
        break;
      case "callerPuzzled":
        this.#problems.push(`the caller: ${String(event.why)}`);
        break;
      case "unanswered":
        this.#problems.push("nobody answered");
        this.#over.resolve();
        break;
    }
  }

  #fromPhones(event: EmulatorEvent): void {
    if (event.event === "textSent")
      this.#timeline.add({
        atMs: event.atMs,
        kind: "reply",
        text: `the phone ${String(event.phone)} replies: ${String(event.text)}`,
      });
    if (event.event !== "textShown") return;
    const text = String(event.text);
    const since =
      this.#knownAtMs === undefined
        ? ""
        : `   (${(event.atMs - this.#knownAtMs).toFixed(0)} ms after urgency was known)`;
    this.#timeline.add({
      atMs: event.atMs,
      kind: "sms-shown",
      text: `the phone ${String(event.phone)} shows: ${text}${since}`,
    });
    const code = /\bref ([2-9A-Z]{4,5})\b/.exec(text)?.[1];
    if (code !== undefined && this.#takenBy === undefined) this.#doctorReplies(String(event.phone), code);
  }

  #doctorReplies(phone: string, code: string): void {
    const timer = setTimeout(() => {
      this.#doctors.delete(timer);
      this.#actors.gsm.do({ do: "reply", from: phone, text: code });
    }, DOCTOR_REPLIES_AFTER_MS);
    this.#doctors.add(timer);
  }

  #fromAppliance(event: LiveEvent): void {
    if (event.kind === "off-hook") this.#ref = event.ref;
    if (event.kind === "urgent") this.#knownAtMs = event.atMs;
    if (event.kind === "submitted") this.#submitted(event);
    if (event.kind === "taken") this.#takenBy = String(event.figures?.by ?? event.text);
    if (event.kind === "on-hook") this.#onHook = true;
    if (event.kind === "fault") this.#problems.push(event.text);
    if (event.text !== "") this.#timeline.add(event);
    if (this.#onHook && (!this.#scenario.paged || this.#takenBy !== undefined)) this.#over.resolve();
  }

  #submitted({ figures }: LiveEvent): void {
    const { submittedAtMs, knownAtMs, modemMs, way } = figures ?? {};
    if (way !== "sms" || typeof submittedAtMs !== "number" || typeof knownAtMs !== "number") return;
    this.#urgent ??= { totalMs: submittedAtMs - knownAtMs, modemMs: Number(modemMs) };
  }

  async #result(): Promise<RehearsalResult> {
    const message = await this.#storedMessage();
    const recordings = message?.recordings ?? [];
    const audioExact = recordings.every((recording) => this.#delivered.has(recording.sha256));
    const problems = [...this.#problems, ...this.#missing(message, audioExact)];
    return {
      ok: problems.length === 0,
      ref: this.#ref ?? null,
      ringToOffHookMs: difference(this.#offHook?.commandAtMs, this.#ringAtMs),
      offHookToPromptMs: difference(this.#promptAtMs, this.#offHook?.commandAtMs),
      urgentToSubmittedMs: this.#urgent === undefined ? null : round(this.#urgent.totalMs),
      modemSubmitMs: this.#urgent === undefined ? null : round(this.#urgent.modemMs),
      takenBy: this.#takenBy ?? null,
      audioExact,
      messageSeconds: Math.round(recordings.reduce((sum, recording) => sum + recording.milliseconds, 0) / 100) / 10,
      timeline: this.#timeline.entries(),
      problems,
    };
  }

  async #storedMessage(): Promise<MessageSummary | undefined> {
    if (this.#ref === undefined) return undefined;
    const { message } = await this.#actors.daemon.ask("message", { ref: this.#ref });
    return (message as MessageSummary | null) ?? undefined;
  }

  #missing(message: MessageSummary | undefined, audioExact: boolean): string[] {
    const { paged, recorded } = this.#scenario;
    const has = (part: string) =>
      message?.recordings.some((recording) => recording.part === part && recording.milliseconds > 0) ?? false;
    return [
      ...(message === undefined ? ["there is no message in the store"] : []),
      ...((this.#offHook?.rings ?? 1) > 1 ? ["it rang twice before it was answered"] : []),
      ...recorded.filter((part) => !has(part)).map((part) => `the ${part} was not recorded`),
      ...(audioExact ? [] : ["a recording is not what the modem delivered"]),
      ...(paged && this.#urgent === undefined ? ["no page was accepted by the network"] : []),
      ...(paged && this.#takenBy === undefined ? ["nobody took the call"] : []),
      ...(!paged && this.#urgent !== undefined ? ["a doctor was woken for a call that could wait"] : []),
    ];
  }
}

function difference(later: number | undefined, earlier: number | undefined): number | null {
  return later === undefined || earlier === undefined ? null : round(later - earlier);
}
