/* @pure */
import { Milliseconds, Seconds } from "../../../firmware/time/Duration.ts";
import { type ParsedCommand, parseCommandLine } from "./CommandLine.ts";
import type { EmitEvent } from "./events.ts";
import { type Fault, FaultPlan } from "./Faults.ts";
import { LineEditor } from "./LineEditor.ts";
import type { Settings } from "./ModemState.ts";
import { finalResult, ok, type Prompt, type Reply } from "./Reply.ts";
import type { TimerSet } from "./TimerSet.ts";

/** A half-typed line keeps unsolicited lines back this long at most. */
const KEEP_BACK = Seconds(1);

/** The longest line of noise that a `garbage` fault writes by itself: framing bytes, a NUL, an 8-bit character. */
const NOISE = "\u0000\u00ff~x\u0010\r";

/** What a run of one command line has come to. */
interface Running {
  readonly line: string;
  readonly faults: readonly Fault[];
  readonly power: number;
  readonly blocks: string[][];
  readonly written: (() => void)[];
  readonly finished: (() => void)[];
}

const faultOf = (running: Running, kind: Fault["kind"]): Fault | undefined =>
  running.faults.find((fault) => fault.kind === kind);

export interface TerminalOutside {
  readonly settings: Settings;
  readonly timers: TimerSet;
  readonly emit: EmitEvent;
  readonly send: (text: string) => void;
  readonly perform: (command: ParsedCommand) => Reply | Promise<Reply> | Prompt;
}

/** The wire's side of a modem: bytes in, echo, command lines, prompts, replies and unsolicited lines out, with the
 *  faults that were planned. It does one command line at a time; bytes that come meanwhile wait, as in the USB buffers
 *  of a real one. */
export class Terminal {
  readonly faults = new FaultPlan();
  /** Unsolicited lines end with CR CR LF, as some SIM7600 firmware writes them. */
  doubleCr = false;
  readonly #outside: TerminalOutside;
  readonly #editor = new LineEditor();
  #typed: number[] = [];
  #busy = false;
  #working = false;
  #open: { prompt: Prompt; running: Running } | undefined;
  #keptBack: string[] = [];
  /** Counts power cycles: what began before the last one may not write any more. */
  #power = 1;

  constructor(outside: TerminalOutside) {
    this.#outside = outside;
  }

  /** Power lost: what is running comes to nothing. */
  reset(): void {
    this.#power += 1;
    this.#editor.reset();
    this.#typed = [];
    this.#busy = false;
    this.#open = undefined;
    this.#keptBack = [];
  }

  /** Bytes from the client. */
  receive(bytes: Uint8Array): void {
    for (const byte of bytes) this.#typed.push(byte);
    this.#work();
  }

  urc(line: string): void {
    if (this.#editor.engaged) {
      if (this.#keptBack.push(line) === 1)
        this.#outside.timers.after("keep back", KEEP_BACK, () => this.#writeKeptBack());
      return;
    }
    this.#writeUrc(line);
  }

  #writeUrc(line: string): void {
    const end = this.doubleCr ? "\r\r\n" : "\r\n";
    this.#outside.send(`\r\n${line}${end}`);
  }

  #writeKeptBack(): void {
    // Never into an open entry: the terminal would take it for the end of its prompt.
    if (this.#open) return;
    const lines = this.#keptBack;
    this.#keptBack = [];
    for (const line of lines) this.#writeUrc(line);
  }

