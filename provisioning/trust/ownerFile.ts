import { dirname } from "node:path";
import * as z from "zod";
import { type Disk, ROOTS_OWN } from "../change/disk/Disk.ts";
import { hashedSchema } from "./passphrase.ts";

const ownerSchema = z.object({
  version: z.literal(1),
  /** Of the code on the label; gone when it was used. */
  code: hashedSchema.optional(),
  labelMadeAt: z.string().optional(),
  claimedAt: z.string().optional(),
  passphrase: hashedSchema.optional(),
  guard: z.object({
    tries: z.int().min(0),
    lock: z.object({ ms: z.number(), boot: z.string(), fromMs: z.number() }).optional(),
  }),
});
export type OwnerFile = z.infer<typeof ownerSchema>;

export const NOBODYS: OwnerFile = { version: 1, guard: { tries: 0 } };

/** Nothing there: a box that is nobody's. One that cannot be read is not taken for nobody's: throws. */
export function readOwner(disk: Disk, file: string): OwnerFile {
  const bytes = disk.read(file);
  return bytes === undefined ? NOBODYS : ownerSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

/** Durable when it returns. */
export function writeOwner(disk: Disk, file: string, owner: OwnerFile): void {
  const fresh = `${file}.new`;
  if (!disk.exists(dirname(file))) disk.makeDirectory(dirname(file), { user: "root", group: "firstring", mode: 0o640 });
  disk.remove(fresh, ROOTS_OWN);
  disk.write(fresh, new TextEncoder().encode(`${JSON.stringify(owner, null, 2)}\n`), ROOTS_OWN);
  disk.rename(fresh, file, ROOTS_OWN);
  disk.syncDirectory(dirname(file), ROOTS_OWN);
}

/** After an erase it is nobody's again. Its label's code was used up; whoever stands at it may claim it, or make a new label. */
export function resetOwner(disk: Disk, file: string): void {
  if (disk.exists(file)) writeOwner(disk, file, { ...NOBODYS, guard: guardOf(disk, file) });
}

/** A file that cannot be read keeps everybody out; the erase is the way in again. */
function guardOf(disk: Disk, file: string): OwnerFile["guard"] {
  try {
    return readOwner(disk, file).guard;
  } catch {
    return NOBODYS.guard;
  }
}
