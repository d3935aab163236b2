import assert from "node:assert/strict";
import { test } from "node:test";
import { parseNetworkTime } from "./networkTime.ts";

const TRUE = Date.UTC(2026, 10, 25, 20, 3, 5);

const told: [why: string, line: string, expected: number | undefined][] = [
  ["local time, six hours west", '+CCLK: "26/11/25,14:03:05-24"', TRUE],
  ["no space, no quotes", "+CCLK:26/11/25,14:03:05-24", TRUE],
  ["Nepal, a zone of quarter hours", '+CCLK: "26/11/26,01:48:05+23"', TRUE],
  ["Chatham Islands in summer, nearly fourteen hours east", '+CCLK: "26/11/26,09:48:05+55"', TRUE],
  ["four digits of year", '+CCLK: "2026/11/25,20:03:05+00"', TRUE],
  ["minus nought", '+CCLK: "26/11/25,20:03:05-0"', TRUE],
  ["no zone: it may mean any", '+CCLK: "26/11/25,14:03:05"', undefined],
  ["a zone that there is not", '+CCLK: "26/11/25,14:03:05+99"', undefined],
  ["Quectel tells UTC, and the zone beside it", '+QLTS: "2026/11/25,20:03:05-24,0"', TRUE],
  ["Quectel, with the summer time outside the quotes", '+QLTS: "2026/11/25,20:03:05+32",1', TRUE],
  ["Quectel, before the network has told", '+QLTS: ""', undefined],
  ["Huawei", "^NWTIME: 26/11/25,14:03:05-24,00", TRUE],
  ["Huawei in summer: an hour on top of the zone", "^NWTIME: 26/07/25,15:03:05-24,01", Date.UTC(2026, 6, 25, 20, 3, 5)],
  ["universal time by report", '+CTZEU: "-24",0,"2026/11/25,20:03:05"', TRUE],
  ["a report whose time is local on one modem and UTC on the next", '+CTZE: "+28",0,"2026/11/25,20:03:05"', undefined],
  ["a report of the zone alone", "+CTZV: +28,0", undefined],
  ["a SIM7600 that nobody has set", '+CCLK: "80/01/06,00:00:12+00"', undefined],
  ["1970", '+CCLK: "70/01/01,00:00:12+00"', undefined],
  ["2000, 2004, 2024", '+CCLK: "04/01/01,00:00:12+00"', undefined],
  ["the last year that is no date for us", '+CCLK: "24/12/31,23:59:59+00"', undefined],
  ["the thirtieth of February", '+CCLK: "27/02/30,10:00:00+00"', undefined],
  ["a leap day", '+CCLK: "28/02/29,10:00:00+00"', Date.UTC(2028, 1, 29, 10)],
  ["hours, minutes and seconds that there are not", '+CCLK: "26/11/25,24:00:00+00"', undefined],
  ["sixty minutes", '+CCLK: "26/11/25,23:60:00+00"', undefined],
  ["month nought", '+CCLK: "26/00/25,10:00:00+00"', undefined],
  ["letters", '+CCLK: "XX/XX/XX,XX:XX:XX+XX"', undefined],
  ["another answer", "+CSQ: 21,99", undefined],
  ["nothing", "", undefined],
];

for (const [why, line, expected] of told) {
  test(`network time: ${why}`, () => assert.equal(parseNetworkTime(line), expected));
}

test("as it comes from an answer of several lines", () => {
  assert.deepEqual(["noise", '+CCLK: "26/11/25,14:03:05-24"'].map(parseNetworkTime), [undefined, TRUE]);
});
