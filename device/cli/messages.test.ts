import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readWav, writeWav } from "../audio/wav.ts";
import { noteZone } from "../runtime/clinicZone.ts";
import { KEY_FILE } from "../storage/key.ts";
import type { Store } from "../storage/StoreClient.ts";
import { aCall, aChunk, aDispatch, aMessage, anAlert, type Bench, bench } from "../storage/testStore.ts";
import { alertsCommand } from "./alerts.ts";
import { auditCommand } from "./audit.ts";
import { UsageError } from "./Cli.ts";
import { messagesCommand } from "./messages.ts";

type Command = typeof messagesCommand;

const run = async (command: Command, it: Bench, ...argv: string[]) => {
  let [stdout, stderr] = ["", ""];
  const io = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    dataDir: it.directory,
  };
  const code = await command(argv, io);
  return { code, stdout, stderr };
};

/** A running appliance with one urgent message, paged and taken, and one routine one. */
const running = async (it: Bench): Promise<{ store: Store; urgent: string; routine: string }> => {
  writeFileSync(join(it.directory, KEY_FILE), Buffer.from(it.key).toString("hex"), { mode: 0o600 });
  const store = await it.open();
  const [urgent = "", routine = ""] = await store.reserveCodes(2);
  await store.writeCall(aCall("c1", { endedAt: 1_020_000, ending: "completed" }));
  await store.writeMessage(aMessage(urgent, "c1", { complete: true }), anAlert(urgent, "c1"), [aDispatch(urgent)]);
  for (const i of [0, 1, 2]) await store.appendAudio(aChunk("c1", i));
  await store.appendAudio(aChunk("c1", 0, { part: "name", format: "ulaw" }));
  await store.writeDispatch(aDispatch(urgent, { state: "sent", detail: "+CMGS: 12" }));
  await store.takeAlert(urgent, "chen", 1_010_000);
  await store.writeMessage(aMessage(routine, "c2", { urgency: "routine", receivedAt: 1_001_000 }));
  return { store, urgent, routine };
};

test("the front desk sees beside the running appliance who called, whom to call back, and who took it", async () => {
  await using it = bench();
  const { urgent, routine } = await running(it);
  const { code, stdout } = await run(messagesCommand, it, "list");
  assert.equal(code, 0);
  const lines = stdout.trimEnd().split("\n");
  assert.equal(lines.length, 3);
  assert.match(
    lines[1] ?? "",
    new RegExp(`^${urgent} .*urgent +taken \\(chen\\) +3125550142 +name 1.0 s, reason 3.0 s$`),
  );
  assert.match(lines[2] ?? "", new RegExp(`^${routine} .*routine +- `));
  const taken = await run(messagesCommand, it, "list", "--state", "taken", "--json");
  assert.deepEqual(
    JSON.parse(taken.stdout).map((message: { message: { ref: string } }) => message.message.ref),
    [urgent],
  );
  const shown = await run(messagesCommand, it, "show", ` ${urgent.toLowerCase()} `);
  assert.match(
    shown.stdout,
    /Paged +chen by sms at .*: accepted by the network \(\+CMGS: 12\); sent 1970-01-01 00:16:42/,
  );
  for (const time of [
    "Answered +1970-01-01 00:16:41",
    "Urgent since +1970-01-01 00:16:42",
    "Taken +1970-01-01 00:16:50",
  ])
    assert.match(shown.stdout, new RegExp(time));
  assert.doesNotMatch(shown.stdout, /Called back/);
  assert.equal(JSON.parse((await run(messagesCommand, it, "show", urgent, "--json")).stdout).alert.takenBy, "chen");
});

