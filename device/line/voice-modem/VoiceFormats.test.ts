import assert from "node:assert/strict";
import { test } from "node:test";
import type { AudioFormat } from "../../../firmware/line/Line.ts";
import { chooseFormat, readFormats } from "./VoiceFormats.ts";

const usr = [
  '128,"8-BIT LINEAR",(7200,8000,11025)',
  '129,"16-BIT LINEAR",(7200,8000,11025)',
  '130,"8-BIT ALAW",(8000)',
  '131,"8-BIT ULAW",(8000)',
  '132,"IMA ADPCM",(7200,8000,11025)',
];
const conexant = [
  '0,"SIGNED PCM",8,0,8000,0,0',
  '1,"UNSIGNED PCM",8,0,8000,0,0',
  '129,"IMA ADPCM",4,0,8000,0,0',
  '130,"UNSIGNED PCM",8,0,8000,0,0',
  '131,"Mu-Law",8,0,8000,0,0',
  '132,"A-Law",8,0,8000,0,0',
  '133,"14 bit PCM",14,0,8000,0,0',
];

const cases: [why: string, lines: string[], wanted: AudioFormat[], expected: unknown][] = [
  ["USR5637: 128 is linear", usr, ["u8"], { format: "u8", number: 128 }],
  ["USR5637: 130 is A-law", usr, ["alaw"], { format: "alaw", number: 130 }],
  ["Conexant: 130 is linear, and so is the standard's 1", conexant, ["u8"], { format: "u8", number: 1 }],
  ["Conexant: 132 is A-law, not ADPCM", conexant, ["alaw"], { format: "alaw", number: 132 }],
  ["signed is not unsigned", conexant, ["s8"], { format: "s8", number: 0 }],
  [
    "with the command's own prefix",
    ['+VSM: 131,"G.711 ULAW",8,0,(8000),(0),(0)'],
    ["u8", "ulaw"],
    { format: "ulaw", number: 131 },
  ],
  ["no names: V.253 table 17", ["1,8000", "4,8000"], ["ulaw"], { format: "ulaw", number: 4 }],
  ["a vendor's number without a name is a guess", ["128,8000", "130,8000"], ["u8", "alaw"], undefined],
  ["7200 samples a second only", ['129,"UNSIGNED PCM",8,0,7200,0,0'], ["u8"], undefined],
  ["nothing but ADPCM", ['2,"4-bit Rockwell ADPCM",4,0,8000,0,0', "OK", ""], ["u8", "ulaw", "alaw"], undefined],
];

for (const [why, lines, wanted, expected] of cases) {
  test(`voice format: ${why}`, () => assert.deepEqual(chooseFormat(readFormats(lines), wanted), expected));
}
