/* @pure */
import type { Clock } from "../../../firmware/time/Clock.ts";
import { Milliseconds, Seconds } from "../../../firmware/time/Duration.ts";
import { CallBox } from "./CallBox.ts";
import { type ParsedCommand, parseCommandLine } from "./CommandLine.ts";
import { registrationFields } from "./commands/radio.ts";
import { simTrouble } from "./commands/simCard.ts";
import { handlerOf } from "./commands/table.ts";
import type { EmitEvent } from "./events.ts";
import { type Fault, FaultPlan } from "./Faults.ts";
import { LineEditor } from "./LineEditor.ts";
import type { MobileNetwork } from "./MobileNetwork.ts";
import type { ModemContext } from "./ModemContext.ts";
import {
  canSendSms,
  freshSettings,
  type GsmModel,
  type GsmProfile,
  type MemoryName,
  PROFILES,
  type RegistrationStat,
  type Settings,
  type Sim,
} from "./ModemState.ts";
import { CME, cme, error, finalResult, ok, type Prompt, type Reply } from "./Reply.ts";
import { SmsInbox } from "./SmsInbox.ts";
import { TimerSet } from "./TimerSet.ts";

export interface ModemOptions {
  readonly model: GsmModel;
  readonly sim: Sim;
  /** From power-on (with the SIM open) to registered. */
  readonly registerAfterMs: number;
  readonly reportMemory: MemoryName | undefined;
}

export interface ModemOutside {
  readonly clock: Clock;
  readonly network: () => MobileNetwork;
  readonly emit: EmitEvent;
  readonly send: (text: string) => void;
  /** Takes the port away and brings it back, with the power; false: the port outlives a restart. */
  readonly reenumerate?: () => boolean;
}

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

/** The modem between its port and its network: bytes in, text out. It does one command line at a time; bytes that
 *  come meanwhile wait, as in the USB buffers of a real one. */
export class Modem implements ModemContext {
  readonly profile: GsmProfile;
  readonly sim: Sim;
  readonly inbox: SmsInbox;
  readonly calls: CallBox;
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly imei = "860000000000013";
  readonly faults = new FaultPlan();
  readonly settings: Settings = freshSettings();
  serviceCentre: string;
  signal = 20;
  /** Unsolicited lines end with CR CR LF, as some SIM7600 firmware writes them. */
  doubleCr = false;
  readonly #options: ModemOptions;
  readonly #outside: ModemOutside;
  readonly #timers: TimerSet;
  readonly #editor = new LineEditor();
  #typed: number[] = [];
  #busy = false;
  #working = false;
  #open: { prompt: Prompt; running: Running } | undefined;
  #keptBack: string[] = [];
  #network: RegistrationStat = 1;
  #searching = false;
  /** Counts power cycles: what began before the last one may not write any more. */
  #power = 1;
  #on = true;

  constructor(options: ModemOptions, outside: ModemOutside) {
    this.#options = options;
    this.#outside = outside;
    this.profile = PROFILES[options.model];
    this.sim = options.sim;
    this.clock = outside.clock;
    this.emit = outside.emit;
    this.#timers = new TimerSet(outside.clock);
    this.serviceCentre = outside.network().settings.serviceCentre;
    const shared = {
      settings: this.settings,
      timers: this.#timers,
      emit: this.emit,
      urc: (line: string) => this.urc(line),
    };
    this.calls = new CallBox({ ...shared, profile: this.profile, monotonic: () => this.clock.monotonic() });
    this.inbox = new SmsInbox({
      ...shared,
      sim: this.sim,
      network: outside.network,
      fullLine: this.profile.simcom ? "+SMS FULL" : undefined,
      reportMemory: options.reportMemory,
    });
  }

  get network(): MobileNetwork {
    return this.#outside.network();
  }

