import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { septetsToText, unpackSeptets } from "./gsm7.ts";
import { fromHex } from "./octets.ts";
import {
  type DecodedPdu,
  decodePdu,
  encodeDeliver,
  encodeStatusReport,
  encodeSubmit,
  fromEpochMs,
  isGsm7,
  type PduTime,
  toEpochMs,
  toPlainGsm7,
} from "./Pdu.ts";
import { readValidity, writeValidity } from "./validity.ts";

const TO = "+13125550101";
const AT: PduTime = { year: 2026, month: 11, day: 24, hour: 2, minute: 14, second: 9, zoneQuarterHours: -24 };

const textOf = (pdu: DecodedPdu): string => ("text" in pdu ? pdu.text : assert.fail(JSON.stringify(pdu)));
const submitText = (text: string, reference = 1): string[] =>
  encodeSubmit({ to: TO, text, reference }).pdus.map((pdu) => textOf(decodePdu(pdu.hex, "toNetwork")));
/** A DELIVER from +13125550101 at 2026-11-24 with the given first octet, DCS and user data. */
const deliver = (flags: string, dcs: string, userData: string): DecodedPdu =>
  decodePdu(`00${flags}0B913121550501F100${dcs}62114220419042${userData}`);

describe("PDUs that were published elsewhere (with numbers of ours)", () => {
  it("packs hellohello as the packing example everybody uses", () => {
    const { pdus } = encodeSubmit({ to: TO, text: "hellohello", validityMinutes: 4 * 1440, reference: 0 });
    assert.equal(pdus[0]!.hex, "0011000B913121550501F10000AA0AE8329BFD4697D9EC37");
    assert.equal(pdus[0]!.tpduOctets, 23);
  });

  const packed: readonly (readonly [string, number, string])[] = [
    ["31D98C56B3DD70", 8, "12345678"],
    ["D4F29C0E", 4, "Test"],
    ["AA180C3602", 5, "*100#"],
    ["C8F71D14969741F977FD07", 12, "How are you?"],
  ];
  for (const [hex, septets, text] of packed) {
    it(`unpacks ${hex}`, () => assert.equal(septetsToText(unpackSeptets(fromHex(hex)!, septets)), text));
  }

  it("reads a message from a number", () => {
    const pdu = decodePdu("07913121550591F9040BC83121550501F10000993092516195800AE8329BFD4697D9EC37");
    assert.ok(pdu.kind === "deliver");
    assert.equal(pdu.serviceCentre, "+13125550199");
    assert.equal(pdu.text, "hellohello");
    assert.deepEqual(pdu.at, {
      year: 2099,
      month: 3,
      day: 29,
      hour: 15,
      minute: 16,
      second: 59,
      zoneQuarterHours: 8,
    });
  });

  it("reads a seven-character sender name without an @ at its end", () => {
    const pdu = decodePdu("07913121550591F9240DD0E474D81C0EBB010000111011315214000BE474D81C0EBB5DE3771B");
    assert.ok(pdu.kind === "deliver");
    assert.equal(pdu.from, "diafaan");
    assert.equal(pdu.text, "diafaan.com");
    assert.deepEqual(pdu.at, { year: 2011, month: 1, day: 11, hour: 13, minute: 25, second: 41, zoneQuarterHours: 0 });
  });
});

describe("the alphabet of a message", () => {
  const rows: readonly (readonly [string, "gsm7" | "ucs2"])[] = [
    ["Rosewood: URGENT call 02:14, ref 7Q4K. Reply 7Q4K to take it.", "gsm7"],
    ["{[~|^\\]}€", "gsm7"],
    ["Ç", "gsm7"],
    ["ç", "ucs2"],
    ["ã", "ucs2"],
    ["`", "ucs2"],
    ["\u001b", "ucs2"],
    ["☎", "ucs2"],
    ["", "gsm7"],
  ];
  for (const [text, alphabet] of rows) {
    it(`${JSON.stringify(text)} is ${alphabet} and comes back`, () => {
      assert.equal(encodeSubmit({ to: TO, text }).alphabet, alphabet);
      assert.deepEqual(submitText(text), [text]);
    });
  }

  it("writes the extension as two septets", () => {
    const { pdus } = encodeSubmit({ to: TO, text: "{€", reference: 0 });
    assert.equal(pdus[0]!.hex, "0001000B913121550501F10000" + "04" + "1BD4A60C");
    assert.deepEqual(submitText("{€"), ["{€"]);
  });

  it("writes UCS-2 as UTF-16BE with the pair of an emoji", () => {
    const { pdus } = encodeSubmit({ to: TO, text: "☎😀", reference: 0 });
    assert.ok(pdus[0]!.hex.endsWith("0008" + "06" + "260E" + "D83DDE00"));
  });
});

