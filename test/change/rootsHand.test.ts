import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ChangeLink } from "../../device/console/box/ChangeLink.ts";
import type { Who } from "../../provisioning/change/ApplyClient.ts";
import { RealDisk } from "../../provisioning/change/disk/RealDisk.ts";
import { clinicFileHash } from "../../provisioning/change/Engine.ts";
import { placesBelow } from "../../provisioning/change/Places.ts";
import { refused } from "../../provisioning/change/Plan.ts";
import { SocketApplyClient } from "../../provisioning/change/SocketApplyClient.ts";
import { ApplyServer } from "../../provisioning/change/server/ApplyServer.ts";
import { Owner } from "../../provisioning/trust/Owner.ts";
import { codeFrom, plainCode } from "../../provisioning/trust/oneTimeCode.ts";
import { NOBODYS, writeOwner } from "../../provisioning/trust/ownerFile.ts";
import { hashed } from "../../provisioning/trust/passphrase.ts";
import { Sessions } from "../../provisioning/trust/Sessions.ts";
import { CLINIC, EngineBench, OTHER_CLINIC } from "./EngineBench.ts";

const WHO: Who = { by: "web" };
const CODE = codeFrom(new Uint8Array(10).fill(7));
const PASSPHRASE = "maple harbour violin dusk";

/** Root's hand on a socket of its own, over a box on a disk of the test's. */
async function hand() {
  const folder = mkdtempSync(join(tmpdir(), "firstring-hand-"));
  const bench = new EngineBench();
  const disk = new RealDisk();
  const file = join(folder, "owner.json");
  writeOwner(disk, file, { ...NOBODYS, code: await hashed(plainCode(CODE)) });
  const box = { presentForMs: 0, boot: { boot: "a", ms: 0 } };
  const sessions = new Sessions(join(folder, "sessions.json"), () => box.boot.ms);
  const owner = new Owner({
    ...{ disk, file, serial: "10000000abcdef01" },
    bootTime: () => box.boot,
    presentForMs: () => box.presentForMs,
    usePresence: () => {
      box.presentForMs = 0;
    },
    now: () => Date.UTC(2026, 10, 26),
    openSession: (who) => sessions.open(who),
    closeAllSessions: () => sessions.closeAll(),
    record: { add: (change) => void bench.records.push(change) },
  });
  const [path, ofConsole] = [join(folder, "apply.sock"), join(folder, "apply-console.sock")];
  const server = await ApplyServer.listen(
    {
      ...{ engine: bench.engine, owner, sessions },
      applyBundle: async () => refused({ code: "NONE", what: "there is none", cure: "" }),
      invite: ({ manager }) => ({ kind: "made", user: manager, name: "Maria Lopez", code: "code", expiresAt: 1 }),
    },
    { listen: { path }, console: { path: ofConsole }, onError: (error) => assert.fail(String(error)) },
  );
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const console = new ChangeLink(bench.clock, ofConsole);
  return {
    bench,
    box,
    path,
    ofConsole,
    file,
    console,
    client: new SocketApplyClient(path),
    [Symbol.asyncDispose]: close,
  };
}

