/* @pure */
import type { Clock } from "../../../firmware/time/Clock.ts";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import {
  type DecodedSubmit,
  encodeDeliver,
  encodeStatusReport,
  fromEpochMs,
  type PduTime,
} from "../../line/gsm/pdu/Pdu.ts";
import type { EmitEvent } from "./events.ts";
import { DoctorPhone, type SendOptions } from "./Phone.ts";
import type { TimerSet } from "./TimerSet.ts";

/** Everything about the network that a test or a person may turn, at any time. */
export interface NetworkSettings {
  /** From the last byte of a PDU to `+CMGS`. */
  delayMs: number;
  /** From `+CMGS` to the doctor's phone, and from a phone to the modem. */
  transitMs: number;
  /** Delivery reports, for whoever asks: sent when the phone has the text, with this TP-ST; "never" for a network
   *  that sends none (a missing report is normal). */
  reportStatus: number | "never";
  /** The modem's own number, as phones show it. */
  ownNumber: string;
  serviceCentre: string;
  /** Quarter hours east of UTC that the centre's clock shows. */
  zoneQuarterHours: number;
  /** Each message to the modem comes this often. */
  copies: number;
}

export const defaultNetwork: NetworkSettings = {
  delayMs: 0,
  transitMs: 0,
  reportStatus: 0,
  ownNumber: "+13125550100",
  serviceCentre: "+13125550199",
  zoneQuarterHours: -24,
  copies: 1,
};

/** The network refuses: this number or every one, so many times, with this `+CMS ERROR`. */
export interface Refusal {
  readonly code: number;
  readonly number?: string;
  readonly times?: number;
}

/** A message on its way to the modem. */
export interface Inbound {
  readonly kind: "deliver" | "report";
  readonly hex: string;
  readonly tpduOctets: number;
  readonly from: string;
}

export type SubmitOutcome = { readonly reference: number } | { readonly code: number };

export interface NetworkOutside {
  readonly clock: Clock;
  readonly timers: TimerSet;
  readonly emit: EmitEvent;
  /** Offers the oldest waiting message; false: not now (not registered, store full, the last one not acknowledged). */
  readonly offer: (message: Inbound) => boolean;
}

const lastDigits = (number: string): string => number.replace(/\D/g, "").slice(-10);

/** The mobile network with its phones: takes what the modem submits, and keeps what is for the modem until it takes it. */
export class MobileNetwork {
  readonly settings: NetworkSettings;
  readonly #outside: NetworkOutside;
  readonly #phones: DoctorPhone[] = [];
  #refusals: { refusal: Refusal; left: number }[] = [];
  #inbound: Inbound[] = [];
  #reference = 0;
  #deliverReference = 0;

  constructor(settings: Partial<NetworkSettings>, outside: NetworkOutside) {
    this.settings = { ...defaultNetwork, ...settings };
    this.#outside = outside;
  }

  get phones(): readonly DoctorPhone[] {
    return this.#phones;
  }

  /** Messages that the modem has not taken yet. */
  get waiting(): number {
    return this.#inbound.length;
  }

  /** The phone with this number; the national form finds it too. A new one is made for a new number. */
  phone(number: string): DoctorPhone {
    const known = this.#phones.find((phone) => lastDigits(phone.number) === lastDigits(number));
    if (known) return known;
    const { clock, emit } = this.#outside;
    const fresh = new DoctorPhone(number, { clock, emit, send: (from, text, how) => this.#fromPhone(from, text, how) });
    this.#phones.push(fresh);
    return fresh;
  }

  refuse(refusal: Refusal): void {
    this.#refusals.push({ refusal, left: refusal.times ?? Number.POSITIVE_INFINITY });
  }

  acceptEverything(): void {
    this.#refusals = [];
  }

  /** How the network answers one SUBMIT, after its own delay. */
  async submit(pdu: DecodedSubmit): Promise<SubmitOutcome> {
    await this.#outside.timers.wait("network", Milliseconds(this.settings.delayMs));
    const code = this.#refusalOf(pdu.to);
    if (code !== undefined) return { code };
    this.#reference = (this.#reference + 1) & 0xff;
    return { reference: this.#reference };
  }

  #refusalOf(to: string): number | undefined {
    const hit = this.#refusals.find(({ refusal }) => !refusal.number || lastDigits(refusal.number) === lastDigits(to));
    if (!hit) return undefined;
    hit.left -= 1;
    this.#refusals = this.#refusals.filter(({ left }) => left > 0);
    return hit.refusal.code;
  }

  /** Sends an accepted message on to its phone, and the delivery report back when the phone has it. */
  forward(pdu: DecodedSubmit, reference: number): void {
    const sentAt = this.time();
    this.#outside.timers.after("transit", Milliseconds(this.settings.transitMs), () => {
      const phone = this.phone(pdu.to);
      phone.receive(this.settings.ownNumber, pdu, () => {
        if (pdu.statusReport) this.#report(pdu.to, reference, sentAt);
      });
    });
  }

  #report(to: string, reference: number, sentAt: PduTime): void {
    const { reportStatus: status, serviceCentre } = this.settings;
    if (status === "never") return;
    const part = encodeStatusReport({ reference, to, status, sentAt, at: this.time(), serviceCentre });
    this.#outside.timers.after("report", Milliseconds(this.settings.transitMs), () => {
      this.#outside.emit({ event: "reported", phone: to, reference, status });
      this.#toModem({ kind: "report", hex: part.hex, tpduOctets: part.tpduOctets, from: to });
    });
  }

  #fromPhone(from: string, text: string, options: SendOptions): void {
    this.#deliverReference = (this.#deliverReference + 1) & 0xff;
    const { pdus } = encodeDeliver({
      from,
      text,
      at: this.time(),
      reference: this.#deliverReference,
      serviceCentre: this.settings.serviceCentre,
      ...(options.alphabet ? { alphabet: options.alphabet } : {}),
    });
    const order = options.order ?? pdus.map((pdu) => pdu.part);
    const copies = options.copies ?? this.settings.copies;
    const parts = order.flatMap((part) =>
      Array.from({ length: copies }, () => pdus[part - 1]).filter((pdu) => pdu !== undefined),
    );
    this.#outside.timers.after("transit", Milliseconds(this.settings.transitMs), () => {
      for (const { hex, tpduOctets } of parts) this.#toModem({ kind: "deliver", hex, tpduOctets, from });
    });
  }

  /** Any PDU, for tests of what no phone of ours would send. */
  sendPdu(hex: string, from = "?"): void {
    const octets = hex.length / 2 - 1 - Number.parseInt(hex.slice(0, 2), 16);
    this.#toModem({ kind: "deliver", hex, tpduOctets: octets, from });
  }

  #toModem(message: Inbound): void {
    this.#inbound.push(message);
    this.pump();
  }

  /** Offers what waits, oldest first, until the modem takes no more. */
  pump(): void {
    for (let head = this.#inbound.shift(); head; head = this.#inbound.shift()) {
      // Off the queue before it is offered: what the offer sets off may come back here in the same turn.
      if (this.#outside.offer(head)) continue;
      this.#inbound.unshift(head);
      return;
    }
  }

  /** Puts a message back that was passed on but never acknowledged. */
  takeBack(message: Inbound): void {
    this.#inbound.unshift(message);
  }

  /** The service centre's wall clock. */
  time(): PduTime {
    return fromEpochMs(this.#outside.clock.now(), this.settings.zoneQuarterHours);
  }
}