describe("parts", () => {
  const sizes: readonly (readonly [string, number, number, readonly number[]])[] = [
    ["a", 160, 1, [160]],
    ["a", 161, 1, [153, 8]],
    ["a", 306, 1, [153, 153]],
    ["a", 307, 1, [153, 153, 1]],
    ["a", 161, 4711, [152, 9]],
    ["☎", 70, 1, [70]],
    ["☎", 71, 1, [67, 4]],
    ["☎", 134, 1, [67, 67]],
    ["☎", 71, 4711, [66, 5]],
  ];
  for (const [char, count, reference, expected] of sizes) {
    it(`${count} × ${char} with reference ${reference} makes ${expected.join(" + ")}`, () => {
      const parts = submitText(char.repeat(count), reference);
      assert.deepEqual(
        parts.map((part) => part.length),
        expected,
      );
      assert.equal(parts.join(""), char.repeat(count));
    });
  }

  it("never splits an escape pair: the euro at 153 moves to the next part", () => {
    const parts = submitText(`${"a".repeat(152)}€${"b".repeat(20)}`);
    assert.deepEqual(parts, ["a".repeat(152), `€${"b".repeat(20)}`]);
  });

  it("never splits a surrogate pair", () => {
    const parts = submitText(`${"☎".repeat(66)}😀${"☎".repeat(10)}`);
    assert.deepEqual(parts, ["☎".repeat(66), `😀${"☎".repeat(10)}`]);
  });

  it("numbers them with one reference of 8 or 16 bits", () => {
    const concats = (reference: number) =>
      encodeSubmit({ to: TO, text: "a".repeat(200), reference }).pdus.map((part) => {
        const pdu = decodePdu(part.hex, "toNetwork");
        return pdu.kind === "submit" ? pdu.concat : undefined;
      });
    assert.deepEqual(concats(255), [
      { reference: 255, part: 1, total: 2, bits: 8 },
      { reference: 255, part: 2, total: 2, bits: 8 },
    ]);
    assert.deepEqual(concats(0x1234)[1], { reference: 0x1234, part: 2, total: 2, bits: 16 });
  });

  it("counts header and fill bit in UDL: A after a 6-octet header starts at bit 1", () => {
    const pdu = deliver("44", "00", "08" + "050003CC0201" + "82");
    assert.equal(textOf(pdu), "A");
    assert.deepEqual(pdu.kind === "deliver" && pdu.concat, { reference: 0xcc, part: 1, total: 2, bits: 8 });
  });

  it("does not claim to send what takes more than 255 parts", () => {
    const { pdus, why } = encodeSubmit({ to: TO, text: "a".repeat(153 * 255 + 1) });
    assert.deepEqual([pdus.length, why], [0, "more than 255 parts"]);
  });
});

