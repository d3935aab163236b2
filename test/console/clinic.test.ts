import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { ChangesAnswer } from "../../device/console/api/changes.ts";
import { RIGHT_NAMES } from "../../device/console/auth/roles.ts";
import { WELL } from "../change/EngineBench.ts";
import { until } from "../e2e/until.ts";
import { ChangeBox } from "./ChangeBox.ts";
import { ConsoleBench } from "./ConsoleBench.ts";

const EXAMPLE = readFileSync(fileURLToPath(new URL("../../provisioning/example/clinic.yaml", import.meta.url)), "utf8");

const isOfPrograms = (right: string): boolean => !["users.manage", "tokens.manage", "network.change"].includes(right);

async function rig() {
  const box = await ChangeBox.start(EXAMPLE);
  const bench = await ConsoleBench.start({ clinic: box.clinicFile, changeSocket: box.socket });
  const post = (path: string, body: object) => bench.ask(`/api/v1/clinic/${path}`, { body });
  const ended = () =>
    until("the change has ended", async () => {
      const { json } = await bench.ask("/api/v1/changes");
      const { going, last } = json as ChangesAnswer;
      return going === undefined && last;
    });
  return {
    ...{ box, bench, post, ended },
    [Symbol.asyncDispose]: async () => {
      await bench[Symbol.asyncDispose]();
      await box[Symbol.asyncDispose]();
    },
  };
}

test("a form's edit becomes a draft that keeps comments, is checked, planned, applied and kept, and stands in the history with its name", async () => {
  await using all = await rig();
  const { bench, box, ended, post } = all;
  await bench.signIn("manager", { id: "maria" });
  const { json: now } = await bench.ask("/api/v1/clinic");
  assert.equal(now.text, EXAMPLE);
  assert.equal(now.usable, true);
  assert.equal(now.script.steps[0].says[0].texts.en, "You have reached Rosewood Family Practice.");
  assert.equal(Object.keys(now.script.drawing.boxes).length, now.script.steps.length);

  const bad = [{ do: "set", path: ["hours", "open", 0, "to"], value: "25:00" }];
  const { json: wrong } = await post("draft", { text: EXAMPLE, edits: bad });
  assert.equal(wrong.usable, false);
  assert.equal(wrong.issues[0].path, "hours.open[0].to");
  const { json: unplanned } = await post("plan", { text: wrong.text });
  assert.match(unplanned.refusals[0].what, /the clinic file has a mistake, first in line/);
  assert.equal((await post("apply", { text: wrong.text, base: now.hash })).json.error.code, "CLINIC_FILE_WRONG");

  const edits = [{ do: "set", path: ["clinic", "name"], value: "Rosewood Clinic" }];
  const { json: draft } = await post("draft", { text: EXAMPLE, edits });
  assert.deepEqual(
    draft.diff.filter(({ sign }: { sign: string }) => sign !== " "),
    [
      { sign: "-", text: "  name: Rosewood Family Practice # as callers hear it" },
      { sign: "+", text: "  name: Rosewood Clinic # as callers hear it" },
    ],
  );
  assert.equal(box.clinicText, EXAMPLE, "nothing is kept before it is applied");
  const { json: plan } = await post("plan", { text: draft.text });
  assert.equal(plan.restart, true);
  const begun = await post("apply", { text: draft.text, base: now.hash });
  assert.equal(begun.status, 200, begun.text);
  const last = await ended();
  assert.equal(last.outcome.kind, "kept");
  assert.equal(last.who.name, "MARIA");
  assert.equal(box.clinicText, draft.text);
  const { json: history } = await bench.ask("/api/v1/clinic/history");
  assert.deepEqual(
    history.past.map(({ by, name, number }: Record<string, unknown>) => ({ by, name, number })),
    [{ by: "console", name: "MARIA (maria)", number: 1 }],
  );
  const { json: past } = await bench.ask("/api/v1/clinic/history/1");
  assert.equal(past.text, EXAMPLE);
  const { json: log } = await bench.ask("/api/v1/changes/log");
  assert.equal(log.changes[0].outcome, "kept");
});

test("the second of two people is told, and the first one's change stays", async () => {
  await using all = await rig();
  const { bench, box, ended, post } = all;
  await bench.signIn("manager");
  const { json: now } = await bench.ask("/api/v1/clinic");
  const first = EXAMPLE.replace("Rosewood Family Practice", "First");
  await post("apply", { text: first, base: now.hash });
  await ended();
  const second = await post("apply", { text: EXAMPLE.replace("Rosewood Family", "Second"), base: now.hash });
  assert.equal(second.status, 409);
  assert.equal(second.json.error.code, "CLINIC_FILE_OVERTAKEN");
  assert.equal(box.clinicText, first);
});

