import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeShortPrompts } from "../e2e/shortPrompts.ts";
import { imageOf } from "./guestImage.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
/** For checking and browsing only. */
const NOT_IN_GUEST =
  /^(@biomejs|@typescript|typescript|playwright-core|node-linux-.*|\.bin|\.firstring.*|\.package-lock.*)$/;

/** Where the guest mounts them, and Node there. */
export const PROGRAMS = "/opt/firstring-tests";
export const GUEST_NODE = `${PROGRAMS}/node`;

/**
 * A disk with this repository as it is now, for programs of the tests that run inside the guest and use the product's own
 * code. What the package installed is another copy, which they do not touch.
 */
export async function programsDisk(file: string): Promise<void> {
  const stage = mkdtempSync(join(tmpdir(), "firstring-vm-programs-"));
  try {
    for (const name of ["firmware", "device", "provisioning", "test", "package.json"])
      cpSync(join(repository, name), join(stage, name), { recursive: true });
    const modules = realpathSync(join(repository, "node_modules"));
    mkdirSync(join(stage, "node_modules"));
    for (const name of readdirSync(modules))
      if (!NOT_IN_GUEST.test(name)) cpSync(join(modules, name), join(stage, "node_modules", name), { recursive: true });
    cpSync(realpathSync(process.execPath), join(stage, "node"));
    writeShortPrompts(join(stage, "short"));
    await imageOf(stage, file, "420M");
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}
