import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { openPty, type Pty } from "../../device/serial/Pty.ts";
import { PROGRAM } from "../e2e/ApplianceProcess.ts";

const ANSWERS_WITHIN_MS = 60_000;

/** A terminal program at the other end of the USB cable: `firstring setup --serial` on a pty, as systemd starts it. */
export class Terminal implements AsyncDisposable {
  /** All that was on the screen. */
  screen = "";
  /** Lines that were typed. */
  inputs = 0;
  #read = 0;
  readonly #pty: Pty;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #wake: () => void = () => {};

  private constructor(pty: Pty, child: ChildProcess) {
    this.#pty = pty;
    this.#child = child;
    this.#ended = once(child, "exit");
    pty.onData((bytes) => {
      this.screen += Buffer.from(bytes).toString("utf8").replaceAll("\r", "");
      this.#wake();
    });
    child.stderr?.on("data", (bytes: Buffer) => {
      this.screen += `\n[stderr] ${bytes}`;
      this.#wake();
    });
    child.once("exit", () => this.#wake());
  }

  static async open(options: readonly string[]): Promise<Terminal> {
    const pty = await openPty();
    // What systemd's TTYReset= makes of it: lines, and what is typed is shown.
    execFileSync("stty", ["-F", pty.path, "sane"]);
    const fd = openSync(pty.path, "r+");
    const child = spawn(process.execPath, [PROGRAM, "setup", "--serial", ...options], { stdio: [fd, fd, "pipe"] });
    return new Terminal(pty, child);
  }

  /** Reads on until this is on the screen; returns what came before it. */
  async sees(text: string | RegExp): Promise<string> {
    const until = performance.now() + ANSWERS_WITHIN_MS;
    for (;;) {
      const fresh = this.screen.slice(this.#read);
      const found =
        typeof text === "string" ? { index: fresh.indexOf(text), length: text.length } : at(text.exec(fresh));
      if (found.index >= 0) {
        this.#read += found.index + found.length;
        return fresh.slice(0, found.index);
      }
      const left = until - performance.now();
      if (left <= 0 || this.#child.exitCode !== null)
        throw new Error(`did not see ${text}; the screen ends with:\n${this.screen.slice(-2_500)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  types(line: string): void {
    this.inputs += 1;
    this.#pty.write(Buffer.from(`${line}\r`));
  }

  /** Waits for a question with these words, and answers it. */
  async answers(question: string | RegExp, line: string): Promise<void> {
    await this.sees(question);
    await this.sees("> ");
    this.types(line);
  }

  async ended(): Promise<number | null> {
    await this.#ended;
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) {
      this.#child.kill("SIGTERM");
      await this.#ended;
    }
    await this.#pty.close();
  }
}

const at = (match: RegExpExecArray | null): { readonly index: number; readonly length: number } =>
  match === null ? { index: -1, length: 0 } : { index: match.index, length: match[0].length };
