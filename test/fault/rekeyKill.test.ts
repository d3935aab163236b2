import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { chooseKey } from "../../device/storage/chooseKey.ts";
import { openStore } from "../../device/storage/StoreClient.ts";

const WRITER = fileURLToPath(new URL("./rekeyingWriter.ts", import.meta.url));
const KILLS = 6;
/** Within one change of the key and a half. */
const LONGEST_MOMENT_MS = 900;

/** Killed at a random moment after the change of the key has begun. */
const runAndKill = async (directory: string, prefix: string, known: Set<string>): Promise<void> => {
  const child = spawn(process.execPath, [WRITER, directory, prefix], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  let killAt: NodeJS.Timeout | undefined;
  const giveUp = setTimeout(() => child.kill("SIGKILL"), 60_000);
  child.stdout.on("data", (bytes: Buffer) => {
    said += bytes.toString();
    if (!killAt && said.includes("begun\n"))
      killAt = setTimeout(() => child.kill("SIGKILL"), randomInt(LONGEST_MOMENT_MS));
  });
  await once(child, "close");
  clearTimeout(giveUp);
  assert.ok(killAt, `the store opened and the change began: ${said}`);
  const lines = said.split("\n").slice(0, -1);
  assert.deepEqual(
    lines.filter((line) => line.startsWith("fault")),
    [],
  );
  for (const line of lines) if (line.startsWith("message ")) known.add(line.slice("message ".length));
};

test(`killed at ${KILLS} random moments of changing the key while messages come: each opens again and has every message`, {
  timeout: 280_000,
}, async () => {
  const directory = mkdtempSync(join(tmpdir(), "firstring-rekey-"));
  try {
    const known = new Set<string>();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await runAndKill(directory, `c${kill}`, known);
      const store = await openStore({ directory, ...chooseKey(directory, {}), onFault: (code) => assert.fail(code) });
      const there = new Set((await store.list(100_000)).map(({ message }) => message.ref));
      assert.equal((await store.verifyAudit()).ok, true);
      await store.close();
      assert.deepEqual(
        [...known].filter((ref) => !there.has(ref)),
        [],
        `after kill ${kill}`,
      );
    }
    assert.ok(known.size > 0);
    const databases = readdirSync(directory).filter((name) => name.endsWith(".db"));
    assert.deepEqual(databases, ["firstring.db"], "what emergencies held is in it");
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
