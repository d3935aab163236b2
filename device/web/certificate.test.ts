import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fingerprintIn, ownCertificate } from "./certificate.ts";

test("a certificate of its own, made once, valid for a laptop with the right time although the box's clock was never set", async () => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-certificate-"));
  try {
    assert.equal(fingerprintIn(folder), undefined);
    const names = { addresses: ["10.55.0.1"], names: ["firstring.local"] };
    const first = await ownCertificate(folder, names, 0);
    const read = new X509Certificate(first.cert);
    assert.equal(read.checkIP("10.55.0.1"), "10.55.0.1");
    assert.equal(read.checkHost("firstring.local"), "firstring.local");
    assert.ok(Date.parse(read.validTo) > Date.UTC(2045, 0));
    assert.equal(statSync(join(folder, "pages.key")).mode & 0o777, 0o600);
    assert.equal((await ownCertificate(folder, names, Date.now())).fingerprint, first.fingerprint);
    assert.equal(fingerprintIn(folder), first.fingerprint);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
