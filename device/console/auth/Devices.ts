import type { Clock } from "../../../firmware/time/Clock.ts";
import type { Layer } from "../../storage/Layer.ts";
import { secretHash, secretId } from "./secretCode.ts";

/** A browser that nobody has signed in with for so long is a stranger again. */
export const KNOWN_FOR_MS = 180 * 86_400_000;
/** "Do not ask for a code in this browser for 30 days". */
export const REMEMBERED_FOR_MS = 30 * 86_400_000;

/** Browsers in which somebody has signed in before, by a cookie whose hash is kept. One browser may be several people's. */
export class Devices {
  readonly #db: Layer;
  readonly #clock: Clock;

  constructor(db: Layer, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** The browser's hash, if this user has signed in there before. */
  known(
    secret: string | undefined,
    user: string,
  ): { readonly hash: string; readonly skipsFactor: boolean } | undefined {
    if (secret === undefined) return undefined;
    const hash = secretHash(secret);
    const row = this.#db.get<{ seen: number; until: number }>(
      "SELECT seen_at AS seen, factor_until AS until FROM devices WHERE id_hash = ? AND user = ?",
      ...[hash, user],
    );
    const now = this.#clock.now();
    if (row === undefined || now - row.seen > KNOWN_FOR_MS) return undefined;
    return { hash, skipsFactor: row.until > now };
  }

  /** After a sign-in. The secret for the cookie: the browser's own, if it has one that we gave it. */
  remember(secret: string | undefined, user: string, browser: string, withoutFactor: boolean): string {
    const now = Math.trunc(this.#clock.now());
    const isOurs =
      secret !== undefined && this.#db.get("SELECT 1 FROM devices WHERE id_hash = ? LIMIT 1", secretHash(secret));
    const kept = isOurs ? secret : secretId();
    this.#db.run("DELETE FROM devices WHERE seen_at < ?", now - KNOWN_FOR_MS);
    this.#db.run(
      `INSERT INTO devices (id_hash, user, made_at, seen_at, factor_until, browser) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id_hash, user) DO UPDATE SET seen_at = excluded.seen_at, factor_until = max(factor_until, excluded.factor_until)`,
      ...[secretHash(kept), user, now, now, withoutFactor ? now + REMEMBERED_FOR_MS : 0, browser.slice(0, 200)],
    );
    return kept;
  }

  /** Another password, another factor: every browser is a stranger, and is asked for the code. */
  forgetAll(user: string): void {
    this.#db.run("DELETE FROM devices WHERE user = ?", user);
  }
}
