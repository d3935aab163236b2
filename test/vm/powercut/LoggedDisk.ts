import { copyFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { imageOf } from "../guestImage.ts";
import type { Disk } from "../Machine.ts";

/** Small, so that each of thousands of crashed disks is made and mounted in a moment. */
const SIZE = "64M";
/** Nothing is left to the kernel's background, which would only fill the log; a small journal wraps often. */
const EXT4 = ["-m", "0", "-J", "size=4", "-E", "lazy_itable_init=0,lazy_journal_init=0", "-I", "256"];

/** A disk whose writes and flushes are logged below the guest by QEMU. */
export class LoggedDisk {
  readonly name: string;
  readonly image: string;
  /** As it was before the guest saw it. */
  readonly pristine: string;
  readonly log: string;

  private constructor(name: string, folder: string) {
    this.name = name;
    this.image = join(folder, `${name}.img`);
    this.pristine = join(folder, `${name}.pristine`);
    this.log = join(folder, `${name}.log`);
  }

  /** `content`: a folder whose files are on it from the beginning. */
  static async make(name: string, folder: string, content: string): Promise<LoggedDisk> {
    const disk = new LoggedDisk(name, folder);
    await imageOf(content, disk.image, SIZE, EXT4);
    copyFileSync(disk.image, disk.pristine);
    writeFileSync(disk.log, "");
    return disk;
  }

  /** This computer does not lose power meanwhile: its own flushes are left out, the guest's are in the log all the same. */
  get disk(): Disk {
    const file = (path: string, node: string) => `driver=file,filename=${path},node-name=${node},cache.no-flush=on`;
    return {
      name: this.name,
      options: `driver=blklogwrites,file=${this.name}-file,log=${this.name}-log`,
      below: [file(this.image, `${this.name}-file`), file(this.log, `${this.name}-log`)],
    };
  }

  get logged(): number {
    return statSync(this.log).size;
  }
}
