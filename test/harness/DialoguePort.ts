import { readdirSync, readFileSync } from "node:fs";
import type { BytePort } from "../../device/serial/BytePort.ts";

/** What a modem answered to which command, from a `.at` file: `# field: value`, `> command`, `< line`. */
export interface Dialogue {
  readonly header: ReadonlyMap<string, string>;
  readonly answers: ReadonlyMap<string, readonly string[]>;
}

export function readDialogue(file: URL): Dialogue {
  const header = new Map<string, string>();
  const answers = new Map<string, string[]>();
  let lines: string[] = [];
  for (const text of readFileSync(file, "utf8").split("\n")) {
    const field = /^# ([a-z]+): (.*)$/.exec(text);
    if (field !== null) header.set(field[1]!, field[2]!);
    if (text.startsWith("> ")) {
      lines = [];
      answers.set(text.slice(2), lines);
    }
    if (text.startsWith("< ")) lines.push(text.slice(2));
  }
  return { header, answers };
}

/** All dialogues of a folder, by file name. */
export const readDialogues = (folder: URL): ReadonlyMap<string, Dialogue> =>
  new Map(readdirSync(folder).map((name) => [name, readDialogue(new URL(name, folder))]));

/** A modem that knows its dialogue by heart and nothing else. */
export class DialoguePort implements BytePort {
  readonly name = "dialogue";
  readonly pending = 0;
  readonly heard: string[] = [];
  readonly #answers: Dialogue["answers"];
  #listener: (bytes: Uint8Array) => void = () => {};

  constructor(answers: Dialogue["answers"]) {
    this.#answers = answers;
  }

  write(bytes: Uint8Array): void {
    const command = Buffer.from(bytes).toString("latin1").replace(/\r$/, "");
    // ESC leaves an entry; a modem that has none begun says nothing to it.
    if (command === "\x1b") return;
    this.heard.push(command);
    const lines = this.#answers.get(command) ?? ["ERROR"];
    queueMicrotask(() => this.#listener(Buffer.from(lines.map((line) => `\r\n${line}\r\n`).join(""), "latin1")));
  }

  drained = (): Promise<void> => Promise.resolve();
  onData(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener;
  }
  onGone(): void {}
  close = (): Promise<void> => Promise.resolve();
}
