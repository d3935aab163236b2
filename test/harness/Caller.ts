import assert from "node:assert/strict";
import type { Digit, HangUpSign } from "../../firmware/line/Line.ts";
import { type Duration, Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import { promptLanguages, wordingOf } from "../../firmware/triage/PromptCatalogue.ts";
import { type Clinic, rosewood } from "./Clinic.ts";

/** Fast fingers: 100 ms tone, 50 ms pause. */
const KEY_EVERY = Milliseconds(150);

/** What a person at the other end does and hears. */
export class Caller {
  readonly #clinic: Clinic;
  /** What was heard last: the how manieth prompt, and how far in it. */
  #heard = { prompt: 0, offset: 0 };

  constructor(clinic: Clinic) {
    this.#clinic = clinic;
  }

  /** Waits until the sentence begins, in whatever language unless one is named; it counts once. */
  async hears(id: string, language?: string): Promise<this> {
    const wanted = this.#wordings(id, language);
    await this.#hearsText(id, (text) => wanted.map((words) => spanOf(text, words)).find((span) => span !== undefined));
    return this;
  }

  /** Waits until these digits are read out. */
  async hearsDigits(digits: string): Promise<this> {
    await this.#hearsText(digits, (text) => spanOf(text, digits));
    return this;
  }

  /** Waits until these words are said, as the timeline has them. */
  async hearsWords(words: string): Promise<this> {
    await this.#hearsText(words, (text) => spanOf(text, words));
    return this;
  }

  async hearsOwnRecording(): Promise<this> {
    await this.#hearsText("the own recording", (text) => spanOf(text, "own recording"));
    return this;
  }

  async #hearsText(what: string, search: (text: string) => number | undefined): Promise<void> {
    const find = () => this.#find(search);
    await this.#clinic.until(`the caller hears ${what}`, () => find() !== undefined);
    this.#heard = find()!;
  }

  #find(search: (text: string) => number | undefined): { prompt: number; offset: number } | undefined {
    const said = this.#clinic.said();
    for (let prompt = this.#heard.prompt; prompt < said.length; prompt += 1) {
      const from = prompt === this.#heard.prompt ? this.#heard.offset : 0;
      const end = search(said[prompt]!.text.slice(from));
      if (end !== undefined) return { prompt, offset: from + end };
    }
    return undefined;
  }

  /** Fails if the sentence was said so far. */
  neverHeard(id: string): this {
    const wanted = this.#wordings(id);
    const said = this.#clinic.said().find(({ text }) => wanted.some((words) => text.includes(words)));
    assert.equal(said, undefined, `the caller heard ${id}\n${this.#clinic.story()}`);
    return this;
  }

  #wordings(id: string, language?: string): readonly string[] {
    const languages = language === undefined ? promptLanguages : [language];
    const wordings = languages.map((each) => wordingOf(id, each, rosewood));
    assert(
      wordings.every((words) => words !== undefined),
      `there is no sentence ${id}`,
    );
    return wordings.filter((words) => words !== undefined);
  }

  /** Keys one after the other, at once: over whatever is being said. */
  async presses(keys: string): Promise<this> {
    for (const key of keys) {
      this.#clinic.line.presses(key as Digit);
      await this.#clinic.passes(KEY_EVERY);
    }
    return this;
  }

  /** Waits until nothing is said any more. */
  async listens(): Promise<this> {
    await this.#clinic.until("the prompt ends", () => !this.#clinic.line.playing);
    return this;
  }

  /** Waits for the tone, and speaks. */
  async speaks(time: Duration): Promise<this> {
    await this.#clinic.until("the recording starts", () => this.#clinic.line.recording, Seconds(60));
    this.#clinic.line.speaksFor(time);
    await this.#clinic.passes(time);
    return this;
  }

  async waits(time: Duration): Promise<this> {
    await this.#clinic.passes(time);
    return this;
  }

  async hangsUp(sign: HangUpSign = "busy"): Promise<this> {
    this.#clinic.line.goes(sign);
    await this.#clinic.passes(Milliseconds(100));
    return this;
  }

  /** The box hangs up. */
  async isReleased(): Promise<this> {
    await this.#clinic.until("the box hangs up", () => !this.#clinic.line.offHook);
    return this;
  }
}

/** Where the words end in the text. */
function spanOf(text: string, words: string): number | undefined {
  const at = text.indexOf(words);
  return at === -1 ? undefined : at + words.length;
}
