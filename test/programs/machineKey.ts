import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { debianProgramsOrSkip } from "./debianPrograms.ts";

/**
 * systemd-creds with a machine key of the test's own (systemd 250: SYSTEMD_CREDENTIAL_SECRET), which needs no root. In /var/tmp: it
 * refuses one that the next start of the machine would take away, and /tmp is in memory since Debian 13. False: the test is skipped.
 */
export async function withMachineKey(t: TestContext): Promise<boolean> {
  const programs = await debianProgramsOrSkip(t, "systemd-creds");
  if (!programs) return false;
  const folder = mkdtempSync("/var/tmp/firstring-machine-key-");
  const { PATH, LD_LIBRARY_PATH } = programs["systemd-creds"].env;
  const mine = { PATH, LD_LIBRARY_PATH, SYSTEMD_CREDENTIAL_SECRET: join(folder, "machine.secret") };
  for (const [name, value] of Object.entries(mine)) {
    const before = process.env[name];
    if (value !== undefined) process.env[name] = value;
    t.after(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return true;
}
