import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { FileKeyPlace } from "../keys/FileKeyPlace.ts";
import { readDatabaseKey } from "../storage/key.ts";
import { openStore } from "../storage/StoreClient.ts";
import { readBackupRecord } from "./backupRecord.ts";

const PROGRAM = fileURLToPath(new URL("../main.ts", import.meta.url));
const CLINIC = readFileSync(new URL("../../provisioning/rehearsal/clinic.yaml", import.meta.url), "utf8");

test("a clinic file with mistakes keeps the night's backup from being made: that is written down for who tells of it, until one is made", async (t) => {
  const at = mkdtempSync(join(tmpdir(), "firstring-scheduled-"));
  t.after(() => rmSync(at, { recursive: true }));
  const [config, to, data] = [join(at, "clinic.yaml"), join(at, "backups"), join(at, "data")];
  for (const folder of [to, data]) mkdirSync(folder);
  const place = new FileKeyPlace(data);
  place.stageNext();
  place.promote();
  const store = await openStore({ directory: data, ...readDatabaseKey(data), onFault: () => {} });
  await store.close();
  writeFileSync(join(at, "backup-passphrase"), "correct horse battery");
  const night = (text: string) => {
    writeFileSync(config, text);
    return spawnSync(process.execPath, [PROGRAM, "backup", "--scheduled", "--config", config, "--data", data], {
      encoding: "utf8",
      env: { ...process.env, CREDENTIALS_DIRECTORY: at },
    });
  };
  const asked = `${CLINIC}\nbackup: { to: ${to} }\n`;
  assert.equal(night(asked).status, 0);
  const { lastGoodAt } = readBackupRecord(data);
  assert.equal(night(asked.replace("clinic:", "clinik:")).status, 1);
  const failed = readBackupRecord(data);
  assert.match(failed.trouble ?? "", /clinic\.yaml has mistakes.*page Clinic file/);
  assert.equal(failed.lastGoodAt, lastGoodAt, "the one of the night before is not forgotten");
  assert.equal(night(asked).status, 0);
  assert.equal(readBackupRecord(data).trouble, undefined);
  assert.equal(night(CLINIC).status, 0, "one that asks for none is no trouble");
  assert.equal(readdirSync(to).length, 2);
});
