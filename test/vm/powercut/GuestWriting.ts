import { join } from "node:path";
import { rootImage } from "../guestImage.ts";
import { PROGRAMS, programsDisk } from "../guestPrograms.ts";
import { Machine } from "../Machine.ts";
import { Ears } from "./Ears.ts";
import type { LoggedDisk } from "./LoggedDisk.ts";
import { type Setting, writerArguments } from "./Setting.ts";
import type { WritingPlace } from "./WritingPlace.ts";

const STORE = "/data/store";

/** In a virtual machine: its kernel's file system and block layer, QEMU's disk, and a serial line over which the writer speaks. */
export class GuestWriting implements WritingPlace {
  readonly #machine: Machine;
  readonly #ears: Ears;

  private constructor(machine: Machine, ears: Ears) {
    this.#machine = machine;
    this.#ears = ears;
  }

  static async begin(folder: string, disks: readonly LoggedDisk[], say: (text: string) => void): Promise<GuestWriting> {
    const programs = join(folder, "programs.img");
    await programsDisk(programs);
    const serial = join(folder, "ears.sock");
    const ears = Ears.listen(serial);
    try {
      const boot = await rootImage("trixie", undefined, say);
      say("Starting the machine …");
      const machine = await Machine.start(
        {
          boot,
          // Disks and udev are all that is wanted of it.
          append: "systemd.unit=sysinit.target",
          serials: [serial],
          disks: [
            { name: "programs", options: `driver=raw,file.driver=file,file.filename=${programs},read-only=on` },
            ...disks.map(({ disk }) => disk),
          ],
        },
        { waits: false },
      );
      const last = disks.at(-1)?.name ?? "programs";
      await machine.until("its disks", `ls /dev/disk/by-id/virtio-${last}`, 600_000);
      await machine.run(
        `mkdir -p ${PROGRAMS} && mount -o ro /dev/disk/by-id/virtio-programs ${PROGRAMS} && stty -F /dev/ttyS2 raw -echo`,
      );
      return new GuestWriting(machine, ears);
    } catch (error) {
      await ears[Symbol.asyncDispose]();
      throw error;
    }
  }

  folderOn(): string {
    return STORE;
  }

  async start(setting: Setting, disk: LoggedDisk, heard: (line: string) => void): Promise<() => Promise<void>> {
    const { mount = "", weak = "" } = setting;
    this.#ears.onLine = heard;
    await this.#machine.run(`
      mkdir -p /data && mount -o noatime${mount === "" ? "" : `,${mount}`} /dev/disk/by-id/virtio-${disk.name} /data
      mkdir -p ${STORE}
      export WEAK_SQLITE=${weak}
      cd ${PROGRAMS}
      setsid ./node ${writerArguments(setting, STORE).join(" ")} >/dev/ttyS2 2>/run/writer.err &
      echo $! > /run/writer.pid`);
    return async () => {
      this.#ears.onLine = () => {};
      await this.#machine.run("kill -KILL $(cat /run/writer.pid); umount -l /data; true");
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#machine[Symbol.asyncDispose]();
    await this.#ears[Symbol.asyncDispose]();
  }
}
