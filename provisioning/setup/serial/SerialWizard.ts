import type { Who } from "../../change/ApplyClient.ts";
import { type Field, type Input, needsFile, type Problem, type StepId } from "../core/Step.ts";
import { asTyped, problemInWords, type StepView } from "../core/view.ts";
import { enterBox, type Gate } from "../enterBox.ts";
import type { Job, Setup } from "../Setup.ts";
import { HELP_LINES, type Talk, Wish } from "./Talk.ts";

export interface SerialWizardOptions {
  readonly setup: Setup;
  readonly talk: Talk;
  /** Absent for root at the box's own keyboard. */
  readonly gate?: Gate;
  readonly who: Who;
  /** What is said first: which box this is, and the certificate of its pages. */
  readonly greeting: readonly string[];
  /** Each answer counts as use of set-up mode. */
  readonly used: () => void;
}

type Taken = {
  readonly ok: boolean;
  readonly problems?: readonly Problem[];
  readonly notes?: readonly string[];
};

/** Leads through all steps in plain lines. Ends when the person quits or is gone; everything answered so far is kept. */
export class SerialWizard {
  readonly #options: SerialWizardOptions;
  readonly #talk: Talk;
  readonly #setup: Setup;
  #session: string | undefined;

  constructor(options: SerialWizardOptions) {
    this.#options = options;
    this.#talk = options.talk;
    this.#setup = options.setup;
  }

  async run(): Promise<void> {
    const talk = this.#talk;
    talk.say("", ...this.#options.greeting, "", ...HELP_LINES);
    try {
      const { gate, who } = this.#options;
      if (gate !== undefined) this.#session = await enterBox(talk, gate, who, this.#options.greeting);
      let id: StepId | undefined = this.#setup.next()?.id ?? "handover";
      while (id !== undefined) id = await this.#at(id);
      talk.say("", "All steps are done. Unplug the cable whenever you like.");
    } catch (error) {
      if (!(error instanceof Wish)) throw error;
      talk.say("", "Everything that you have answered is kept. Come back at any time.");
    } finally {
      if (this.#session !== undefined) await this.#options.gate?.leave(this.#session).catch(() => undefined);
    }
  }

  /** One step; which one comes then. */
  async #at(id: StepId): Promise<StepId | undefined> {
    try {
      await this.#step(id);
      return this.#setup.next(id)?.id;
    } catch (error) {
      if (!(error instanceof Wish)) throw error;
      switch (error.kind) {
        case "quit":
          throw error;
        case "back":
          return this.#setup.view(id)?.before ?? id;
        case "skip":
          return this.#skip(id);
        case "status":
          this.#status();
          return id;
        case "steps":
          return this.#goTo(id);
      }
    }
  }

  async #step(id: StepId): Promise<void> {
    const view = this.#setup.view(id);
    if (view === undefined) return;
    const before = view.status === "answered" ? " (answered before)" : "";
    this.#talk.say("", `Step ${view.number} of ${this.#setup.overview.length}: ${view.title}${before}.`, ...view.intro);
    if (view.skip !== undefined) this.#talk.say(`May be left out with "skip": ${view.skip}`);
    switch (view.kind) {
      case "form":
        return this.#form(view.fields, (input) => this.#setup.answer(id, input));
      case "list":
        return this.#list(id);
      case "work":
        return this.#work(id);
    }
  }

  /** Asks all fields, then those again that were not taken. */
  async #form(fields: readonly Field[], accept: (input: Input) => Taken): Promise<void> {
    let asked = fields;
    let input: Record<string, string> = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
    for (;;) {
      for (const field of asked) {
        input = { ...input, [field.name]: await this.#talk.field(asTyped([field], input)[0]!) };
        this.#options.used();
      }
      const { ok, problems = [], notes = [] } = accept(input);
      this.#talk.say(...notes);
      if (ok) return;
      this.#talk.say("", "That was not taken:", ...problems.map((one) => `  ${problemInWords(one, fields)}`));
      const wrong = new Set(problems.map(({ field }) => field));
      const again = fields.filter(({ name }) => wrong.has(name));
      asked = wrong.has("") || again.length === 0 ? fields : again;
    }
  }

