import type { Clock, EpochMs } from "../../../firmware/time/Clock.ts";
import type { Layer } from "../../storage/Layer.ts";
import { notFound } from "../api/errors.ts";
import { isRight, type Right } from "./roles.ts";
import { secretHash, secretId } from "./secretCode.ts";

/** Tells a token of ours from other secrets, for whoever finds one in a file. */
const PREFIX = "frt_";
/** "Used last" is written so often at most. */
const USED_STEP_MS = 3_600_000;

export interface Token {
  readonly id: number;
  readonly name: string;
  readonly rights: readonly Right[];
  readonly madeAt: EpochMs;
  readonly madeBy: string;
  readonly expiresAt: EpochMs;
  readonly usedAt: EpochMs | null;
  readonly withdrawnAt: EpochMs | null;
}

const COLUMNS =
  "id, name, rights, made_at AS madeAt, made_by AS madeBy, expires_at AS expiresAt, used_at AS usedAt, withdrawn_at AS withdrawnAt";

/** For programs: named, with some rights, for a time. Shown once; what is kept is its hash. */
export class Tokens {
  readonly #db: Layer;
  readonly #clock: Clock;

  constructor(db: Layer, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  make(name: string, rights: readonly Right[], expiresAt: EpochMs, by: string): { token: Token; secret: string } {
    const secret = `${PREFIX}${secretId()}`;
    this.#db.run(
      "INSERT INTO tokens (name, secret_hash, rights, made_at, made_by, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
      ...[name, secretHash(secret), JSON.stringify(rights), this.#now(), by, Math.trunc(expiresAt)],
    );
    const row = this.#db.get<Row>(`SELECT ${COLUMNS} FROM tokens WHERE secret_hash = ?`, secretHash(secret));
    if (row === undefined) throw new Error("the token was not kept");
    return { token: tokenOf(row), secret };
  }

  list(): readonly Token[] {
    return this.#db.all<Row>(`SELECT ${COLUMNS} FROM tokens ORDER BY id DESC`).map(tokenOf);
  }

  /** @throws ApiError when there is none. */
  withdraw(id: number): Token {
    this.#db.run("UPDATE tokens SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL", this.#now(), id);
    const row = this.#db.get<Row>(`SELECT ${COLUMNS} FROM tokens WHERE id = ?`, id);
    if (row === undefined) throw notFound(`token ${id}`);
    return tokenOf(row);
  }

  /** Undefined: it is none, was withdrawn, or is over. */
  find(secret: string): Token | undefined {
    if (!secret.startsWith(PREFIX)) return undefined;
    const token = this.#good("secret_hash", secretHash(secret));
    const now = this.#now();
    if (token !== undefined && now - (token.usedAt ?? 0) > USED_STEP_MS)
      this.#db.run("UPDATE tokens SET used_at = ? WHERE id = ?", now, token.id);
    return token;
  }

  /** For one that was found a moment ago; undefined: it was withdrawn since, or is over. */
  withId(id: number): Token | undefined {
    return this.#good("id", id);
  }

  /** How many programs stop when this user is disabled. */
  goodOnesOf(user: string): number {
    return this.list().filter((token) => token.madeBy === user && isGood(token, this.#now())).length;
  }

  #good(column: "secret_hash" | "id", value: string | number): Token | undefined {
    const row = this.#db.get<Row>(`SELECT ${COLUMNS} FROM tokens WHERE ${column} = ?`, value);
    return row !== undefined && isGood(row, this.#now()) ? tokenOf(row) : undefined;
  }

  #now(): number {
    return Math.trunc(this.#clock.now());
  }
}

interface Row extends Omit<Token, "rights"> {
  readonly rights: string;
}

const isGood = ({ expiresAt, withdrawnAt }: Pick<Token, "expiresAt" | "withdrawnAt">, now: EpochMs): boolean =>
  withdrawnAt === null && expiresAt > now;

/** A right that a later version took away is none. */
const tokenOf = (row: Row): Token => ({ ...row, rights: (JSON.parse(row.rights) as string[]).filter(isRight) });
