/** One way to keep messages (or files) on a logged disk. */
export interface Setting {
  readonly name: string;
  /** `ext4` mount options beside noatime. */
  readonly mount?: string;
  /** WEAK_SQLITE of weakSqlite.ts; without it our store as it is. */
  readonly weak?: string;
  /** How many messages, takes or changes must have been confirmed before the power goes. */
  readonly confirmed: number;
  /** What writes, when it is not the store: it is given a folder on the disk. */
  readonly program?: string;
  /** The disk begins with what this writes into the store's folder, and all that it says was kept there before. */
  readonly begins?: (directory: string) => readonly string[];
}

export const KEY = "5a".repeat(32);

/** The writer's command line after `node`, in the repository's folder; it writes into `folder` until it is killed. */
export function writerArguments({ weak, program }: Setting, folder: string): readonly string[] {
  const weaken = weak === undefined ? [] : ["--import", "./test/vm/powercut/weakSqlite.ts"];
  const what = program === undefined ? ["test/fault/storeWriter.ts", folder, KEY, "c", "0"] : [program, folder];
  return [...weaken, ...what];
}
