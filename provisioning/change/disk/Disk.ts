/* @pure */

/**
 * The few operations on files that a change is made of, one by one, so that a test can cut between any two. All are
 * synchronous: nothing of the program runs in between. `write` syncs the file, a name is durable after `syncDirectory`.
 */
export interface Disk {
  /** Undefined: there is no such file. Throws for anything else that keeps it from being read. */
  read(path: string): Uint8Array | undefined;
  /** Also a symbolic link that leads nowhere. */
  exists(path: string): boolean;
  /** Names, sorted; empty when there is no such directory. */
  list(directory: string): readonly string[];
  /** Makes a new file (never through a link, never over another one) and syncs its content. */
  write(path: string, bytes: Uint8Array, owner: Ownership): void;
  symlink(path: string, to: string, owner: Ownership): void;
  /** A second name for a file or a symbolic link. */
  link(from: string, to: string, owner: Ownership): void;
  /** Atomic; replaces what is there. Two names of the same file: does nothing (rename(2)). */
  rename(from: string, to: string, owner: Ownership): void;
  /** Nothing to remove is no error. */
  remove(path: string, owner: Ownership): void;
  makeDirectory(path: string, owner: Ownership): void;
  removeEmptyDirectory(path: string, owner: Ownership): void;
  syncDirectory(path: string, owner: Ownership): void;
}

/** Whose a file is, and as whom it is written: in the service's own folder root acts as the service, whatever lies there. */
export interface Ownership {
  readonly user: "root" | "firstring";
  readonly group: "root" | "firstring";
  /** Permission bits of a file; a directory gets the matching x. */
  readonly mode: number;
}

export const ROOTS_OWN: Ownership = { user: "root", group: "root", mode: 0o600 };
export const FOR_EVERYBODY: Ownership = { user: "root", group: "root", mode: 0o644 };
/** The service reads it, root writes it. */
export const FOR_THE_SERVICE: Ownership = { user: "root", group: "firstring", mode: 0o640 };
export const THE_SERVICES_OWN: Ownership = { user: "firstring", group: "firstring", mode: 0o600 };
