import type { LoggedDisk } from "./LoggedDisk.ts";
import type { Setting } from "./Setting.ts";

/** Where something writes onto a logged disk. */
export interface WritingPlace extends AsyncDisposable {
  /** Mounts the disk and starts the writer; each line that it says is heard. Returns what kills it. */
  start(setting: Setting, disk: LoggedDisk, heard: (line: string) => void): Promise<() => Promise<void>>;
  /** The folder that the writer was given. */
  folderOn(disk: LoggedDisk): string;
}
