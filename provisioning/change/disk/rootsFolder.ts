import { dirname } from "node:path";
import { type Disk, ROOTS_OWN } from "./Disk.ts";

/** The first change of a box, by a command and not by the unit that has the folder made, finds none. */
export function makeRootsFolder(disk: Disk, folder: string): void {
  if (disk.exists(folder)) return;
  disk.makeDirectory(folder, ROOTS_OWN);
  disk.syncDirectory(dirname(folder), ROOTS_OWN);
}
