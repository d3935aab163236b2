import { Buffer } from "node:buffer";
import * as z from "zod";
import { type Disk, ROOTS_OWN } from "../change/disk/Disk.ts";
import type { FileSwap } from "../change/disk/FileSwap.ts";
import { makeRootsFolder } from "../change/disk/rootsFolder.ts";
import type { Places } from "../change/Places.ts";

const schema = z.object({
  /** The clinic file that a restore replaced; null: it replaced none. */
  clinicFile: z.string().nullable(),
  /** As they lay on the card, sealed, in base64; null: there was none of this name. */
  secrets: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/), z.string().nullable()),
});

/** What a restore takes the place of beside the data, for the way back. Root's alone, as the secrets themselves. */
export class BeforeRestore {
  readonly #disk: Disk;
  readonly #places: Places;

  constructor(disk: Disk, places: Places) {
    this.#disk = disk;
    this.#places = places;
  }

  get #file(): string {
    return `${this.#places.state}/before-restore.json`;
  }

  keep({ clinicFile, secrets }: { readonly clinicFile: boolean; readonly secrets: readonly string[] }): void {
    const { clinicFile: place, credentials } = this.#places;
    const bytes = clinicFile ? this.#disk.read(place) : undefined;
    const before: z.infer<typeof schema> = {
      clinicFile: bytes === undefined ? null : new TextDecoder().decode(bytes),
      secrets: Object.fromEntries(
        secrets.map((name) => {
          const sealed = this.#disk.read(`${credentials}/${name}`);
          return [name, sealed === undefined ? null : Buffer.from(sealed).toString("base64")];
        }),
      ),
    };
    makeRootsFolder(this.#disk, this.#places.state);
    this.forget();
    this.#disk.write(`${this.#file}.new`, new TextEncoder().encode(JSON.stringify(before)), ROOTS_OWN);
    this.#disk.rename(`${this.#file}.new`, this.#file, ROOTS_OWN);
    this.#disk.syncDirectory(this.#places.state, ROOTS_OWN);
  }

  /** Undefined: nothing is known of it. */
  find(): { readonly clinicFile: string | undefined; readonly secrets: readonly FileSwap[] } | undefined {
    const bytes = this.#disk.read(this.#file);
    const read = bytes === undefined ? undefined : parsed(new TextDecoder().decode(bytes));
    if (read === undefined) return undefined;
    const secrets = Object.entries(read.secrets).map(
      ([name, sealed]): FileSwap => ({
        target: `${this.#places.credentials}/${name}`,
        content: sealed === null ? { kind: "absent" } : { kind: "bytes", bytes: Buffer.from(sealed, "base64") },
        owner: ROOTS_OWN,
      }),
    );
    const there = secrets.filter(({ content, target }) => content.kind !== "absent" || this.#disk.exists(target));
    return { clinicFile: read.clinicFile ?? undefined, secrets: there };
  }

  forget(): void {
    for (const file of [this.#file, `${this.#file}.new`]) this.#disk.remove(file, ROOTS_OWN);
  }
}

function parsed(text: string): z.infer<typeof schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
