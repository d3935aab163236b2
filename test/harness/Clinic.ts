import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { AlertDesk } from "../../device/alert/AlertDesk.ts";
import { CallerNews } from "../../device/alert/CallerNews.ts";
import type { DutyBook } from "../../device/alert/DutyBook.ts";
import { CallDesk } from "../../device/call/CallDesk.ts";
import { CodePool } from "../../device/call/CodePool.ts";
import { PromptLibrary } from "../../device/call/PromptLibrary.ts";
import { packagedPrompts } from "../../device/call/packagedPrompts.ts";
import { LiveFeed } from "../../device/control/LiveFeed.ts";
import type { PinBook } from "../../device/doctor/PinBook.ts";
import type { RecordingCodes } from "../../device/doctor/studio/RecordingCodes.ts";
import { openStore } from "../../device/storage/StoreClient.ts";
import type { Clinic as ClinicFile } from "../../firmware/config/Clinic.ts";
import type { CallerId, LineEvent } from "../../firmware/line/Line.ts";
import type { MessageSummary, VoiceMessage } from "../../firmware/message/MessageStore.ts";
import { type Duration, Milliseconds, Minutes } from "../../firmware/time/Duration.ts";
import { type PromptVariables, wordingOf } from "../../firmware/triage/PromptCatalogue.ts";
import { readScript } from "../../firmware/triage/readScript.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { Caller } from "./Caller.ts";
import { callsDoctors } from "./callsDoctors.ts";
import { GsmRig } from "./GsmRig.ts";
import type { LineRig } from "./LineRig.ts";
import { Pager, PhoneNetwork } from "./Pager.ts";
import { receivesDoctors } from "./receivesDoctors.ts";
import { RigLine, type ScenarioLine } from "./ScenarioLine.ts";
import { VirtualClock } from "./VirtualClock.ts";
import { type LineTroubles, VirtualLine } from "./VirtualLine.ts";
import { WatchedStore } from "./WatchedStore.ts";

export interface ScenarioOptions {
  readonly languages?: readonly string[];
  readonly country?: string;
  /** As under `script:` in the clinic file. */
  readonly script?: unknown;
  readonly line?: LineTroubles;
  /** A real driver on an emulated modem instead of the virtual line. */
  readonly rig?: () => LineRig;
  /** `gone`: the card with the data is not there. */
  readonly disk?: "works" | "gone";
  /** The people's PINs, by id. Who has one is let in from their telephone, and with a cellular rig called over it. */
  readonly pins?: Readonly<Record<string, string>>;
  /** The clinic records prompts of its own: a library that nobody shares. */
  readonly ownPrompts?: boolean;
  /** `privacy.patientText` of the clinic file. */
  readonly patientText?: "off" | "when-taken";
  /** `privacy.tellCallerAgain`. */
  readonly tellCallerAgain?: boolean;
  /** The box does not believe its own clock. */
  readonly clockUntrusted?: boolean;
}

/** One thing that happened, for the story that a failing scenario tells. */
export interface Happening {
  readonly atMs: number;
  readonly kind: string;
  readonly text: string;
}

export const rosewood: PromptVariables = {
  clinic: "Rosewood Family Practice",
  emergencyNumber: "911",
  people: testClinic().people,
};

const libraries = new Map<string, PromptLibrary>();

/** Read once for all scenarios of a file; nobody changes it. */
function promptsOf(languages: readonly string[]): PromptLibrary {
  const key = languages.join();
  const library = libraries.get(key) ?? PromptLibrary.load([packagedPrompts], languages);
  libraries.set(key, library);
  return library;
}

/** Timers that outlive a call. */
const LONGER: ReadonlySet<string> = new Set(["network", "pin lock"]);

/** Longer than any call may last: what has not happened by then does not happen. */
const PATIENCE = Minutes(15);

