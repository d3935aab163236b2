import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { readWav, toMono } from "../../device/audio/wav.ts";
import type { PhoneAnswer, PhoneCodeAnswer, PromptDetail } from "../../device/console/api/prompts.ts";
import { whoOf } from "../../device/console/auth/Users.ts";
import { Minutes } from "../../firmware/time/Duration.ts";
import { until } from "../e2e/until.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { ConsoleBench } from "./ConsoleBench.ts";
import { servePhoneCodes } from "./servePhoneCodes.ts";

const PLACE = "/api/v1/prompts/en/goodbye-only";

/** What somebody said on the telephone, between two silences. */
function spoken(): Int16Array {
  const wav = readWav(readFileSync(new URL("../../device/rehearsal/callers/urgent-reason.wav", import.meta.url)));
  assert.ok(!("error" in wav) && wav.rate === 8000);
  return toMono(wav);
}

/** The console, and what a test knows of it. */
async function rig(t: TestContext) {
  const clock = new VirtualClock();
  const it = await ConsoleBench.start({ clock });
  const phones = await servePhoneCodes(it.directory, clock);
  const { codes, server } = phones;
  t.after(async () => {
    await phones[Symbol.asyncDispose]();
    await it[Symbol.asyncDispose]();
  });
  const ask = async (): Promise<PhoneCodeAnswer> => {
    const { json, status, text } = await it.ask(`${PLACE}/telephone`, { method: "POST" });
    assert.equal(status, 200, text);
    return json;
  };
  const now = async () => ((await it.ask("/api/v1/prompts/telephone")).json as PhoneAnswer).recording;
  const becomes = (state: string) =>
    until(state, async () => {
      const recording = await now();
      return recording?.state === state && recording;
    });
  return { ask, becomes, clock, codes, it, now, server };
}

test("what is confirmed on the telephone is the draft, as an upload would be; the code is used up, and the audit says who", async (t) => {
  const { ask, becomes, codes, it } = await rig(t);
  await it.signIn("manager", { id: "maria" });
  const { code, lines, number } = await ask();
  assert.deepEqual(
    lines.map(({ kind }) => kind),
    ["landline", "mobile"],
  );
  const list = (await it.ask("/api/v1/prompts?language=en")).json.prompts as { id: string }[];
  assert.equal(list[number - 1]?.id, "goodbye-only", "the number is its place in the list");
  const waiting = await becomes("waiting");
  assert.doesNotMatch(JSON.stringify(waiting), new RegExp(code), "it is told once");
  const used = codes.tried(code);
  assert.ok(typeof used !== "string");
  assert.deepEqual(used.order.maker, { id: "maria", name: "MARIA" });
  await becomes("entered");
  assert.equal(used.keep(spoken()), true);
  used.over();
  await becomes("kept");
  const { draft } = (await it.ask(PLACE)).json as PromptDetail;
  assert.deepEqual([draft?.how, draft?.by], ["telephone", "MARIA"]);
  assert.equal((await it.ask(`${PLACE}/audio?of=draft`)).bytes.subarray(0, 4).toString(), "RIFF");
  assert.equal(codes.tried(code), "wrong");
  const audit = (await it.ask("/api/v1/audit")).text;
  assert.match(audit, /prompt-phone-code/);
  assert.match(audit, /en\/goodbye-only: telephone/);
});

test("what callers could not understand is refused in words, and what was never confirmed leaves nothing", async (t) => {
  const { ask, becomes, codes, it } = await rig(t);
  await it.signIn("technician");
  const first = codes.tried((await ask()).code);
  assert.ok(typeof first !== "string" && first.keep(new Int16Array(8_000)));
  assert.equal((await becomes("refused")).problem?.code, "RECORDING_SILENT");
  const second = codes.tried((await ask()).code);
  assert.ok(typeof second !== "string");
  second.over();
  assert.equal((await becomes("over")).why, "call");
  assert.equal(((await it.ask(PLACE)).json as PromptDetail).draft, undefined);
});

test("a code ends with its ten minutes, with another one, with being given up, with a sign-out, and with wrong ones", async (t) => {
  const { ask, becomes, clock, codes, it, now } = await rig(t);
  await it.signIn("manager");
  await ask();
  await clock.advance(Minutes(10));
  assert.equal((await becomes("over")).why, "time");
  const old = await ask();
  const other = await ask();
  assert.equal(codes.tried(old.code), "wrong");
  assert.equal((await it.ask("/api/v1/prompts/telephone", { method: "DELETE" })).status, 200);
  await until("the daemon hears of it", () => !codes.isAny);
  assert.equal(codes.tried(other.code), "wrong");
  assert.equal(await now(), undefined);
  const used = codes.tried((await ask()).code);
  assert.ok(typeof used !== "string");
  const unused = await ask();
  assert.equal((await it.ask("/api/v1/session", { method: "DELETE" })).status, 200);
  await until("the daemon hears of it", () => !codes.isAny);
  assert.equal(codes.tried(unused.code), "wrong");
  assert.equal(used.keep(spoken()), false, "in the middle of a call, too");
  await it.enter("manager");
  await ask();
  for (let wrong = 0; wrong < 6; wrong += 1) codes.tried("99999x");
  assert.equal((await becomes("over")).why, "wrong");
  const refused = await it.ask(`${PLACE}/telephone`, { method: "POST" });
  assert.deepEqual([refused.status, refused.json.error.code], [409, "REFUSED"]);
});

test("who may not change prompts gets no code; while the service is away nobody does", async (t) => {
  const { it, server } = await rig(t);
  await it.signIn("frontDesk");
  assert.equal((await it.ask(`${PLACE}/telephone`, { method: "POST" })).status, 403);
  await it.signIn("manager");
  await server.close();
  const away = await it.ask(`${PLACE}/telephone`, { method: "POST" });
  assert.deepEqual([away.status, away.json.error.code], [503, "BOX_NOT_ANSWERING"]);
});

test("what goes wrong while it is kept is told at the page; the console goes on", async (t) => {
  const { becomes, codes, it } = await rig(t);
  await it.signIn("manager", { id: "maria" });
  const { box } = it.console;
  const who = whoOf(box.users.demand("maria"), box.sessions.of("maria")[0]?.hash);
  const keep = async () => {
    throw new Error("database or disk is full");
  };
  const { code } = await box.phones.begin({ who, language: "en", clip: "goodbye-only", number: 1, keep });
  const used = codes.tried(code);
  assert.ok(typeof used !== "string" && used.keep(spoken()));
  assert.equal((await becomes("refused")).problem?.code, "OUR_MISTAKE");
});
