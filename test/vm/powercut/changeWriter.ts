/**
 * Runs in the guest until the power goes: the change engine's exchange of several files, again and again, each time with a next
 * number in all of them. Says `changed N` only when the change has been kept. Argument: a folder on the logged disk.
 */
import { FOR_THE_SERVICE } from "../../../provisioning/change/disk/Disk.ts";
import { textOf } from "../../../provisioning/change/disk/FileSwap.ts";
import { RealDisk } from "../../../provisioning/change/disk/RealDisk.ts";
import { Transaction } from "../../../provisioning/change/disk/Transaction.ts";
import { CHANGED_FILES, contentOf, JOURNAL } from "./changedFiles.ts";

const [folder = ""] = process.argv.slice(2);

process.stdout.write("open\n");
for (let n = 1; ; n += 1) {
  const swaps = CHANGED_FILES.map((name) => ({
    target: `${folder}/${name}`,
    content: textOf(contentOf(n)),
    owner: FOR_THE_SERVICE,
  }));
  const transaction = Transaction.stage(new RealDisk(), `${folder}/${JOURNAL}`, String(n), swaps, {});
  transaction.swap();
  transaction.keep();
  process.stdout.write(`changed ${n}\n`);
}
