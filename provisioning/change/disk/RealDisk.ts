import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import type { Disk, Ownership } from "./Disk.ts";

/** The numbers of the service's user; undefined where there is none (a rehearsal): everything is ours then. */
export interface ServiceAccount {
  readonly uid: number;
  readonly gid: number;
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

/** The machine's own file system. */
export class RealDisk implements Disk {
  readonly #account: ServiceAccount | undefined;

  constructor(account?: ServiceAccount) {
    this.#account = process.getuid?.() === 0 ? account : undefined;
  }

  read(path: string): Uint8Array | undefined {
    try {
      return readFileSync(path);
    } catch (error) {
      if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
      throw error;
    }
  }

  exists(path: string): boolean {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  }

  list(directory: string): readonly string[] {
    try {
      return readdirSync(directory).sort();
    } catch (error) {
      if (codeOf(error) === "ENOENT") return [];
      throw error;
    }
  }

  write(path: string, bytes: Uint8Array, owner: Ownership): void {
    this.#as(owner, () => {
      const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
      const file = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
        if (this.#account !== undefined && owner.user === "root") fchownSync(file, 0, this.#gid(owner));
        fchmodSync(file, owner.mode);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    });
  }

  symlink(path: string, to: string, owner: Ownership): void {
    this.#as(owner, () => symlinkSync(to, path));
  }

  link(from: string, to: string, owner: Ownership): void {
    this.#as(owner, () => linkSync(from, to));
  }

  rename(from: string, to: string, owner: Ownership): void {
    this.#as(owner, () => renameSync(from, to));
  }

  remove(path: string, owner: Ownership): void {
    this.#as(owner, () => quietly(["ENOENT", "ENOTDIR"], () => unlinkSync(path)));
  }

  makeDirectory(path: string, owner: Ownership): void {
    this.#as(owner, () => {
      mkdirSync(path, { mode: 0o700 });
      const searchable = (owner.mode & 0o444) >> 2;
      if (this.#account !== undefined && owner.user === "root") chownSync(path, 0, this.#gid(owner));
      chmodSync(path, owner.mode | searchable);
    });
  }

  removeEmptyDirectory(path: string, owner: Ownership): void {
    this.#as(owner, () => quietly(["ENOENT", "ENOTEMPTY", "EEXIST"], () => rmdirSync(path)));
  }

  syncDirectory(path: string, owner: Ownership): void {
    this.#as(owner, () => {
      const directory = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
      try {
        fsyncSync(directory);
      } finally {
        closeSync(directory);
      }
    });
  }

  #gid({ group }: Ownership): number {
    return group === "firstring" ? (this.#account?.gid ?? 0) : 0;
  }

  /**
   * In a folder that the service may write, a link that the service put there would lead root anywhere: there root lays its rights
   * down for the moment (seteuid(2)), and reaches no more than the service itself could.
   */
  #as(owner: Ownership, act: () => void): void {
    const account = owner.user === "firstring" ? this.#account : undefined;
    if (account === undefined) return act();
    process.setegid?.(account.gid);
    process.seteuid?.(account.uid);
    try {
      act();
    } finally {
      process.seteuid?.(0);
      process.setegid?.(0);
    }
  }
}

function quietly(codes: readonly string[], act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!codes.includes(codeOf(error))) throw error;
  }
}
