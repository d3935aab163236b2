import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { VoiceModemBench } from "../../../test/harness/VoiceModemBench.ts";
import { readCommandLine } from "./atSyntax.ts";
import type { ProfileName } from "./profiles.ts";

const QUIET = ["ATE0"];
const VOICE = [...QUIET, "AT+FCLASS=8"];

interface Row {
  readonly profiles: readonly ProfileName[] | "all";
  readonly first: readonly string[];
  readonly line: string;
  readonly answer: string;
}

const ALL: readonly ProfileName[] = ["usr5637", "cx93001", "rockwell", "v253"];
const info = (...lines: string[]): string => `\r\n${lines.join("\r\n")}\r\n\r\nOK\r\n`;
const OK = "\r\nOK\r\n";
const ERROR = "\r\nERROR\r\n";
const row = (profiles: Row["profiles"], first: Row["first"], line: string, answer: string): Row => ({
  profiles,
  first,
  line,
  answer,
});

const ROWS: readonly Row[] = [
  row("all", [], "AT", `AT\r${OK}`),
  row("all", QUIET, "AT", OK),
  row("all", QUIET, "at+vcid=1", OK),
  row("all", QUIET, "ATE0V1Q0", OK),
  row("all", QUIET, "AT S0=0 E0", OK),
  row("all", QUIET, "ATS0?", info("000")),
  row("all", QUIET, "AT&F&C1&D2&K3M0L1X4S7=60", OK),
  row(["usr5637"], QUIET, "ATI0", info("5601")),
  row(["usr5637"], QUIET, "ATI3", info("U.S. Robotics 56K FAX USB V1.2.23")),
  row(["cx93001", "rockwell"], QUIET, "ATI0", info("56000")),
  row(["cx93001"], QUIET, "ATI3", info("CX93001-EIS_V0.2013-V92")),
  row("all", QUIET, "AT+FCLASS?", info("0")),
  row("all", QUIET, "AT+FCLASS=8;+FCLASS?", info("8")),
  row("all", QUIET, "AT+FCLASS=2", ERROR),
  row("all", QUIET, "AT+GCI?", info("+GCI: B5")),
  row(["usr5637"], QUIET, "AT+GMI;+GMM", info("U.S. Robotics", "U.S. Robotics 56K FAX USB")),
  row("all", QUIET, "AT+NOSUCH", ERROR),
  row("all", QUIET, "AT#CLS=8", ERROR),
  row("all", QUIET, "AT+VLS=1", ERROR),
  row("all", QUIET, "AT+VTX", ERROR),
  row("all", QUIET, "AT+VSD=128,50", ERROR),
  row("all", VOICE, "AT+VTX", ERROR),
  row("all", VOICE, "AT+VSD=40,70", OK),
  row(["usr5637"], VOICE, "AT+VSD=128,50;+VSD?", info("128,50")),
  row(["cx93001"], VOICE, "AT+VSD=128,50;+VSD?", info("128,0")),
  row("all", VOICE, "AT+VSD=300,1", ERROR),
  row("all", VOICE, "AT+VRA=70;+VRN=10", OK),
  row("all", VOICE, "AT+VGT=127;+VGR=134;+VGR?", info("134")),
  row("all", VOICE, "AT+VGT=?", info("(0-255)")),
  row("all", VOICE, "AT+VNH=0;+VIT=0;+VDR=1,15;+IFC=1,1", OK),
  row("all", VOICE, "AT+VLS=1;+VLS?", info("1")),
  row("all", VOICE, "AT+VLS=99", ERROR),
  row(["usr5637"], VOICE, "AT+VSM=128,8000;+VSM?", info("128,8000")),
  row(["usr5637"], VOICE, "AT+VSM=1,8000", ERROR),
  row(["usr5637"], VOICE, "AT+VSM=132,8000", ERROR),
  row(["cx93001"], VOICE, "AT+VSM=1,8000,0,0", OK),
  row(["cx93001"], VOICE, "AT+VSM=130", OK),
  row(["v253"], VOICE, "AT+VSM=4;+VSM?", info("4,8000")),
  row(["cx93001"], QUIET, "AT-SCID=1;+VCID=1;-STE=3", OK),
  row(["usr5637"], QUIET, "AT-SCID=1;+VCID=1;-STE=3", ERROR),
  row(["usr5637"], QUIET, "AT+PCW=0", ERROR),
  row(["cx93001"], QUIET, "AT+PCW=0", OK),
  row(["usr5637"], VOICE, "AT+VTS=[900,0,120]", ERROR),
  row(["rockwell"], [...VOICE, "AT+VLS=1"], "AT+VTR", ERROR),
  row(["usr5637"], [...VOICE, "AT+VLS=1"], "AT+VTR", "\r\nCONNECT\r\n"),
  row("all", VOICE, "ATA", "\r\nVCON\r\n"),
];