test("a change waits for a call, says so to whoever looks, and is given up; one that makes a line sick goes back by itself", async () => {
  await using all = await rig();
  const { bench, box, ended, post } = all;
  await bench.signIn("technician");
  const { json: now } = await bench.ask("/api/v1/clinic");
  const text = EXAMPLE.replace("Rosewood Family Practice", "Other");
  box.engine.service.atWork = { calls: 1, untakenUrgent: 0 };
  assert.equal((await post("apply", { text, base: now.hash })).status, 200);
  const going = await until("it waits", async () => {
    const { json } = await bench.ask("/api/v1/changes");
    return json.going?.canGiveUp === true && json.going;
  });
  assert.equal(going.steps.at(-1).words, "Waiting for the end of a telephone call …");
  const another = await post("apply", { text, base: now.hash });
  assert.equal(another.json.error.code, "CHANGE_GOING_ON");
  assert.equal((await bench.ask("/api/v1/changes/give-up", { body: {} })).status, 200);
  assert.equal((await ended()).outcome.kind, "refused");
  assert.equal(box.clinicText, EXAMPLE);

  box.engine.service.atWork = { calls: 0, untakenUrgent: 0 };
  box.engine.service.health = (read) =>
    read?.includes("name: Other") === true
      ? { ...WELL, lines: [{ id: "front", ready: false, state: "no modem" }] }
      : WELL;
  await post("apply", { text, base: now.hash });
  const last = await until("it went back", async () => {
    const { json } = await bench.ask("/api/v1/changes");
    return json.going === undefined && json.last.outcome.kind === "rolled-back" && json.last;
  });
  assert.match(last.outcome.because, /the line front worked before and does not now/);
  assert.equal(box.clinicText, EXAMPLE);
});

test("a step of the template becomes the clinic's own when it is changed, and the template's again", async () => {
  await using all = await rig();
  const { bench, post } = all;
  await bench.signIn("manager");
  const own = [{ do: "own-step", step: "caller", value: { tries: 2, wait: "8s" } }];
  const { json: draft } = await post("draft", { text: EXAMPLE, edits: own });
  const caller = draft.script.steps.find(({ id }: { id: string }) => id === "caller");
  assert.deepEqual([caller.own, caller.tries, caller.waitS, caller.ways.length], [true, 2, 8, 3]);
  assert.equal(draft.usable, true);
  const { json: back } = await post("draft", {
    text: draft.text,
    edits: [{ do: "remove", path: ["script", "steps", "caller"] }],
  });
  assert.deepEqual(
    back.diff.filter(({ sign }: { sign: string }) => sign !== " "),
    [],
  );
  const order = [
    ...["urgent", "routine", "treated-urgent"].map((step) => ({ do: "own-step", step, value: { next: "birth" } })),
    { do: "own-step", step: "birth", value: { next: "callback" } },
    { do: "own-step", step: "callback", value: { next: "name" } },
  ];
  const { json: turned } = await post("draft", { text: EXAMPLE, edits: order });
  assert.equal(turned.usable, true, JSON.stringify(turned.issues));
  const ids = turned.script.steps.map(({ id }: { id: string }) => id);
  assert.ok(ids.indexOf("birth") < ids.indexOf("callback"), "another order");
  const { json: dead } = await post("draft", {
    text: EXAMPLE,
    edits: [{ do: "own-step", step: "caller", value: { keys: { "1": "nowhere" } } }],
  });
  assert.equal(dead.usable, false);
  assert.equal(dead.script, undefined);
});

