import type { MessageSummary } from "../../firmware/message/MessageStore.ts";
import type { LiveEvent } from "../control/LiveFeed.ts";
import type { CalledLine, CallersNews, CallersReport } from "./CalledLine.ts";
import type { Daemon } from "./Daemon.ts";
import { DoctorsPhones } from "./DoctorsPhones.ts";
import { areDelivered } from "./deliveredAudio.ts";
import type { EmulatorEvent, EmulatorProcess } from "./EmulatorProcess.ts";
import { codeIn, phonesInWords, speaksInWords } from "./phonesInWords.ts";
import type { RehearsalPerson } from "./rehearsalClinic.ts";
import type { RehearsalScenario } from "./scenarios.ts";
import { Timeline, type TimelineEntry, type TimelinePrinter } from "./Timeline.ts";

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

export interface RehearsalActors {
  readonly line: CalledLine;
  /** The cellular modems, each with the doctors' phones in its network; the line that is called may be one of them. */
  readonly networks: readonly EmulatorProcess[];
  readonly daemon: Daemon;
  /** Where the appliance's data is. */
  readonly directory: string;
  /** Of the appliance: the key of its messages may be in it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly people: readonly RehearsalPerson[];
}

/** One rehearsal call: sends the caller, plays the doctor, gathers what three processes tell, and holds it against what must be. */
export class RehearsalCall {
  #scenario: RehearsalScenario;
  readonly #actors: RehearsalActors;
  readonly #timeline: Timeline;
  readonly #problems: string[] = [];
  readonly #phones: DoctorsPhones;
  readonly #over = Promise.withResolvers<void>();
  readonly #doctors = new Set<NodeJS.Timeout>();
  #report: CallersReport | undefined;
  #ref: string | undefined;
  #urgent: { readonly totalMs: number; readonly modemMs: number } | undefined;
  #knownAtMs: number | undefined;
  #takenBy: string | undefined;
  #onHook = false;
  #talkOver = false;
  #ringOuts = 0;
  #firstPaged: string | undefined;

  constructor(scenario: RehearsalScenario, actors: RehearsalActors, print: TimelinePrinter) {
    this.#scenario = scenario;
    this.#actors = actors;
    this.#timeline = new Timeline(print);
    this.#phones = new DoctorsPhones(actors);
  }

