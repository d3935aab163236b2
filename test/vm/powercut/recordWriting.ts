import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../../e2e/until.ts";
import { type Confirmation, isCounted, readConfirmation } from "./Confirmed.ts";
import { GuestWriting } from "./GuestWriting.ts";
import { HostWriting } from "./HostWriting.ts";
import { LoggedDisk } from "./LoggedDisk.ts";
import type { Setting } from "./Setting.ts";
import type { WritingPlace } from "./WritingPlace.ts";

export interface Recording {
  readonly setting: Setting;
  readonly disk: LoggedDisk;
  readonly confirmations: readonly Confirmation[];
  /** The writer's folder, as it was called where it ran. */
  readonly writtenAt: string;
}

/** A bound on hanging: a minute or two on a computer with nothing else to do. */
const WRITES_WITHIN_MS = 1_800_000;
const SAID = /^(codes|message|taken|audio|changed)$/;

/** A folder with the disks, their logs, and what was confirmed on each; gone when disposed. */
export class Recordings implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "firstring-vm-power-"));
  readonly made: Recording[] = [];

  /**
   * On each disk, one after the other, the product's own encrypted store in its own worker thread (test/fault/storeWriter.ts) takes
   * calls, messages, pages and takes, and says so only when the store has said so. It is cut off in the middle of writing.
   */
  async make(settings: readonly Setting[], onHost: boolean, say: (text: string) => void): Promise<void> {
    const disks: { setting: Setting; disk: LoggedDisk; earlier: readonly Confirmation[] }[] = [];
    for (const setting of settings) disks.push({ setting, ...(await this.#diskFor(setting)) });
    const logged = disks.map(({ disk }) => disk);
    await using place: WritingPlace = onHost
      ? new HostWriting(this.folder)
      : await GuestWriting.begin(this.folder, logged, say);
    for (const { setting, disk, earlier } of disks) this.made.push(await writeOn(place, setting, disk, earlier, say));
  }

  async #diskFor({ name, begins }: Setting): Promise<{ disk: LoggedDisk; earlier: readonly Confirmation[] }> {
    const content = join(this.folder, `${name}.content`);
    mkdirSync(content);
    const refs = begins?.(join(content, "store")) ?? [];
    const earlier = refs.flatMap((ref) => [`codes ${ref},`, `message ${ref}`].map((line) => readConfirmation(line, 0)));
    return { disk: await LoggedDisk.make(name, this.folder, content), earlier };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function writeOn(
  place: WritingPlace,
  setting: Setting,
  disk: LoggedDisk,
  earlier: readonly Confirmation[],
  say: (text: string) => void,
): Promise<Recording> {
  const confirmations: Confirmation[] = [...earlier];
  const strange: string[] = [];
  const began = performance.now();
  // What was there before is known from the beginning; it says nothing of how far the writer is.
  const count = () => confirmations.filter(isCounted).length - earlier.length / 2;
  const stop = await place.start(setting, disk, (line) => {
    const it = readConfirmation(line, disk.logged);
    if (SAID.test(it.kind)) confirmations.push(it);
    else if (!/^(open|kept disk|handed .*)$/.test(line)) strange.push(line);
  });
  try {
    await until(
      `${setting.confirmed} confirmations (${setting.name})`,
      () => {
        if (strange.length > 0) throw new Error(`the writer said: ${strange.join(" | ")}`);
        return count() >= setting.confirmed;
      },
      { withinMs: WRITES_WITHIN_MS, story: () => `${count()} confirmed` },
    );
  } finally {
    await stop();
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  say(`  ${setting.name}: ${count()} confirmed in ${seconds} s, ${(disk.logged / 1e6).toFixed(0)} MB of writes logged`);
  return { setting, disk, confirmations, writtenAt: place.folderOn(disk) };
}