  /** A command that ends at once comes back here from inside: the outermost call goes on. */
  #work(): void {
    if (this.#working) return;
    this.#working = true;
    while (!this.#busy && this.#typed.length > 0) this.#type(this.#typed.shift()!);
    this.#working = false;
  }

  #type(byte: number): void {
    const typed = this.#editor.type(byte);
    if ("echo" in typed && typed.echo !== undefined && this.#outside.settings.echo)
      this.#outside.send(String.fromCharCode(typed.echo));
    if (typed.kind === "line") this.#runLine(typed.line);
    else if (typed.kind === "entryLine") this.#outside.send("\r\n> ");
    else if (typed.kind === "entry") this.#entered((prompt) => prompt.entered(typed.entry));
    else if (typed.kind === "entryAborted") this.#entered(() => ok());
  }

  #runLine(line: string): void {
    const commands = parseCommandLine(line);
    if (!commands) {
      this.#writeKeptBack();
      return;
    }
    this.#outside.emit({ event: "command", line });
    const faults = this.faults.take(line);
    const running: Running = { line, faults, power: this.#power, blocks: [], written: [], finished: [] };
    if (faultOf(running, "swallow")) {
      this.#writeKeptBack();
      return;
    }
    const refused = faultOf(running, "refuse");
    this.#busy = true;
    if (refused) this.#finish(running, { kind: "final", text: refused.text ?? "ERROR" });
    else this.#runFrom(running, commands, 0);
  }

  /** The commands of a line one after the other; the first that is refused ends it (V.250 §5.4). */
  #runFrom(running: Running, commands: readonly ParsedCommand[], at: number): void {
    const command = commands[at];
    if (!command) {
      this.#finish(running, ok());
      return;
    }
    const result = this.#outside.perform(command);
    const next = (reply: Reply | Prompt): void => {
      if (reply.kind === "prompt") this.#prompt(running, reply);
      else if (this.#collect(running, reply)) this.#runFrom(running, commands, at + 1);
      else this.#finish(running, reply);
    };
    if (result instanceof Promise) void result.then(next);
    else next(result);
  }

  #collect(running: Running, reply: Reply): boolean {
    if (reply.kind !== "ok") return false;
    if (reply.lines.length > 0) running.blocks.push([...reply.lines]);
    if (reply.onWritten) running.written.push(reply.onWritten);
    if (reply.onFinished) running.finished.push(reply.onFinished);
    return true;
  }

  #prompt(running: Running, prompt: Prompt): void {
    const show = (): void => {
      if (running.power !== this.#power) return;
      this.#open = { prompt, running };
      this.#editor.openEntry(prompt.everyLine);
      if (!faultOf(running, "losePrompt")) this.#outside.send("\r\n> ");
      this.#busy = false;
      this.#work();
    };
    this.#outside.timers.after("late prompt", Milliseconds(faultOf(running, "latePrompt")?.ms ?? 0), show);
  }

  #entered(answer: (prompt: Prompt) => Reply | Promise<Reply>): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    this.#busy = true;
    const result = answer(open.prompt);
    const next = (reply: Reply): void => {
      this.#collect(open.running, reply);
      this.#finish(open.running, reply);
    };
    if (result instanceof Promise) void result.then(next);
    else next(result);
  }

  #finish(running: Running, reply: Reply): void {
    const late = faultOf(running, "lateReply")?.ms ?? 0;
    this.#outside.timers.after("late reply", Milliseconds(late), () => this.#writeBlocks(running, reply));
    // Power lost while the network had it: the radio has sent it all the same.
    if (running.power !== this.#power) this.#afterwards(running);
  }

  #writeBlocks(running: Running, reply: Reply): void {
    if (running.power !== this.#power) return;
    const garbage = faultOf(running, "garbage");
    if (garbage) this.#outside.send(garbage.text ?? NOISE);
    if (!faultOf(running, "loseReply")) {
      for (const block of running.blocks) this.#outside.send(`\r\n${block.join("\r\n")}\r\n`);
      for (const written of running.written) written();
    }
    const inside = faultOf(running, "urcInside");
    if (inside) this.#writeUrc(inside.text ?? "RING");
    const late = faultOf(running, "lateOk")?.ms ?? 0;
    this.#outside.timers.after("late final result", Milliseconds(late), () => this.#writeFinal(running, reply));
  }

  #writeFinal(running: Running, reply: Reply): void {
    if (running.power !== this.#power) return;
    const final = finalResult(reply, this.#outside.settings.cmee);
    const lost = faultOf(running, "loseReply") ?? faultOf(running, "loseOk");
    if (!lost && !this.#outside.settings.quiet)
      this.#outside.send(this.#outside.settings.verbose ? `\r\n${final}\r\n` : numeric(final));
    this.#outside.emit({ event: "result", line: running.line, final: lost ? "" : final });
    this.#afterwards(running);
    this.#writeKeptBack();
    if (running.power !== this.#power) return;
    this.#busy = false;
    this.#work();
  }

  #afterwards(running: Running): void {
    for (const finished of running.finished.splice(0)) finished();
  }
}

/** V.250 §6.2.6, `ATV0`. */
function numeric(final: string): string {
  const code = { OK: 0, RING: 2, "NO CARRIER": 3, ERROR: 4, BUSY: 7, "NO ANSWER": 8 }[final];
  return code === undefined ? `${final}\r\n` : `${code}\r`;
}
