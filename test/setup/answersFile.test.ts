import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { PROGRAM } from "../e2e/ApplianceProcess.ts";
import { SetupBox } from "./SetupBox.ts";

const ANSWERS = `clinic: { name: Rosewood Family Practice, shortName: Rosewood, country: US, timezone: America/Chicago, emergencyNumber: "911", languages: [en] }
clock: right
modems: [find-voice, find-gsm]
sim: check
line: check
people:
  - { name: Dr. Chen, phone: "+13125550101", notify: [sms], pin: "7391" }
duty: { plan: one, fallback: chen }
script: { template: family-practice, routine: waits }
privacy: { smsDetail: code }
`;

test("from a file of answers: the first mistake stops it and is told; mended, the clinic is in force, and a second run changes nothing", async () => {
  await using box = await SetupBox.build();
  await box.plugVoice();
  await box.plugCellular();
  const file = join(box.folder, "answers.yaml");
  const run = (text: string) => {
    writeFileSync(file, text);
    return new Promise<{ code: number; said: string }>((resolve) =>
      execFile(process.execPath, [PROGRAM, "setup", "--answers", file, ...box.options], (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
      ),
    );
  };
  const wrong = await run(ANSWERS.replace("smsDetail: code", "smsDetail: everything"));
  assert.equal(wrong.code, 1);
  assert.match(wrong.said, /Privacy: What a page says: .*What to do: /);
  const right = await run(ANSWERS);
  assert.equal(right.code, 0, right.said);
  assert.match(right.said, /There is a dial tone/);
  assert.match(right.said, /FirstRing at Rosewood Family Practice/);
  assert.ok(readClinicFile(readFileSync(box.places.clinicFile, "utf8")).ok);
  const again = await run(ANSWERS);
  assert.equal(again.code, 0, again.said);
});
