import type { Clock } from "../../../firmware/time/Clock.ts";
import { type AuditVerdict, appendAudit, verifyAudit } from "../../storage/auditChain.ts";
import type { Layer } from "../../storage/Layer.ts";
import type { AuditQuery } from "../api/audit.ts";
import type { Seen } from "../http/Route.ts";

export interface AccessRow {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly ref: string | null;
  readonly person: string | null;
  readonly detail: string | null;
}

/** Looking again within this is the same look. */
const SAME_LOOK_MS = 10 * 60_000;
const MOST_REMEMBERED = 10_000;

/** Who saw, heard and did what (45 CFR 164.312(b)); each row is chained to the one before. */
export class AccessAudit {
  readonly #db: Layer;
  readonly #clock: Clock;
  readonly #looks = new Map<string, number>();

  constructor(db: Layer, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  note(who: string, { detail, kind, once, ref }: Seen): void {
    if (once === true && this.#isSameLook(`${who} ${kind} ${ref ?? ""} ${detail ?? ""}`)) return;
    const entry = { at: this.#clock.now(), kind, person: who };
    const more = { ...(ref === undefined ? {} : { ref }), ...(detail === undefined ? {} : { detail }) };
    this.#db.db
      .transaction(() => {
        appendAudit(this.#db, { ...entry, ...more });
        // Restored or encrypted anew in this very moment: the row would go into the file that was.
        this.#db.demandStillThere();
      })
      .immediate();
  }

  verify(): AuditVerdict {
    return verifyAudit(this.#db);
  }

  /** Newest first. */
  list({ before, from, kind, limit, ref, to, who }: AuditQuery): readonly AccessRow[] {
    const wanted: readonly (readonly [string, string | number | undefined])[] = [
      ["seq < ?", before],
      ["at >= ?", from],
      ["at < ?", to],
      ["kind = ?", kind],
      ["ref = ?", ref],
      ["person = ?", who],
    ];
    const given = wanted.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
    const where = given.length === 0 ? "" : `WHERE ${given.map(({ sql }) => sql).join(" AND ")}`;
    return this.#db.all<AccessRow>(
      `SELECT seq, at, kind, ref, person, detail FROM audit ${where} ORDER BY seq DESC LIMIT ?`,
      ...given.map(({ value }) => value),
      limit,
    );
  }

  /** Who saw or heard one message, oldest first. */
  of(ref: string): readonly AccessRow[] {
    return this.#db.all<AccessRow>(
      "SELECT seq, at, kind, ref, person, detail FROM audit WHERE ref = ? ORDER BY seq",
      ref,
    );
  }

  #isSameLook(look: string): boolean {
    const now = this.#clock.monotonic();
    const last = this.#looks.get(look);
    if (last !== undefined && now - last < SAME_LOOK_MS) return true;
    this.#looks.delete(look);
    this.#looks.set(look, now);
    for (const oldest of this.#looks.keys()) {
      if (this.#looks.size <= MOST_REMEMBERED) break;
      this.#looks.delete(oldest);
    }
    return false;
  }
}
