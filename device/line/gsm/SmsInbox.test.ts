import assert from "node:assert/strict";
import { test } from "node:test";
import type { AtCommand, AtOutcome, AtPort } from "../../at/At.ts";
import { type ReceivedPdu, SmsInbox } from "./SmsInbox.ts";

const ok = (...lines: string[]): AtOutcome => ({ kind: "ok", final: "OK", lines });
const LOST: AtOutcome = { kind: "timedOut", lines: [], phase: "result" };
const REFUSED: AtOutcome = { kind: "refused", final: "+CMS ERROR: 302", code: 302, lines: [] };

/** A modem with one store, the answers of some of whose commands get lost. */
class Store {
  readonly stores = { SM: new Map<number, string>(), SR: new Map<number, string>() };
  selected: "SM" | "SR" = "SM";
  readonly asked: string[] = [];
  readonly got: ReceivedPdu[] = [];
  /** Beginnings of commands whose next answer gets lost; they are carried out. */
  lost: string[] = [];
  readonly inbox = new SmsInbox({
    at: { command: (command: AtCommand) => this.#command(command.text) } as AtPort,
    session: 1,
    memory: "SM",
    received: async (pdu) => {
      this.got.push(pdu);
    },
    storage: () => {},
  });

  get slots(): Map<number, string> {
    return this.stores[this.selected];
  }

  comes(index: number, hex: string): void {
    this.stores.SM.set(index, hex);
    this.inbox.announced(`+CMTI: "SM",${index}`);
  }

  async #command(text: string): Promise<AtOutcome> {
    this.asked.push(text);
    const outcome = this.#does(text);
    const at = this.lost.findIndex((begin) => text.startsWith(begin));
    if (at < 0) return outcome;
    this.lost.splice(at, 1);
    return LOST;
  }

  #does(text: string): AtOutcome {
    const index = Number(/=(\d+)$/.exec(text)?.[1]);
    const store = /^AT\+CPMS="(SM|SR)"/.exec(text)?.[1];
    if (store !== undefined) this.selected = store as "SM" | "SR";
    if (text.startsWith("AT+CMGD")) return this.slots.delete(index) ? ok() : REFUSED;
    if (text.startsWith("AT+CMGL")) return ok(...[...this.slots].flatMap(([at, hex]) => [`+CMGL: ${at},1,,20`, hex]));
    if (!text.startsWith("AT+CMGR")) return ok();
    const hex = this.slots.get(index);
    return hex === undefined ? REFUSED : ok("+CMGR: 0,,20", hex);
  }
}

const settled = async (): Promise<void> => {
  for (let turns = 0; turns < 100; turns += 1) await Promise.resolve();
};

test("the answer to a deletion got lost: the next reply in the same place is read at once all the same", async () => {
  const modem = new Store();
  modem.comes(1, "AA");
  await settled();
  modem.lost = ["AT+CMGD"];
  await modem.inbox.discard([modem.got[0]!.slot!]);
  modem.comes(1, "BB");
  await settled();
  assert.deepEqual(
    modem.got.map(({ hex }) => hex),
    ["AA", "BB"],
  );
});

test("the answer to the reading of a reply got lost: it is read again now, not at the next sweep", async () => {
  const modem = new Store();
  modem.lost = ["AT+CMGR"];
  modem.comes(1, "AA");
  await settled();
  assert.deepEqual(
    modem.got.map(({ hex }) => hex),
    ["AA"],
  );
});

test("a listing that a page broke off is asked for again, but not for ever", async () => {
  const modem = new Store();
  modem.slots.set(1, "AA");
  modem.lost = ["AT+CMGL", "AT+CMGL"];
  await modem.inbox.sweep();
  await settled();
  assert.equal(modem.got.length, 1);
  modem.lost = Array.from({ length: 100 }, () => "AT+CMGL");
  const before = modem.asked.length;
  await modem.inbox.sweep();
  await settled();
  assert.ok(modem.asked.length - before < 30, modem.asked.slice(before).join());
});

test("the answer to choosing the other store got lost: nothing is read from it as if it were the SIM's, or deleted there", async () => {
  const modem = new Store();
  modem.stores.SR.set(1, "0F");
  modem.stores.SM.set(1, "AA");
  modem.lost = ['AT+CPMS="SR"'];
  await modem.inbox.sweep();
  await settled();
  for (const { slot } of modem.got) await modem.inbox.discard([slot!]);
  await settled();
  assert.deepEqual(
    modem.got.map(({ hex, slot }) => [hex, slot?.memory]),
    [["AA", "SM"]],
  );
  assert.deepEqual([...modem.stores.SR], [[1, "0F"]]);
  modem.comes(1, "BB");
  await settled();
  assert.equal(modem.got.at(-1)?.hex, "BB");
});
