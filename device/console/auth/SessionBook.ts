import type { Clock, EpochMs } from "../../../firmware/time/Clock.ts";
import type { Layer } from "../../storage/Layer.ts";
import { secretHash, secretId } from "./secretCode.ts";

/** HIPAA §164.312(a)(2)(iii), automatic logoff; a front desk that looks every quarter of an hour is not asked again and again. */
const IDLE_MS = 30 * 60_000;
/** One working day: whoever comes in the morning signs in (OWASP session management: an absolute time-out). */
const LONGEST_MS = 12 * 3_600_000;
/** How exactly "last seen" is kept: a write to the card for each request would be too many. */
const SEEN_STEP_MS = 60_000;

export interface OpenSession {
  /** Of its secret: names it without opening it. */
  readonly hash: string;
  readonly user: string;
  readonly beganAt: EpochMs;
  readonly seenAt: EpochMs;
  readonly address: string;
  readonly browser: string;
  /** Emergency access, while it lasts. */
  readonly emergencyUntil: EpochMs | null;
  readonly emergencyReason: string | null;
}

/** Emergency access goes by itself: whoever needs it longer says so again. */
const EMERGENCY_MS = 60 * 60_000;

const COLUMNS =
  "id_hash AS hash, user, began_at AS beganAt, seen_at AS seenAt, address, browser, emergency_until AS emergencyUntil, emergency_reason AS emergencyReason";

/** Who is signed in: in the database, so that an update at noon signs nobody out. The cookie's value is kept by its hash. */
export class SessionBook {
  readonly #db: Layer;
  readonly #clock: Clock;

  constructor(db: Layer, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** The secret for the cookie; a new one for each sign-in, so that one that was planted is worth nothing. */
  begin(user: string, address: string, browser: string): string {
    this.#sweep();
    const id = secretId();
    const now = Math.trunc(this.#clock.now());
    this.#db.run(
      "INSERT INTO sessions (id_hash, user, began_at, seen_at, address, browser) VALUES (?, ?, ?, ?, ?, ?)",
      ...[secretHash(id), user, now, now, address, browser.slice(0, 200)],
    );
    return id;
  }

  /** `isUse`: a person does it; what a page asks by itself keeps no session open. */
  find(id: string | undefined, isUse: boolean): OpenSession | undefined {
    if (id === undefined) return undefined;
    const session = this.#db.get<OpenSession>(`SELECT ${COLUMNS} FROM sessions WHERE id_hash = ?`, secretHash(id));
    const now = Math.trunc(this.#clock.now());
    if (session === undefined || isOver(session, now)) return undefined;
    if (isUse && now - session.seenAt >= SEEN_STEP_MS)
      this.#db.run("UPDATE sessions SET seen_at = ? WHERE id_hash = ?", now, session.hash);
    return session;
  }

  /** For whoever was found by `find` a moment ago. */
  withHash(hash: string): OpenSession | undefined {
    return this.#db.get<OpenSession>(`SELECT ${COLUMNS} FROM sessions WHERE id_hash = ?`, hash);
  }

  /** The same, if it is not over by now. */
  openWith(hash: string): OpenSession | undefined {
    const session = this.withHash(hash);
    return session === undefined || isOver(session, this.#clock.now()) ? undefined : session;
  }

  of(user: string): readonly OpenSession[] {
    const now = this.#clock.now();
    return this.#db
      .all<OpenSession>(`SELECT ${COLUMNS} FROM sessions WHERE user = ? ORDER BY seen_at DESC`, user)
      .filter((session) => !isOver(session, now));
  }

  /** Open ones. */
  get count(): number {
    const now = Math.trunc(this.#clock.now());
    return (
      this.#db.get<{ n: number }>(
        "SELECT count(*) AS n FROM sessions WHERE seen_at >= ? AND began_at >= ?",
        ...[now - IDLE_MS, now - LONGEST_MS],
      )?.n ?? 0
    );
  }

  end(hash: string): void {
    this.#db.run("DELETE FROM sessions WHERE id_hash = ?", hash);
  }

  /** Everywhere; `but` stays: the one from which it is asked. */
  endAll(user: string, but = ""): number {
    return this.#db.run("DELETE FROM sessions WHERE user = ? AND id_hash <> ?", user, but);
  }

  /** Until when it is open now. */
  openEmergency(hash: string, reason: string): EpochMs {
    const until = Math.trunc(this.#clock.now()) + EMERGENCY_MS;
    this.#db.run(
      "UPDATE sessions SET emergency_until = ?, emergency_reason = ? WHERE id_hash = ?",
      ...[until, reason, hash],
    );
    return until;
  }

  closeEmergency(hash: string): void {
    this.#db.run("UPDATE sessions SET emergency_until = NULL, emergency_reason = NULL WHERE id_hash = ?", hash);
  }

  isEmergency({ emergencyUntil }: OpenSession): boolean {
    return emergencyUntil !== null && emergencyUntil > this.#clock.now();
  }

  #sweep(): void {
    const now = Math.trunc(this.#clock.now());
    this.#db.run("DELETE FROM sessions WHERE seen_at < ? OR began_at < ?", now - IDLE_MS, now - LONGEST_MS);
  }
}

/** A clock that was set back makes a session no older than it was. */
const isOver = ({ beganAt, seenAt }: OpenSession, now: EpochMs): boolean =>
  now - seenAt > IDLE_MS || now - beganAt > LONGEST_MS;
