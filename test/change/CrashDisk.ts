import { dirname } from "node:path";
import type { Disk, Ownership } from "../../provisioning/change/disk/Disk.ts";

/** What a name leads to. Content is durable once `write` returned (it syncs); the name only after its directory was synced. */
interface Node {
  readonly kind: "file" | "link" | "directory";
  readonly content: string;
}

type Edit = (names: Map<string, Node>) => void;

export class PowerCut extends Error {}

/**
 * A disk whose power can go at any operation. What was not synced is lost from some point on, each directory by itself: more than a
 * journalling file system may lose. A torn file cannot be seen under a durable name, as `write` syncs before anybody names it.
 */
export class CrashDisk implements Disk {
  /** Per directory: name → node, durable and as the running kernel sees it, and the edits between the two. */
  readonly #durable = new Map<string, Map<string, Node>>([["/", new Map()]]);
  #now = new Map<string, Map<string, Node>>([["/", new Map()]]);
  readonly #pending = new Map<string, Edit[]>();
  operations = 0;
  /** The power goes at this operation. */
  cutAt = Number.POSITIVE_INFINITY;
  /** From this operation on no file can be made. */
  fullFrom = Number.POSITIVE_INFINITY;

  /** As a disk image that was made before: everything durable. */
  put(path: string, content: string): void {
    const folder = dirname(path);
    this.#ensure(folder);
    const node: Node = { kind: "file", content };
    for (const side of [this.#durable, this.#now]) side.get(folder)?.set(path, node);
  }

  #ensure(folder: string): void {
    if (this.#now.has(folder)) return;
    const parent = dirname(folder);
    this.#ensure(parent);
    const node: Node = { kind: "directory", content: "" };
    for (const side of [this.#durable, this.#now]) {
      side.get(parent)?.set(folder, node);
      side.set(folder, new Map());
    }
  }

  /** All files, by path. */
  files(): Record<string, string> {
    const all = [...this.#now.values()].flatMap((names) => [...names]);
    return Object.fromEntries(
      all.filter(([, { kind }]) => kind !== "directory").map(([path, { content }]) => [path, content]),
    );
  }

  directories(): readonly string[] {
    return [...this.#now.keys()].sort();
  }

  /** The power goes and comes back: `keep(n)` says how many of n unsynced edits of a directory had reached the disk. */
  powerCycle(keep: (unsynced: number) => number): void {
    for (const [folder, edits] of this.#pending) {
      const names = this.#durable.get(folder);
      if (names !== undefined) for (const edit of edits.slice(0, keep(edits.length))) edit(names);
    }
    this.#pending.clear();
    this.#dropUnnamed();
    this.#now = new Map([...this.#durable].map(([folder, names]) => [folder, new Map(names)]));
    this.cutAt = Number.POSITIVE_INFINITY;
  }

  /** A directory whose own name did not reach the disk is gone with all that is in it. */
  #dropUnnamed(): void {
    for (const folder of [...this.#durable.keys()].sort()) {
      if (folder === "/") continue;
      if (this.#durable.get(dirname(folder))?.get(folder)?.kind !== "directory") this.#durable.delete(folder);
    }
    for (const names of this.#durable.values())
      for (const [path, { kind }] of names)
        if (kind === "directory" && !this.#durable.has(path)) this.#durable.set(path, new Map());
  }

  read(path: string): Uint8Array | undefined {
    const node = this.#find(path);
    return node === undefined ? undefined : new TextEncoder().encode(node.content);
  }

  exists(path: string): boolean {
    return path === "/" || this.#find(path) !== undefined;
  }

  list(directory: string): readonly string[] {
    return [...(this.#now.get(directory)?.keys() ?? [])].map((path) => path.slice(directory.length + 1)).sort();
  }

  write(path: string, bytes: Uint8Array): void {
    this.#step();
    if (this.operations >= this.fullFrom) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    if (this.exists(path)) throw Object.assign(new Error(`${path} exists`), { code: "EEXIST" });
    this.#name(path, { kind: "file", content: new TextDecoder().decode(bytes) });
  }

  symlink(path: string, to: string): void {
    this.#step();
    this.#name(path, { kind: "link", content: to });
  }

  link(from: string, to: string): void {
    this.#step();
    if (this.exists(to)) throw Object.assign(new Error(`${to} exists`), { code: "EEXIST" });
    this.#name(to, this.#need(from));
  }

  rename(from: string, to: string): void {
    this.#step();
    const node = this.#need(from);
    if (dirname(from) !== dirname(to)) throw new Error("only within one directory: else it is two edits");
    if (this.#find(to) === node) return;
    this.#edit(dirname(from), (names) => {
      names.delete(from);
      names.set(to, node);
    });
  }

  remove(path: string): void {
    this.#step();
    if (this.exists(path)) this.#edit(dirname(path), (names) => names.delete(path));
  }

  makeDirectory(path: string): void {
    this.#step();
    if (this.exists(path)) throw Object.assign(new Error(`${path} exists`), { code: "EEXIST" });
    this.#name(path, { kind: "directory", content: "" });
    this.#now.set(path, new Map());
    this.#durable.set(path, new Map());
  }

  removeEmptyDirectory(path: string): void {
    this.#step();
    if (this.list(path).length > 0 || !this.exists(path)) return;
    this.#edit(dirname(path), (names) => names.delete(path));
    this.#now.delete(path);
    this.#pending.delete(path);
  }

  syncDirectory(path: string, _owner?: Ownership): void {
    this.#step();
    const names = this.#durable.get(path);
    if (names === undefined) throw new Error(`${path} is not there to be synced`);
    for (const edit of this.#pending.get(path) ?? []) edit(names);
    this.#pending.delete(path);
  }

  #step(): void {
    this.operations += 1;
    if (this.operations >= this.cutAt) throw new PowerCut();
  }

  #find(path: string): Node | undefined {
    return this.#now.get(dirname(path))?.get(path);
  }

  #need(path: string): Node {
    const node = this.#find(path);
    if (node === undefined) throw Object.assign(new Error(`${path} is not there`), { code: "ENOENT" });
    return node;
  }

  #name(path: string, node: Node): void {
    this.#edit(dirname(path), (names) => names.set(path, node));
  }

  #edit(folder: string, edit: Edit): void {
    const names = this.#now.get(folder);
    if (names === undefined) throw Object.assign(new Error(`${folder} is not there`), { code: "ENOENT" });
    edit(names);
    this.#pending.set(folder, [...(this.#pending.get(folder) ?? []), edit]);
  }
}
