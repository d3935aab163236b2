import { createHash } from "node:crypto";
import { extname } from "node:path";
import { programFolder } from "../../runtime/installation.ts";
import { clientOf } from "./builtClient.ts";
import { type ClientBundle, MAIN_FILE } from "./ClientBundle.ts";

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  /** By brotli, where it was done ahead. */
  readonly compressed: Buffer | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** What a browser is given, under addresses that hold a hash of it all, so that it asks again only after an update. */
export class AssetBook {
  readonly version: string;
  /** By name below `/assets/<version>/`. */
  readonly files: ReadonlyMap<string, Asset>;
  readonly #preloads: ClientBundle["preloads"];

  constructor({ compressed, files, preloads }: ClientBundle = clientOf(programFolder)) {
    const hash = createHash("sha256");
    for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
      hash.update(`${name} ${bytes.length}\n`).update(bytes);
    this.version = hash.digest("base64url").slice(0, 12);
    this.files = new Map(
      [...files].map(([name, bytes]) => [
        name,
        { type: TYPES[extname(name)] ?? "application/octet-stream", bytes, compressed: compressed.get(name) },
      ]),
    );
    this.#preloads = preloads;
  }

  addressOf(name: string): string {
    return `/assets/${this.version}/${name}`;
  }

  /** The scripts that the page at an address needs before it can show anything, in one go instead of one after the other. */
  preloads(page: string): readonly string[] {
    return (this.#preloads.get(page) ?? [MAIN_FILE]).map((name) => this.addressOf(name));
  }

  /** The first parts of the addresses that have a file of their own. */
  get pages(): readonly string[] {
    return [...this.#preloads.keys()];
  }

  get main(): string {
    return this.addressOf(MAIN_FILE);
  }
}