describe("header elements", () => {
  it("reads Portuguese, Turkish and Spanish tables, single and locking", () => {
    // Header of 3 octets + length = 4 octets: 32 bits, 5 septets with 3 fill bits.
    const national = (element: string, language: string, septets: number[]): string => {
      const bits = septets.map((septet) => septet.toString(2).padStart(7, "0")).reverse();
      const value = BigInt(`0b${bits.join("")}000`);
      const octets = Math.ceil((septets.length * 7 + 3) / 8);
      const body = value
        .toString(16)
        .padStart(octets * 2, "0")
        .match(/../g)!
        .reverse()
        .join("");
      const udl = (5 + septets.length).toString(16).padStart(2, "0");
      return textOf(deliver("44", "00", `${udl}03${element}01${language}${body}`.toUpperCase()));
    };
    assert.equal(national("24", "03", [0x1b, 0x09, 0x1b, 0x7b, 0x1b, 0x05, 0x1b, 0x65]), "çãê€");
    assert.equal(national("24", "02", [0x1b, 0x61, 0x1b, 0x09, 0x1b, 0x4f, 0x7d]), "áçÓñ");
    assert.equal(national("24", "01", [0x1b, 0x63, 0x1b, 0x69, 0x1b, 0x53, 0x1b, 0x67]), "çıŞğ");
    assert.equal(national("25", "03", [0x09, 0x7b, 0x1a, 0x5b, 0x7d]), "çã|Ã`");
    assert.equal(national("25", "01", [0x60, 0x07, 0x1d, 0x40, 0x04]), "çışİ€");
    assert.equal(national("24", "63", [0x1b, 0x65, 0x41]), "€A", "an unknown language reads as the default one");
  });

  it("finds the concatenation among ports and unknown elements, whatever the order", () => {
    const pdu = deliver("44", "08", "12" + "0D" + "05040B8423F0" + "0003070201" + "7F01" + "00410042");
    assert.ok(pdu.kind === "deliver", "an element that is cut off");
    assert.deepEqual(
      [pdu.text, pdu.concat, pdu.ports],
      ["AB", undefined, undefined],
      "the whole header is passed over",
    );
    const whole = deliver("44", "08", "12" + "0D" + "05040B8423F0" + "0003070201" + "7F00" + "00410042");
    assert.ok(whole.kind === "deliver");
    assert.equal(whole.text, "AB");
    assert.deepEqual(whole.concat, { reference: 7, part: 1, total: 2, bits: 8 });
    assert.deepEqual(whole.ports, { destination: 0x0b84, source: 0x23f0 });
  });

  it("reads part 0 or part 3 of 2 as a message of its own", () => {
    for (const part of ["00", "03"]) {
      const pdu = deliver("44", "08", `080500030702${part}0041`);
      assert.ok(pdu.kind === "deliver");
      assert.deepEqual([pdu.text, pdu.concat], ["A", undefined]);
    }
  });
});

describe("coding schemes", () => {
  const rows: readonly (readonly [string, "gsm7" | "octets" | "ucs2", number | undefined])[] = [
    ["00", "gsm7", undefined],
    ["04", "octets", undefined],
    ["08", "ucs2", undefined],
    ["0C", "gsm7", undefined],
    ["10", "gsm7", 0],
    ["11", "gsm7", 1],
    ["18", "ucs2", 0],
    ["40", "gsm7", undefined],
    ["58", "ucs2", 0],
    ["80", "gsm7", undefined],
    ["B0", "gsm7", undefined],
    ["C0", "gsm7", undefined],
    ["D8", "gsm7", undefined],
    ["E8", "ucs2", undefined],
    ["F0", "gsm7", 0],
    ["F3", "gsm7", 3],
    ["F5", "octets", 1],
    ["F7", "octets", 3],
  ];
  const BODY = { gsm7: "0141", octets: "0141", ucs2: "020041" };
  for (const [dcs, alphabet, messageClass] of rows) {
    it(`DCS ${dcs} is ${alphabet}`, () => {
      const pdu = deliver("04", dcs, BODY[alphabet]);
      assert.ok(pdu.kind === "deliver");
      assert.deepEqual([pdu.text, pdu.alphabet, pdu.messageClass], ["A", alphabet, messageClass]);
    });
  }

  it("tells message waiting apart: discard, store, UCS-2", () => {
    const waiting = (dcs: string, body: string) => {
      const pdu = deliver("04", dcs, body);
      return pdu.kind === "deliver" ? pdu.waiting : undefined;
    };
    assert.deepEqual(waiting("C8", "00"), { store: false, active: true, what: "voicemail" });
    assert.deepEqual(waiting("D1", "0141"), { store: true, active: false, what: "fax" });
    assert.deepEqual(waiting("EA", "020041"), { store: true, active: true, what: "email" });
  });

  it("keeps what it cannot show: compressed text and 8-bit data as hex", () => {
    assert.deepEqual((deliver("04", "20", "0241FF") as { data?: string }).data, "41FF");
    assert.deepEqual((deliver("04", "04", "0241FF") as { data?: string; text: string }).data, "41FF");
  });
});

