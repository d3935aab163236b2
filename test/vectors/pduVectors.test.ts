import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { join, type Unjoined } from "../../device/channel/PartJoiner.ts";
import { OctetReader } from "../../device/line/gsm/pdu/octets.ts";
import { type DecodedPdu, decodePdu, encodeDeliver, encodeSubmit } from "../../device/line/gsm/pdu/Pdu.ts";
import { readValidityPeriod, writeValidity } from "../../device/line/gsm/pdu/validity.ts";
import { runVectors } from "./allVectors.ts";
import { OFONO } from "./ofono.ts";
import { PYTHON_MESSAGING } from "./pythonMessaging.ts";

describe("PDUs that other projects publish are read and written as they say", () => {
  for (const { project, name, wrong, deviation } of runVectors()) {
    it(`${project}: ${name}${deviation === undefined ? "" : ` (${deviation})`}`, () => assert.deepEqual(wrong, []));
  }
});

const hexOf = (vectors: readonly { readonly name: string; readonly hex: string }[], start: string) =>
  vectors.filter(({ name }) => name.startsWith(start)).map(({ hex }) => hex);

function joined(hexes: readonly string[]): string | undefined {
  let unjoined: Unjoined<string> = new Map();
  for (const hex of hexes) {
    const pdu: DecodedPdu = decodePdu(hex);
    assert.ok(pdu.kind === "deliver");
    const [rest, whole] = join(unjoined, pdu, hex, 0);
    unjoined = rest;
    if (whole) return whole.text;
  }
  return undefined;
}

describe("what other projects' tests say beyond a single PDU", () => {
  it("oFono test_assembly: three parts make a text, which fills three parts again", () => {
    const parts = hexOf(OFONO, "assembly_pdu");
    const text = joined(parts) ?? "";
    assert.ok(text.startsWith("Итак, Александр") && text.endsWith("был наг."));
    assert.equal(joined([parts[2]!, parts[0]!, parts[2]!, parts[1]!]), text);
    const { pdus } = encodeSubmit({ to: "555", text, reference: 30 });
    assert.equal(pdus.length, 3);
    const again = pdus.map(({ hex }) => decodePdu(hex, "toNetwork"));
    assert.equal(again.map((pdu) => (pdu.kind === "submit" ? pdu.text : "")).join(""), text);
  });

  it("oFono test_deliver_encode: what is read is written again, octet for octet", () => {
    for (const name of ["simple_deliver", "alnum_sender", "unicode_deliver"]) {
      const [hex] = hexOf(OFONO, name);
      const pdu = decodePdu(hex!);
      assert.ok(pdu.kind === "deliver" && pdu.at && pdu.serviceCentre && pdu.alphabet !== "octets");
      const { from, text, at, serviceCentre, alphabet, messageClass } = pdu;
      const flash = messageClass === undefined ? {} : { messageClass };
      const { pdus } = encodeDeliver({ from, text, at, serviceCentre, alphabet, ...flash });
      assert.equal(pdus[0]!.hex, hex, name);
    }
  });

  it("oFono test_prepare_concat: 283 letters take two parts, 36 surrogate pairs too, 33 × 152 letters 33", () => {
    const parts = (text: string, reference: number) =>
      encodeSubmit({ to: "+15554449999", text, reference }).pdus.length;
    assert.equal(parts("a".repeat(283), 0x100), 2);
    assert.equal(parts("😱".repeat(36), 0x100), 2);
    assert.equal(parts("a".repeat(152 * 33), 0x100), 33);
  });

  it("oFono test_prepare_limits: 255 parts, and not a character more", () => {
    const limits: readonly (readonly [string, number, number])[] = [
      ["A", 152, 0x100],
      ["A", 153, 0],
      ["Ж", 66, 0x100],
      ["Ж", 67, 0],
    ];
    for (const [char, room, reference] of limits) {
      const parts = (count: number) => encodeSubmit({ to: "555", text: char.repeat(count), reference }).pdus.length;
      assert.deepEqual([parts(255 * room), parts(255 * room + 1)], [255, 0], `${room}`);
    }
  });

  it("python-messaging: two parts of a WAP push are one, from the same number", () => {
    const data = hexOf(PYTHON_MESSAGING, "test_wap.py")
      .slice(4)
      .map((hex) => decodePdu(hex));
    const all = data.map((pdu) => (pdu.kind === "deliver" ? pdu.text : assert.fail())).join("");
    assert.ok(all.startsWith("\x01\x06\x0b\x03\xae\x81\xea\xc3\x95\x8d\x01\xa2\xb4\x84\x03\x05j\n Vodafone\x00"));
  });

  it("python-messaging test_converting_timedelta_to_validity, but rounded up: a page never expires sooner than asked", () => {
    const minutes = [5, 10, 12 * 60, 13 * 60, 24 * 60, 2 * 1440, 30 * 1440];
    assert.deepEqual(minutes.map(writeValidity), [0, 1, 143, 145, 167, 168, 196]);
    assert.equal(writeValidity(6), 1, "it rounds 6 minutes down to 5");
    assert.equal(writeValidity(4), 0, "it refuses less than 5 minutes");
    assert.equal(writeValidity(64 * 7 * 1440), 255, "it refuses more than 63 weeks");
  });

  it("python-messaging test_converting_datetime_to_validity", () => {
    const read = (octets: number[]) => readValidityPeriod(new OctetReader(octets), 0x18).validUntil;
    const at = { year: 2099, month: 2, day: 12, hour: 5, minute: 57, second: 30 };
    assert.deepEqual(read([0x99, 0x20, 0x21, 0x50, 0x75, 0x03, 0x21]), { ...at, zoneQuarterHours: 12 });
    assert.deepEqual(read([0x99, 0x20, 0x21, 0x50, 0x75, 0x03, 0x29]), { ...at, zoneQuarterHours: -12 });
  });

  it("python-messaging test_encoding_bad_number_raises_error: here it is a value", () => {
    assert.deepEqual(encodeSubmit({ to: "032BADNUMBER", text: "text" }).pdus, []);
  });
});
