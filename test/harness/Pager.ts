import assert from "node:assert/strict";
import type { AlertChannel } from "../../firmware/channel/AlertChannel.ts";
import type { Person } from "../../firmware/config/Clinic.ts";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import { type Duration, Milliseconds, Minutes } from "../../firmware/time/Duration.ts";
import type { Clinic } from "./Clinic.ts";

/** What the cellular network takes for one short message. */
const NETWORK_MS = 1_200;
/** From there to the report that it cannot be delivered. */
const REPORT_MS = 3_000;

/** The cellular network: takes every short message and brings it to its phone. */
export class PhoneNetwork {
  readonly delivered: Dispatch[] = [];
  /** Numbers whose SIM is gone: the network takes a message to them and reports that it is for nobody. */
  readonly dead = new Set<string>();
  readonly #clinic: Clinic;

  constructor(clinic: Clinic) {
    this.#clinic = clinic;
  }

  channel(way: "sms" | "call"): AlertChannel {
    return {
      way,
      send: async (dispatch) => {
        const { clock } = this.#clinic;
        await new Promise<void>((resolve) => clock.after("network", Milliseconds(NETWORK_MS), resolve));
        const dead = this.dead.has(dispatch.address);
        if (dead && way === "call") return { kind: "failedPermanently", detail: "not obtainable" };
        if (dead) this.#reportFailure(dispatch);
        else this.delivered.push(dispatch);
        return { kind: "sent", detail: "+CMGS: 1", submittedAtMs: clock.monotonic(), modemMs: NETWORK_MS };
      },
    };
  }

  #reportFailure(dispatch: Dispatch): void {
    const { alerts, clock } = this.#clinic;
    clock.after("network", Milliseconds(REPORT_MS), () =>
      alerts.deliveryReport({ dispatch, dispatchId: dispatch.id, outcome: "failed", detail: "TP-ST 0x41" }),
    );
  }
}

/** The phone of one doctor: nothing installed, it gets short messages and can answer them. */
export class Pager {
  readonly #clinic: Clinic;
  readonly #network: PhoneNetwork;
  readonly #person: Person;
  #read = 0;

  constructor(clinic: Clinic, network: PhoneNetwork, person: Person) {
    this.#clinic = clinic;
    this.#network = network;
    this.#person = person;
  }

  get received(): readonly Dispatch[] {
    return this.#network.delivered.filter(({ person, way }) => person === this.#person.id && way === "sms");
  }

  /** Waits for the next short message; it must say this. */
  async gets(text: RegExp, within: Duration = Minutes(15)): Promise<string> {
    await this.#clinic.until(`${this.#person.name} gets a message`, () => this.received.length > this.#read, within);
    const page = this.received[this.#read]!;
    this.#read += 1;
    assert.match(page.text, text);
    return page.text;
  }

  getsNothing(): void {
    assert.deepEqual(
      this.received.slice(this.#read).map(({ text }) => text),
      [],
    );
  }

  /** From now on neither a message nor a call reaches it. */
  isDead(): void {
    this.#network.dead.add(this.#person.phone);
  }

  async replies(text: string): Promise<void> {
    await this.#clinic.alerts.reply({ from: this.#person.phone, text, atMs: this.#clinic.clock.monotonic() });
    await this.#clinic.passes(Milliseconds(1));
  }
}