test("a box becomes somebody's by its code and a person at it, and is changed by who entered only", async () => {
  await using rig = await hand();
  const { client, box, bench } = rig;
  assert.deepEqual(await client.owner(), {
    ...{ serial: "10000000abcdef01", claimed: false, hasCode: true, presentForMs: 0, lockedForMs: 0 },
  });
  const changes = [{ kind: "clinic-file" as const, text: OTHER_CLINIC }];
  const outsider = await client.apply(changes, { who: WHO });
  assert.match(outsider.words, /nobody has shown that they may change this box/);
  assert.deepEqual(await client.claim({ code: CODE, passphrase: PASSPHRASE, who: WHO }), { kind: "needs-presence" });
  box.presentForMs = 600_000;
  assert.equal((await client.claim({ code: CODE, passphrase: "1234567890".slice(0, 4), who: WHO })).kind, "refused");
  assert.deepEqual(await client.claim({ code: "11111-11111", passphrase: PASSPHRASE, who: WHO }), {
    kind: "wrong",
    triesLeft: 4,
  });
  const entry = await client.claim({ code: CODE.toLowerCase().replace("-", " "), passphrase: PASSPHRASE, who: WHO });
  assert.equal(entry.kind, "in");
  const session = entry.kind === "in" ? entry.session : "";
  assert.equal(box.presentForMs, 0, "what somebody showed at the box counts once");
  assert.equal((await client.claim({ code: CODE, passphrase: PASSPHRASE, who: WHO })).kind, "refused");
  assert.equal((await client.plan(changes, session)).restart, true);
  const said: string[] = [];
  const outcome = await bench.over(
    client.apply(changes, { who: WHO, session, onProgress: ({ phase }) => said.push(phase) }),
  );
  assert.equal(outcome.kind, "kept");
  assert.deepEqual([...new Set(said)], ["verify", "stage", "stop", "swap", "start", "health", "keep"]);
  const asked = { manager: "lopez", lostFactor: false, who: WHO };
  assert.equal((await client.invite({ ...asked, session })).kind, "made");
  await client.leave(session);
  assert.equal((await client.invite({ ...asked, session })).kind, "refused", "of who has not entered nothing is taken");
  assert.equal((await client.apply(changes, { who: WHO, session })).kind, "refused");
  const kept = readFileSync(rig.file, "utf8");
  assert.ok(!kept.includes(PASSPHRASE) && !kept.includes(plainCode(CODE)), "only hashes are kept");
});

test("who guesses the passphrase is shut out, over power cycles, and not let in by the right one meanwhile", async () => {
  await using rig = await hand();
  const { client, box } = rig;
  box.presentForMs = 600_000;
  await client.claim({ code: CODE, passphrase: PASSPHRASE, who: WHO });
  box.presentForMs = 0;
  for (let left = 4; left > 0; left--)
    assert.deepEqual(await client.enter({ passphrase: "wrong", who: WHO }), { kind: "wrong", triesLeft: left });
  assert.deepEqual(await client.enter({ passphrase: "wrong", who: WHO }), { kind: "locked", forMs: 900_000 });
  box.boot = { boot: "b", ms: 5_000 };
  assert.deepEqual(await client.enter({ passphrase: PASSPHRASE, who: WHO }), { kind: "locked", forMs: 900_000 });
  box.boot = { boot: "b", ms: 905_000 };
  assert.equal((await client.enter({ passphrase: PASSPHRASE, who: WHO })).kind, "in");
  // Forgotten, and somebody at the box: a new one.
  assert.deepEqual(await client.changePassphrase({ passphrase: "another good one", who: WHO }), {
    kind: "needs-presence",
  });
  box.presentForMs = 1_000;
  assert.equal((await client.changePassphrase({ passphrase: "another good one", who: WHO })).kind, "in");
  assert.deepEqual(await client.changePassphrase({ passphrase: "one of a stranger", who: WHO }), {
    kind: "needs-presence",
  });
  assert.equal((await client.enter({ passphrase: "another good one", who: WHO })).kind, "in");
});

