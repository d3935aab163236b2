import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Minutes } from "../time/Duration.ts";
import { NOTHING_TOLD, stepTeller, type TellerEvent, type TellerMeans, type TellerState } from "./FaultTeller.ts";

const MEANS: TellerMeans = { shortName: "Rosewood", people: ["chen"], after: Minutes(1), smsAlive: true };

/** A run of the teller on virtual time: `there` and `over` in seconds, the texts with their second. */
class Run {
  readonly texts: string[] = [];
  means: TellerMeans = MEANS;
  refuse = false;
  #state: TellerState = NOTHING_TOLD;
  #wakeMs: number | undefined;
  #nowMs = 0;

  at(seconds: number): this {
    const until = seconds * 1_000;
    while (this.#wakeMs !== undefined && this.#wakeMs <= until) {
      this.#nowMs = this.#wakeMs;
      this.#take({ kind: "timePassed", atMs: this.#nowMs });
    }
    this.#nowMs = until;
    return this;
  }

  there(code: string, where = "front"): this {
    return this.#take({ kind: "shown", code, where, atMs: this.#nowMs });
  }

  over(code: string, where = "front"): this {
    return this.#take({ kind: "over", code, where, atMs: this.#nowMs });
  }

  #take(event: TellerEvent): this {
    const [state, effects] = stepTeller(this.#state, event, this.means);
    this.#state = state;
    this.#wakeMs = undefined;
    for (const effect of effects) {
      if (effect.kind === "wake") this.#wakeMs = effect.atMs;
      else {
        this.texts.push(`${this.#nowMs / 1_000} ${effect.person}: ${effect.text}`);
        if (this.refuse) return this.#take({ kind: "notSent", news: effect.news, atMs: this.#nowMs });
      }
    }
    return this;
  }
}

const begins = (texts: readonly string[], wanted: readonly string[]): void => {
  assert.equal(texts.length, wanted.length, texts.join("\n"));
  for (const [i, text] of texts.entries()) assert.ok(text.startsWith(wanted[i]!), `${text}\nis not ${wanted[i]}`);
};

test("a telephone line that stays dead is told by SMS, and that it works again", () => {
  const run = new Run().at(0).there("LINE_MODEM_SILENT").at(300).over("LINE_MODEM_SILENT").at(3_600);
  begins(run.texts, [
    "55 chen: Rosewood FirstRing: The telephone modem does not answer commands (104 front). Calls on this line are not answered.",
    "320 chen: Rosewood FirstRing: the telephone modem works again (104 front).",
  ]);
});

test("what is mended within the time of the clinic file calls nobody", () => {
  assert.deepEqual(new Run().at(0).there("STORE_FULL").at(59).over("STORE_FULL").at(9_000).texts, []);
});

test("a warning never sends an SMS", () => {
  assert.deepEqual(new Run().at(0).there("SMS_ROAMING").there("MQTT_UNREACHABLE").at(90_000).texts, []);
});

test("a hub that loses its power is one text, not one for each modem", () => {
  const run = new Run().at(0).there("STORE_FULL", "store").at(30).there("STORE_UNREADABLE", "store").at(3_600);
  begins(run.texts, [
    "90 chen: Rosewood FirstRing: The disk is full (302 store). The message database cannot be opened (301 store).",
  ]);
});

test("a second fault within a minute after a text waits until the minute is over", () => {
  const run = new Run().at(0).there("STORE_FULL").at(61).there("STORE_FAILED").at(3_600);
  assert.deepEqual(
    run.texts.map((text) => text.split(" ")[0]),
    ["60", "120"],
  );
});

test("everybody of faults.tell hears of it", () => {
  const run = new Run();
  run.means = { ...MEANS, people: ["chen", "patel"] };
  assert.deepEqual(
    run
      .at(0)
      .there("STORE_FULL")
      .at(3_600)
      .texts.map((text) => text.slice(0, 9)),
    ["60 chen: ", "60 patel:"],
  );
});