describe("numbers", () => {
  it("writes odd counts with a filling F, international as 91, others as 81", () => {
    const field = (to: string) => {
      const { hex } = encodeSubmit({ to, text: "", reference: 0 }).pdus[0]!;
      return hex.slice(6, -6);
    };
    assert.equal(field("+13125550101"), "0B913121550501F1");
    assert.equal(field("3125550101"), "0A811352551010");
    assert.equal(field("911"), "038119F1");
    assert.equal(field("+1 (312) 555-0101"), field("+13125550101"));
  });

  it("reads every type of number: only the international one has a plus, and only a name is a name", () => {
    const from = (type: string, octets = "2143") => {
      const pdu = decodePdu(`000404${type}${octets}0000621142204190420141`);
      return pdu.kind === "deliver" ? [pdu.from, pdu.fromName ?? false] : pdu;
    };
    for (const type of ["81", "A1", "B1", "C1", "E1", "F1", "00", "7F"]) assert.deepEqual(from(type), ["1234", false]);
    for (const type of ["91", "11", "9F"]) assert.deepEqual(from(type), ["+1234", false]);
    assert.deepEqual(from("D0", "3119"), ["12", true], "a name that is spelt like a number is still a name");
    assert.deepEqual(from("81", "BAF1"), ["*#1", false]);
  });

  it("reads a service centre of any form", () => {
    const centre = (hex: string) => {
      const pdu = decodePdu(`${hex}040B913121550501F10000621142204190420141`);
      return pdu.kind === "deliver" ? pdu.serviceCentre : pdu;
    };
    assert.equal(centre("00"), undefined);
    assert.equal(centre("0191"), undefined, "a type and no digit");
    assert.equal(centre("03912143"), "+1234");
    assert.equal(centre("038121F3"), "123");
    assert.deepEqual(centre("0C9121436587092143658709F1"), {
      kind: "error",
      why: "the service centre claims 12 octets",
    });
  });

  it("does not send to what is no number", () => {
    for (const to of ["", "+", "Dr Chen", "+1312555010112345678901", "٣"]) {
      const { pdus, why } = encodeSubmit({ to, text: "x" });
      assert.deepEqual([pdus.length, why], [0, "not a number that can be dialled"], to);
    }
  });

  it("reads sender names by semi-octets, also rounded up to even", () => {
    for (const name of ["A", "Clinic", "Vodafone", "ROSEWOOD", "11 chars ok", "a@b", "eight-88"]) {
      const pdu = decodePdu(encodeDeliver({ from: name, text: "x", at: AT }).pdus[0]!.hex);
      assert.ok(pdu.kind === "deliver");
      assert.equal(pdu.from, name);
    }
    const even = decodePdu("0004" + "0ED0E474D81C0EBB01" + "0000" + "62114220419042" + "0141");
    assert.ok(even.kind === "deliver");
    assert.equal(even.from.slice(0, 7), "diafaan");
  });
});

describe("time stamps", () => {
  const zones: readonly (readonly [number, string])[] = [
    [23, "32"], // +05:45
    [-14, "49"], // −03:30
    [-20, "0A"], // −05:00
    [-24, "4A"],
    [0, "00"],
    [56, "65"], // +14:00
    [-48, "8C"], // −12:00
  ];
  for (const [quarters, octet] of zones) {
    it(`survives a zone of ${quarters} quarter hours (${octet})`, () => {
      const at = { ...AT, zoneQuarterHours: quarters };
      const { hex } = encodeDeliver({ from: TO, text: "", at }).pdus[0]!;
      assert.equal(hex.slice(-4, -2), octet);
      const pdu = decodePdu(hex);
      assert.deepEqual(pdu.kind === "deliver" && pdu.at, at);
    });
  }

  it("gives the text also when the centre's time is impossible", () => {
    const pdu = decodePdu(`00040B913121550501F1000000000000000000${"0141"}`);
    assert.ok(pdu.kind === "deliver");
    assert.deepEqual([pdu.at, pdu.text], [undefined, "A"]);
  });

  it("is the right instant", () => {
    assert.equal(toEpochMs(AT), Date.UTC(2026, 10, 24, 8, 14, 9));
    fc.assert(
      fc.property(
        fc.integer({ min: 946_684_800, max: 4_102_444_799 }),
        fc.integer({ min: -48, max: 56 }),
        (s, zone) => {
          const time = fromEpochMs(s * 1000, zone);
          assert.equal(toEpochMs(time), s * 1000);
          const there = new Date(s * 1000 + zone * 900_000);
          assert.deepEqual(
            [time.year, time.month, time.day, time.hour, time.minute, time.second],
            [
              there.getUTCFullYear(),
              there.getUTCMonth() + 1,
              there.getUTCDate(),
              there.getUTCHours(),
              there.getUTCMinutes(),
              there.getUTCSeconds(),
            ],
          );
        },
      ),
    );
  });
});

