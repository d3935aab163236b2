import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { DutyBook } from "../alert/DutyBook.ts";
import { ControlServer } from "../control/ControlServer.ts";
import { socketPath } from "../control/socketPath.ts";
import { changeDuty, withdrawDuty } from "../oncall/changeDuty.ts";
import { SystemClock } from "../runtime/SystemClock.ts";
import { KEY_FILE } from "../storage/key.ts";
import { bench } from "../storage/testStore.ts";
import { auditCommand } from "./audit.ts";
import { UsageError } from "./Cli.ts";
import { oncallCommand } from "./oncall.ts";

const REHEARSAL = new URL("../../provisioning/rehearsal/clinic.yaml", import.meta.url).pathname;

async function run(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
  };
  const code = await oncallCommand([...args, "--config", REHEARSAL], io);
  return { code, out: out.join(""), err: err.join("") };
}

test("oncall --explain says what was looked at, and until when it holds", async () => {
  const { code, out, err } = await run("--at", "2026-11-24 02:14", "--explain");
  assert.equal(code, 0);
  assert.match(out, /^2026-11-24 02:14 America\/Chicago: Dr\. Chen\n/);
  assert.match(out, /layer 1, rotation doctors: Dr\. Chen has rotation doctors/);
  assert.match(out, /fallback: Dr\. Okafor, not needed now/);
  assert.match(out, /until 2026-11-30 08:00, then Dr\. Patel/);
  assert.match(err, /by the clinic file alone/);
});

test("oncall gaps: exit code 0 without, 1 with gaps, each with its times and its reason", async () => {
  const none = await run("gaps", "--from", "2026-11-24 02:14");
  assert.deepEqual([none.code, none.out.startsWith("No gap within 8 weeks")], [0, true]);
  const some = await run("gaps", "--from", "2025-01-01", "--weeks", "1");
  assert.equal(some.code, 1);
  assert.match(some.out, /^1 gap within 1 weeks \(America\/Chicago\); Dr\. Okafor is paged then:\n/);
  assert.match(some.out, /Wed 2025-01-01 00:00 {2}to {2}Mon 2025-01-06 08:00 {2}rotation doctors only starts/);
  const json = JSON.parse((await run("gaps", "--from", "2025-01-01", "--weeks", "1", "--json")).out);
  assert.equal(json.gaps[0].to, "2025-01-06T14:00:00Z");
});

test("oncall list is a table, of one person if asked", async () => {
  const { out } = await run("list", "--from", "2026-11-24 02:14", "--weeks", "2");
  assert.match(out, /^from +to +on call\nMon 2026-11-23 08:00 {2}Mon 2026-11-30 08:00 {2}Dr\. Chen\n/);
  const own = await run("list", "--from", "2026-11-24 02:14", "--weeks", "2", "--person", "Dr. Patel");
  assert.deepEqual(own.out.match(/Dr\. \w+/g), ["Dr. Patel"]);
});

test("what was asked wrongly is said with what would be right", async () => {
  await assert.rejects(run("list", "--weeks", "none"), UsageError);
  await assert.rejects(run("--at", "someday"), /Sun 02:10/);
  await assert.rejects(run("--rotation", "nights"), /known are doctors/);
  await assert.rejects(run("cover", "--person", "chen", "--by", "patell"), /known are chen, patel, okafor/);
  await assert.rejects(run("cover", "--person", "chen", "--by", "chen"), UsageError);
  await assert.rejects(run("cover", "--person", "chen", "--by", "patel", "--to", "2020-01-01"), /past/);
  await assert.rejects(run("gapps"), /gaps, list/);
});

test("no box, no change: it says so, and where else the change can be written", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "firstring-oncall-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  await assert.rejects(run("cover", "--person", "chen", "--by", "patel", "--data", directory), (error) => {
    assert.match(String((error as { cure?: string }).cure), /overrides:/);
    return /not running/.test(String(error));
  });
});

/** A box that keeps changes of duty: the store, the book and the socket of the real one. */
async function box(t: TestContext) {
  const it = bench();
  writeFileSync(join(it.directory, KEY_FILE), Buffer.from(it.key).toString("hex"), { mode: 0o600 });
  const store = await it.open();
  const duties = new DutyBook(store, new SystemClock());
  const told: { person: string; text: string }[] = [];
  const tell = (person: string, text: string) => void told.push({ person, text });
  const means = () => ({ clinic: testClinic(), duties, now: Date.now(), onCall: { duties: duties.changes }, tell });
  const server = await ControlServer.listen(socketPath(it.directory, "control"), async (request, conversation) => {
    if (request.do === "duty") conversation.send({ duty: await changeDuty(request["change"], means()) });
    else {
      await withdrawDuty(String(request["id"]), means());
      conversation.send({ withdrawn: request["id"] });
    }
  });
  t.after(async () => {
    await server.close();
    await it[Symbol.asyncDispose]();
  });
  return { directory: it.directory, duties, told };
}

