import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { packSeptets } from "../gsm7.ts";
import { toHex } from "../octets.ts";
import { type DecodedPdu, decodePdu, encodeSubmit } from "../Pdu.ts";
import { lockingOf, shiftOf } from "./languages.ts";

const TO = "+13125550101";
const textOf = (pdu: DecodedPdu): string | undefined => ("text" in pdu ? pdu.text : assert.fail(JSON.stringify(pdu)));

describe("national tables", () => {
  const read = (elements: string, ...septets: number[]): string | undefined => {
    const header = elements.length / 2 + 1;
    const skipped = Math.ceil((header * 8) / 7);
    const body = toHex(packSeptets(septets, skipped * 7 - header * 8));
    const length = toHex([skipped + septets.length]);
    return textOf(decodePdu(`00440B913121550501F1000062114220419042${length}${toHex([header - 1])}${elements}${body}`));
  };

  it("has all thirteen languages, 128 septets each, no character twice in a locking table", () => {
    for (let language = 0; language <= 13; language += 1) {
      const table = lockingOf(language);
      const shown = table.filter((char) => char !== "\ufffd");
      assert.equal(table.length, 128);
      assert.equal(new Set(shown).size, shown.length, `${language}`);
      assert.deepEqual([table[0x0a], table[0x0d], table[0x1b], table[0x20]], ["\n", "\r", "\u001b", " "]);
      assert.equal(shiftOf(language)[0x65], "€");
      assert.equal(shiftOf(language).length, 128);
    }
  });

  const firsts: readonly (readonly [number, string, string])[] = [
    [4, "অ", "০"],
    [5, "અ", "૦"],
    [6, "अ", "०"],
    [7, "ಅ", "೦"],
    [8, "അ", "൦"],
    [9, "ଅ", "୦"],
    [10, "ਅ", "੦"],
    [11, "அ", "௦"],
    [12, "అ", "౦"],
  ];
  for (const [language, letter, zero] of firsts) {
    it(`reads ${letter} and ${zero} of language ${language}`, () => {
      const id = toHex([language]);
      // Bengali has its digits three septets earlier than the eight that have the dandas first.
      const code = language === 4 ? 0x19 : 0x1c;
      assert.equal(read(`2501${id}2401${id}`, 0x03, 0x1b, code, 0x1b, 0x41, 0x30), `${letter}${zero}A0`);
    });
  }

  it("reads Urdu, and a septet that no table has", () => {
    assert.equal(read("25010D24010D", 0x00, 0x4d, 0x1b, 0x1c, 0x1b, 0x65), "ال۰€");
    assert.equal(read("250107", 0x00, 0x41), "\ufffdಭ");
  });

  it("writes Turkish in one part instead of three, if asked", () => {
    const text = "şğıİçŞĞ ".repeat(18);
    assert.equal(encodeSubmit({ to: TO, text }).pdus.length, 3);
    const { pdus, tables, alphabet } = encodeSubmit({ to: TO, text, nationalTables: true });
    assert.deepEqual([pdus.length, alphabet, tables], [1, "gsm7", { locking: 1, single: 0 }]);
    assert.equal(textOf(decodePdu(pdus[0]!.hex, "toNetwork")), text);
  });

  it("takes the single shift where it does: a phone that knows no tables still shows the letter without its accent", () => {
    const { pdus, tables } = encodeSubmit({ to: TO, text: `María, ${"a".repeat(100)}`, nationalTables: true });
    assert.deepEqual([pdus.length, tables], [1, { locking: 0, single: 2 }]);
    const withoutTables = pdus[0]!.hex.replace("24010", "7F010");
    assert.ok(textOf(decodePdu(withoutTables, "toNetwork"))?.startsWith("Maria, "));
  });

  it("stays with UCS-2 where nothing is saved", () => {
    assert.equal(encodeSubmit({ to: TO, text: "María", nationalTables: true }).alphabet, "ucs2");
  });
});
