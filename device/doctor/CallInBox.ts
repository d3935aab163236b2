import { randomUUID } from "node:crypto";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { CallInEffect, CallInEvent, ListKind, Named, OwnClip } from "../../firmware/doctor/callin/CallIn.ts";
import {
  type DutyText,
  dutyChangeOf,
  dutyNow,
  dutyTexts,
  lastChangeOf,
  undoneTexts,
} from "../../firmware/doctor/callin/dutyByPhone.ts";
import { LISTED_FOR, messageEntries, openEntries } from "../../firmware/doctor/callin/lists.ts";
import type { OpenPage } from "../../firmware/doctor/TalkState.ts";
import type { AudioFormat, LineCommand } from "../../firmware/line/Line.ts";
import type { MessageStore, MessageSummary } from "../../firmware/message/MessageStore.ts";
import { findPerson, type OnCallOptions, whoIsOnCall } from "../../firmware/oncall/onCall.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { clipName, type PromptVariables } from "../../firmware/triage/PromptCatalogue.ts";
import { personClip } from "../../firmware/triage/personNames.ts";
import type { DutyBook } from "../alert/DutyBook.ts";
import type { LiveFeed } from "../control/LiveFeed.ts";
import type { OwnClips } from "./OwnClips.ts";
import { Take } from "./Take.ts";

/** What somebody who calls in may have to do with, beside the pages. */
export interface CallInMeans {
  readonly clinic: Clinic;
  readonly clock: Clock;
  readonly store: Pick<MessageStore, "list" | "heardBy" | "markHeard" | "audit" | "writeCall">;
  readonly feed: LiveFeed;
  /** All alerts that are not closed. */
  readonly pages: () => readonly OpenPage[];
  readonly duties: DutyBook;
  readonly onCall: () => OnCallOptions;
  readonly clips: OwnClips;
  /** By SMS; nobody waits for it. */
  readonly tellPerson: (person: string, text: string) => void;
}

export interface CallInBoxOptions {
  readonly means: CallInMeans;
  readonly person: Named;
  readonly variables: PromptVariables;
  /** Of what the line delivers. */
  readonly format: AudioFormat;
  readonly command: (command: LineCommand) => void;
  readonly tell: (event: CallInEvent) => void;
}

type Asked = Exclude<CallInEffect, { readonly kind: "toPatient" }>;

/** Well within the talk's own patience (ACT_WITHIN). */
const HEARD_WITHIN = Seconds(2);
/** One look at the store; a week of a busy clinic is a few of them. */
const PAGE_OF_MESSAGES = 100;
const MOST_PAGES = 20;

/** Performs what somebody who has called in asks the box for, and answers. Nothing here decides. */
export class CallInBox {
  readonly #options: CallInBoxOptions;
  readonly #take: Take;

  constructor(options: CallInBoxOptions) {
    this.#options = options;
    this.#take = new Take(options.format, options.command);
  }

  audioReceived(bytes: Uint8Array): void {
    this.#take.audioReceived(bytes);
  }