  get registration(): RegistrationStat {
    if (!this.#on || simTrouble(this) !== undefined || this.settings.functionality !== 1) return 0;
    return this.#searching ? 2 : this.#network;
  }

  /** May the network give it a message now? */
  get reachable(): boolean {
    return canSendSms(this.registration);
  }

  /** What the network thinks of this modem: 1 home, 2 searching, 3 denied, 5 roaming … */
  setRegistration(stat: RegistrationStat): void {
    this.#network = stat;
    this.#registrationChanged();
  }

  insertSim(present: boolean): void {
    this.sim.present = present;
    this.sim.unlocked = this.sim.pin === undefined;
    if (this.profile.simcom) this.urc(present ? this.#pinLine() : "+CPIN: NOT INSERTED");
    this.#registrationChanged();
  }

  #pinLine(): string {
    return `+CPIN: ${this.sim.unlocked ? "READY" : "SIM PIN"}`;
  }

  #registrationChanged(): void {
    const stat = this.registration;
    for (const name of ["creg", "cgreg", "cereg"] as const) {
      if (this.settings[name] > 0) this.urc(`+${name.toUpperCase()}: ${registrationFields(this.settings[name], stat)}`);
    }
    this.network.pump();
  }

  unlocked(): void {
    if (this.profile.simcom) for (const line of [this.#pinLine(), "SMS DONE", "PB DONE"]) this.urc(line);
    this.#searching = true;
    this.#timers.after("register", Milliseconds(this.#options.registerAfterMs), () => {
      this.#searching = false;
      this.#registrationChanged();
    });
  }

  /** Power lost: nothing is said, what is running comes to nothing; the SIM keeps its messages. */
  powerOff(): void {
    this.#on = false;
    this.#power += 1;
    this.#timers.cancelAll();
    this.calls.drop();
    this.#editor.reset();
    this.#typed = [];
    this.#busy = false;
    this.#open = undefined;
    this.#keptBack = [];
  }

  powerOn(): void {
    this.#on = true;
    Object.assign(this.settings, freshSettings());
    this.sim.unlocked = this.sim.pin === undefined;
    if (this.profile.simcom) this.urc("RDY");
    if (this.sim.present && this.sim.unlocked) this.unlocked();
    else if (this.profile.simcom) this.urc(this.sim.present ? this.#pinLine() : "+CPIN: NOT INSERTED");
  }

  restart(): void {
    if (this.#outside.reenumerate?.()) return;
    this.powerOff();
    this.powerOn();
  }

  stop(): void {
    this.powerOff();
    this.#timers.stop();
  }

  urc(line: string): void {
    if (!this.#on) return;
    if (this.#editor.engaged) {
      if (this.#keptBack.push(line) === 1) this.#timers.after("keep back", KEEP_BACK, () => this.#writeKeptBack());
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

  /** Bytes from the terminal. */
  receive(bytes: Uint8Array): void {
    if (!this.#on) return;
    for (const byte of bytes) this.#typed.push(byte);
    this.#work();
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
    if ("echo" in typed && typed.echo !== undefined && this.settings.echo)
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
    this.emit({ event: "command", line });
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
    const handler = handlerOf(this.profile, command.name);
    const result = handler ? handler(this, command) : this.#unknown();
    const next = (reply: Reply | Prompt): void => {
      if (reply.kind === "prompt") this.#prompt(running, reply);
      else if (this.#collect(running, reply)) this.#runFrom(running, commands, at + 1);
      else this.#finish(running, reply);
    };
    if (result instanceof Promise) void result.then(next);
    else next(result);
  }

  /** A SIM7600 says plain ERROR to what it does not know; others as AT+CMEE has it (27.007 §9.1). */
  #unknown(): Reply {
    return this.profile.simcom ? error : cme(CME.notSupported);
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
    this.#timers.after("late prompt", Milliseconds(faultOf(running, "latePrompt")?.ms ?? 0), show);
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
    this.#timers.after("late reply", Milliseconds(late), () => this.#writeBlocks(running, reply));
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
    this.#timers.after("late final result", Milliseconds(late), () => this.#writeFinal(running, reply));
  }

  #writeFinal(running: Running, reply: Reply): void {
    if (running.power !== this.#power) return;
    const final = finalResult(reply, this.settings.cmee);
    const lost = faultOf(running, "loseReply") ?? faultOf(running, "loseOk");
    if (!lost && !this.settings.quiet) this.#outside.send(this.settings.verbose ? `\r\n${final}\r\n` : numeric(final));
    this.emit({ event: "result", line: running.line, final: lost ? "" : final });
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
