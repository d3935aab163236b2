import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { SystemClock } from "../../device/runtime/SystemClock.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { ChangeRecord } from "../../provisioning/change/ChangeRecord.ts";
import { RealDisk } from "../../provisioning/change/disk/RealDisk.ts";
import { Engine } from "../../provisioning/change/Engine.ts";
import { type Places, placesBelow } from "../../provisioning/change/Places.ts";
import { ChildService } from "../../provisioning/change/service/ChildService.ts";
import { takeLock } from "../../provisioning/change/takeLock.ts";
import { PROGRAM } from "./ApplianceProcess.ts";
import { House } from "./House.ts";

const WHO = { by: "command-line" } as const;

/** The change engine with the real daemon as its child, on the modems of a house, below a folder that stands for the box's root. */
function engineFor(house: House): { engine: Engine; places: Places; service: ChildService; said: string[] } {
  const places: Places = {
    ...placesBelow(join(house.folder, "root")),
    data: house.data,
    prompts: join(house.data, "prompts"),
  };
  for (const folder of [dirname(places.clinicFile), places.state]) mkdirSync(folder, { recursive: true });
  const service = new ChildService({
    command: [process.execPath, PROGRAM, "run", "--config", places.clinicFile, "--data", house.data],
    data: house.data,
  });
  const engine = new Engine({
    ...{ places, service },
    disk: new RealDisk(),
    clock: new SystemClock(),
    network: { kind: "none", files: () => [], activate: async () => {} },
    sealer: { seal: async () => new Uint8Array(), alongside: () => [] },
    shelf: { put: async () => assert.fail("no release"), drop: async () => {}, kept: async () => {} },
    record: new ChangeRecord(join(places.state, "changes.jsonl")),
    version: "0.1.0",
    presence: { isShown: () => false, use: () => {} },
    trustedKeys: () => [],
    setTime: async () => {},
    setHostname: async () => {},
    bounds: { reachable: Seconds(60), ready: Seconds(20), steady: Seconds(1) },
    lock: () => takeLock(places.lock),
    chance: () => "abcd",
  });
  return { engine, places, service, said: [] };
}

test("a real box is changed between two calls, and what makes a line fail is taken back by itself", async () => {
  await using house = await House.build({ replies: true });
  const { engine, places, service, said } = engineFor(house);
  try {
    const text = readFileSync(house.config, "utf8");
    const first = await engine.apply([{ kind: "clinic-file", text }], { who: WHO });
    assert.equal(first.kind, "kept", first.words);

    // A patient is on the line: the new file waits for the end of the call, which is not disturbed.
    const call = house.call();
    const onTheLine = async () => {
      const seen = await service.look();
      return seen.kind === "up" && seen.atWork.calls > 0;
    };
    while (!(await onTheLine()));
    assert.equal(await service.hold(), false, "the service does not let go of a call");
    const renamed = text.replace("Rosewood Family Practice", "Rosewood Clinic");
    const second = await engine.apply([{ kind: "clinic-file", text: renamed }], {
      who: WHO,
      onProgress: ({ words }) => said.push(words),
    });
    assert.equal(second.kind, "kept", second.words);
    assert.ok(said.includes("Waiting for the end of a telephone call …"), said.join("\n"));
    await call;
    assert.equal((await house.page()).length, 4);

    // The port of the line is written wrongly: the box tries it, and goes back.
    const wrong = renamed.replace(house.voicePort, `${house.voicePort}-nowhere`);
    const third = await engine.apply([{ kind: "clinic-file", text: wrong }], { who: WHO });
    assert.equal(third.kind, "rolled-back", third.words);
    assert.match(third.words, /Everything is as it was before: the line front worked before and does not now/);
    assert.equal(readFileSync(places.clinicFile, "utf8"), renamed);
    const after = await service.look();
    assert.ok(after.kind !== "stopped", "the service runs with the old file");
    assert.equal(readdirSync(places.history).length, 1);
    assert.deepEqual(
      readdirSync(dirname(places.clinicFile)).filter((name) => name.startsWith(".")),
      [],
    );
  } finally {
    await service.stop();
  }
});
