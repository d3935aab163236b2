import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { showOnPanel } from "../panel/showOnPanel.ts";
import type { MadeBackup } from "./makeBackup.ts";
import { sendToStick } from "./sendToStick.ts";

/** What is said instead of a path. */
export const ON_STICK = "stick";

export interface StickRequest {
  readonly name: string;
  /** How many backups of this clinic stay on the stick; 0: all. */
  readonly keep: number;
  readonly socket?: string | undefined;
  readonly say: (words: string) => void;
}

const WAITING = ".firstring-for-stick-";

/** Makes the backup beside the data (encrypted, as it goes onto the stick), has it written and proved, and takes it away again. */
export async function onStick(
  directory: string,
  { name, keep, socket, say }: StickRequest,
  make: (path: string) => MadeBackup,
): Promise<MadeBackup> {
  const show = (kind: "working" | "done" | "refused") => void showOnPanel("backup", kind);
  // Of one that the power cut off.
  for (const left of readdirSync(directory).filter((each) => each.startsWith(WAITING)))
    rmSync(join(directory, left), { recursive: true, force: true });
  const folder = mkdtempSync(join(directory, WAITING));
  show("working");
  // What the lamps show is forgotten after a quarter of an hour.
  const again = setInterval(() => show("working"), 60_000);
  try {
    const made = make(join(folder, name));
    say(await sendToStick({ file: made.path, name, keep, say, ...(socket === undefined ? {} : { socket }) }));
    show("done");
    return { ...made, path: `stick: ${name}` };
  } catch (error) {
    show("refused");
    throw error;
  } finally {
    clearInterval(again);
    rmSync(folder, { recursive: true, force: true });
  }
}
