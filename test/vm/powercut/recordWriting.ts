import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../../e2e/until.ts";
import { rootImage } from "../guestImage.ts";
import { PROGRAMS, programsDisk } from "../guestPrograms.ts";
import { Machine } from "../Machine.ts";
import { type Confirmation, readConfirmation } from "./Confirmed.ts";
import { Ears } from "./Ears.ts";
import { LoggedDisk } from "./LoggedDisk.ts";

/** One way to keep messages. */
export interface Setting {
  readonly name: string;
  /** `ext4` mount options beside noatime. */
  readonly mount?: string;
  /** WEAK_SQLITE of weakSqlite.ts; without it our store as it is. */
  readonly weak?: string;
  /** How many messages and takes must have been confirmed before the power goes. */
  readonly confirmed: number;
  /** The disk begins with what this writes into the store's folder, and all that it says was kept there before. */
  readonly begins?: (directory: string) => readonly string[];
}

export interface Recording {
  readonly setting: Setting;
  readonly disk: LoggedDisk;
  readonly confirmations: readonly Confirmation[];
}

export const KEY = "5a".repeat(32);
const WRITES_WITHIN_MS = 600_000;

/** A folder with the disks, their logs, and what was confirmed on each; gone when disposed. */
export class Recordings implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "firstring-vm-power-"));
  readonly made: Recording[] = [];

  /**
   * One machine; on each of its disks, one after the other, the product's own encrypted store in its own worker thread
   * (test/fault/storeWriter.ts) takes calls, messages, pages and takes, and says so on the serial line only when the store
   * has said so. The last one is cut off in the middle of writing.
   */
  async make(settings: readonly Setting[], say: (text: string) => void): Promise<void> {
    const programs = join(this.folder, "programs.img");
    await programsDisk(programs);
    const disks: LoggedDisk[] = [];
    const earlier: Confirmation[][] = [];
    for (const { name, begins } of settings) {
      const content = join(this.folder, `${name}.content`);
      mkdirSync(content);
      const refs = begins?.(join(content, "store")) ?? [];
      earlier.push(refs.flatMap((ref) => [`codes ${ref},`, `message ${ref}`].map((line) => readConfirmation(line, 0))));
      disks.push(await LoggedDisk.make(name, this.folder, content));
    }
    const serial = join(this.folder, "ears.sock");
    await using ears = Ears.listen(serial);
    const boot = await rootImage("trixie", undefined, say);
    say("Starting the machine …");
    await using machine = await Machine.start(
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
    await machine.until("its disks", "ls /dev/disk/by-id/virtio-ours", 240_000);
    await machine.run(
      `mkdir -p ${PROGRAMS} && mount -o ro /dev/disk/by-id/virtio-programs ${PROGRAMS} && stty -F /dev/ttyS2 raw -echo`,
    );
    for (const [n, setting] of settings.entries()) {
      const disk = disks[n];
      if (disk) this.made.push(await writeOn(machine, ears, setting, disk, earlier[n] ?? [], say));
    }
    await machine.cutPower();
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function writeOn(
  machine: Machine,
  ears: Ears,
  setting: Setting,
  disk: LoggedDisk,
  earlier: readonly Confirmation[],
  say: (text: string) => void,
): Promise<Recording> {
  const confirmations: Confirmation[] = [...earlier];
  const strange: string[] = [];
  ears.onLine = (line) => {
    const it = readConfirmation(line, disk.logged);
    if (/^(codes|message|taken|audio)$/.test(it.kind)) confirmations.push(it);
    else if (!/^(open|kept disk|handed .*)$/.test(line)) strange.push(line);
  };
  const { name, mount = "", weak } = setting;
  const began = performance.now();
  await machine.run(`
    mkdir -p /data && mount -o noatime${mount === "" ? "" : `,${mount}`} /dev/disk/by-id/virtio-${name} /data
    mkdir -p /data/store
    ${weak === undefined ? "" : `export WEAK_SQLITE=${weak}`}
    cd ${PROGRAMS}
    setsid ./node ${weak === undefined ? "" : "--import ./test/vm/powercut/weakSqlite.ts"} test/fault/storeWriter.ts /data/store ${KEY} c 0 >/dev/ttyS2 2>/run/writer.err &
    echo $! > /run/writer.pid`);
  // What was there before is known from the beginning; it says nothing of how far the writer is.
  const count = () =>
    -earlier.length / 2 + confirmations.filter(({ kind }) => kind === "message" || kind === "taken").length;
  await until(
    `${setting.confirmed} confirmations (${name})`,
    async () => {
      if (strange.length > 0) throw new Error(`the writer said: ${strange.join(" | ")}`);
      return count() >= setting.confirmed;
    },
    { withinMs: WRITES_WITHIN_MS, story: () => `${count()} confirmed` },
  );
  ears.onLine = () => {};
  await machine.run("kill -KILL $(cat /run/writer.pid); umount -l /data; true");
  say(
    `  ${name}: ${count()} messages and takes confirmed in ${((performance.now() - began) / 1000).toFixed(0)} s, ${(disk.logged / 1e6).toFixed(0)} MB of writes logged`,
  );
  return { setting, disk, confirmations };
}
