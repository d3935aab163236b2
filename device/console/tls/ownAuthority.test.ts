import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { certifiedNames, issue, ownAuthority } from "./ownAuthority.ts";

test("whoever trusts the box's authority takes the box's certificate, with all its names and addresses", async () => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-authority-"));
  try {
    const authority = await ownAuthority(folder, Date.now());
    const verified = async (names: readonly string[]): Promise<string> => {
      const addresses = ["10.55.0.1", "127.0.0.1", "::1", "192.168.1.20"];
      const { cert } = await issue(folder, authority, { names, addresses });
      const [ca, leaf] = [join(folder, "ca.pem"), join(folder, "leaf.pem")];
      writeFileSync(ca, authority.cert);
      writeFileSync(leaf, cert);
      try {
        return execFileSync("openssl", ["verify", "-CAfile", ca, leaf], { encoding: "utf8", stdio: "pipe" });
      } catch (error) {
        return String((error as { stderr: string }).stderr);
      }
    };
    assert.match(await verified(certifiedNames("firstring-0123")), /: OK/);
    assert.match(
      await verified(["firstring-0123"]),
      /permitted subtree violation/,
      "a name that the authority may not",
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
