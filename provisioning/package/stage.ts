import { chmodSync, copyFileSync, lutimesSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The tree of a package while it is being put together. Modes and times are ours, whatever the umask and the clock of the
 * machine: they are in the package, and two builds must be equal.
 */
export class Stage {
  readonly #root: string;
  readonly #seconds: number;
  readonly #paths = new Set<string>();
  #bytes = 0;

  constructor(root: string, seconds: number) {
    this.#root = root;
    this.#seconds = seconds;
    this.#folder("");
  }

  /** Bytes of all files. */
  get bytes(): number {
    return this.#bytes;
  }

  copy(from: string, to: string, mode = 0o644): void {
    this.#folder(dirname(to));
    copyFileSync(from, join(this.#root, to));
    this.#settle(to, mode);
  }

  write(to: string, content: string | Uint8Array, mode = 0o644): void {
    this.#folder(dirname(to));
    writeFileSync(join(this.#root, to), content);
    this.#settle(to, mode);
  }

  link(to: string, target: string): void {
    this.#folder(dirname(to));
    symlinkSync(target, join(this.#root, to));
    this.#paths.add(to);
  }

  folder(path: string, mode = 0o755): void {
    this.#folder(path);
    chmodSync(join(this.#root, path), mode);
  }

  /** Gives everything its time; folders last, because their times change with what is put into them. */
  close(): void {
    for (const path of [...this.#paths].sort().reverse())
      lutimesSync(join(this.#root, path), this.#seconds, this.#seconds);
  }

  #settle(path: string, mode: number): void {
    chmodSync(join(this.#root, path), mode);
    this.#paths.add(path);
    this.#bytes += statSync(join(this.#root, path)).size;
  }

  #folder(path: string): void {
    const relative = path === "." ? "" : path;
    if (this.#paths.has(relative)) return;
    if (relative !== "") this.#folder(dirname(relative));
    mkdirSync(join(this.#root, relative), { recursive: true });
    chmodSync(join(this.#root, relative), 0o755);
    this.#paths.add(relative);
  }
}
