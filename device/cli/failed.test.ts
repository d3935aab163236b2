import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { failedText, NO_FAILURES, noteFailure, told } from "../../firmware/health/crashLoop.ts";
import { House } from "../../test/e2e/House.ts";
import { keepLastResort } from "../lastresort/LastResort.ts";
import type { CliIo } from "./Cli.ts";
import { failedCommand } from "./failed.ts";
import { loadClinicFile } from "./loadClinicFile.ts";

const MINUTE = 60_000;

test("the third unwanted end within ten minutes is told, then one an hour; single ends never are", () => {
  let loop = NO_FAILURES;
  const tells: number[] = [];
  for (let minute = 0; minute < 180; minute++) {
    const [next, tell] = noteFailure(loop, minute * MINUTE);
    loop = tell ? told(next, minute * MINUTE) : next;
    if (tell) tells.push(minute);
  }
  assert.deepEqual(tells, [2, 62, 122]);
  let rare = NO_FAILURES;
  for (let hour = 0; hour < 48; hour++) {
    const [next, tell] = noteFailure(rare, hour * 60 * MINUTE);
    assert.ok(!tell);
    rare = next;
  }
});

test("the text is one segment, whatever the clinic is called and whatever it fails at", () => {
  for (const why of ["it crashed (exit code 1)", "a".repeat(300)]) {
    const text = failedText("A practice with a very long name indeed", why);
    assert.ok(text.length <= 160, text);
    assert.match(text, /call your technician\.$/);
  }
});

function writtenTo(): { io: CliIo; text: () => string } {
  let text = "";
  const stream = {
    write: (chunk: string) => {
      text += chunk;
      return true;
    },
  };
  return { io: { stdout: stream, stderr: stream } as unknown as CliIo, text: () => text };
}

test("the daemon keeps failing: the fallback person hears of it by the box's own modem, once; also when the clinic file is broken", async () => {
  await using house = await House.build({ voiceModem: false });
  const args = ["--config", house.config, "--data", house.data];
  writeFileSync(join(house.data, "run.json"), JSON.stringify({ mark: { boot: "x", stopped: false }, ends: [] }));
  writeFileSync(join(house.data, "last-end"), "oom-kill killed KILL\n");
  const { io, text } = writtenTo();
  for (let i = 0; i < 2; i++) assert.equal(await failedCommand(args, io), 0);
  assert.deepEqual(house.texts, []);
  assert.equal(await failedCommand(args, io), 0, text());
  assert.equal(house.texts.length, 1, text());
  assert.match(
    house.texts[0] ?? "",
    /FirstRing: the box keeps failing and may not answer calls\. \(it was killed because memory ran out\)/,
  );
  assert.equal(await failedCommand(args, io), 0);
  assert.equal(house.texts.length, 1, "not again within the hour");

  const loop = join(house.data, "failures.json");
  writeFileSync(loop, JSON.stringify({ failures: [Date.now(), Date.now()] }));
  // As the daemon does it at each good start.
  keepLastResort(house.data, loadClinicFile(house.config, io) ?? assert.fail(text()));
  writeFileSync(house.config, "version: 1\nclinic: {");
  assert.equal(await failedCommand(args, io), 0, text());
  assert.match(house.texts[1] ?? "", /its clinic file has a mistake/);
});

test("a disk that takes nothing, and a secret that cannot be opened: the third end is told all the same", async (t) => {
  await using house = await House.build({ voiceModem: false });
  // Full, for root too: a folder stands where the file would be written.
  mkdirSync(join(house.data, "failures.json.new"));
  const runtime = join(house.folder, "runtime");
  mkdirSync(runtime);
  process.env["RUNTIME_DIRECTORY"] = runtime;
  t.after(() => {
    delete process.env["RUNTIME_DIRECTORY"];
  });
  const { io, text } = writtenTo();
  const args = ["--unit", "without-secrets", "--config", house.config, "--data", house.data];
  for (let i = 0; i < 3; i++) assert.equal(await failedCommand(args, io), 0, text());
  assert.equal(house.texts.length, 1, text());
  assert.match(house.texts[0] ?? "", /\(a PIN cannot be opened\)/);
  assert.match(text(), /^firstring\.service ended/);
  assert.equal(await failedCommand(args, io), 0);
  assert.equal(house.texts.length, 1, "not again within the hour");
});