  async #list(id: StepId): Promise<void> {
    for (;;) {
      const { items, one } = this.#setup.view(id)!;
      this.#talk.say("", ...(items.length === 0 ? ["The list is empty."] : numbered(items)), "");
      const choices = ["Go on", `Add ${one}`, ...(items.length === 0 ? [] : ["Change an entry", "Take an entry away"])];
      this.#talk.say(...numbered(choices));
      const chosen = await this.#talk.choose("What to do? >", choices.length);
      if (chosen === 1) {
        if (this.#tell(this.#setup.finish(id))) return;
        continue;
      }
      const index = chosen === 2 ? undefined : (await this.#talk.choose("Which entry? >", items.length)) - 1;
      const was = index === undefined ? undefined : items[index];
      if (chosen === 4 && index !== undefined) this.#tell(this.#setup.remove(id, index, was));
      else await this.#form(this.#setup.view(id, index)!.fields, (input) => this.#setup.put(id, index, input, was));
    }
  }

  async #work(id: StepId): Promise<void> {
    for (;;) {
      const view = this.#setup.view(id)!;
      const actions = view.actions.filter((action) => !needsFile(action));
      const choices = [...actions.map(({ help, label }) => `${label}. ${help}`), goOn(view)];
      this.#talk.say("", ...numbered(choices));
      const chosen = await this.#talk.choose("What to do? >", choices.length);
      const action = actions[chosen - 1];
      if (action === undefined) return this.#leave(id);
      const fields = action.fields ?? [];
      let problems = await this.#act(id, action.id, await this.#inputs(fields));
      while (problems.length > 0) {
        this.#talk.say("That was not taken:", ...problems.map((one) => `  ${problemInWords(one, fields)}`));
        problems = await this.#act(id, action.id, await this.#inputs(fields));
      }
      if (view.status === "open" && this.#setup.view(id)!.status === "answered") return;
    }
  }

  /** A step that is neither done nor left out comes again at the end. */
  #leave(id: StepId): void {
    const { skip, status } = this.#setup.view(id)!;
    if (status === "open" && skip !== undefined) throw new Wish("skip");
  }

  async #inputs(fields: readonly Field[]): Promise<Input> {
    const input: Record<string, string> = {};
    for (const field of fields) input[field.name] = await this.#talk.field(field);
    return input;
  }

  async #act(id: StepId, action: string, input: Input): Promise<readonly Problem[]> {
    const job = this.#setup.begin(id, action, input, this.#session);
    this.#options.used();
    if (job === undefined) {
      this.#talk.say("Something else is being done just now. Try again in a moment.");
      return [];
    }
    job.follow((line) => {
      this.#options.used();
      this.#talk.say(`  … ${line}`);
    });
    const asked = new Promise<void>((resolve) => job.onQuestion(() => resolve()));
    await Promise.race([job.over, asked]);
    while (job.question !== undefined) await this.#asked(job);
    await job.over;
    this.#options.used();
    const end = job.end!;
    if (end.words.length > 0)
      this.#talk.say("", end.ok ? "Done:" : "Not done:", ...end.words.map((line) => `  ${line}`));
    return end.ok ? [] : (end.problems ?? []);
  }

  /** Waits for the word, or for the end of what asks for it. */
  async #asked(job: Job): Promise<void> {
    const { words } = job.question!;
    this.#talk.say("", words);
    const answer = await this.#talk.until('Type "yes" to keep it >', job.over);
    if (answer?.toLowerCase() === "yes") job.sayYes();
  }

  #skip(id: StepId): StepId | undefined {
    return this.#tell(this.#setup.finish(id)) ? this.#setup.next(id)?.id : id;
  }

  #tell({ ok, problems = [] }: Taken): boolean {
    this.#talk.say(...problems.map((problem) => problemInWords(problem, [])));
    return ok;
  }

  #status(): void {
    const words = { open: "not answered yet", answered: "answered", skipped: "left out" };
    this.#talk.say(
      "",
      ...this.#setup.overview.map(({ number, status, title }) => `  ${number}. ${title}: ${words[status]}`),
    );
  }

  async #goTo(id: StepId): Promise<StepId> {
    this.#status();
    try {
      const { overview } = this.#setup;
      return overview[(await this.#talk.choose("Which step? >", overview.length)) - 1]?.id ?? id;
    } catch (error) {
      if (error instanceof Wish && error.kind !== "quit") return id;
      throw error;
    }
  }
}

const numbered = (lines: readonly string[]): readonly string[] => lines.map((line, at) => `  ${at + 1}. ${line}`);

const goOn = ({ actions, skip, status }: StepView): string =>
  status === "open" && skip === undefined && actions.length > 0 ? "Go on (this step stays open)" : "Go on";
