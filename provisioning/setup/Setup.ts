import type { EpochMs } from "../../firmware/time/Clock.ts";
import { answered, type SetupState } from "./core/SetupState.ts";
import type { Accepted, Facts, Input, Problem, Step, StepId } from "./core/Step.ts";
import { problem } from "./core/Step.ts";
import { overview, type StepLine, type StepView, viewOf } from "./core/view.ts";
import type { SetupStore } from "./SetupStore.ts";
import { nextStep, stepOf } from "./steps/registry.ts";

/** What it changes in the answers as they are when it ends: others may have been given meanwhile, at another face, too. */
export type Keeps = (now: SetupState) => SetupState;

/** What came of something that was done. */
export type WorkEnd =
  | {
      readonly ok: true;
      readonly keeps?: Keeps;
      readonly secrets?: Readonly<Record<string, string>>;
      readonly words: readonly string[];
    }
  | {
      readonly ok: false;
      readonly keeps?: Keeps;
      readonly problems?: readonly Problem[];
      readonly words: readonly string[];
    };

export interface WorkContext {
  readonly state: SetupState;
  readonly input: Input;
  readonly facts: Facts;
  readonly secrets: Readonly<Record<string, string>>;
  /** From root's hand: who is allowed to put things into force. */
  readonly session: string | undefined;
  /** One line for the person who waits. */
  readonly say: (line: string) => void;
  /** Resolves when the person says yes. Whoever does not is not waited for: the question goes with the job. */
  readonly ask: (question: Question) => Promise<void>;
  readonly signal: AbortSignal;
}

/** What only somebody who is there can say. */
export interface Question {
  readonly words: string;
  /** Of the button that says yes. */
  readonly yes: string;
}

/** Does what an action of a step says; `undefined`: there is no such action. */
export type SetupWork = (step: StepId, action: string, context: WorkContext) => Promise<WorkEnd> | undefined;

/** Something that is being done, or was done last. */
export interface Job {
  readonly step: StepId;
  readonly action: string;
  readonly lines: readonly string[];
  readonly end: WorkEnd | undefined;
  /** Resolves when it is over; never rejects. */
  readonly over: Promise<void>;
  /** Asked just now. */
  readonly question: Question | undefined;
  /** The person says yes to it. False: nothing is asked (any more). */
  sayYes(): boolean;
  /** Called when something is asked. */
  onQuestion(listener: (question: Question) => void): void;
  /** Called for each line, those that were said already included. */
  follow(listener: (line: string) => void): void;
  stop(): void;
}

export interface SetupOptions {
  readonly store: SetupStore;
  readonly work: SetupWork;
  readonly now: () => EpochMs;
}

/** The wizard without a face: steps, answers, and one thing that is done at a time. */
export class Setup {
  readonly #options: SetupOptions;
  #job: Job | undefined;

  constructor(options: SetupOptions) {
    this.#options = options;
  }

  get state(): SetupState {
    return this.#options.store.load();
  }

  get overview(): readonly StepLine[] {
    return overview(this.state);
  }

  get job(): Job | undefined {
    return this.#job;
  }

  next(after?: StepId): Step | undefined {
    return nextStep(this.state, after);
  }

