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
  /** The box got another name. */
  hostname: z.boolean().optional(),
});
export type ApplyNote = z.infer<typeof applyNoteSchema>;

/** Puts files back with the service stopped, so that it never reads a half, and brings it up again with the old ones. */
export async function undoAround<T>(
  means: Pick<EngineMeans, "disk" | "network" | "places" | "service" | "setHostname">,
  undo: () => T,
  { hostname, network }: { readonly hostname: boolean; readonly network: ChangeOf<"network"> | undefined },
  { stop, start }: { readonly stop: boolean; readonly start: boolean },
): Promise<T> {
  const { service } = means;
  // Whatever a stop says: files go back all the same. And whatever the disk says: somebody must answer the telephone.
  if (stop) await service.stop().catch(() => {});
  try {
    return undo();
  } finally {
    if (hostname) await nameBack(means).catch(() => {});
    if (network !== undefined) await means.network.activate(network).catch(() => {});
    if (start) await service.start();
  }
}

/** The file has the old name again; what the box calls itself until its next start is the kernel's. */
async function nameBack({ disk, places, setHostname }: Pick<EngineMeans, "disk" | "places" | "setHostname">) {
  const name = new TextDecoder().decode(disk.read(places.hostname)).trim();
  if (name !== "") await setHostname(name);
}
