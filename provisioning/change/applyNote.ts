import * as z from "zod";
import type { ChangeOf } from "./Change.ts";
import type { EngineMeans } from "./EngineMeans.ts";

/** What the journal of files must know beyond files, for a start after a power cut. */
export const applyNoteSchema = z.object({
  who: z.object({
    by: z.enum(["web", "serial", "stick", "command-line", "appliance", "console"]),
    name: z.string().optional(),
  }),
  what: z.array(z.string()),
  restart: z.boolean(),
  /** The service was running when it began. */
  ran: z.boolean(),
  release: z.string().optional(),
  /** The data of a backup came along. */
  data: z.boolean().optional(),
  network: z.object({ wired: z.boolean(), wifi: z.boolean() }).optional(),
});
export type ApplyNote = z.infer<typeof applyNoteSchema>;

/** Puts files back with the service stopped, so that it never reads a half, and brings it up again with the old ones. */
export async function undoAround<T>(
  { service, network }: Pick<EngineMeans, "network" | "service">,
  undo: () => T,
  change: ChangeOf<"network"> | undefined,
  { stop, start }: { readonly stop: boolean; readonly start: boolean },
): Promise<T> {
  // Whatever a stop says: files go back all the same. And whatever the disk says: somebody must answer the telephone.
  if (stop) await service.stop().catch(() => {});
  try {
    return undo();
  } finally {
    if (change !== undefined) await network.activate(change).catch(() => {});
    if (start) await service.start();
  }
}
