import { connect, type Socket } from "node:net";
import { LineReader } from "../../device/control/LineReader.ts";

type Fields = Readonly<Record<string, unknown>>;

interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly class: string; readonly desc: string };
  readonly event?: string;
  readonly data?: Fields;
}

/** QEMU's machine protocol on its unix socket: one command at a time, events as they come. */
export class Qmp {
  readonly #socket: Socket;
  readonly #answers: ((answer: Answer) => void)[] = [];
  readonly events: { readonly name: string; readonly data: Fields }[] = [];
  #listeners = new Set<() => void>();
  #gone: Error | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const lines = new LineReader((line) => this.#heard(JSON.parse(line) as Answer));
    socket.on("data", (bytes: Buffer) => lines.push(bytes));
    const over = (why: string) => {
      this.#gone ??= new Error(`QEMU is gone (${why})`);
      for (const answer of this.#answers.splice(0)) answer({ error: { class: "Gone", desc: why } });
      for (const listener of this.#listeners) listener();
    };
    socket.on("error", (error) => over(error.message));
    socket.on("close", () => over("its socket is closed"));
  }

  static async open(path: string): Promise<Qmp> {
    const socket = await new Promise<Socket>((resolve, reject) => {
      const it = connect(path, () => resolve(it));
      it.once("error", reject);
    });
    const qmp = new Qmp(socket);
    await qmp.ask("qmp_capabilities");
    return qmp;
  }

  ask(execute: string, args: Fields = {}): Promise<unknown> {
    if (this.#gone) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#answers.push(({ error, return: value }) => {
        if (error) reject(new Error(`${execute}: ${error.desc}`));
        else resolve(value);
      });
      this.#socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    });
  }

  /** The next event that matches and came after the first `after` ones. */
  async event(name: string, matches: (data: Fields) => boolean, withinMs: number, after = 0): Promise<Fields> {
    const find = () => this.events.slice(after).find((event) => event.name === name && matches(event.data));
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        settle();
      };
      const look = () => {
        const found = find();
        if (found) done(() => resolve(found.data));
        else if (this.#gone) done(() => reject(this.#gone ?? new Error("gone")));
      };
      const timer = setTimeout(() => done(() => reject(new Error(`no ${name} within ${withinMs} ms`))), withinMs);
      this.#listeners.add(look);
      look();
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #heard(answer: Answer): void {
    if (answer.event !== undefined) {
      this.events.push({ name: answer.event, data: answer.data ?? {} });
      for (const listener of [...this.#listeners]) listener();
    } else if (answer.return !== undefined || answer.error !== undefined) this.#answers.shift()?.(answer);
  }
}
