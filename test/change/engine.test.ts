import assert from "node:assert/strict";
import { test } from "node:test";
import { sine } from "../../device/audio/polish.ts";
import { writtenClip } from "../../device/call/writeClip.ts";
import { keyIdOf } from "../../provisioning/bundle/keyId.ts";
import { trustedKeys } from "../../provisioning/bundle/trustedKeys.ts";
import type { Change, ChangeOf } from "../../provisioning/change/Change.ts";
import { placesBelow } from "../../provisioning/change/Places.ts";
import { PowerCut } from "./CrashDisk.ts";
import { CLINIC, EngineBench, freshDisk, OTHER_CLINIC, RELEASE_LINK, WELL } from "./EngineBench.ts";

const places = placesBelow();
const NEW_FILE: readonly Change[] = [{ kind: "clinic-file", text: OTHER_CLINIC }];
const HISTORY = `${places.history}/0001-20261126T050000Z-web.yaml`;

test("a clinic file that is well is kept, and the one before it can be found again", async () => {
  const bench = new EngineBench();
  const outcome = await bench.apply(NEW_FILE);
  assert.equal(outcome.kind, "kept");
  assert.equal(bench.file(places.clinicFile), OTHER_CLINIC);
  assert.equal(bench.service.reads, OTHER_CLINIC);
  assert.equal(bench.file(HISTORY), CLINIC);
  assert.equal(bench.service.starts, 1);
  assert.deepEqual(
    bench.records.map(({ outcome: came, who }) => [came, who.by]),
    [["kept", "web"]],
  );
});

test("a clinic file with a mistake is refused with its line, and nothing is touched", async () => {
  const bench = new EngineBench();
  const before = bench.disk.files();
  const outcome = await bench.apply([
    { kind: "clinic-file", text: CLINIC.replace("fallback: chen", "fallback: chem") },
  ]);
  assert.equal(outcome.kind, "refused");
  assert.match(outcome.words, /Nothing was changed: the clinic file has a mistake, first in line \d+/);
  assert.deepEqual(bench.disk.files(), before);
  assert.equal(bench.service.starts, 0);
});

test("the service is not stopped while somebody speaks on the telephone", async () => {
  const bench = new EngineBench();
  bench.service.atWork = { calls: 1, untakenUrgent: 0 };
  let asked = 0;
  const look = bench.service.look.bind(bench.service);
  bench.service.look = async () => {
    asked += 1;
    if (asked === 40) bench.service.atWork = { calls: 0, untakenUrgent: 0 };
    assert.ok(asked >= 40 || bench.service.starts === 0);
    return look();
  };
  assert.equal((await bench.apply(NEW_FILE)).kind, "kept");
  assert.ok(bench.said.includes("Waiting for the end of a telephone call …"));
});

test("somebody who begins to ring between the last look and the stop is waited for, too", async () => {
  const bench = new EngineBench();
  let asked = 0;
  bench.service.hold = async () => ++asked > 3;
  const stop = bench.service.stop.bind(bench.service);
  bench.service.stop = async () => {
    assert.ok(asked > 3, "stopped before the service let go");
    return stop();
  };
  assert.equal((await bench.apply(NEW_FILE)).kind, "kept");
});

test("whoever waits at the command line for a call to end may give up: nothing is changed", async () => {
  const bench = new EngineBench();
  bench.service.atWork = { calls: 1, untakenUrgent: 0 };
  const before = bench.disk.files();
  const asked = new AbortController();
  const outcome = bench.engine.apply(NEW_FILE, {
    who: { by: "command-line" },
    signal: asked.signal,
    onProgress: ({ phase }) => phase === "wait-for-quiet" && asked.abort(),
  });
  assert.equal((await bench.over(outcome)).words, "Nothing was changed: somebody gave up waiting.");
  assert.deepEqual(bench.disk.files(), before);
});

test("a telephone that is never free ends in a refusal, not in a lost call", async () => {
  const bench = new EngineBench();
  bench.service.atWork = { calls: 1, untakenUrgent: 0 };
  const before = bench.disk.files();
  const outcome = await bench.apply(NEW_FILE);
  assert.equal(outcome.words, "Nothing was changed: the telephone was in use for 15 minutes.");
  assert.deepEqual(bench.disk.files(), before);
  assert.equal(bench.service.starts, 0);
});

