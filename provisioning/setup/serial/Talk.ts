import type { Readable } from "node:stream";
import type { Field } from "../core/Step.ts";
import { LineKeys } from "./LineKeys.ts";

/** A word that means the same at every question. Thrown to whoever leads through the steps. */
export class Wish {
  readonly kind: "back" | "skip" | "status" | "steps" | "quit";
  constructor(kind: Wish["kind"]) {
    this.kind = kind;
  }
}

const WISHES: ReadonlySet<string> = new Set(["back", "skip", "status", "steps", "quit"]);

export const HELP_LINES: readonly string[] = [
  "At each question type your answer and press Enter. Enter alone keeps what is in brackets; a minus sign leaves it empty.",
  "A choice is made by its number or its word; several with commas.",
  "Words that work everywhere: help, back (the step before), skip, status (what is answered), steps (go to one), quit.",
];

/**
 * Plain questions and answers, one line each: no cursor, no colour, nothing that is drawn twice. Any terminal program shows
 * it, a screen reader reads it in order, and a program can talk to it.
 */
export class Talk {
  readonly #write: (text: string) => unknown;
  readonly #waiting: ((line: string | undefined) => void)[] = [];
  readonly #lines: string[] = [];
  readonly #hide: ((hidden: boolean) => unknown) | undefined;
  readonly #keys: LineKeys;
  #over = false;

  /** `hide`: keeps the terminal from showing what is typed; undefined where it is not ours. */
  constructor(input: Readable, write: (text: string) => unknown, hide?: (hidden: boolean) => unknown) {
    this.#write = write;
    this.#hide = hide;
    this.#keys = new LineKeys({ line: (line) => this.#line(line), end: () => this.#end() });
    input.on("data", (bytes: Uint8Array) => this.#keys.push(bytes));
    for (const over of ["end", "close", "error"]) input.on(over, () => this.#end());
  }

  say(...lines: readonly string[]): void {
    for (const line of lines) this.#write(`${line}\n`);
  }

  /** The next line; the wish to quit when nobody is there any more. */
  async line(signal?: AbortSignal): Promise<string> {
    const coming = () =>
      new Promise<string | undefined>((resolve) => {
        this.#waiting.push(resolve);
        signal?.addEventListener("abort", () => {
          const at = this.#waiting.indexOf(resolve);
          if (at >= 0) this.#waiting.splice(at, 1);
        });
      });
    const line = this.#lines.shift() ?? (this.#over ? undefined : await coming());
    if (line === undefined) throw new Wish("quit");
    return line;
  }

  /** One answer, with the words that work everywhere taken care of. */
  async ask(prompt: string): Promise<string> {
    for (;;) {
      this.#write(`${prompt} `);
      const line = printable(await this.line()).trim();
      if (line.toLowerCase() === "help") this.say("", ...HELP_LINES, "");
      else if (WISHES.has(line.toLowerCase())) throw new Wish(line.toLowerCase() as Wish["kind"]);
      else return line;
    }
  }

  /** One answer that nobody reads over a shoulder, where the terminal is ours. */
  async askSecret(prompt: string): Promise<string> {
    this.say(this.#hide === undefined ? "What you type is seen on this screen." : "What you type is not shown.");
    if (this.#hide === undefined) return this.ask(prompt);
    this.#keys.edits = true;
    this.#hide(true);
    try {
      return await this.ask(prompt);
    } finally {
      this.#hide(false);
      this.#keys.edits = false;
      this.say("");
    }
  }

  /** One answer, or undefined when it is not waited for any more: the next line is then another question's. */
  async until(prompt: string, over: Promise<void>): Promise<string | undefined> {
    this.#write(`${prompt} `);
    const coming = new AbortController();
    const line = this.line(coming.signal);
    const first = await Promise.race([line, over.then(() => undefined)]);
    coming.abort();
    return first === undefined ? undefined : printable(first).trim();
  }

  /** A number of a list, from 1. */
  async choose(prompt: string, count: number): Promise<number> {
    for (;;) {
      const answer = await this.ask(prompt);
      const number = /^\d{1,3}$/.test(answer) ? Number(answer) : 0;
      if (number >= 1 && number <= count) return number;
      this.say(`Type a number from 1 to ${count}, or help.`);
    }
  }

  /** One field of a form. */
  async field(field: Field): Promise<string> {
    this.say(
      "",
      `${field.label}${field.optional === true ? " (may be left empty)" : ""}${field.label.endsWith("?") ? "" : "."} ${field.help}`,
    );
    const offered = field.choices ?? (field.suggestions ?? []).map((value) => ({ value, label: value }));
    for (const [at, { label }] of offered.entries()) this.say(`  ${at + 1}. ${label}`);
    const answer = field.kind === "secret" ? await this.askSecret(">") : await this.ask(promptOf(field));
    if (answer === "") return field.value;
    if (answer === "-") return "";
    if (field.kind === "long") return this.#rest(answer);
    if (field.kind !== "many") return meant(answer, offered);
    const parts = answer.split(/[,\s]+/).filter((part) => part !== "");
    return parts.map((part) => meant(part, offered)).join(",");
  }

  /** A text of several lines ends with an empty one, or where a certificate ends. */
  async #rest(first: string): Promise<string> {
    const lines = [first];
    for (;;) {
      const line = await this.line();
      if (line.trim() === "") return lines.join("\n");
      lines.push(line);
      if (line.startsWith("-----END ")) return lines.join("\n");
    }
  }

  #line(line: string): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#lines.push(line);
    else waiting(line);
  }

  #end(): void {
    this.#over = true;
    for (const waiting of this.#waiting.splice(0)) waiting(undefined);
  }
}

function promptOf({ choices, value }: Field): string {
  if (value === "") return ">";
  const labels = value.split(",").map((one) => choices?.find((choice) => choice.value === one)?.label ?? one);
  return `[${labels.join(", ")}] >`;
}

/** By number, by value, or by the beginning of its label; anything else is taken as it is. */
function meant(answer: string, offered: readonly { readonly value: string; readonly label: string }[]): string {
  const plain = answer.toLowerCase();
  const byNumber = /^\d{1,2}$/.test(answer) ? offered[Number(answer) - 1] : undefined;
  const found =
    byNumber ??
    offered.find(({ value }) => value.toLowerCase() === plain) ??
    offered.find(({ label }) => label.toLowerCase().startsWith(plain));
  return found?.value ?? answer;
}

const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  text.replace(/\x1b\[[0-9;]*[A-Za-z~]/g, "").replace(/[\u0000-\u001f\u007f-\u009f]/g, "");
