import { Milliseconds } from "../../firmware/time/Duration.ts";
import type { VirtualClock } from "./VirtualClock.ts";

/** What happens to one command line that reaches the modem. */
export interface Fate {
  /** The line never arrives. */
  readonly swallowed: boolean;
  /** How long the modem works on it before it answers. */
  readonly workMs: number;
  /** The information line that proves it gets lost on the wire; its OK does not. */
  readonly proofLost: boolean;
  /** A RING comes in the middle of the answer. */
  readonly rings: boolean;
}

/**
 * The smallest modem that can be late: commands one after the other, each in its own time, whatever the other side
 * believes meanwhile. It knows which command each of its OKs belongs to, which the wire does not show.
 */
export class ModelModem {
  readonly faults: string[] = [];
  /** The command whose final result was said last. */
  lastAnswered = "";
  readonly provedSends: string[] = [];
  readonly #clock: VirtualClock;
  readonly #fates: Iterator<Fate>;
  readonly #say: (text: string) => void;
  readonly #flushWhenBusy: boolean;
  #input = "";
  #waiting: { readonly text: string; readonly fate: Fate }[] = [];
  #busy = false;
  #entering: { readonly text: string; readonly fate: Fate; pdu: string } | undefined;

  constructor(clock: VirtualClock, fates: Iterator<Fate>, say: (text: string) => void, flushWhenBusy: boolean) {
    this.#clock = clock;
    this.#fates = fates;
    this.#say = say;
    this.#flushWhenBusy = flushWhenBusy;
  }

  /** Bytes from the host. */
  write(text: string): void {
    for (const character of text) this.#take(character);
  }

  #take(character: string): void {
    if (this.#entering) this.#takeEntry(this.#entering, character);
    else if (character === "\x1a") this.faults.push(`a PDU was sent without a prompt: ${this.#input}`);
    else if (character === "\x1b") this.#input = "";
    else if (character !== "\r") this.#input += character;
    else {
      const text = this.#input;
      this.#input = "";
      this.#arrived(text);
    }
  }

  #arrived(text: string): void {
    const fate = this.#fates.next().value as Fate;
    if (fate.swallowed || (this.#busy && this.#flushWhenBusy)) return;
    this.#waiting.push({ text, fate });
    this.#work();
  }

  #takeEntry(entry: { readonly text: string; readonly fate: Fate; pdu: string }, character: string): void {
    if (character === "\x1b") {
      this.#entering = undefined;
      this.#answer(entry.text, "", "OK");
      return;
    }
    if (character !== "\x1a") {
      entry.pdu += character;
      return;
    }
    this.#entering = undefined;
    const right = entry.pdu === `PDU-OF-${entry.text}`;
    if (!right) this.faults.push(`${entry.text} got ${entry.pdu}`);
    this.#clock.after("network", Milliseconds(entry.fate.workMs), () => {
      if (!entry.fate.proofLost) this.provedSends.push(entry.text);
      this.#answer(entry.text, entry.fate.proofLost ? "" : "\r\n+CMGS: 7\r\n", "OK", entry.fate.rings);
    });
  }

  #work(): void {
    const next = this.#busy ? undefined : this.#waiting.shift();
    if (!next) return;
    this.#busy = true;
    this.#clock.after("work", Milliseconds(next.fate.workMs), () => {
      if (next.text.startsWith("AT+CMGS")) {
        this.#entering = { ...next, pdu: "" };
        this.#say("\r\n> ");
      } else if (next.text === "AT+CMEE?") this.#answer(next.text, "\r\n+CMEE: 1\r\n", "OK", next.fate.rings);
      else if (/^AT\+C\d+$/.test(next.text)) this.#answer(next.text, "", "OK", next.fate.rings);
      else this.#answer(next.text, "", "ERROR");
    });
  }

  #answer(text: string, information: string, final: string, rings = false): void {
    this.lastAnswered = text;
    this.#busy = false;
    this.#say(`${information}${rings ? "\r\nRING\r\n" : ""}\r\n${final}\r\n`);
    this.#work();
  }
}