test("a service that does not come up with the new file is back with the old one", async () => {
  const bench = new EngineBench();
  const before = bench.disk.files();
  bench.service.health = (text) => (text === OTHER_CLINIC ? undefined : WELL);
  const outcome = await bench.apply(NEW_FILE);
  assert.deepEqual(
    { kind: outcome.kind, words: outcome.words },
    { kind: "rolled-back", words: "Everything is as it was before: the answering service did not come up." },
  );
  assert.deepEqual(bench.disk.files(), before);
  assert.equal(bench.service.reads, CLINIC);
  assert.ok(bench.service.running);
});

const WIRED: readonly Change[] = [
  {
    kind: "network",
    wired: { method: "static", address: "192.168.1.20/24", gateway: "192.168.1.1", dns: ["192.168.1.1"] },
  },
];
const CONNECTION = `${places.networkManager}/firstring-wired.nmconnection`;

test("a network that nobody confirms is taken back, one that is confirmed stays", async () => {
  const lost = new EngineBench();
  const before = lost.disk.files();
  const outcome = await lost.apply(WIRED);
  assert.equal(outcome.words, "Everything is as it was before: nobody confirmed that the box can still be reached.");
  assert.deepEqual(lost.disk.files(), before);
  assert.deepEqual(lost.activated, ["firstring-wired.nmconnection other.nmconnection", "other.nmconnection"]);
  const reached = new EngineBench();
  const kept = await reached.apply(WIRED, (phase) => {
    if (phase !== "confirm") return;
    const { unconfirmed } = reached.engine.status();
    assert.equal(reached.engine.confirm("another"), false);
    queueMicrotask(() => assert.ok(reached.engine.confirm(unconfirmed?.id ?? "")));
  });
  assert.equal(kept.kind, "kept");
  assert.match(
    reached.file(CONNECTION) ?? "",
    /method=manual\naddress1=192\.168\.1\.20\/24,192\.168\.1\.1\ndns=192\.168\.1\.1;/,
  );
});

test("what is kept stays kept when an old file cannot be taken away: nothing goes half back, and the next one tidies up", async () => {
  const bench = new EngineBench();
  const { disk } = bench;
  const remove = disk.remove.bind(disk);
  let isBad = true;
  disk.remove = (path) => {
    if (isBad && /clinic\.yaml\..*\.old$/.test(path)) throw Object.assign(new Error("EIO"), { code: "EIO" });
    remove(path);
  };
  const secret: Change = { kind: "secret", name: "broker", value: "s3cret" };
  const outcome = await bench.apply([...NEW_FILE, secret]);
  assert.equal(outcome.kind, "kept");
  assert.match(outcome.kind === "kept" ? outcome.warnings.join() : "", /what it replaced could not be taken away/);
  assert.equal(bench.file(places.clinicFile), OTHER_CLINIC);
  assert.ok(bench.file(`${places.credentials}/broker`));
  isBad = false;
  assert.equal((await bench.apply([{ kind: "hostname", hostname: "rosewood" }])).kind, "kept");
  assert.equal(bench.file(places.clinicFile), OTHER_CLINIC);
  assert.deepEqual(
    Object.keys(disk.files()).filter((path) => /\.old$|journal/.test(path)),
    [],
  );
});

test("a full disk refuses, and nothing is touched", async () => {
  const bench = new EngineBench();
  const before = bench.disk.files();
  bench.disk.fullFrom = bench.disk.operations + 4;
  const outcome = await bench.apply(NEW_FILE);
  assert.equal(outcome.words, "Nothing was changed: the disk of the box is full.");
  assert.deepEqual(bench.disk.files(), before);
});

