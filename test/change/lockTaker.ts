/** A process that takes the lock over and over, says each time that somebody else was inside with it, and ends with it. Arguments: the lock, how often. */
import { rmSync, writeFileSync } from "node:fs";
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
  // As one that is killed: it gives nothing back.
  if (taken === Number(times)) process.kill(process.pid, "SIGKILL");
  release();
}