  async run(): Promise<RehearsalResult> {
    const { line, networks, daemon } = this.#actors;
    const stops = [
      line.listen((news) => this.#fromCaller(news)),
      ...networks.map((network) => network.listen((event) => this.#fromPhones(network, event))),
      daemon.listen((event) => this.#fromAppliance(event)),
    ];
    const patience = setTimeout(() => {
      this.#problems.push("the call did not come to its end");
      this.#over.resolve();
    }, LONGEST_REHEARSAL_MS);
    if (this.#scenario.byPhone) this.#phones.ringOut();
    line.place(this.#scenario);
    try {
      await this.#over.promise;
    } finally {
      clearTimeout(patience);
      for (const doctor of this.#doctors) clearTimeout(doctor);
      for (const stop of stops) stop();
    }
    return this.#result();
  }

  /** Somebody has hung up in the middle of it: what was still to come of it comes no more. */
  cutShort(): void {
    const { byPhone: _byPhone, ...rest } = this.#scenario;
    this.#scenario = { ...rest, byHand: true, paged: false, recorded: [] };
    this.#endIfOver();
  }

  /** The rehearsal ends in the middle of the call: nothing of it may keep the program alive. */
  abort(): void {
    this.#over.reject(new Error("the rehearsal was ended in the middle of a call"));
  }

  #fromCaller(news: CallersNews): void {
    switch (news.kind) {
      case "rings":
        return this.#timeline.startAt(news.atMs);
      case "speaks":
        return this.#timeline.add(speaksInWords(news));
      case "puzzled":
        return void this.#problems.push(`the caller: ${news.why}`);
      case "ended":
        this.#report = news.report;
        if (news.report.outcome === "answered") return this.#endIfOver();
        return this.#giveUp(news.report.outcome === "lineBusy" ? "the line was busy" : "nobody answered");
      case "failed":
        return this.#giveUp(`the emulated telephone: ${news.why}`);
    }
  }

  #giveUp(why: string): void {
    this.#problems.push(why);
    this.#over.resolve();
  }

  #fromPhones(network: EmulatorProcess, event: EmulatorEvent): void {
    const entry = phonesInWords(event);
    if (entry === undefined) return;
    if (event.event !== "textShown") return this.#timeline.add(entry);
    this.#firstPaged ??= String(event.phone);
    const since =
      this.#knownAtMs === undefined
        ? ""
        : `   (${(event.atMs - this.#knownAtMs).toFixed(0)} ms after urgency was known)`;
    this.#timeline.add({ ...entry, text: `${entry.text}${since}` });
    const code = codeIn(String(event.text));
    const { byPhone, byHand } = this.#scenario;
    if (code !== undefined && this.#takenBy === undefined && !byPhone && !byHand)
      this.#doctorReplies(network, String(event.phone), code);
  }

  #doctorReplies(network: EmulatorProcess, phone: string, code: string): void {
    const timer = setTimeout(() => {
      this.#doctors.delete(timer);
      network.do({ do: "reply", from: phone, text: code });
    }, DOCTOR_REPLIES_AFTER_MS);
    this.#doctors.add(timer);
  }

  #fromAppliance(event: LiveEvent): void {
    if (event.kind === "off-hook") this.#ref = event.ref;
    if (event.kind === "urgent") this.#knownAtMs = event.atMs;
    if (event.kind === "submitted") this.#submitted(event);
    if (event.kind === "taken") this.#takenBy = String(event.figures?.by ?? event.text);
    if (event.kind === "page-call-over") {
      this.#talkOver = this.#takenBy !== undefined;
      // The first doctor sleeps on; in a clinic with nobody else to call, not for ever.
      this.#ringOuts += 1;
      this.#phones.pickUp(this.#ringOuts <= 2 ? this.#firstPaged : undefined);
    }
    if (event.kind === "on-hook") this.#onHook = true;
    // A warning is shown: on a busy machine an emulated modem's sound has gaps, too, and nothing is lost by it.
    if (event.kind === "fault" && event.figures?.active === true && event.figures.severity !== "warning")
      this.#problems.push(event.text);
    if (event.text !== "") this.#timeline.add(event);
    this.#endIfOver();
  }

  /** The caller's end, the appliance and the doctor have all come to theirs. */
  #endIfOver(): void {
    if (this.#report === undefined || !this.#onHook) return;
    const talkOver = !this.#scenario.byPhone || this.#talkOver;
    if (!this.#scenario.paged || (this.#takenBy !== undefined && talkOver)) this.#over.resolve();
  }

  #submitted({ figures }: LiveEvent): void {
    const { submittedAtMs, knownAtMs, modemMs, way } = figures ?? {};
    if (way !== "sms" || typeof submittedAtMs !== "number" || typeof knownAtMs !== "number") return;
    this.#urgent ??= { totalMs: submittedAtMs - knownAtMs, modemMs: Number(modemMs) };
  }

  async #result(): Promise<RehearsalResult> {
    const message = await this.#storedMessage();
    const recordings = message?.recordings ?? [];
    const audioExact = await this.#isExact(message);
    const { offHook, firstRingAtMs, firstPromptByteAtMs } = this.#report ?? {};
    const problems = [...this.#problems, ...this.#missing(message, audioExact)];
    return {
      ok: problems.length === 0,
      ref: this.#ref ?? null,
      ringToOffHookMs: difference(offHook?.commandAtMs, firstRingAtMs),
      offHookToPromptMs: difference(firstPromptByteAtMs, offHook?.commandAtMs),
      urgentToSubmittedMs: this.#urgent === undefined ? null : round(this.#urgent.totalMs),
      modemSubmitMs: this.#urgent === undefined ? null : round(this.#urgent.modemMs),
      takenBy: this.#takenBy ?? null,
      audioExact,
      messageSeconds: Math.round(recordings.reduce((sum, recording) => sum + recording.milliseconds, 0) / 100) / 10,
      timeline: this.#timeline.entries(),
      problems,
    };
  }

  async #isExact(message: MessageSummary | undefined): Promise<boolean> {
    if (message === undefined || message.recordings.length === 0) return true;
    return this.#report !== undefined && (await areDelivered(message, this.#report, this.#actors));
  }

  async #storedMessage(): Promise<MessageSummary | undefined> {
    if (this.#ref === undefined) return undefined;
    const { message } = await this.#actors.daemon.ask("message", { ref: this.#ref });
    return (message as MessageSummary | null) ?? undefined;
  }

  #missing(message: MessageSummary | undefined, audioExact: boolean): string[] {
    const { byHand, byPhone, paged, recorded } = this.#scenario;
    const { offHook, recordings: delivered = [] } = this.#report ?? {};
    const unread = delivered.reduce((sum, { overrunBytes }) => sum + overrunBytes, 0);
    const has = (part: string) =>
      message?.recordings.some((recording) => recording.part === part && recording.milliseconds > 0) ?? false;
    return [
      ...(message === undefined ? ["there is no message in the store"] : []),
      ...((offHook?.rings ?? 1) > 1 ? ["it rang twice before it was answered"] : []),
      ...recorded.filter((part) => !has(part)).map((part) => `the ${part} was not recorded`),
      ...(unread > 0 ? [`${unread} bytes of the caller's sound were not read in time`] : []),
      ...(audioExact ? [] : ["a recording is not what the modem delivered"]),
      ...(paged && this.#urgent === undefined ? ["no page was accepted by the network"] : []),
      ...(paged && this.#takenBy === undefined ? ["nobody took the call"] : []),
      ...(byPhone && !this.#talkOver ? ["no doctor took it by telephone"] : []),
      ...(!paged && !byHand && this.#urgent !== undefined ? ["a doctor was woken for a call that could wait"] : []),
    ];
  }
}

function difference(later: number | undefined, earlier: number | undefined): number | null {
  return later === undefined || earlier === undefined ? null : round(later - earlier);
}