  /** Undefined: there is no such step. */
  view(id: string, item?: number): StepView | undefined {
    const step = stepOf(id);
    return step === undefined ? undefined : viewOf(step, this.state, this.#facts(), item);
  }

  answer(id: string, input: Input): Accepted {
    const step = stepOf(id);
    if (step?.kind !== "form") return noSuchStep;
    return this.#keep(step.accept(this.state, input, this.#facts()));
  }

  /** `index` undefined: a new entry. `was`: what the face showed of it, so that nobody changes another one by mistake. */
  put(id: string, index: number | undefined, input: Input, was?: string): Accepted {
    const step = stepOf(id);
    if (step?.kind !== "list") return noSuchStep;
    if (index !== undefined && was !== undefined && step.items(this.state)[index] !== was) return changedMeanwhile;
    return this.#keep(step.put(this.state, index, input, this.#facts()));
  }

  remove(id: string, index: number, was?: string): Accepted {
    const step = stepOf(id);
    if (step?.kind !== "list") return noSuchStep;
    const entry = step.items(this.state)[index];
    if (entry === undefined || (was !== undefined && entry !== was)) return changedMeanwhile;
    return this.#keep(step.remove(this.state, index));
  }

  /** A list is complete, or a step is left out. */
  finish(id: string): Accepted {
    const step = stepOf(id);
    const { state } = this;
    if (step === undefined) return noSuchStep;
    if (step.kind === "list" && step.items(state).length >= step.least && step.items(state).length > 0)
      return this.#keep({ ok: true, state: answered(state, step.id) });
    if (step.kind === "list" && step.least > 0)
      return { ok: false, problems: [problem("", "the list is empty", `add ${step.one}`)] };
    if (step.skip === undefined)
      return { ok: false, problems: [problem("", "this step cannot be left out", "answer it")] };
    return this.#keep({ ok: true, state: { ...state, done: { ...state.done, [step.id]: "skipped" } } });
  }

  /** Undefined when something else is being done just now. */
  begin(id: string, action: string, input: Input, session?: string): Job | undefined {
    if (this.#job !== undefined && this.#job.end === undefined) return undefined;
    const step = stepOf(id);
    const known = step?.kind === "work" && step.actions(this.state, this.#facts()).some((one) => one.id === action);
    if (step === undefined || !known) return undefined;
    const job = new RunningJob(step.id, action);
    this.#job = job;
    const context: WorkContext = {
      ...{ state: this.state, input, facts: this.#facts(), secrets: this.#options.store.secrets, session },
      say: (line) => job.say(line),
      ask: (question) => job.ask(question),
      signal: job.signal,
    };
    void job.run(
      () => this.#options.work(step.id, action, context),
      (end) => this.#workEnded(end),
    );
    return job;
  }

  /** Begins anew; what is in force stays so. */
  forget(): void {
    this.#options.store.forget();
  }

  #workEnded(end: WorkEnd): void {
    if (end.ok && end.secrets !== undefined) this.#options.store.addSecrets(end.secrets);
    if (end.keeps !== undefined) this.#options.store.save(end.keeps(this.state));
  }

  #keep(accepted: Accepted): Accepted {
    if (!accepted.ok) return accepted;
    if (accepted.secrets !== undefined) this.#options.store.addSecrets(accepted.secrets);
    this.#options.store.save(accepted.state);
    return accepted;
  }

  #facts(): Facts {
    const { applied } = this.state;
    // What the file in force refers to was handed over before it came into force.
    const there = [...(applied ?? "").matchAll(/\$\{credential:([A-Za-z_][A-Za-z0-9_.-]*)\}/g)].map(
      ([, name]) => name!,
    );
    return { now: this.#options.now(), secrets: new Set([...Object.keys(this.#options.store.secrets), ...there]) };
  }
}

const noSuchStep: Accepted = { ok: false, problems: [problem("", "there is no such step", "choose one of the list")] };
const changedMeanwhile: Accepted = {
  ok: false,
  problems: [problem("", "the list was changed meanwhile", "look at it again, then change the entry that you mean")],
};

/** As many lines as anybody reads. */
const MOST_LINES = 200;

class RunningJob implements Job {
  readonly step: StepId;
  readonly action: string;
  readonly #lines: string[] = [];
  readonly #listeners: ((line: string) => void)[] = [];
  readonly #abort = new AbortController();
  readonly #done = Promise.withResolvers<void>();
  readonly #askers: ((question: Question) => void)[] = [];
  #asked: { readonly question: Question; readonly yes: () => void } | undefined;
  #end: WorkEnd | undefined;

  constructor(step: StepId, action: string) {
    this.step = step;
    this.action = action;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  get end(): WorkEnd | undefined {
    return this.#end;
  }

  get over(): Promise<void> {
    return this.#done.promise;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  say(line: string): void {
    if (this.#lines.length >= MOST_LINES || this.#lines.at(-1) === line) return;
    this.#lines.push(line);
    for (const listener of this.#listeners) listener(line);
  }

  follow(listener: (line: string) => void): void {
    for (const line of this.#lines) listener(line);
    this.#listeners.push(listener);
  }

  get question(): Question | undefined {
    return this.#asked?.question;
  }

  ask(question: Question): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#asked = { question, yes: resolve };
    for (const listener of this.#askers) listener(question);
    return promise;
  }

  sayYes(): boolean {
    const asked = this.#asked;
    this.#asked = undefined;
    asked?.yes();
    return asked !== undefined;
  }

  onQuestion(listener: (question: Question) => void): void {
    if (this.#asked !== undefined) listener(this.#asked.question);
    this.#askers.push(listener);
  }

  stop(): void {
    this.#abort.abort();
  }

  async run(work: () => Promise<WorkEnd> | undefined, ended: (end: WorkEnd) => void): Promise<void> {
    let end: WorkEnd;
    try {
      end = (await work()) ?? { ok: false, words: ["There is nothing of that name to do here."] };
      ended(end);
    } catch (error) {
      end = { ok: false, words: [inWords(error)] };
    }
    this.#asked = undefined;
    this.#end = end;
    this.#done.resolve();
  }
}

const inWords = (error: unknown): string => {
  const { cure, message } = error as { readonly cure?: string; readonly message?: string };
  return [message ?? String(error), cure].filter((part) => part !== undefined).join(" ");
};