test("a change that leaves nobody says that the fallback has it; one from before says who has duty now", async (t) => {
  const { directory } = await box(t);
  const data = ["--data", directory, "--to", "tomorrow 08:00"];
  await run("remove", "--person", "chen", ...data);
  const { out } = await run("remove", "--person", "patel", "--from", "yesterday 08:00", ...data);
  assert.match(out, /\nOn call now: Dr\. Okafor, the fallback, because nobody else is left\n/);
  const covered = await run("cover", "--person", "okafor", "--by", "chen", ...data);
  assert.match(covered.out, /\nOn call now: Dr\. Chen, /);
});

/** The rows about duty, oldest first. */
async function audited(directory: string): Promise<(string | undefined)[][]> {
  const out: string[] = [];
  const io = { stdout: { write: (text: string) => out.push(text) }, stderr: { write: () => true } };
  await auditCommand(["list", "--json", "--data", directory], io as never);
  const rows = JSON.parse(out.join("")) as { kind: string; person?: string; detail?: string }[];
  return rows.filter(({ kind }) => kind.startsWith("duty-")).map(({ kind, person, detail }) => [kind, person, detail]);
}

test("changes of duty as JSON have times as everything else has them, and are one row of the audit each", async (t) => {
  const { directory } = await box(t);
  const during = ["--rotation", "doctors", "--from", "2027-01-01 08:00", "--to", "2027-01-02 08:00"];
  const { out } = await run("cover", "--person", "chen", "--by", "patel", ...during, "--data", directory, "--json");
  const made = JSON.parse(out);
  assert.deepEqual([made.from, made.to], ["2027-01-01T14:00:00Z", "2027-01-02T14:00:00Z"]);
  assert.deepEqual(JSON.parse((await run("changes", "--data", directory, "--json")).out), [made]);
  await run("withdraw", made.id, "--data", directory);
  const what = `replace chen by patel in doctors, 2027-01-01T14:00Z to 2027-01-02T14:00Z (${made.id})`;
  assert.deepEqual(await audited(directory), [
    ["duty-changed", "front-desk", what],
    ["duty-change-withdrawn", "front-desk", what],
  ]);
});

test("whoever takes back a change of somebody else's is named in the audit, and those whom it is about are told", async (t) => {
  const { directory, duties, told } = await box(t);
  const from = Date.now() - 60_000;
  const kept = { id: "phone1", kind: "replace", person: "chen", by: "patel", from, to: from + 3_600_000 } as const;
  await duties.change({ ...kept, madeAt: from, madeBy: "patel" });
  await run("withdraw", "phone1", "--data", directory);
  assert.deepEqual(
    (await audited(directory)).map(([kind, person]) => [kind, person]),
    [
      ["duty-changed", "patel"],
      ["duty-change-withdrawn", "front-desk"],
    ],
  );
  assert.deepEqual(
    told
      .splice(0)
      .map(({ person }) => person)
      .sort(),
    ["chen", "patel"],
  );
  await run(
    "remove",
    "--person",
    "chen",
    "--from",
    "2027-01-01 08:00",
    "--to",
    "2027-01-02 08:00",
    "--data",
    directory,
  );
  const text = "Rosewood: you are off duty from 2027-01-01 08:00 until 2027-01-02 08:00.";
  assert.deepEqual(told, [{ person: "chen", text }]);
});

test("a cover is kept by the box, counts at once, is listed, and can be taken back", async (t) => {
  const { directory, duties } = await box(t);
  const data = ["--data", directory];
  const to = ["--to", "tomorrow 08:00"];
  const made = await run("cover", "--person", "chen", "--by", "okafor", ...to, ...data, "--json");
  const { id } = JSON.parse(made.out);
  assert.equal(duties.changes[0]?.by, "okafor");
  await run("cover", "--person", "patel", "--by", "okafor", ...to, ...data);
  const now = await run(...data);
  assert.match(now.out, /Dr\. Okafor for Dr\. (Chen|Patel) \(changed by the front desk, until/);
  assert.match((await run("changes", ...data)).out, /Dr\. Okafor for Dr\. Chen +the front desk/);
  assert.match((await run("withdraw", id, ...data)).out, /is taken back/);
  assert.match((await run("changes", ...data)).out, /Dr\. Okafor for Dr\. Chen +the front desk +taken back/);
  await assert.rejects(run("withdraw", id, ...data), /no change of duty/);
  const added = await run("add", "--person", "patel", ...to, ...data);
  assert.match(
    added.out,
    /^Dr\. Patel as well, from .*\nOn call now: Dr\. .*\nTo take it back: firstring oncall withdraw d/,
  );
});

test("an export is one event a duty, and the same events when it is made again", async () => {
  const first = await run("export", "--from", "2026-11-24 02:14", "--weeks", "2");
  const again = await run("export", "--from", "2026-11-25 02:14", "--weeks", "2");
  const ids = (text: string) => [...text.matchAll(/^UID:(.*)\r$/gm)].map(([, id]) => id);
  assert.equal(ids(first.out)[0], "20261123T140000Z-chen@rosewood.firstring.invalid");
  assert.equal(ids(again.out)[0], ids(first.out)[0]);
});
