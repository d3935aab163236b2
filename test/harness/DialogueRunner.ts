import type { AtCommand, AtOutcome } from "../../device/at/At.ts";
import { step } from "../../device/at/AtDialogue.ts";
import {
  type DialogueEffect,
  type DialogueEvent,
  type DialogueOptions,
  type DialogueState,
  type DialogueTimer,
  startDialogue,
} from "../../device/at/DialogueState.ts";
import type { Timer } from "../../firmware/time/Clock.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "./VirtualClock.ts";

export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
export const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

export const SMS_DIALOGUE: DialogueOptions = {
  dle: false,
  probe: { text: "AT+CMEE?", answer: "+CMEE:" },
  unsolicited: ["RING", "+CRING:", "+CLIP:", "+CMTI:", "+CMT:", "+CDS:", "+CDSI:", "+CREG:", "^RSSI:"],
};

export const VOICE_DIALOGUE: DialogueOptions = {
  dle: true,
  probe: { text: "ATI0", answer: "5601" },
  unsolicited: ["RING", "NMBR", "DATE", "TIME", "NAME", "MESG", "DDN_NMBR", "NDID", "DRON", "DROF"],
};

/** A dialogue with its timers on virtual time; writes down all that comes out of it. */
export class DialogueRunner {
  readonly clock: VirtualClock;
  readonly outcomes = new Map<number, AtOutcome>();
  readonly written: string[] = [];
  readonly unsolicited: string[] = [];
  readonly effects: DialogueEffect[] = [];
  readonly audio: number[] = [];
  readonly dle: string[] = [];
  onWrite: (text: string) => void = () => undefined;
  onSettle: (id: number, outcome: AtOutcome) => void = () => undefined;
  state: DialogueState;
  readonly #timers = new Map<DialogueTimer, Timer>();
  #lastId = 0;

  constructor(options: DialogueOptions, clock = new VirtualClock()) {
    this.state = startDialogue(options);
    this.clock = clock;
  }

  command(text: string, rest: Partial<AtCommand> & { urgent?: boolean } = {}): number {
    const id = ++this.#lastId;
    const { urgent = false, ...command } = rest;
    this.event({ kind: "command", id, urgent, command: { text, timeout: Seconds(5), ...command } });
    return id;
  }

  finalResult(): number {
    const id = ++this.#lastId;
    this.event({ kind: "finalResultWanted", id, timeout: Seconds(2) });
    return id;
  }

  hear(text: string): void {
    this.event({ kind: "received", bytes: bytesOf(text) });
  }

  event(event: DialogueEvent): void {
    const [state, effects] = step(this.state, event);
    this.state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: DialogueEffect): void {
    this.effects.push(effect);
    switch (effect.kind) {
      case "write":
        this.written.push(textOf(effect.bytes));
        this.onWrite(textOf(effect.bytes));
        break;
      case "startTimer":
        this.#timers.get(effect.timer)?.cancel();
        this.#timers.set(
          effect.timer,
          this.clock.after(effect.timer, effect.after, () => this.event({ kind: "timerFired", timer: effect.timer })),
        );
        break;
      case "stopTimer":
        this.#timers.get(effect.timer)?.cancel();
        break;
      case "settle":
        this.outcomes.set(effect.id, effect.outcome);
        this.onSettle(effect.id, effect.outcome);
        break;
      case "unsolicited":
        this.unsolicited.push(effect.line);
        break;
      case "audio":
        this.audio.push(...effect.bytes);
        break;
      case "dleEvent":
        this.dle.push(String.fromCharCode(effect.code));
        break;
      case "entrySent":
      case "audioEnded":
      case "resynchronised":
      case "lost":
      case "heard":
        break;
    }
  }
}