test("an exported recording is what the modem sent, and only its owner may read it", async () => {
  await using it = bench();
  const { store, urgent } = await running(it);
  const to = join(it.directory, "export");
  const { code, stdout } = await run(messagesCommand, it, "export", urgent, "--to", to);
  assert.equal(code, 0);
  assert.deepEqual(readdirSync(to).sort(), [`${urgent}-name.wav`, `${urgent}-reason.wav`, `${urgent}.json`].sort());
  assert.equal(stdout.trimEnd().split("\n").length, 3);
  const wav = readFileSync(join(to, `${urgent}-reason.wav`));
  const bytes = Buffer.concat([0, 1, 2].map((i) => aChunk("c1", i).bytes));
  assert.ok(Buffer.from(writeWav("u8", bytes)).equals(wav));
  assert.ok(!("error" in readWav(wav)));
  const json = JSON.parse(readFileSync(join(to, `${urgent}.json`), "utf8"));
  assert.equal(json.recordings[1].sha256, createHash("sha256").update(bytes).digest("hex"));
  for (const name of readdirSync(to)) assert.equal(statSync(join(to, name)).mode & 0o777, 0o600);
  const audited = await run(auditCommand, it, "show", urgent);
  assert.match(audited.stdout, /recording-exported +user:/);
  assert.equal((await store.verifyAudit()).ok, true);
});

