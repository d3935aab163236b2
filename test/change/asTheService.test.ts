import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { rootCertificates } from "node:tls";
import { rawPublicKey } from "../../provisioning/bundle/keyFiles.ts";
import { FOR_THE_SERVICE, THE_SERVICES_OWN } from "../../provisioning/change/disk/Disk.ts";
import { RealDisk } from "../../provisioning/change/disk/RealDisk.ts";
import { EngineBench } from "./EngineBench.ts";

/** `nobody` of every Debian stands for the service's account. */
const NOBODY = { uid: 65534, gid: 65534 };

test("where the service may write, root acts as the service: a link that it put there leads root nowhere", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-as-"));
  const disk = new RealDisk(NOBODY);
  const bytes = new TextEncoder().encode("x");
  try {
    if (process.getuid?.() !== 0) {
      t.diagnostic("not root: who is not root acts as themselves, and that is looked at");
      disk.write(join(folder, "own"), bytes, THE_SERVICES_OWN);
      assert.equal(statSync(join(folder, "own")).uid, process.getuid?.());
      return;
    }
    for (const path of ["", "prompts", "secrets"]) mkdirSync(join(folder, path), { recursive: true, mode: 0o700 });
    chownSync(folder, NOBODY.uid, NOBODY.gid);
    chownSync(join(folder, "prompts"), NOBODY.uid, NOBODY.gid);
    disk.write(join(folder, "prompts/a.wav"), bytes, THE_SERVICES_OWN);
    assert.equal(statSync(join(folder, "prompts/a.wav")).uid, NOBODY.uid);
    symlinkSync(join(folder, "secrets"), join(folder, "prompts/en"));
    assert.throws(() => disk.write(join(folder, "prompts/en/a.wav"), bytes, THE_SERVICES_OWN), { code: "EACCES" });
    assert.equal(existsSync(join(folder, "secrets/a.wav")), false);
    // Root again, and what is root's has the service's group.
    disk.write(join(folder, "secrets/clinic.yaml"), bytes, FOR_THE_SERVICE);
    const { uid, gid, mode } = statSync(join(folder, "secrets/clinic.yaml"));
    assert.deepEqual({ uid, gid, mode: mode & 0o777 }, { uid: 0, gid: NOBODY.gid, mode: 0o640 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("files readable by others: of certificates, keys and the backups' key none", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "firstring-closed-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const bench = new EngineBench<RealDisk>(new RealDisk(), root);
  const { certificates, keys, backupKey, clinicFile, state } = bench.places;
  for (const folder of [dirname(clinicFile), state]) mkdirSync(folder, { recursive: true });
  bench.present = true;
  const publicKey = rawPublicKey(generateKeyPairSync("ed25519").publicKey);
  const outcome = await bench.apply([
    { kind: "certificate", name: "broker-ca", pem: rootCertificates[0] ?? "" },
    { kind: "keys", add: [{ publicKey, name: "Rosewood", roles: ["configuration"] }], revoke: ["0123456789abcdef"] },
    { kind: "backup-key", publicKey: Buffer.alloc(32, 9).toString("base64") },
  ]);
  assert.equal(outcome.kind, "kept", outcome.words);
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
  assert.deepEqual([modeOf(certificates), modeOf(keys), modeOf(backupKey)], ["750", "700", "640"]);
  assert.equal(modeOf(join(certificates, "broker-ca.pem")), "640");
  const made = readdirSync(keys).map((name) => modeOf(join(keys, name)));
  assert.deepEqual(made, ["600", "600"]);
});
