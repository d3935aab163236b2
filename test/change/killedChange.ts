// Makes one change of files in a folder and kills itself at its n-th operation: a program of its own, for a real end.
import { setFlagsFromString } from "node:v8";
import type { Disk, Ownership } from "../../provisioning/change/disk/Disk.ts";
import { FOR_THE_SERVICE, THE_SERVICES_OWN } from "../../provisioning/change/disk/Disk.ts";
import { textOf } from "../../provisioning/change/disk/FileSwap.ts";
import { RealDisk } from "../../provisioning/change/disk/RealDisk.ts";
import { Transaction } from "../../provisioning/change/disk/Transaction.ts";

setFlagsFromString("--single-threaded");
const [folder = "", nth = "0"] = process.argv.slice(2);
let left = Number(nth);

class MortalDisk extends RealDisk implements Disk {
  #step(): void {
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  }
  override write(path: string, bytes: Uint8Array, owner: Ownership): void {
    this.#step();
    super.write(path, bytes, owner);
  }
  override link(from: string, to: string, owner: Ownership): void {
    this.#step();
    super.link(from, to, owner);
  }
  override rename(from: string, to: string, owner: Ownership): void {
    this.#step();
    super.rename(from, to, owner);
  }
  override remove(path: string, owner: Ownership): void {
    this.#step();
    super.remove(path, owner);
  }
  override makeDirectory(path: string, owner: Ownership): void {
    this.#step();
    super.makeDirectory(path, owner);
  }
}

const transaction = Transaction.stage(
  new MortalDisk(),
  `${folder}/journal.json`,
  "1",
  [
    { target: `${folder}/clinic.yaml`, content: textOf("new"), owner: FOR_THE_SERVICE },
    { target: `${folder}/gone`, content: { kind: "absent" }, owner: FOR_THE_SERVICE },
    { target: `${folder}/prompts/en/greeting.wav`, content: textOf("new"), owner: THE_SERVICES_OWN },
  ],
  {},
);
transaction.swap();
transaction.keep();
process.stdout.write("kept");