test("the only cellular modem cannot tell that it is dead; the line that died with it is told when a modem lives", () => {
  const run = new Run();
  run.means = { ...MEANS, smsAlive: false };
  run.at(0).there("SMS_MODEM_GONE", "mobile").there("LINE_PORT_GONE").at(600);
  assert.deepEqual(run.texts, []);
  run.means = MEANS;
  run.over("SMS_MODEM_GONE", "mobile").at(700);
  begins(run.texts, ["600 chen: Rosewood FirstRing: The telephone modem is not there (101 front)."]);
});

test("another cellular modem tells of the dead one", () => {
  const run = new Run().at(0).there("SMS_MODEM_GONE", "mobile").at(300);
  begins(run.texts, ["50 chen: Rosewood FirstRing: The cellular modem is not there (201 mobile)."]);
});

test("a fault that went because something deeper broke is not told as mended", () => {
  const run = new Run().there("SMS_SIM_MISSING", "one").at(120);
  run.over("SMS_SIM_MISSING", "one").there("SMS_MODEM_GONE", "one").at(600);
  assert.equal(run.texts.length, 2, run.texts.join("\n"));
  assert.match(run.texts[1] ?? "", /is not there/);
  run.over("SMS_MODEM_GONE", "one").at(900);
  assert.match(run.texts[2] ?? "", /SIM card is there again/);
});

test("a loose plug does not ring a telephone all night: at last one text says that it keeps coming and going", () => {
  const run = new Run();
  for (let night = 0; night < 40; night += 1) {
    run.at(night * 600).there("LINE_PORT_GONE");
    run.at(night * 600 + 300).over("LINE_PORT_GONE");
  }
  begins(run.at(30_000).texts, [
    "55 chen: Rosewood FirstRing: The telephone modem is not there (101 front).",
    "320 chen: Rosewood FirstRing: the telephone modem is there again (101 front).",
    "655 chen: Rosewood FirstRing: The telephone modem is not there (101 front).",
    "920 chen: Rosewood FirstRing: the telephone modem is there again (101 front).",
    "1255 chen: Rosewood FirstRing: The telephone modem is not there (101 front); this keeps coming and going.",
  ]);
});

test("a fault that comes and goes too fast ever to last is told all the same", () => {
  const run = new Run();
  for (let i = 0; i < 30; i += 1)
    run
      .at(i * 60)
      .there("LINE_MODEM_SILENT")
      .at(i * 60 + 20)
      .over("LINE_MODEM_SILENT");
  begins(run.at(7_200).texts, [
    "240 chen: Rosewood FirstRing: The telephone modem does not answer commands (104 front); this keeps coming and going.",
  ]);
});

test("one that came and went, and then stays, is told once more", () => {
  const run = new Run();
  for (let i = 0; i < 6; i += 1)
    run
      .at(i * 60)
      .there("LINE_MODEM_SILENT")
      .at(i * 60 + 20)
      .over("LINE_MODEM_SILENT");
  run.at(1_000).there("LINE_MODEM_SILENT").at(9_000).over("LINE_MODEM_SILENT").at(20_000);
  assert.deepEqual(
    run.texts.map((text) => text.split(" ")[0]),
    ["240", "4595", "9020"],
  );
});

test("a text that did not go is sent again, and the fault is not held for told", () => {
  const run = new Run();
  run.refuse = true;
  run.at(0).there("STORE_FULL").at(61);
  run.refuse = false;
  run.at(3_600);
  assert.deepEqual(
    run.texts.map((text) => text.split(" ")[0]),
    ["60", "360"],
  );
});

test("nothing that faults do sends a person more than a handful of texts a day for each, or an over without its fault", () => {
  const move = fc.record({
    code: fc.constantFrom("LINE_PORT_GONE", "STORE_FULL", "SMS_MODEM_GONE"),
    there: fc.boolean(),
    after: fc.integer({ min: 1, max: 900 }),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 120 }), (moves) => {
      const run = new Run();
      let now = 0;
      for (const { code, there, after } of moves) {
        now += after;
        run.at(now);
        if (there) run.there(code);
        else run.over(code);
      }
      run.at(now + 7_200);
      assert.ok(now > 79_000 || run.texts.length <= 3 * 9, run.texts.join("\n"));
      for (const text of run.texts) assert.ok(text.length - text.indexOf("Rosewood") <= 160);
    }),
  );
});