/** A clinic at night with its answering box: the real call desk, session, alerts, store and prompts on a line and a clock of the test's own. */
export class Clinic implements AsyncDisposable {
  readonly clock: VirtualClock;
  readonly happenings: Happening[] = [];
  readonly pages: VoiceMessage[] = [];
  readonly faults: string[] = [];
  readonly line: ScenarioLine;
  readonly watched: WatchedStore;
  readonly alerts: AlertDesk;
  readonly news: CallerNews;
  readonly file: ClinicFile;
  readonly prompts: PromptLibrary;
  readonly duties: DutyBook;
  readonly recordingCodes: RecordingCodes;
  readonly #network = new PhoneNetwork(this);
  readonly #pagers = new Map<string, Pager>();
  readonly #directory: string;
  readonly #pinBook: PinBook;

  private constructor(directory: string, watched: WatchedStore, codes: CodePool, options: ScenarioOptions) {
    this.#directory = directory;
    this.watched = watched;
    const rig = options.rig?.();
    this.clock = rig?.clock ?? new VirtualClock();
    const file = testClinic();
    const { patientText = "off", pins, tellCallerAgain = true } = options;
    const people = file.people.map(({ pin: _, ...person }) => ({
      ...person,
      ...(pins?.[person.id] === undefined ? {} : { pin: pins[person.id]! }),
    }));
    this.file = { ...file, people, privacy: { ...file.privacy, patientText, tellCallerAgain } };
    const { languages = ["en", "es"], country = "US" } = options;
    const { script, issues } = readScript(
      options.script ?? { template: "family-practice", routine: "waits" },
      languages,
    );
    assert(script !== undefined, JSON.stringify(issues));
    this.prompts = options.ownPrompts
      ? PromptLibrary.load([join(directory, "prompts"), packagedPrompts], languages)
      : promptsOf(languages);
    const feed = new LiveFeed(this.clock);
    feed.listen((event) => this.happenings.push(event));
    this.news = new CallerNews({ clock: this.clock, country, tellCallerAgain });
    this.alerts = new AlertDesk({
      clinic: this.file,
      clock: this.clock,
      store: watched.store,
      feed,
      channels: [
        this.#network.channel("sms"),
        rig instanceof GsmRig && pins !== undefined
          ? callsDoctors(this, this.file, rig, this.prompts, feed)
          : this.#network.channel("call"),
      ],
      onCall: () => ({ duties: this.duties.changes }),
      publish: () => {},
      changed: (alert) => this.news.alertChanged(alert),
      fault: (code) => this.faults.push(code),
    });
    const desk = new CallDesk({
      line: "front",
      script,
      languages,
      country,
      variables: { ...rosewood, ...(script.prompts === undefined ? {} : { own: script.prompts }) },
      clock: this.clock,
      timezone: file.clinic.timezone,
      clockTrusted: () => options.clockUntrusted !== true,
      news: this.news,
      store: watched.store,
      prompts: this.prompts,
      codes,
      feed,
      command: (command) => this.line.perform(command),
      messageChanged: (message) => this.alerts.messageChanged(message),
      raiseAlert: (message, knownAtMs, callerId) => {
        this.pages.push(message);
        this.alerts.raise(message, knownAtMs, callerId);
      },
      fault: (code) => this.faults.push(code),
    });
    const parts = { desk, feed, prompts: this.prompts, folder: directory };
    const { reception, duties, pins: pinBook, recordingCodes } = receivesDoctors(this, this.file, parts);
    this.duties = duties;
    this.recordingCodes = recordingCodes;
    this.#pinBook = pinBook;
    const lineEvent = (event: LineEvent): void => reception.lineEvent(event);
    this.line = rig === undefined ? new VirtualLine(this.clock, lineEvent, options.line) : new RigLine(rig, lineEvent);
  }

  static async open(options: ScenarioOptions): Promise<Clinic> {
    const directory = mkdtempSync(join(tmpdir(), "firstring-scenario-"));
    const path = options.disk === "gone" ? join(directory, "gone") : directory;
    const store = await openStore({ directory: path, key: Uint8Array.from(randomBytes(32)), onFault: () => {} });
    const watched = new WatchedStore(store);
    const codes = new CodePool(watched.store);
    await codes.fill();
    const clinic = new Clinic(directory, watched, codes, options);
    await clinic.line.start();
    return clinic;
  }