describe("each profile answers AT commands as its modem does", () => {
  for (const { profiles, first, line, answer } of ROWS) {
    for (const profile of profiles === "all" ? ALL : profiles) {
      test(`${profile}: ${[...first, line].join(" ")}`, () => {
        const bench = new VoiceModemBench({ profile });
        for (const each of first) bench.at(each);
        assert.equal(bench.at(line), answer);
      });
    }
  }
});

test("the list of sample formats is the modem's own", () => {
  const list = (profile: ProfileName) => {
    const bench = new VoiceModemBench({ profile });
    bench.setUp("ATE0", "AT+FCLASS=8");
    return bench.at("AT+VSM=?");
  };
  assert.match(list("usr5637"), /^\r\n128,"8-BIT LINEAR",/);
  assert.match(list("cx93001"), /\r\n1,"UNSIGNED PCM",8,0,8000,0,0\r\n/);
  assert.match(list("cx93001"), /\r\n130,"UNSIGNED PCM"/);
});

test("a reset forgets caller ID, the voice class and the line", () => {
  const bench = new VoiceModemBench();
  bench.setUp("ATE0", "AT+FCLASS=8", "AT+VCID=1", "AT+VLS=1", "ATZ");
  assert.equal(bench.at("ATE0"), "ATE0\r\r\nOK\r\n", "it echoes again");
  assert.equal(bench.at("AT+VCID?"), "\r\n0\r\n\r\nOK\r\n");
  assert.equal(bench.at("AT+FCLASS?"), "\r\n0\r\n\r\nOK\r\n");
  assert.ok(bench.kinds().includes("onHook"));
});

test("a command line is found behind line noise, corrected, and repeated by A/", () => {
  const bench = new VoiceModemBench();
  bench.setUp("ATE0");
  assert.equal(bench.at("\x00\xff\x10\x18AzAT+GCI?"), "\r\n+GCI: B5\r\n\r\nOK\r\n");
  bench.send("A/");
  assert.equal(bench.readText(), "\r\n+GCI: B5\r\n\r\nOK\r\n");
  assert.equal(bench.at("ATX\bI0"), "\r\n5601\r\n\r\nOK\r\n");
  assert.equal(bench.at("nonsense"), "");
});

test("numeric and quiet answers", () => {
  const bench = new VoiceModemBench();
  bench.setUp("ATE0");
  assert.equal(bench.at("ATV0"), "0\r");
  assert.equal(bench.at("AT+NOSUCH"), "4\r");
  assert.equal(bench.at("ATV1Q1"), "");
});

test("command lines are read in words; what cannot be read is an ERROR, never a crash", () => {
  assert.deepEqual(readCommandLine("E0V1+VRA=70;+VRN=10"), [
    { name: "E", operation: "run", value: "0" },
    { name: "V", operation: "run", value: "1" },
    { name: "+VRA", operation: "set", value: "70" },
    { name: "+VRN", operation: "set", value: "10" },
  ]);
  assert.deepEqual(readCommandLine("!4886=00"), [{ name: "!4886", operation: "set", value: "00" }]);
  assert.equal(readCommandLine("=5"), undefined);
});
