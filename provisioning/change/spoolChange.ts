import {
  MOST_SPOOLED,
  SPOOL_FOLDER,
  SPOOLED,
  type SpooledEntry,
  spoolName,
  spoolText,
} from "../../device/data/AuditSpool.ts";
import type { RecordedChange } from "./ChangeRecord.ts";
import { type Disk, THE_SERVICES_OWN } from "./disk/Disk.ts";

/** Leaves a change for the answering service, which takes it into its audit; whether it runs just now or not. */
export function spoolChange(disk: Disk, data: string, change: RecordedChange): void {
  if (!disk.exists(data)) return;
  const folder = `${data}/${SPOOL_FOLDER}`;
  if (!disk.exists(folder)) {
    disk.makeDirectory(folder, THE_SERVICES_OWN);
    disk.syncDirectory(data, THE_SERVICES_OWN);
  }
  if (disk.list(folder).filter((name) => SPOOLED.test(name)).length >= MOST_SPOOLED) return;
  const entry = entryOf(change);
  const name = spoolName(entry);
  disk.write(`${folder}/${name}.part`, new TextEncoder().encode(spoolText(entry)), THE_SERVICES_OWN);
  disk.rename(`${folder}/${name}.part`, `${folder}/${name}`, THE_SERVICES_OWN);
  disk.syncDirectory(folder, THE_SERVICES_OWN);
}

export const entryOf = ({ id, at, who, what, outcome, words }: RecordedChange): SpooledEntry => ({
  at: Date.parse(at),
  kind: outcome === "owner" ? "box-owner" : "box-changed",
  person: who.name === undefined ? who.by : `${who.name} (${who.by})`,
  detail: [
    outcome === "owner" ? "" : `${outcome}: `,
    words,
    outcome === "kept" ? "" : whatOf(what),
    id && ` (${id})`,
  ].join(""),
});

/** The words of what was kept say it already. */
const whatOf = (what: readonly string[]): string => (what.length === 0 ? "" : ` Wanted: ${what.join("; ")}.`);