  perform(effect: Asked): void {
    const { command, means, person, tell } = this.#options;
    const failed = () => tell({ kind: "dutyChanged", result: "failed" });
    switch (effect.kind) {
      case "listEntries":
        // Nothing comes back: the talk's own patience runs out, and says so.
        return void this.#list(effect.list).catch((error: unknown) => this.#note(`the list failed: ${error}`));
      case "markHeard":
        return void this.#markHeard(effect.ref).catch(() => {});
      case "askDuty":
        return queueMicrotask(() =>
          tell({ kind: "dutyTold", duty: dutyNow(means.clinic, person.id, means.clock.now(), means.onCall()) }),
        );
      case "changeDuty":
        return void this.#changeDuty(effect).catch(failed);
      case "undoDuty":
        return void this.#undoDuty().catch(failed);
      case "startRecording":
        return this.#take.start();
      case "stopRecording":
        return this.#take.stop();
      case "playTake":
        return command({ kind: "play", playId: effect.playId, audio: { samples: this.#take.samples } });
      case "keepTake":
        return void this.#keep(effect);
      case "undoClip":
        return void this.#undoClip(effect);
      // StudioBox.ts
      case "tryCode":
      case "judgeTake":
      case "keepSentence":
        return;
    }
  }

  recordingStopped(): void {
    this.#take.recordingStopped();
  }

  #named = (id: string): Named => ({ id, name: findPerson(this.#options.means.clinic, id)?.name ?? id });

  async #list(list: ListKind): Promise<void> {
    const { means, person, tell } = this.#options;
    const at = means.clock.now();
    const heard = await this.#heard(at - 2 * LISTED_FOR);
    const entries =
      list === "open"
        ? openEntries(means.pages(), heard, person.id, this.#named)
        : messageEntries(await this.#messagesSince(at - LISTED_FOR), heard, at, this.#named);
    tell({ kind: "entriesListed", list, at, entries });
  }

  /** What is open is in memory, and is told whatever the disk does: without its word all of it is new to them. */
  async #heard(since: number): Promise<ReadonlySet<string>> {
    const { clock, store } = this.#options.means;
    const { promise: late, resolve } = Promise.withResolvers<readonly string[]>();
    const patience = clock.after("heard messages", HEARD_WITHIN, () => resolve([]));
    const refs = await Promise.race([store.heardBy(this.#options.person.id, since).catch(() => []), late]);
    patience.cancel();
    return new Set(refs);
  }

  async #messagesSince(since: number): Promise<readonly MessageSummary[]> {
    const { store } = this.#options.means;
    const found: MessageSummary[] = [];
    let before: number | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const some = await store.list(PAGE_OF_MESSAGES, before);
      found.push(...some);
      before = some.at(-1)?.message.receivedAt;
      if (some.length < PAGE_OF_MESSAGES || before === undefined || before < since) break;
    }
    return found;
  }

  async #markHeard(ref: string): Promise<void> {
    const { means, person } = this.#options;
    const at = means.clock.now();
    await means.store.markHeard(ref, person.id, at);
    await means.store.audit({ at, kind: "message-heard", ref, person: person.id, detail: "by telephone" });
  }

  async #changeDuty({ wish, until }: Extract<Asked, { kind: "changeDuty" }>): Promise<void> {
    const { means, person, tell } = this.#options;
    const at = means.clock.now();
    // The handoff came while they were asked.
    if (until <= at) return tell({ kind: "dutyChanged", result: "failed" });
    const change = dutyChangeOf(wish, person.id, { id: `d${randomUUID()}`, at, until });
    const { kept } = await means.duties.change(change);
    this.#note(`${person.name} has changed the duty by telephone`);
    this.#tellPeople(dutyTexts(means.clinic, change, at));
    tell({ kind: "dutyChanged", result: kept === "memory" ? "memory" : "done" });
  }

  async #undoDuty(): Promise<void> {
    const { means, person, tell } = this.#options;
    const at = means.clock.now();
    const last = lastChangeOf(means.duties.changes, person.id, at);
    const written = last === undefined ? undefined : means.duties.withdraw(last.id);
    if (last === undefined || written === undefined) return tell({ kind: "dutyChanged", result: "nothing" });
    const { kept } = await written;
    this.#note(`${person.name} has taken back a change of duty`);
    this.#tellPeople(undoneTexts(means.clinic, last, at, whoIsOnCall(means.clinic, at, means.onCall()).people));
    tell({ kind: "dutyChanged", result: kept === "memory" ? "memory" : "done" });
  }

  #tellPeople(texts: readonly DutyText[]): void {
    for (const { person, text } of texts) this.#options.means.tellPerson(person, text);
  }

  async #keep({ clip, language }: Extract<Asked, { kind: "keepTake" }>): Promise<void> {
    const { means, tell } = this.#options;
    const why = await means.clips.keep(this.#clipOf(clip), language, this.#take.samples);
    if (why === undefined) this.#audit("clip-recorded", clip, language);
    else this.#note(`the recording was not kept: ${why}`);
    tell({ kind: "clipChanged", result: why === undefined ? "done" : "failed" });
  }

  async #undoClip({ clip, language }: Extract<Asked, { kind: "undoClip" }>): Promise<void> {
    const { means, tell } = this.#options;
    const undone = await means.clips.undo(this.#clipOf(clip), language).catch(() => undefined);
    if (undone === true) this.#audit("clip-undone", clip, language);
    tell({ kind: "clipChanged", result: undone === undefined ? "failed" : undone ? "done" : "nothing" });
  }

  #clipOf(clip: OwnClip): string {
    const { person, variables } = this.#options;
    return clip === "name" ? personClip(person) : clipName("greeting", variables);
  }

  #audit(kind: string, clip: OwnClip, language: string): void {
    const { means, person } = this.#options;
    const detail = `${language}/${this.#clipOf(clip)}`;
    void means.store.audit({ at: means.clock.now(), kind, person: person.id, detail }).catch(() => {});
  }

  #note(text: string): void {
    this.#options.means.feed.tell("note", text);
  }
}
