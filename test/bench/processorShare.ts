import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Short, so that a request is slowed evenly and not stopped for a tenth of a second (the kernel's own period). */
const PERIOD_US = 10_000;
const ROOT = "/sys/fs/cgroup";

/**
 * Lets a process, all its threads together, have no more than `share` of one processor (the kernel's CFS bandwidth control, cgroup
 * version 1 or 2), until the end of the scope. Undefined where this machine does not let us.
 */
export function processorShare(pid: number, share: number): Disposable | undefined {
  const quota = Math.round(PERIOD_US * share);
  const isOne = existsSync(join(ROOT, "cpu/cpu.cfs_quota_us"));
  const [parent, settings] = isOne
    ? [join(ROOT, "cpu"), { "cpu.cfs_period_us": PERIOD_US, "cpu.cfs_quota_us": quota }]
    : [ROOT, { "cpu.max": `${quota} ${PERIOD_US}` }];
  const group = join(parent, `firstring-bench-${pid}`);
  const free = (): void => {
    try {
      writeFileSync(join(parent, "cgroup.procs"), String(pid));
    } catch {
      // It has ended, and left the group by that.
    }
    rmdirSync(group);
  };
  try {
    mkdirSync(group);
  } catch {
    return undefined;
  }
  try {
    for (const [name, value] of Object.entries(settings)) writeFileSync(join(group, name), String(value));
    writeFileSync(join(group, "cgroup.procs"), String(pid));
  } catch {
    free();
    return undefined;
  }
  return { [Symbol.dispose]: free };
}
