import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LineReader } from "../../../device/control/LineReader.ts";
import { until } from "../../e2e/until.ts";
import type { LoggedDisk } from "./LoggedDisk.ts";
import { type Setting, writerArguments } from "./Setting.ts";
import type { WritingPlace } from "./WritingPlace.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * On this computer itself: QEMU's storage daemon shows the logged disk as a file, the kernel here mounts it by a loop device. The
 * same log of the same writes and flushes, without a machine that has to be emulated: minutes become seconds.
 */
export class HostWriting implements WritingPlace {
  readonly #folder: string;
  readonly #undo: (() => void)[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  folderOn(disk: LoggedDisk): string {
    return join(this.#mountPoint(disk), "store");
  }

  #mountPoint(disk: LoggedDisk): string {
    return join(this.#folder, `${disk.name}.mnt`);
  }

  async start(setting: Setting, disk: LoggedDisk, heard: (line: string) => void): Promise<() => Promise<void>> {
    const shown = join(this.#folder, `${disk.name}.shown`);
    const point = this.#mountPoint(disk);
    writeFileSync(shown, "");
    mkdirSync(point);
    const daemon = await showAsFile(disk, shown);
    // Its end leaves a mount of the file behind that nobody answers for.
    this.#undo.push(() => execFileSync("umount", ["-l", shown]));
    this.#undo.push(() => daemon.kill("SIGKILL"));
    const options = ["loop", "noatime", ...(setting.mount === undefined ? [] : [setting.mount])];
    execFileSync("mount", ["-o", options.join(","), shown, point]);
    this.#undo.push(() => execFileSync("umount", ["-l", point]));
    mkdirSync(join(point, "store"), { recursive: true });
    const writer = spawn(process.execPath, writerArguments(setting, join(point, "store")), {
      cwd: repository,
      env: { ...process.env, WEAK_SQLITE: setting.weak ?? "" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = new LineReader(heard);
    writer.stdout.on("data", (bytes: Buffer) => lines.push(bytes));
    return async () => {
      writer.kill("SIGKILL");
      await once(writer, "close");
      await this.#cut(daemon);
    };
  }

  /** First the mount, so that nothing of this computer waits for a disk that is gone. What that writes comes after all that counts. */
  async #cut(daemon: ChildProcess): Promise<void> {
    const ended = once(daemon, "exit");
    for (const undo of this.#undo.splice(0).reverse()) undo();
    await ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) undo();
    return Promise.resolve();
  }
}

async function showAsFile({ disk, name }: LoggedDisk, shown: string): Promise<ChildProcess> {
  const below = (disk.below ?? []).flatMap((it) => ["--blockdev", it]);
  const daemon = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "qemu-storage-daemon"],
      ...below,
      ...["--blockdev", `${disk.options},node-name=${name}`],
      ...["--export", `fuse,id=shown,node-name=${name},mountpoint=${shown},writable=on`],
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  await until("the disk as a file", () => {
    if (daemon.exitCode !== null) throw new Error(`qemu-storage-daemon ended with ${daemon.exitCode}`);
    return execFileSync("stat", ["-c", "%s", shown]).toString().trim() !== "0";
  });
  return daemon;
}
