import type { EpochMs } from "../../../firmware/time/Clock.ts";
import type { Layer } from "../../storage/Layer.ts";
import { ApiError, conflict, notFound } from "../api/errors.ts";
import { RIGHTS_OF, type Right, type Role } from "./roles.ts";
import { readTypedCode, secretHash, typedCode } from "./secretCode.ts";
import type { Who } from "./Who.ts";

export interface User {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly person: string | null;
  readonly language: string | null;
  readonly password: string | null;
  readonly passwordAt: EpochMs | null;
  /** Second factor: the app's secret, the last time step used, whether codes go by SMS (1). */
  readonly totp: string | null;
  readonly totpStep: number;
  readonly sms: number;
  readonly disabledAt: EpochMs | null;
  readonly createdAt: EpochMs;
  readonly createdBy: string;
}

export interface NewUser {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly person?: string | undefined;
  readonly language?: string | undefined;
}

export interface UserChange {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly person?: string | null | undefined;
  readonly language?: string | null | undefined;
}

const COLUMNS =
  "id, name, role, person, language, password, password_at AS passwordAt, totp, totp_step AS totpStep, sms, disabled_at AS disabledAt, created_at AS createdAt, created_by AS createdBy";

/** An invitation is sent today and used on the next working day at the latest; over a long weekend by Tuesday. */
export const INVITATION_MS = 4 * 86_400_000;

/** Who may sign in. All of it is in console.db, beside which another process (`firstring console user`) may write. */
export class Users {
  readonly #db: Layer;

  constructor(db: Layer) {
    this.#db = db;
  }

  find(id: string): User | undefined {
    return this.#db.get<User>(`SELECT ${COLUMNS} FROM users WHERE id = ?`, idOf(id));
  }

  list(): readonly User[] {
    return this.#db.all<User>(`SELECT ${COLUMNS} FROM users ORDER BY disabled_at IS NOT NULL, id`);
  }

  get isEmpty(): boolean {
    return this.#db.get("SELECT 1 FROM users LIMIT 1") === undefined;
  }

  add({ id, language, name, person, role }: NewUser, by: string, at: EpochMs): User {
    const wanted = idOf(id);
    if (this.find(wanted) !== undefined)
      throw conflict("USER_EXISTS", `There is a user ${wanted} already.`, "Take another name to sign in with.");
    this.#db.run(
      "INSERT INTO users (id, name, role, person, language, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ...[wanted, name, role, person ?? null, language ?? null, Math.trunc(at), by],
    );
    return this.demand(wanted);
  }

  demand(id: string): User {
    const user = this.find(id);
    if (user === undefined) throw notFound(`user ${id}`);
    return user;
  }

  setPassword(id: string, hash: string, at: EpochMs): void {
    this.#db.run("UPDATE users SET password = ?, password_at = ? WHERE id = ?", hash, Math.trunc(at), idOf(id));
  }

  /** What is given is changed; null takes it away. */
  change(id: string, { language, name, person, role }: UserChange): User {
    const user = this.demand(id);
    this.#db.run(
      "UPDATE users SET name = ?, role = ?, person = ?, language = ? WHERE id = ?",
      ...[name ?? user.name, role ?? user.role, person === undefined ? user.person : person],
      ...[language === undefined ? user.language : language, user.id],
    );
    return this.demand(id);
  }

  /** Whether nobody else could manage users if this one could not. */
  isLastManager(id: string): boolean {
    const others = this.#db.get<{ n: number }>(
      "SELECT count(*) AS n FROM users WHERE role = 'manager' AND disabled_at IS NULL AND password IS NOT NULL AND id <> ?",
      idOf(id),
    );
    return others?.n === 0;
  }

  /** Undefined: may sign in again. */
  setDisabled(id: string, at: EpochMs | undefined): void {
    this.#db.run("UPDATE users SET disabled_at = ? WHERE id = ?", at === undefined ? null : Math.trunc(at), idOf(id));
  }

  /** A code by which this user sets a password; earlier ones are worth nothing any more. */
  invite(id: string, by: string, at: EpochMs): { readonly code: string; readonly expiresAt: EpochMs } {
    const user = this.demand(id);
    const code = typedCode();
    const expiresAt = Math.trunc(at) + INVITATION_MS;
    this.#db.db.transaction(() => {
      this.#db.run("DELETE FROM invitations WHERE user = ? OR expires_at < ?", user.id, Math.trunc(at));
      this.#db.run(
        "INSERT INTO invitations (code_hash, user, made_at, made_by, expires_at) VALUES (?, ?, ?, ?, ?)",
        ...[secretHash(readTypedCode(code)), user.id, Math.trunc(at), by, expiresAt],
      );
    })();
    return { code, expiresAt };
  }

  /** Whose invitation it is. @throws ApiError when it is none, or was used, or is too old. */
  invited(typed: string, at: EpochMs): User {
    const row = this.#db.get<{ user: string }>(
      "SELECT user FROM invitations WHERE code_hash = ? AND expires_at >= ?",
      ...[secretHash(readTypedCode(typed)), Math.trunc(at)],
    );
    const user = row === undefined ? undefined : this.find(row.user);
    if (user === undefined || user.disabledAt !== null)
      throw new ApiError(403, "INVITATION_OVER", "This invitation was used already, or is too old.", {
        cure: "Ask a manager for a new one.",
      });
    return user;
  }

  /** One that was made a moment ago and never was anybody's. */
  remove(id: string): void {
    this.#db.run("DELETE FROM users WHERE id = ? AND password IS NULL", idOf(id));
  }

  useInvitation(id: string): void {
    this.#db.run("DELETE FROM invitations WHERE user = ?", idOf(id));
  }
}

/** As people write their own name: `Maria.Lopez ` is `maria.lopez`. */
export const idOf = (typed: string): string => typed.normalize("NFKC").trim().toLowerCase();

/** What somebody may do in a session: what the role may, besides what emergency access opens. */
export const whoOf = (user: User, session: string | undefined, more: readonly Right[] = []): Who => ({
  ...{ id: user.id, name: user.name, role: user.role, kind: "user", session },
  person: user.person ?? undefined,
  rights: new Set([...RIGHTS_OF[user.role], ...more]),
});
