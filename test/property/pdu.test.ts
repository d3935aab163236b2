import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { join, type Unjoined } from "../../device/channel/PartJoiner.ts";
import {
  type DecodedDeliver,
  type DecodedPdu,
  decodePdu,
  encodeDeliver,
  encodeStatusReport,
  encodeSubmit,
  type PduTime,
} from "../../device/line/gsm/pdu/Pdu.ts";
import { brokenPdu, diceOf } from "../vectors/brokenPdus.ts";

const TO = "+13125550101";
const AT: PduTime = { year: 2026, month: 11, day: 24, hour: 2, minute: 14, second: 9, zoneQuarterHours: -24 };

const TURKISH = "şğıİçŞĞ";
const HINDI = "नमस्ते डॉक्टर१२";
const URDU = "السلام علیکم۱۲۳";
const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 500 }),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(..."abcÇ€{}~\\@Δ\n", "ç", "😀"), maxLength: 600 }),
  ...[TURKISH, HINDI, URDU, "çãõâêÁÉ", "áíóúñç"].map((chars) =>
    fc.string({ unit: fc.constantFrom(...chars, ..."abc 123.!"), maxLength: 600 }),
  ),
  // Lone surrogates, too: a modem may hand over half a pair.
  fc.array(fc.nat(0xffff), { maxLength: 150 }).map((units) => String.fromCharCode(...units)),
);
const reference = fc.nat(0xffff);
const anyNumber = fc
  .tuple(fc.constantFrom("+", ""), fc.stringMatching(/^[0-9*#]{1,20}$/))
  .map(([plus, digits]) => plus + digits);
/** Eleven septets at most, and no number. */
const anyName = fc
  .string({ unit: fc.constantFrom(..."abcXYZ @-_Δéà&"), minLength: 1, maxLength: 11 })
  .filter((name) => /[a-zX-Z]/.test(name));
const anyTime: fc.Arbitrary<PduTime> = fc.record(
  {
    year: fc.integer({ min: 2000, max: 2099 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
    second: fc.integer({ min: 0, max: 59 }),
    zoneQuarterHours: fc.integer({ min: -79, max: 79 }),
  },
  { noNullPrototype: true },
);

function deliver(pdu: DecodedPdu): DecodedDeliver {
  assert.ok(pdu.kind === "deliver", JSON.stringify(pdu));
  return pdu;
}

describe("whatever is written is read the same", () => {
  it("any text, to any number, with any validity, with and without national tables", () => {
    fc.assert(
      fc.property(anyText, anyNumber, reference, fc.boolean(), fc.boolean(), (text, to, ref, report, national) => {
        const { pdus } = encodeSubmit({ to, text, reference: ref, statusReport: report, nationalTables: national });
        const read = pdus.map(({ hex }) => decodePdu(hex, "toNetwork"));
        const texts = read.map((pdu) => {
          assert.ok(pdu.kind === "submit", JSON.stringify(pdu));
          assert.deepEqual([pdu.to, pdu.statusReport, pdu.reference], [to, report, ref & 0xff]);
          return pdu.text;
        });
        assert.equal(texts.join(""), text);
        for (const { hex, tpduOctets } of pdus) {
          assert.equal(tpduOctets, hex.length / 2 - 1);
          assert.ok(tpduOctets <= 164, "longest TPDU of an AT interface");
        }
      }),
      { numRuns: 600 },
    );
  });

  it("any sender, be it a number or a name, any time and zone", () => {
    fc.assert(
      fc.property(fc.oneof(anyNumber, anyName), anyTime, anyText, (from, at, text) => {
        const { pdus } = encodeDeliver({ from, at, text, reference: 7, serviceCentre: "+13125550199" });
        for (const { hex } of pdus) {
          const pdu = deliver(decodePdu(hex));
          assert.deepEqual([pdu.from, pdu.at, pdu.serviceCentre], [from, at, "+13125550199"]);
          assert.equal(pdu.fromName === true, /[a-zX-Z]/.test(from));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("any report", () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), anyNumber, anyTime, anyTime, (mr, status, to, sentAt, at) => {
        const pdu = decodePdu(encodeStatusReport({ reference: mr, status, to, sentAt, at }).hex);
        assert.ok(pdu.kind === "statusReport");
        assert.deepEqual([pdu.reference, pdu.status, pdu.to, pdu.sentAt, pdu.at], [mr, status, to, sentAt, at]);
      }),
    );
  });

  it("national tables never cost a part, and are only used where they save one", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const usual = encodeSubmit({ to: TO, text, reference: 1 });
        const national = encodeSubmit({ to: TO, text, reference: 1, nationalTables: true });
        assert.ok(national.pdus.length <= usual.pdus.length);
        assert.equal(national.tables !== undefined, national.pdus.length < usual.pdus.length);
        assert.equal(usual.tables, undefined, "off unless asked for");
      }),
      { numRuns: 300 },
    );
  });
});

describe("parts", () => {
  it("are never cut inside an escape pair or a surrogate pair", () => {
    const pairs = fc.string({ unit: fc.constantFrom("€", "{", "a", "ç", "😀"), minLength: 60, maxLength: 700 });
    fc.assert(
      fc.property(pairs, fc.boolean(), reference, (text, national, ref) => {
        for (const { hex } of encodeSubmit({ to: TO, text, reference: ref, nationalTables: national }).pdus) {
          const pdu = decodePdu(hex, "toNetwork");
          assert.ok(pdu.kind === "submit" && pdu.text.isWellFormed());
          assert.equal(
            [...pdu.text].join("").replace(/[€{aç]|😀/gu, ""),
            "",
            "an escape without its letter is a space",
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it("give the text in any order, with any of them doubled", () => {
    const shuffled = fc.tuple(anyText, reference).chain(([text, ref]) => {
      const parts = encodeDeliver({ from: TO, text, at: AT, reference: ref, nationalTables: true }).pdus;
      const order = fc.shuffledSubarray([...parts, ...parts], { minLength: parts.length * 2 });
      return fc.tuple(fc.constant(text), order);
    });
    fc.assert(
      fc.property(shuffled, ([text, parts]) => {
        let unjoined: Unjoined<number> = new Map();
        const first = parts.map(({ hex }, i) => {
          const [rest, whole] = join(unjoined, deliver(decodePdu(hex)), i, 0);
          unjoined = rest;
          return whole?.text;
        });
        assert.equal(
          first.find((whole) => whole !== undefined),
          text,
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe("no PDU, however broken, throws", () => {
  const total = (hex: string): void => {
    for (const direction of ["fromNetwork", "toNetwork"] as const) {
      const pdu = decodePdu(hex, direction);
      assert.ok(["deliver", "submit", "statusReport", "error"].includes(pdu.kind));
      if (pdu.kind === "error") assert.ok(pdu.why.length > 0 && pdu.why.length < 80);
    }
  };

  it("any characters, any octets", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), total), { numRuns: 500 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => total(Buffer.from(octets).toString("hex"))),
      { numRuns: 1000 },
    );
  });

  it("published PDUs changed, cut, spliced: 20 000 of them", () => {
    const dice = diceOf(1);
    for (let i = 0; i < 20_000; i += 1) total(brokenPdu(dice));
  });

  it("any cut of a good one is an error value, never half a message", () => {
    for (const text of ["7Q4K done", "☎ 7Q4K", "x".repeat(200)]) {
      for (const { hex } of encodeDeliver({ from: TO, text, at: AT }).pdus) {
        for (let end = 0; end < hex.length; end += 1)
          assert.equal(decodePdu(hex.slice(0, end)).kind, "error", `${end}`);
      }
    }
  });

  it("a megabyte that is none is turned away unread", () => {
    assert.deepEqual(decodePdu("00".repeat(500_000)), { kind: "error", why: "longer than any message" });
  });
});
