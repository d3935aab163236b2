/** A process that takes the lock over and over, and says each time that somebody else was inside with it. Arguments: the lock, how often. */
import { linkSync, rmSync, writeFileSync } from "node:fs";
import { takeLock } from "../../provisioning/change/takeLock.ts";

const [lock = "", times = "0"] = process.argv.slice(2);
const inside = `${lock}.inside`;
for (let taken = 0; taken < Number(times); ) {
  const release = takeLock(lock);
  if (release === undefined) continue;
  taken += 1;
  try {
    writeFileSync(inside, "", { flag: "wx" });
    rmSync(inside);
  } catch {
    process.stdout.write("two were inside\n");
  }
  release();
  // Every third time a process that was killed has left it: a number that nobody has, whole from the beginning as locks are.
  if (taken % 3 === 0) leave();
}

function leave(): void {
  const left = `${lock}.left-${process.pid}`;
  writeFileSync(left, "4194304");
  try {
    linkSync(left, lock);
  } catch {
    // Somebody was faster.
  }
  rmSync(left);
}