describe("delivery reports and validity", () => {
  it("asks for a report with bit 0x20", () => {
    const flags = (statusReport: boolean) => encodeSubmit({ to: TO, text: "x", statusReport }).pdus[0]!.hex.slice(2, 4);
    assert.deepEqual([flags(false), flags(true)], ["01", "21"]);
  });

  it("reads what became of a message", () => {
    const outcomes = [0x00, 0x02, 0x20, 0x30, 0x45, 0x60, 0x63, 0x03, 0x80].map((status) => {
      const report = decodePdu(encodeStatusReport({ reference: 200, to: TO, status, sentAt: AT, at: AT }).hex);
      assert.ok(report.kind === "statusReport");
      assert.deepEqual([report.reference, report.to, report.status, report.at], [200, TO, status, AT]);
      assert.equal(report.done, report.outcome === "delivered");
      return report.outcome;
    });
    assert.deepEqual(outcomes, [
      "delivered",
      "delivered",
      "pending",
      "pending",
      "failed",
      "gaveUp",
      "gaveUp",
      "gaveUp",
      "gaveUp",
    ]);
  });

  it("never lets a page expire sooner than asked", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 63 * 7 * 1440 }), (minutes) => {
        assert.ok(readValidity(writeValidity(minutes)) >= minutes);
      }),
    );
    assert.deepEqual([5, 720, 1440, 4 * 1440, 35 * 1440].map(writeValidity), [0, 143, 167, 170, 197]);
    const pdu = decodePdu(encodeSubmit({ to: TO, text: "x", validityMinutes: 60 }).pdus[0]!.hex, "toNetwork");
    assert.equal(pdu.kind === "submit" && pdu.validityMinutes, 60);
  });

  it("reads a validity of every format", () => {
    const validity = (flags: string, octets: string) => {
      const pdu = decodePdu(`00${flags}000B913121550501F10000${octets}0141`, "toNetwork");
      assert.ok(pdu.kind === "submit" && pdu.text === "A", JSON.stringify(pdu));
      return [pdu.validityMinutes, pdu.validUntil, pdu.singleShot];
    };
    assert.deepEqual(validity("01", ""), [undefined, undefined, undefined]);
    assert.deepEqual(validity("11", "0B"), [60, undefined, undefined]);
    assert.deepEqual(validity("19", "6211422041904A"), [undefined, AT, undefined]);
    assert.deepEqual(validity("19", "00000000000000"), [undefined, undefined, undefined]);
    assert.deepEqual(validity("09", "010B0000000000"), [60, undefined, undefined], "enhanced, relative");
    assert.deepEqual(validity("09", "425A0000000000"), [1.5, undefined, true], "enhanced, seconds, one attempt");
    assert.deepEqual(validity("09", "03100300000000"), [90, undefined, undefined], "enhanced, 01:30:00");
    assert.deepEqual(validity("09", "81000B00000000"), [60, undefined, undefined], "enhanced, with another indicator");
    assert.deepEqual(validity("09", "07FFFFFFFFFFFF"), [undefined, undefined, undefined], "enhanced, reserved");
  });

  it("reads what a report says beside the status, and never loses the status for it", () => {
    const { hex } = encodeStatusReport({ reference: 7, to: TO, status: 0, sentAt: AT, at: AT });
    const text = (after: string) => {
      const report = decodePdu(hex + after);
      assert.ok(report.kind === "statusReport" && report.done && report.reference === 7);
      return report.text;
    };
    assert.equal(text(""), undefined);
    assert.equal(text("00"), undefined);
    assert.equal(text("0400"), undefined, "an empty text");
    assert.equal(text("040141"), "A");
    assert.equal(text("0700080400410042"), "AB", "identifier, coding scheme, text");
    assert.equal(text("84000141"), "A", "a second indicator");
    for (const damaged of ["07", "0700", "070008", "0700080400", "FFFFFFFFFFFF"])
      assert.equal(text(damaged), undefined);
  });

  it("tells what goes to the network but is no message", () => {
    const why = (hex: string) => {
      const pdu = decodePdu(hex, "toNetwork");
      return pdu.kind === "error" ? pdu.why : pdu.kind;
    };
    assert.equal(why("000000"), "a DELIVER-REPORT to the network, not a message");
    assert.equal(why("0002000000"), "a COMMAND to the network, not a message");
    assert.equal(why("0003000000"), "of the reserved message type");
  });

  it("reads a SUBMIT with an absolute validity", () => {
    const pdu = decodePdu("0019000B913121550501F1000062114220419042" + "0141", "toNetwork");
    assert.equal(textOf(pdu), "A");
  });
});

