import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { sequencesFile } from "../bundle/applyBundle.ts";
import { keyIdOf } from "../bundle/keyId.ts";
import { trustedKeys } from "../bundle/trustedKeys.ts";
import type { TrustedKey } from "../change/Change.ts";
import { RealDisk } from "../change/disk/RealDisk.ts";
import { placesBelow } from "../change/Places.ts";
import { disown } from "./disown.ts";
import { readOwner, writeOwner } from "./ownerFile.ts";
import { hashed } from "./passphrase.ts";
import { Sessions } from "./Sessions.ts";

test("a box that was erased is nobody's: nobody is in, no key of the clinic before signs settings; what keeps old releases out stays", async () => {
  const root = mkdtempSync(join(tmpdir(), "firstring-disown-"));
  const [disk, places] = [new RealDisk(), placesBelow(root)];
  try {
    for (const folder of [places.keys, places.packagedKeys, dirname(places.sessions)])
      mkdirSync(folder, { recursive: true });
    const put = (folder: string, byte: number, name: string, roles: TrustedKey["roles"]) => {
      const publicKey = Buffer.alloc(32, byte).toString("base64");
      writeFileSync(join(folder, `${keyIdOf(publicKey)}.json`), JSON.stringify({ publicKey, name, roles }));
      return keyIdOf(publicKey);
    };
    put(places.packagedKeys, 1, "maker", ["release"]);
    const gone = put(places.packagedKeys, 2, "maker before", ["release"]);
    writeFileSync(join(places.keys, `${gone}.revoked`), "Trusted no more.\n");
    put(places.keys, 3, "clinic", ["configuration"]);
    put(places.keys, 4, "integrator", ["configuration", "release"]);
    writeFileSync(sequencesFile(places), '{"configuration":7,"release":9}');
    const guard = { tries: 3 };
    writeOwner(disk, places.owner, { version: 1, guard, passphrase: await hashed("maple harbour violin dusk") });
    const sessions = new Sessions(places.sessions, () => 0);
    const session = sessions.open({ by: "web" });
    for (const _again of [1, 2]) {
      disown(disk, places);
      assert.equal(sessions.use(session), undefined);
      assert.deepEqual(readOwner(disk, places.owner), { version: 1, guard });
      assert.deepEqual(
        trustedKeys(disk, places).map(({ name, roles }) => [name, roles.join()]),
        [
          ["maker", "release"],
          ["integrator", "release"],
        ],
      );
      assert.equal(readFileSync(sequencesFile(places), "utf8"), '{"configuration":7,"release":9}');
    }
    // Whatever lies there: a box can be made blank.
    writeFileSync(places.owner, "not JSON");
    disown(disk, places);
    assert.deepEqual(readOwner(disk, places.owner), { version: 1, guard: { tries: 0 } });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