test("a service that is too slow to answer for a while may be speaking with somebody: it is waited for, a minute", async () => {
  const bench = new EngineBench();
  const answered = bench.service.health;
  bench.service.atWork = { calls: 1, untakenUrgent: 0 };
  let looks = 0;
  bench.service.health = (text) => {
    looks += 1;
    if (looks === 3) return undefined;
    if (looks === 20) bench.service.atWork = { calls: 0, untakenUrgent: 0 };
    return answered(text);
  };
  const cutOff: string[] = [];
  const outcome = await bench.apply(NEW_FILE, (phase) => {
    if (phase === "stop" && bench.service.atWork.calls > 0) cutOff.push(phase);
  });
  assert.equal(outcome.kind, "kept");
  assert.deepEqual(cutOff, [], "no call was cut off");
  assert.ok(bench.said.includes("Waiting for an answer of the answering service …"));

  const dead = new EngineBench();
  let read = CLINIC;
  dead.service.health = (text) => {
    read = text ?? "";
    return text === CLINIC ? undefined : WELL;
  };
  assert.equal((await dead.apply(NEW_FILE)).kind, "kept", "one that never answers is mended by a change");
  assert.equal(read, OTHER_CLINIC);
});

test("only one change at a time", async () => {
  const bench = new EngineBench();
  const first = bench.engine.apply(NEW_FILE, { who: { by: "web" } });
  const second = await bench.engine.apply(NEW_FILE, { who: { by: "stick" } });
  assert.equal(second.words, "Nothing was changed: another change is being made just now.");
  assert.equal((await bench.over(first)).kind, "kept");
});

test("a recovery leaves a change alone that another process is making just now", async () => {
  const bench = new EngineBench();
  let lockedBy = "";
  const lockFor = (who: string) => () => {
    if (lockedBy !== "") return undefined;
    lockedBy = who;
    return () => {
      lockedBy = "";
    };
  };
  const [commandLine, rootsHand] = ["command line", "root's hand"].map((who) => bench.another(lockFor(who)));
  let recovered: Promise<string | undefined> | undefined;
  const change = commandLine!.apply(NEW_FILE, {
    who: { by: "command-line" },
    onProgress: ({ phase }) => {
      if (phase === "health") recovered ??= rootsHand!.recover();
    },
  });
  assert.equal((await bench.over(change)).kind, "kept");
  assert.equal(await recovered, undefined);
  assert.equal(bench.file(places.clinicFile), OTHER_CLINIC);
});

test("a change that was killed half way is taken back by the next one, and does not keep it out", async () => {
  const bench = new EngineBench();
  bench.disk.cutAt = bench.disk.operations + 14;
  await bench.apply(NEW_FILE).catch(() => {});
  bench.disk.powerCycle(() => 0);
  assert.ok(bench.disk.exists(`${places.state}/journal.json`));
  const next = new EngineBench(bench.disk);
  assert.equal((await next.apply([{ kind: "hostname", hostname: "rosewood" }])).kind, "kept");
  assert.equal(next.file(places.clinicFile), CLINIC);
});

test("a first clinic file starts the service, though a modem is still missing", async () => {
  const disk = freshDisk();
  disk.remove(places.clinicFile);
  const bench = new EngineBench(disk);
  bench.service.running = false;
  bench.service.health = () => ({ ...WELL, pager: { ready: false }, urgentFaults: ["SMS_MODEM_GONE mobile"] });
  const outcome = await bench.apply(NEW_FILE);
  assert.equal(outcome.kind, "kept");
  assert.deepEqual(outcome.kind === "kept" && outcome.warnings.slice(-2), [
    "no page can be sent yet",
    "urgent fault: SMS_MODEM_GONE mobile",
  ]);
  assert.equal(bench.service.starts, 1);
});

const MANY: readonly Change[] = [
  ...NEW_FILE,
  { kind: "secret", name: "pin-chen", value: "7391" },
  { kind: "secret", name: "sim-pin", value: null },
  { kind: "hostname", hostname: "rosewood" },
];

/** All that a person could tell the two states by. */
const stateOf = (files: Record<string, string>) =>
  JSON.stringify(
    Object.entries(files)
      .filter(([path]) => !path.startsWith(places.state) && !path.includes("/audit-spool"))
      .sort(),
  );

/** What lies there for the audit. */
const spooled = (files: Record<string, string>) =>
  Object.entries(files).flatMap(([path, text]) =>
    path.startsWith(`${places.data}/audit-spool/`) && path.endsWith(".json") ? [text] : [],
  );