test("garbage on root's socket is answered, costs nobody anything, and changes nothing", async () => {
  await using rig = await hand();
  const before = rig.bench.disk.files();
  const garbage = [
    "{}\n",
    "[]\n",
    "null\n",
    "nonsense\n",
    '{"do":"shell","command":"id"}\n',
    '{"do":"apply","changes":[{"kind":"release","version":"9","file":"/etc/passwd"}],"who":{"by":"web"}}\n',
    '{"do":"apply","changes":[{"kind":"certificate","name":"../../etc/passwd","pem":""}],"who":{"by":"web"}}\n',
    '{"do":"apply","changes":[{"kind":"prompts","clips":[{"language":"en","clip":"../../../x","wav":""}]}],"who":{"by":"web"}}\n',
    '{"do":"bundle","place":{"from":"stick","device":"../../etc"},"who":{"by":"stick"}}\n',
  ];
  for (const text of garbage) assert.match(await say(rig.path, text), /^\{"error":/, text);
  assert.deepEqual(rig.bench.disk.files(), before);
  assert.equal(rig.bench.file(placesBelow().clinicFile), CLINIC);
});

test("the console's socket takes clinic file and recordings and nothing else, without a session, and says who asked", async () => {
  await using rig = await hand();
  const { bench, console } = rig;
  const refused = [
    { do: "claim", code: CODE, passphrase: PASSPHRASE, who: WHO },
    { do: "enter", passphrase: PASSPHRASE, who: WHO },
    { do: "bundle", place: { from: "setup" }, who: WHO },
    { do: "apply", changes: [{ kind: "secret", name: "sim-pin", value: "1234" }], name: "Maria" },
    { do: "apply", changes: [{ kind: "hostname", hostname: "mine" }], name: "Maria" },
    { do: "apply", changes: [{ kind: "clinic-file", text: OTHER_CLINIC }] },
    { do: "apply", changes: [{ kind: "clinic-file", text: OTHER_CLINIC }], name: "Maria", who: { by: "stick" } },
  ];
  for (const request of refused)
    assert.match(await say(rig.ofConsole, `${JSON.stringify(request)}\n`), /^\{"error":"not understood/, request.do);
  assert.match(await say(rig.path, `${JSON.stringify({ do: "log" })}\n`), /not understood/);
  const asConsole = { do: "apply", changes: [{ kind: "clinic-file", text: OTHER_CLINIC }], who: { by: "console" } };
  assert.match(await say(rig.path, `${JSON.stringify(asConsole)}\n`), /not understood/);
  assert.equal(bench.file(placesBelow().clinicFile), CLINIC);

  const change = { kind: "clinic-file", text: OTHER_CLINIC } as const;
  assert.equal((await console.plan([change])).restart, true);
  const said: string[] = [];
  const applied = console.apply([change], { name: "Maria Lopez (maria)" }, ({ phase }) => said.push(phase));
  assert.equal((await bench.over(applied)).kind, "kept");
  assert.deepEqual([...new Set(said)], ["verify", "stage", "stop", "swap", "start", "health", "keep"]);
  assert.equal(bench.file(placesBelow().clinicFile), OTHER_CLINIC);
  const [last] = await console.log();
  assert.deepEqual(last?.who, { by: "console", name: "Maria Lopez (maria)" });
  const [past] = bench.disk.list(placesBelow().history);
  assert.match(past ?? "", /^0001-.*-console\.yaml$/);
});

test("who changes a clinic file that another has changed meanwhile is refused, and the other's change stays", async () => {
  await using rig = await hand();
  const { bench, console } = rig;
  const seen = clinicFileHash(Buffer.from(CLINIC));
  const mine = { kind: "clinic-file", text: CLINIC.replace("Rosewood Family Practice", "Mine") } as const;
  const theirs = { kind: "clinic-file", text: OTHER_CLINIC } as const;
  const first = console.apply([theirs], { name: "Ann", base: seen }, () => {});
  assert.equal((await bench.over(first)).kind, "kept");
  const second = await console.apply([mine], { name: "Ben", base: seen }, () => {});
  assert.match(second.words, /somebody else has changed the clinic file meanwhile/);
  assert.equal(bench.file(placesBelow().clinicFile), OTHER_CLINIC);
  const again = console.apply([mine], { name: "Ben", base: clinicFileHash(Buffer.from(OTHER_CLINIC)) }, () => {});
  assert.equal((await bench.over(again)).kind, "kept");
});

test("a change waits for the end of a call, says so, and can be given up until then", async () => {
  await using rig = await hand();
  const { bench, console } = rig;
  bench.service.atWork = { calls: 1, untakenUrgent: 0 };
  const waits = Promise.withResolvers<string>();
  const change = { kind: "clinic-file", text: OTHER_CLINIC } as const;
  const applied = console.apply([change], { name: "Ann" }, ({ phase, words }) => {
    if (phase === "wait-for-quiet") waits.resolve(words);
  });
  assert.equal(await bench.over(waits.promise), "Waiting for the end of a telephone call …");
  const { busy } = await console.status();
  assert.deepEqual(busy?.who, { by: "console", name: "Ann" });
  assert.equal(await console.giveUp("another"), false);
  assert.equal(await console.giveUp(busy?.id ?? ""), true);
  assert.match((await bench.over(applied)).words, /^Nothing was changed: somebody gave up waiting/);
  assert.equal(bench.file(placesBelow().clinicFile), CLINIC);
});

function say(path: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(path);
    let heard = "";
    socket.on("data", (data) => {
      heard += data;
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(heard));
    socket.write(bytes);
  });
}
