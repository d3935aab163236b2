import { type TrustedKey, trustedKeySchema } from "../change/Change.ts";
import type { Disk } from "../change/disk/Disk.ts";
import type { Places } from "../change/Places.ts";
import { keyIdOf } from "./keyId.ts";

export interface KnownKey extends TrustedKey {
  /** See `keyIdOf`. */
  readonly id: string;
  readonly from: "package" | "clinic";
}

/**
 * Keys whose signature this box takes: those that came with the program and the clinic's own, without the revoked ones. A file that
 * is none, or is not named after its key, is passed over: it must not keep the others out.
 */
export function trustedKeys(disk: Disk, { packagedKeys, keys }: Places): readonly KnownKey[] {
  const revoked = new Set(
    disk.list(keys).flatMap((name) => (name.endsWith(".revoked") ? [name.slice(0, -".revoked".length)] : [])),
  );
  const found = [
    ...keysIn(disk, packagedKeys, "package"),
    ...keysIn(disk, keys, "clinic").map((key) => ({ ...key, from: "clinic" as const })),
  ];
  const byId = new Map(found.map((key) => [key.id, key]));
  return [...byId.values()].filter(({ id }) => !revoked.has(id));
}

const keysIn = (disk: Disk, folder: string, from: KnownKey["from"]): readonly KnownKey[] =>
  disk
    .list(folder)
    .filter((name) => /^[0-9a-f]{16}\.json$/.test(name))
    .flatMap((name) => {
      const key = keyIn(disk, `${folder}/${name}`);
      if (key === undefined) return [];
      const id = keyIdOf(key.publicKey);
      return `${id}.json` === name ? [{ ...key, id, from }] : [];
    });

/** Undefined: there is no key in this file. */
export function keyIn(disk: Disk, file: string): TrustedKey | undefined {
  try {
    return trustedKeySchema.parse(JSON.parse(new TextDecoder().decode(disk.read(file))));
  } catch {
    return undefined;
  }
}
