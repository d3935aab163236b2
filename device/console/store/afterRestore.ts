import { appendAudit } from "../../storage/auditChain.ts";
import type { Layer } from "../../storage/Layer.ts";
import { migrate } from "../../storage/migrate.ts";
import { CONSOLE_MIGRATIONS } from "./ConsoleStore.ts";

/** A backup brings back who may sign in, and nobody who was signed in: cookies and codes of then may be in wrong hands by now. */
export function afterRestore(db: Layer, now: number): void {
  migrate(db.db, CONSOLE_MIGRATIONS);
  db.db.transaction(() => {
    for (const table of ["sessions", "devices", "invitations"]) db.run(`DELETE FROM ${table}`);
    appendAudit(db, { at: now, kind: "restored", person: "command line" });
  })();
}