test("who may not is refused; without root's hand all can be read and nothing changed; garbage loses nothing", async () => {
  await using all = await rig();
  const { bench, post } = all;
  await bench.signIn("frontDesk");
  assert.equal((await bench.ask("/api/v1/clinic")).status, 403);
  assert.equal((await post("draft", { text: EXAMPLE })).status, 403);
  await bench.signIn("manager");
  for (const edits of [
    [{ do: "move", path: ["clinic", "name"], from: 0, to: 1 }],
    [{ do: "own-step", step: "toString", value: {} }],
    [{ do: "set", path: ["clinic", "name", "x"], value: 1 }],
  ])
    assert.equal(
      (await post("draft", { text: "clinic: { name: A }", edits })).status < 500,
      true,
      JSON.stringify(edits),
    );
  assert.equal((await post("draft", { text: "{{{{", edits: [{ do: "remove", path: ["a"] }] })).status, 409);
  assert.equal(
    (await post("draft", { text: EXAMPLE, edits: [{ do: "set", path: ["__proto__", "x"], value: 1 }] })).status,
    200,
  );
  assert.equal((await bench.ask("/api/v1/clinic/history/99")).status, 404);

  await using alone = await ConsoleBench.start();
  await alone.signIn("manager");
  assert.equal((await alone.ask("/api/v1/clinic")).json.usable, true);
  assert.deepEqual((await alone.ask("/api/v1/changes")).json, { can: false });
  const refused = await alone.ask("/api/v1/clinic/apply", { body: { text: EXAMPLE, base: "x" } });
  assert.equal(refused.status, 503);
  assert.equal(refused.json.error.code, "CHANGES_NOT_POSSIBLE");
});

test("what other rights withhold takes a manager in the clinic file, too; no secret comes from the environment", async () => {
  await using all = await rig();
  const { bench, box, ended, post } = all;
  await bench.signIn("technician");
  const { hash: base } = (await bench.ask("/api/v1/clinic")).json;
  const phone = EXAMPLE.replace("+13125550101", "+13125550199");
  const guarded = [
    ["console", `${EXAMPLE}\nconsole: { network: clinic }\n`],
    ["people", phone],
    ["privacy", EXAMPLE.replace("smsDetail: code", "smsDetail: callback")],
    ["the file as a whole", "{{{{"],
  ] as const;
  for (const [part, text] of guarded)
    for (const path of ["plan", "apply"]) {
      const { json, status } = await post(path, { text, base });
      assert.deepEqual([status, json.error.code, json.error.details.parts], [403, "CLINIC_NEEDS_MANAGER", [part]]);
    }
  const pin = (name: string): string => EXAMPLE.replace("credential:sim-pin", `credential:${name}`);
  assert.equal((await post("apply", { text: pin("pin-chen"), base })).json.error.code, "SECRET_OF_OTHERS");
  assert.equal((await post("plan", { text: pin("sim-pin-2"), base })).status, 200);
  const broker = EXAMPLE.replace("mqtts://broker.local", "mqtts://broker.example");
  await bench.signIn("frontDesk");
  await bench.ask("/api/v1/session/emergency", { body: { reason: "The technician cannot be reached." } });
  for (const text of [broker, phone])
    assert.equal((await post("apply", { text, base })).json.error.code, "CLINIC_NEEDS_MANAGER", "in an emergency, too");
  await bench.signIn("manager");
  const { json: made } = await bench.ask("/api/v1/tokens", {
    body: { name: "Script", rights: RIGHT_NAMES.filter(isOfPrograms) },
  });
  const headers = { authorization: `Bearer ${made.secret}` };
  for (const text of [broker, phone, `${EXAMPLE}\nconsole: { network: clinic }\n`, pin("pin-chen")])
    assert.equal(
      (await bench.raw("/api/v1/clinic/apply", { method: "POST", headers, body: { text, base } })).status,
      403,
      "a program has not the rights that it takes",
    );
  await bench.enter("technician");
  const sim = EXAMPLE.replace("credential:sim-pin", "env:HOME");
  assert.equal((await post("apply", { text: sim, base })).json.error.code, "SECRET_FROM_ENVIRONMENT");
  const script = EXAMPLE.replace(/^script:.*$/m, (line) => `${line} # looked at`).replace("Rosewood Family", "Other");
  assert.equal((await post("apply", { text: script, base: "older" })).json.error.code, "CLINIC_FILE_OVERTAKEN");
  assert.equal(box.clinicText, EXAMPLE);
  assert.deepEqual((await post("apply", { text: script, base })).json, { begun: true, changed: ["clinic"] });
  await ended();

  await bench.signIn("manager");
  const { hash: now } = (await bench.ask("/api/v1/clinic")).json;
  const doctors = EXAMPLE.replace("credential:pin-chen", "env:HOME");
  assert.equal((await post("apply", { text: doctors, base: now })).json.error.code, "SECRET_FROM_ENVIRONMENT");
  assert.equal((await post("apply", { text: phone, base: now })).status, 200);
  const { json } = await bench.ask("/api/v1/audit");
  assert.equal(json.rows.find(({ kind }: { kind: string }) => kind === "clinic-changed").detail, "clinic, people");
  await until("it is kept", () => box.clinicText === phone);
});