const withData = () => {
  const disk = freshDisk();
  disk.put(`${places.data}/firstring.db`, "");
  return disk;
};

test("wherever the power goes while several things change, the next start ends with all of them or none, and the audit will know", async () => {
  const whole = new EngineBench(withData());
  const old = stateOf(whole.disk.files());
  await whole.apply(MANY);
  const fresh = stateOf(whole.disk.files());
  assert.equal(whole.disk.exists(`${places.credentials}/pin-chen.unreadable`), false, "the damaged one goes with it");
  const ends = { old: 0, new: 0 };
  for (let cutAt = 1; cutAt <= whole.disk.operations + 1; cutAt++) {
    for (const lot of [cutAt % 3]) {
      const bench = new EngineBench(withData());
      bench.disk.cutAt = cutAt;
      // Whatever the engine thinks of a disk that takes nothing any more: the power is gone.
      const outcome = await bench.apply(MANY).catch((error) => {
        if (!(error instanceof PowerCut)) throw error;
        return undefined;
      });
      bench.disk.powerCycle((n) => [0, n, Math.floor(n / 2)][lot] ?? 0);
      const next = new EngineBench(bench.disk);
      next.service.running = false;
      await next.engine.recover();
      const state = stateOf(next.disk.files());
      assert.ok(state === old || state === fresh, `cut at ${cutAt}: half applied`);
      if (outcome?.kind === "kept") assert.equal(state, fresh);
      // A word of it in each state, and before the first was written nothing had begun.
      const words = spooled(next.disk.files());
      if (state === fresh)
        assert.ok(
          words.some((text) => /"box-changed".*"kept: /.test(text)),
          `cut at ${cutAt}: not noted`,
        );
      ends[state === old ? "old" : "new"] += 1;
      assert.equal(next.disk.exists(`${places.state}/journal.json`), false);
    }
  }
  assert.ok(ends.old > 20 && ends.new > 2, JSON.stringify(ends));
});

const RELEASE: readonly Change[] = [{ kind: "release", version: "1.1.0", file: "/x.deb" }];

test("another version of the program is tried for a minute before it is kept, and not while somebody waits for a doctor", async () => {
  const bench = new EngineBench();
  bench.service.atWork = { calls: 0, untakenUrgent: 1 };
  let looks = 0;
  const look = bench.service.look.bind(bench.service);
  bench.service.look = async () => {
    looks += 1;
    if (looks === 30) bench.service.atWork = { calls: 0, untakenUrgent: 0 };
    return look();
  };
  const outcome = await bench.apply(RELEASE);
  assert.equal(outcome.kind, "kept");
  assert.ok(bench.said.includes("Waiting for the end of an urgent call that nobody has taken …"));
  assert.equal(bench.shelf.good, "1.1.0");
  assert.equal(bench.file(RELEASE_LINK), "1.1.0");
  assert.ok(bench.clock.monotonic() > 80_000);
});

test("a version that is not well is taken off the shelf, and the one before runs", async () => {
  const bench = new EngineBench();
  bench.service.health = () => (bench.file(RELEASE_LINK) === undefined ? WELL : undefined);
  const outcome = await bench.apply(RELEASE);
  assert.equal(outcome.words, "Everything is as it was before: the answering service did not come up.");
  assert.deepEqual([...bench.shelf.there], []);
  assert.ok(bench.service.running);
});

test("an older version is refused, but to somebody who stands at the box", async () => {
  const bench = new EngineBench();
  const older: readonly Change[] = [{ kind: "release", version: "0.9.0", file: "/x.deb" }];
  assert.match((await bench.apply(older)).words, /version 0\.9\.0 is older than 1\.0\.0/);
  bench.present = true;
  assert.equal((await bench.apply(older)).kind, "kept");
  assert.equal(bench.present, false, "what they showed counts once");
});

test("a new key is taken from somebody at the box, once", async () => {
  const bench = new EngineBench();
  const keyOf = (byte: number) => ({
    publicKey: Buffer.alloc(32, byte).toString("base64"),
    name: "Rosewood",
    roles: ["configuration" as const],
  });
  const add = (byte: number): readonly Change[] => [{ kind: "keys", add: [keyOf(byte)], revoke: [] }];
  bench.present = true;
  // What needs nobody leaves it to the one who does.
  assert.equal((await bench.apply([{ kind: "hostname", hostname: "rosewood" }])).kind, "kept");
  assert.equal((await bench.apply(add(1))).kind, "kept");
  assert.match((await bench.apply(add(2))).words, /only while somebody stands at the box/);
});

test("a key that was trusted no more is trusted again when somebody at the box adds it", async () => {
  const bench = new EngineBench();
  const publicKey = Buffer.alloc(32, 1).toString("base64");
  const id = keyIdOf(publicKey);
  const add = [{ publicKey, name: "Rosewood", roles: ["configuration" as const] }];
  const known = () => trustedKeys(bench.disk, bench.places).map((key) => key.id);
  const change = async (keys: Omit<ChangeOf<"keys">, "kind">) => {
    bench.present = true;
    assert.equal((await bench.apply([{ kind: "keys", ...keys }])).kind, "kept");
  };
  await change({ add, revoke: [] });
  assert.deepEqual(known(), [id]);
  await change({ add: [], revoke: [id] });
  assert.deepEqual(known(), []);
  await change({ add, revoke: [] });
  assert.deepEqual(known(), [id]);
  await change({ add, revoke: [id] });
  assert.deepEqual(known(), [], "both in one go: no");
});

test("a box that cannot take note of who stands at it refuses once, and keeps nobody out after that", async () => {
  const bench = new EngineBench();
  const add = (byte: number): readonly Change[] => [
    {
      ...{ kind: "keys", revoke: [] },
      add: [{ publicKey: Buffer.alloc(32, byte).toString("base64"), name: "Rosewood", roles: ["configuration"] }],
    },
  ];
  bench.present = true;
  const broken = {
    isShown: () => true,
    use: () => {
      throw new Error("EROFS");
    },
  };
  await assert.rejects(bench.engine.apply(add(1), { who: { by: "web" } }, { presence: broken }), /EROFS/);
  assert.equal(bench.engine.status().busy, undefined);
  assert.equal((await bench.apply(add(1))).kind, "kept");
});

test("a script that says what nobody has spoken is refused; with its recording in the same go it is taken", () => {
  const { engine } = new EngineBench();
  const own = `script:
  prompts: { parking: { en: "Parking is behind the house.", es: "Hay aparcamiento detrás de la casa." } }
  steps: { goodbye: { end: [parking, goodbye] } }`;
  const file: Change = { kind: "clinic-file", text: CLINIC.replace(/^script:$/m, own) };
  const alone = engine.plan([file]);
  assert.deepEqual(
    alone.issues.filter(({ severity }) => severity === "error"),
    [],
  );
  assert.deepEqual(
    alone.refusals.map(({ code, what }) => `${code}: ${what}`),
    ["en", "es"].map(
      (language) =>
        `PROMPT_NOT_SPOKEN: nobody has spoken the sentence parking (${language}) yet, and the step goodbye says it`,
    ),
  );
  const wav = Buffer.from(writtenClip(sine(440, 500, -17))).toString("base64");
  const clips = ["en", "es"].map((language) => ({ language, clip: "parking", wav }));
  assert.deepEqual(engine.plan([file, { kind: "prompts", clips }]).refusals, []);
});

test("a name that is taken back is the box's at once again, not only after its next start", async () => {
  const bench = new EngineBench();
  bench.service.health = (text) => (text === OTHER_CLINIC ? undefined : WELL);
  const named = [...NEW_FILE, { kind: "hostname" as const, hostname: "rosewood" }];
  const outcome = await bench.apply(named);
  assert.equal(outcome.kind, "rolled-back", outcome.words);
  assert.deepEqual(bench.names, ["rosewood", "box"]);
  assert.equal(bench.file(places.hostname), "box\n");

  const cut = new EngineBench();
  cut.disk.cutAt = cut.disk.operations + 16;
  await cut.apply(named).catch(() => {});
  cut.disk.powerCycle(() => 0);
  const next = new EngineBench(cut.disk);
  assert.match((await next.engine.recover()) ?? "", /was taken back/);
  assert.deepEqual(next.names, ["box"], "the program alone may have gone, and the kernel go on with the new name");
});