  /** The phone of a person of the clinic file, by name. */
  pager(name: string): Pager {
    const person = this.file.people.find((each) => each.name === name);
    assert(person !== undefined, `nobody is called ${name}`);
    const pager = this.#pagers.get(name) ?? new Pager(this, this.#network, person);
    this.#pagers.set(name, pager);
    return pager;
  }

  /** A caller's phone: it rings us up, and shows the short messages that it got. */
  phone(number: string): { calls(): Promise<Caller>; readonly received: readonly string[] } {
    return {
      calls: () => this.#calls({ kind: "number", number }),
      received: this.#network.delivered.filter(({ address }) => address === number).map(({ text }) => text),
    };
  }

  get withheldPhone(): { calls(): Promise<Caller> } {
    return { calls: () => this.#calls({ kind: "withheld" }) };
  }

  async #calls(callerId: CallerId): Promise<Caller> {
    this.line.rings(callerId);
    await this.until("the call is answered", () => this.line.offHook);
    return new Caller(this);
  }

  /** Turns the clock from one event to the next until it is so. */
  async until(what: string, isSo: () => boolean, within: Duration = PATIENCE): Promise<void> {
    const latest = this.clock.monotonic() + within;
    await this.watched.settled();
    while (!isSo()) {
      const next = this.clock.nextAt();
      if (next === undefined || next > latest) assert.fail(`${what}: it did not happen\n${this.story()}`);
      this.clock.advance(Milliseconds(next - this.clock.monotonic()));
      await this.watched.settled();
    }
  }

  async passes(time: Duration): Promise<void> {
    let isOver = false;
    this.clock.after("test", time, () => {
      isOver = true;
    });
    await this.until("time passes", () => isOver, Milliseconds(time + 1));
  }

  /** The one message there is; with its call, alert and recordings, as the front desk finds it. */
  async message(): Promise<MessageSummary> {
    const found = await this.watched.store.list(10);
    assert.equal(found.length, 1, `${found.length} messages\n${this.story()}`);
    return found[0]!;
  }

  async messages(): Promise<readonly MessageSummary[]> {
    return this.watched.store.list(10);
  }

  story(): string {
    return this.happenings
      .map(({ atMs, kind, text }) => `${(atMs / 1000).toFixed(1).padStart(7)}  ${kind.padEnd(14)} ${text}`)
      .join("\n");
  }

  said(): readonly Happening[] {
    return this.happenings.filter(({ kind }) => kind === "prompt" || kind === "doctor-hears");
  }

  /** True of every call, whatever its scenario is about. */
  checkPromises(): void {
    assert(!this.line.offHook, `the line is on-hook at the end\n${this.story()}`);
    const left = this.clock.running().filter((name) => !name.startsWith("alert.") && !LONGER.has(name));
    assert.deepEqual(left, [], "no timer of the call is left behind");
    const refs = this.pages.map(({ ref }) => ref);
    assert.equal(new Set(refs).size, refs.length, `one alert a call at most: ${refs}`);
    const claims = ["saved-urgent", "saved-routine"].flatMap((id) =>
      ["en", "es"].map((language) => wordingOf(id, language, rosewood)!),
    );
    const thanked = this.happenings.findIndex(
      ({ kind, text }) => kind === "prompt" && claims.some((claim) => text.includes(claim)),
    );
    const saved = this.happenings.findIndex(({ kind, text }) => kind === "saved" && text.startsWith("saved"));
    assert(thanked === -1 || (saved !== -1 && saved < thanked), `nobody is told "saved" before it is\n${this.story()}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.watched.release();
    this.#pinBook.stop();
    await this.alerts.stop();
    await this.watched.store.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** A story with a caller in it; at its end the line is free, nothing runs on, and no promise was broken. */
export function scenario(name: string, story: (clinic: Clinic) => Promise<void>, options: ScenarioOptions = {}): void {
  test(name, async () => {
    await using clinic = await Clinic.open(options);
    await story(clinic);
    if (clinic.line.offHook) await clinic.until("the call ends", () => !clinic.line.offHook);
    await clinic.passes(Milliseconds(100));
    await clinic.line.stop();
    clinic.checkPromises();
  });
}