test("play hands the recording to the first player that works, and leaves no copy behind", async () => {
  await using it = bench();
  const { urgent } = await running(it);
  const bin = join(it.directory, "bin");
  mkdirSync(bin);
  const heard = join(it.directory, "heard.wav");
  const player = (name: string, script: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  player("paplay", "exit 1");
  player("aplay", `[ "$1" = -q ] && cp "$2" '${heard}' && printf %s "$2" > '${heard}.path'`);
  const path = process.env["PATH"];
  process.env["PATH"] = `${bin}:/bin:/usr/bin`;
  try {
    assert.equal((await run(messagesCommand, it, "play", urgent)).code, 0);
  } finally {
    process.env["PATH"] = path;
  }
  const bytes = Buffer.concat([0, 1, 2].map((i) => aChunk("c1", i).bytes));
  assert.ok(Buffer.from(writeWav("u8", bytes)).equals(readFileSync(heard)));
  assert.throws(() => statSync(readFileSync(`${heard}.path`, "utf8")));
});

test("without a loudspeaker play says where the recording is and how to listen", async () => {
  await using it = bench();
  const { urgent } = await running(it);
  const [path, here] = [process.env["PATH"], process.cwd()];
  process.env["PATH"] = join(it.directory, "nothing");
  process.chdir(it.directory);
  try {
    const { code, stdout, stderr } = await run(messagesCommand, it, "play", urgent, "--part", "name");
    assert.equal(code, 0);
    assert.match(stderr, /copy it to a computer/);
    assert.ok(statSync(stdout.trim()).size > 8000);
  } finally {
    process.chdir(here);
    process.env["PATH"] = path;
  }
});

test("times are those of the clinic's wall, as in the page, whatever zone the machine is in", async () => {
  await using it = bench();
  const { urgent } = await running(it);
  noteZone(it.directory, "Asia/Kathmandu");
  const { stdout } = await run(messagesCommand, it, "list");
  assert.match(stdout, /RECEIVED \(Asia\/Kathmandu\)/);
  // Some 1000 s after 1970-01-01T00:00Z; a quarter of an hour off every other zone's hours.
  assert.match(stdout, new RegExp(`${urgent} +1970-01-01 05:46:\\d\\d `));
  assert.match((await run(alertsCommand, it, "list")).stdout, /RAISED \(Asia\/Kathmandu\)[\s\S]*1970-01-01 05:46:/);
  assert.match(
    (await run(messagesCommand, it, "show", urgent)).stdout,
    /Received +1970-01-01 05:46:\d\d \(Asia\/Kathmandu\)/,
  );
  assert.match((await run(auditCommand, it, "show", urgent)).stdout, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /);
});

test("a zone that somebody has spoilt is no reason to show nothing", async () => {
  await using it = bench();
  await running(it);
  writeFileSync(join(it.directory, "timezone"), "Mars/Olympus\n");
  assert.equal((await run(messagesCommand, it, "list")).code, 0);
});

test("alerts list says who was paged by which way and who took it, without the patient", async () => {
  await using it = bench();
  const { urgent } = await running(it);
  const { stdout } = await run(alertsCommand, it, "list");
  assert.match(stdout, new RegExp(`${urgent} .*urgent +taken by chen at .* chen by sms: accepted by the network`));
  const { stdout: json } = await run(alertsCommand, it, "--json");
  assert.equal(JSON.parse(json)[0].takenBy, "chen");
  assert.ok(!/QUILLFEATHER|3125550142/.test(json + stdout));
});

test("alerts list says of a later call with whose pages it went", async () => {
  await using it = bench();
  const { store, urgent } = await running(it);
  const [second = ""] = await store.reserveCodes(1);
  const escalation = JSON.stringify({ version: 1, ref: second, attempts: [], linkedTo: urgent });
  await store.writeMessage(aMessage(second, "c3"), anAlert(second, "c3", { escalation }), []);
  const { stdout } = await run(alertsCommand, it, "list");
  assert.match(stdout, new RegExp(`${second} .*urgent +open +with ${urgent}, the same caller's\\n`));
});

test("audit verify says yes with exit code 0, beside a running appliance", async () => {
  await using it = bench();
  await running(it);
  const { code, stdout } = await run(auditCommand, it, "verify");
  assert.equal(code, 0);
  assert.match(stdout, /^firstring\.db: whole, \d+ rows/);
});

test("audit list shows all that happened since a time, the newest of it with a limit", async () => {
  await using it = bench();
  const { store, urgent } = await running(it);
  await store.audit({ at: Date.now(), kind: "reply-of-unknown-sender" });
  const all = await run(auditCommand, it, "list", "--since", "1970-01-01 00:00");
  assert.match(all.stdout, new RegExp(`${urgent} +alert-raised .*urgent`));
  assert.match(all.stdout, new RegExp(`${urgent} +alert-taken +chen`));
  assert.match(all.stdout, /- +reply-of-unknown-sender/);
  const newest = await run(auditCommand, it, "list", "--limit", "1", "--json");
  assert.deepEqual(
    JSON.parse(newest.stdout).map(({ kind }: { kind: string }) => kind),
    ["reply-of-unknown-sender"],
  );
  assert.match((await run(auditCommand, it, "list", "--since", "tomorrow 00:00")).stdout, /^Nothing since/);
});

test("who asks wrongly is told what is wrong", async () => {
  await using it = bench();
  await running(it);
  for (const [command, ...argv] of [
    [messagesCommand, "delete"],
    [messagesCommand, "show"],
    [messagesCommand, "show", "O0O0"],
    [messagesCommand, "list", "--limit", "1e9"],
    [messagesCommand, "list", "--state", "asleep"],
    [messagesCommand, "play", "7Q4K", "--part", "song"],
    [alertsCommand, "take"],
    [alertsCommand, "take", "7Q4K"],
    [alertsCommand, "pass", "7Q4K", "9P2T", "--by", "chen"],
    [auditCommand, "list", "--since", "the other day"],
    [auditCommand],
  ] as [Command, ...string[]][]) {
    await assert.rejects(run(command, it, ...argv), UsageError, argv.join(" "));
  }
  await assert.rejects(run(messagesCommand, it, "--colour"), TypeError);
  for (const command of [messagesCommand, alertsCommand, auditCommand]) {
    assert.match((await run(command, it, "--help")).stdout, /--data DIR/);
  }
  const nothing = await run(messagesCommand, it, "show", "ZZZ9");
  assert.deepEqual([nothing.code, nothing.stdout], [1, ""]);
});

test("what is done with an alert is done by the running box, and without one that is said", async () => {
  await using it = bench();
  await running(it);
  await assert.rejects(run(alertsCommand, it, "take", "7Q4K", "--by", "chen"), {
    code: "NOT_RUNNING",
    cure: /npm start/,
  });
});

test("a wrong key, a missing key and a missing database are said clearly, and nothing is made", async () => {
  await using it = bench();
  await assert.rejects(run(messagesCommand, it, "list"), { code: "STORE_EMPTY" });
  assert.deepEqual(readdirSync(it.directory), []);
  const store = await it.open();
  await store.close();
  await assert.rejects(run(messagesCommand, it, "list"), { code: "STORE_KEY_MISSING" });
  writeFileSync(join(it.directory, KEY_FILE), "00".repeat(32));
  await assert.rejects(run(messagesCommand, it, "list"), /made with another key.*STORE_UNREADABLE/);
  writeFileSync(join(it.directory, KEY_FILE), "my secret");
  await assert.rejects(run(messagesCommand, it, "list"), { code: "STORE_KEY_INVALID" });
});
