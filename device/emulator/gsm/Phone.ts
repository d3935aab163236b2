/* @pure */
import type { Clock } from "../../../firmware/time/Clock.ts";
import type { DecodedSubmit } from "../../line/gsm/pdu/Pdu.ts";
import type { CallReport } from "../caller/CallReport.ts";
import type { EmitEvent } from "./events.ts";
import type { Answering } from "./voice/Answering.ts";

/** A text as the person holding the phone reads it: parts joined. */
export interface ShownText {
  readonly from: string;
  readonly text: string;
  readonly parts: number;
  /** Monotonic, when the last part arrived. */
  readonly atMs: number;
  /** A class 0 message: flashed on the screen, not kept. */
  readonly flash: boolean;
}

export interface SendOptions {
  readonly alphabet?: "gsm7" | "ucs2";
  /** Parts arrive in this order, e.g. [2, 1]; a part not named never arrives. */
  readonly order?: readonly number[];
  /** Each part arrives this often. */
  readonly copies?: number;
  /** Sender as the network shows it, if not this phone's number (a national form, say). */
  readonly from?: string;
}

export interface PhoneOutside {
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly send: (from: string, text: string, options: SendOptions) => void;
}

interface Unfinished {
  readonly parts: Map<number, string>;
  readonly total: number;
}

/** A doctor's phone: shows what it gets, sends what it is told. While it is off the network keeps its messages. */
export class DoctorPhone {
  readonly number: string;
  readonly received: ShownText[] = [];
  /** What became of the modem's calls to it, the last one last. */
  readonly calls: CallReport[] = [];
  /** What it does when the modem calls. */
  answering: Answering = { kind: "byHand" };
  readonly #outside: PhoneOutside;
  readonly #unfinished = new Map<string, Unfinished>();
  #waiting: { from: string; pdu: DecodedSubmit; arrived: () => void }[] = [];
  #on = true;

  constructor(number: string, outside: PhoneOutside) {
    this.number = number;
    this.#outside = outside;
  }

  get isOn(): boolean {
    return this.#on;
  }

  /** Multi-part messages of which a part is missing; a phone shows none of them. */
  get unfinished(): number {
    return this.#unfinished.size;
  }

  sends(text: string, options: SendOptions = {}): void {
    this.#outside.emit({ event: "textSent", phone: this.number, text });
    this.#outside.send(options.from ?? this.number, text, options);
  }

  answersWith(answering: Answering): void {
    this.answering = answering;
  }

  switchOff(): void {
    this.#on = false;
  }

  switchOn(): void {
    this.#on = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { from, pdu, arrived } of waiting) this.receive(from, pdu, arrived);
  }

  /** From the network. `arrived` is called when the message is on the phone, perhaps hours later. */
  receive(from: string, pdu: DecodedSubmit, arrived: () => void): void {
    if (!this.#on) {
      this.#waiting.push({ from, pdu, arrived });
      return;
    }
    const whole = pdu.concat ? this.#join(from, pdu) : { text: pdu.text, parts: 1 };
    if (whole) this.#show(from, whole.text, whole.parts, pdu.messageClass === 0);
    arrived();
  }

  #join(from: string, pdu: DecodedSubmit): { text: string; parts: number } | undefined {
    const { reference, total, part, bits } = pdu.concat!;
    const key = `${from} ${bits} ${reference} ${total}`;
    const unfinished = this.#unfinished.get(key) ?? { parts: new Map<number, string>(), total };
    unfinished.parts.set(part, pdu.text);
    this.#unfinished.set(key, unfinished);
    if (unfinished.parts.size < total) return undefined;
    this.#unfinished.delete(key);
    const texts = [...unfinished.parts].sort(([a], [b]) => a - b).map(([, text]) => text);
    return { text: texts.join(""), parts: total };
  }

  #show(from: string, text: string, parts: number, flash: boolean): void {
    this.received.push({ from, text, parts, atMs: this.#outside.clock.monotonic(), flash });
    this.#outside.emit({ event: "textShown", phone: this.number, from, text, parts });
  }
}
