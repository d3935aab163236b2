import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import type { Duration } from "../../firmware/time/Duration.ts";
import type { BytePort } from "../serial/BytePort.ts";
import type { AtCommand, AtOutcome, AtPort, AtPortListeners, AtProbe } from "./At.ts";
import { step } from "./AtDialogue.ts";
import type { AtToken } from "./AtSyntax.ts";
import {
  type DialogueEffect,
  type DialogueEvent,
  type DialogueState,
  type DialogueTimer,
  startDialogue,
} from "./DialogueState.ts";
import { redactDleEvent, redactLine, redactWritten } from "./redactWire.ts";

/** Lines of trace that are kept for each port: the last few minutes of a quiet modem, the last call of a busy one. */
const TRACE_LINES = 400;

export interface AtPortOptions {
  readonly clock: Clock;
  /** True for a V.253 voice modem: <DLE> events and audio. */
  readonly dle: boolean;
  readonly probe: AtProbe;
  readonly patience?: { readonly probes: number };
  /** Beginnings of unsolicited lines: `RING`, `NMBR`, `+CMTI:`, … */
  readonly unsolicited: readonly string[];
  readonly listeners: AtPortListeners;
}

/** Takes over an open port. Everything a listener is told happens inside the port's own data callback, without a turn of the loop. */
export function openAtPort(port: BytePort, options: AtPortOptions): AtPort {
  const shell = new AtPortShell(port, options);
  port.onData((bytes) => shell.received(bytes));
  port.onGone((why) => shell.gone(why));
  return shell;
}

class AtPortShell implements AtPort {
  readonly name: string;
  readonly #port: BytePort;
  readonly #clock: Clock;
  readonly #listeners: AtPortListeners;
  readonly #timers = new Map<DialogueTimer, Timer>();
  readonly #waiting = new Map<number, { resolve(outcome: AtOutcome): void; sent?: (() => void) | undefined }>();
  readonly #trace: string[] = [];
  readonly #events: DialogueEvent[] = [];
  #state: DialogueState;
  #heardAtMs: number;
  #handling = false;
  #lastId = 0;
  #closing = false;

  constructor(port: BytePort, options: AtPortOptions) {
    this.name = port.name;
    this.#port = port;
    this.#clock = options.clock;
    this.#listeners = options.listeners;
    this.#state = startDialogue(options);
    this.#heardAtMs = options.clock.monotonic();
  }

  get inStep(): boolean {
    const { kind } = this.#state.phase;
    return kind !== "probing" && kind !== "quiet";
  }

  get heardAtMs(): number {
    return this.#heardAtMs;
  }

  received(bytes: Uint8Array): void {
    this.#heardAtMs = this.#clock.monotonic();
    this.handle({ kind: "received", bytes });
  }

  command(command: AtCommand, options?: { readonly urgent?: boolean }): Promise<AtOutcome> {
    const urgent = options?.urgent ?? false;
    return this.#ask((id) => ({ kind: "command", id, command, urgent }), command.afterPrompt?.sent);
  }

  finalResult(timeout: Duration): Promise<AtOutcome> {
    return this.#ask((id) => ({ kind: "finalResultWanted", id, timeout }));
  }

  writeAudio(bytes: Uint8Array): void {
    this.#note("→", redactWritten(bytes));
    this.#port.write(bytes);
  }

  get pendingAudio(): number {
    return this.#port.pending;
  }

  trace(): string[] {
    return [...this.#trace];
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.handle({ kind: "portGone" });
    await this.#port.close();
  }

  gone(why: string): void {
    this.handle({ kind: "portGone" });
    if (!this.#closing) this.#listeners.gone?.(why);
  }

  /** A listener may ask for a command while effects are performed: that event is next, still in the same turn. */
  handle(event: DialogueEvent): void {
    this.#events.push(event);
    if (this.#handling) return;
    this.#handling = true;
    try {
      for (let next = this.#events.shift(); next; next = this.#events.shift()) {
        const [state, effects] = step(this.#state, next);
        this.#state = state;
        for (const effect of effects) this.#perform(effect);
      }
    } finally {
      this.#handling = false;
    }
  }

  #ask(event: (id: number) => DialogueEvent, sent?: () => void): Promise<AtOutcome> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, { resolve, sent });
      this.handle(event(id));
    });
  }

  #perform(effect: DialogueEffect): void {
    switch (effect.kind) {
      case "write":
        this.#note("→", redactWritten(effect.bytes));
        this.#port.write(effect.bytes);
        break;
      case "startTimer":
        this.#stopTimer(effect.timer);
        this.#timers.set(
          effect.timer,
          this.#clock.after(`${this.name} ${effect.timer}`, effect.after, () => this.#timerFired(effect.timer)),
        );
        break;
      case "stopTimer":
        this.#stopTimer(effect.timer);
        break;
      case "settle":
        this.#waiting.get(effect.id)?.resolve(effect.outcome);
        this.#waiting.delete(effect.id);
        break;
      case "entrySent":
        this.#waiting.get(effect.id)?.sent?.();
        break;
      case "heard":
        this.#note("←", describe(effect.token));
        break;
      case "unsolicited":
        this.#listeners.unsolicited?.(effect.line);
        break;
      case "dleEvent":
        this.#note("←", redactDleEvent(effect.code));
        this.#listeners.dleEvent?.(effect.code);
        break;
      case "audio":
        this.#note("←", `<${effect.bytes.length} bytes voice>`);
        this.#listeners.audio?.(effect.bytes);
        break;
      case "audioEnded":
        this.#note("←", "<DLE><ETX>");
        this.#listeners.audioEnded?.();
        break;
      case "resynchronised":
        this.#note("·", "in step again");
        this.#listeners.resynchronised?.();
        break;
      case "lost":
        this.#note("·", `lost: ${effect.why}`);
        this.#listeners.lost?.(effect.why);
        break;
    }
  }

  #timerFired(timer: DialogueTimer): void {
    this.#timers.delete(timer);
    this.#note("·", `${timer} timeout`);
    this.handle({ kind: "timerFired", timer });
  }

  #stopTimer(timer: DialogueTimer): void {
    this.#timers.get(timer)?.cancel();
    this.#timers.delete(timer);
  }

  /** Neighbouring pieces of voice become one line, so that a minute of audio does not push everything else out. */
  #note(arrow: string, text: string): void {
    const voice = /^<(\d+) bytes voice>$/;
    const last = this.#trace.at(-1);
    const before = last ? /^\S+ (.) (<\d+ bytes voice>)$/.exec(last) : null;
    const bytes = voice.exec(text);
    if (bytes && before?.[1] === arrow) {
      const sum = Number(voice.exec(before[2]!)![1]) + Number(bytes[1]);
      this.#trace[this.#trace.length - 1] = `${last!.split(" ", 1)[0]} ${arrow} <${sum} bytes voice>`;
      return;
    }
    this.#trace.push(`${this.#clock.monotonic().toFixed(1)} ${arrow} ${text}`);
    if (this.#trace.length > TRACE_LINES) this.#trace.shift();
  }
}

function describe(token: AtToken): string {
  switch (token.kind) {
    case "line":
      return redactLine(token.text);
    case "prompt":
      return ">";
    case "overlong":
      return `<${token.length} bytes that are no line>`;
    case "audio":
    case "audioEnded":
    case "dleEvent":
      return token.kind;
  }
}
