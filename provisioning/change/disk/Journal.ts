import { dirname } from "node:path";
import { z } from "zod";
import { type Disk, ROOTS_OWN } from "./Disk.ts";

const ownership = z.object({
  user: z.enum(["root", "firstring"]),
  group: z.enum(["root", "firstring"]),
  mode: z.int(),
});

const journalSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  phase: z.enum(["staging", "staged", "kept"]),
  swaps: z.array(
    z.object({
      target: z.string(),
      staged: z.string().optional(),
      backup: z.string(),
      existed: z.boolean(),
      owner: ownership,
    }),
  ),
  /** Made for the new files; taken away with them. */
  folders: z.array(z.object({ path: z.string(), owner: ownership })),
  note: z.unknown(),
});

export type Journal = z.infer<typeof journalSchema>;

const freshOf = (file: string): string => `${file}.new`;

/** Undefined: nothing is going on. A journal that cannot be understood was never ours, or is of a later version: throws. */
export function readJournal(disk: Disk, file: string): Journal | undefined {
  const bytes = disk.read(file);
  return bytes === undefined ? undefined : journalSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

/** Durable when it returns: from then on a start knows of it. */
export function writeJournal(disk: Disk, file: string, journal: Journal): void {
  disk.remove(freshOf(file), ROOTS_OWN);
  disk.write(freshOf(file), new TextEncoder().encode(JSON.stringify(journal)), ROOTS_OWN);
  disk.rename(freshOf(file), file, ROOTS_OWN);
  disk.syncDirectory(dirname(file), ROOTS_OWN);
}

export function removeJournal(disk: Disk, file: string): void {
  disk.remove(freshOf(file), ROOTS_OWN);
  disk.remove(file, ROOTS_OWN);
  disk.syncDirectory(dirname(file), ROOTS_OWN);
}

/** The power went while the first journal of a change was written: nothing had been touched yet. */
export function dropHalfJournal(disk: Disk, file: string): void {
  if (!disk.exists(freshOf(file))) return;
  disk.remove(freshOf(file), ROOTS_OWN);
  disk.syncDirectory(dirname(file), ROOTS_OWN);
}