describe("damage", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["", "nothing at all"],
    ["0", "half an octet"],
    ["xyz!", "no hex"],
    ["07911326", "a service centre cut off"],
    ["0004FF91", "an address of 255 digits"],
    ["00040B9131", "an address cut off"],
    ["00040B913121550501F1000062114220", "a time cut off"],
    ["00040B913121550501F10000621142204190420A41", "a text cut off"],
    ["00440B913121550501F10008621142204190420205FF", "a header longer than its text"],
  ];
  for (const [hex, what] of rows) {
    it(`is an error value: ${what}`, () => assert.equal(decodePdu(hex).kind, "error"));
  }

  it("any cut of a good PDU is an error value, never half a message", () => {
    const { hex } = encodeDeliver({ from: TO, text: "7Q4K done", at: AT }).pdus[0]!;
    for (let end = 0; end < hex.length; end += 1) assert.equal(decodePdu(hex.slice(0, end)).kind, "error", `${end}`);
  });

  it("never throws, whatever came over the wire", () => {
    const total = (hex: string): void => {
      decodePdu(hex);
      decodePdu(hex, "toNetwork");
    };
    fc.assert(fc.property(fc.string(), total));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => total(Buffer.from(bytes).toString("hex"))),
      {
        numRuns: 2000,
      },
    );
    const { hex } = encodeDeliver({ from: TO, text: "a".repeat(200), at: AT }).pdus[0]!;
    fc.assert(
      fc.property(fc.nat(hex.length / 2 - 1), fc.nat(255), (at, octet) =>
        total(hex.slice(0, at * 2) + octet.toString(16).padStart(2, "0") + hex.slice(at * 2 + 2)),
      ),
      { numRuns: 2000 },
    );
  });
});

describe("round trip", () => {
  const anyText = fc.oneof(
    fc.string({ maxLength: 400 }),
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(..."abcÇ€{}~\\@Δ\n", "ç", "😀"), maxLength: 400 }),
    fc.array(fc.nat(0xffff), { maxLength: 150 }).map((units) => String.fromCharCode(...units)),
  );

  it("whatever is written is read the same, in both directions", () => {
    fc.assert(
      fc.property(anyText, fc.nat(65535), (text, reference) => {
        const submits = encodeSubmit({ to: TO, text, reference }).pdus;
        assert.equal(submits.map((pdu) => textOf(decodePdu(pdu.hex, "toNetwork"))).join(""), text);
        const delivers = encodeDeliver({ from: TO, text, at: AT, reference }).pdus;
        assert.equal(delivers.map((pdu) => textOf(decodePdu(pdu.hex))).join(""), text);
        for (const pdu of submits) {
          assert.equal(pdu.tpduOctets, pdu.hex.length / 2 - 1);
          assert.ok(pdu.tpduOctets <= 164, "longest TPDU of an AT interface");
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("plain text for one segment", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["“Rosewood” – ‘urgent’ … now", "\"Rosewood\" - 'urgent' ... now"],
    ["São Paulo, garçon, Łódź, naïve", "Sao Paulo, garcon, Lodz, naive"],
    ["à é è ù ì ò ñ ü Ç ß Å stay", "à é è ù ì ò ñ ü Ç ß Å stay"],
    ["no\u00a0break\u2009thin\ttab", "no break thin tab"],
    ["e\u0301 decomposed", "é decomposed"],
    ["a `tick` and a ½ ﬁg №5 ™", "a 'tick' and a 1/2 fig No5 TM"],
    ["{[€]}", "{[€]}"],
    ["☎ 日本 😀", "☎ 日本 😀"],
  ];
  for (const [text, plain] of rows) {
    it(`${text} → ${plain}`, () => assert.equal(toPlainGsm7(text), plain));
  }

  it("never drops a character and settles at once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const plain = toPlainGsm7(text);
        assert.ok([...plain].length >= [...text.normalize("NFC")].length);
        assert.equal(toPlainGsm7(plain), plain);
      }),
    );
  });

  it("leaves GSM-7 text as it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (isGsm7(text)) assert.equal(toPlainGsm7(text), text);
      }),
    );
  });
});
