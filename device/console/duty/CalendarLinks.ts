import { randomBytes } from "node:crypto";
import type { Clock, EpochMs } from "../../../firmware/time/Clock.ts";
import type { Layer } from "../../storage/Layer.ts";
import { secretHash, secretId } from "../auth/secretCode.ts";

/** "Read last" is written so often at most: calendar programs ask every quarter of an hour. */
const USED_STEP_MS = 3_600_000;
/** One for each telephone and computer; more is a mistake. */
export const MOST_LINKS = 20;

export interface CalendarLinkRecord {
  readonly id: string;
  readonly person: string | null;
  readonly user: string;
  readonly madeAt: EpochMs;
  readonly usedAt: EpochMs | null;
}

const COLUMNS = "id, person, user, made_at AS madeAt, used_at AS usedAt";

/** Addresses by which a calendar program, which cannot sign in, reads the schedule: secret, of one user, withdrawn at will. */
export class CalendarLinks {
  readonly #db: Layer;
  readonly #clock: Clock;

  constructor(db: Layer, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** The secret is told here and never again. */
  make(user: string, person: string | undefined): { readonly link: CalendarLinkRecord; readonly key: string } {
    const key = secretId();
    const link = {
      id: randomBytes(6).toString("hex"),
      person: person ?? null,
      user,
      madeAt: this.#now(),
      usedAt: null,
    };
    this.#db.run(
      "INSERT INTO calendar_links (id, key_hash, person, user, made_at) VALUES (?, ?, ?, ?, ?)",
      ...[link.id, secretHash(key), link.person, user, link.madeAt],
    );
    return { link, key };
  }

  of(user: string): readonly CalendarLinkRecord[] {
    return this.#db.all<CalendarLinkRecord>(
      `SELECT ${COLUMNS} FROM calendar_links WHERE user = ? ORDER BY made_at DESC, id`,
      user,
    );
  }

  /** Undefined: there is none, or it was withdrawn. */
  find(key: string): CalendarLinkRecord | undefined {
    const link = this.#db.get<CalendarLinkRecord>(
      `SELECT ${COLUMNS} FROM calendar_links WHERE key_hash = ?`,
      secretHash(key),
    );
    if (link !== undefined && this.#now() - (link.usedAt ?? 0) >= USED_STEP_MS)
      this.#db.run("UPDATE calendar_links SET used_at = ? WHERE id = ?", this.#now(), link.id);
    return link;
  }

  /** Whether there was one of this user's. */
  withdraw(id: string, user: string): boolean {
    const there = this.of(user).some((link) => link.id === id);
    if (there) this.#db.run("DELETE FROM calendar_links WHERE id = ? AND user = ?", id, user);
    return there;
  }

  #now(): number {
    return Math.trunc(this.#clock.now());
  }
}
