import { randomBytes, timingSafeEqual } from "node:crypto";

/** Who is at a browser. */
export interface Session<Mine> {
  readonly id: string;
  /** Hidden in each form: a page that cannot read ours cannot send it. */
  readonly formToken: string;
  readonly mine: Mine;
}

export interface SessionsOptions {
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  /** Asks again for the passphrase after so long without a request (HIPAA §164.312(a)(2)(iii), automatic logoff). */
  readonly idleMs: number;
}

/** More than all browsers of a clinic; a program that opens one after the other pushes out its own. */
const MOST = 64;

/** Sessions of the pages, in memory: a restart asks anew. */
export class Sessions<Mine> {
  readonly #options: SessionsOptions;
  readonly #open = new Map<string, Session<Mine> & { seen: number }>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** A new id for each login, so that one that was planted is worth nothing. */
  begin(mine: Mine): Session<Mine> {
    this.#sweep();
    const session = { id: chance(), formToken: chance(), mine, seen: this.#options.now() };
    this.#open.set(session.id, session);
    for (const id of this.#open.keys()) {
      if (this.#open.size <= MOST) break;
      this.#open.delete(id);
    }
    return session;
  }

  find(id: string | undefined): Session<Mine> | undefined {
    this.#sweep();
    const session = id === undefined ? undefined : this.#open.get(id);
    if (session === undefined) return undefined;
    session.seen = this.#options.now();
    // The one that was used last goes last when room is made.
    this.#open.delete(session.id);
    this.#open.set(session.id, session);
    return session;
  }

  end(id: string): void {
    this.#open.delete(id);
  }

  #sweep(): void {
    const oldest = this.#options.now() - this.#options.idleMs;
    for (const { id, seen } of this.#open.values()) if (seen < oldest) this.#open.delete(id);
  }
}

const chance = (): string => randomBytes(24).toString("base64url");

export const isToken = (given: string | undefined, wanted: string): boolean =>
  given !== undefined && given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));

/** `__Host-`: the browser takes it over TLS only, from this host only, for all of it (RFC 6265bis §4.1.3). */
export const COOKIE = "__Host-firstring";

export const cookieOf = (header: string | undefined): string | undefined =>
  new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9_-]{10,64})(?:;|$)`).exec(header ?? "")?.[1];

export const setCookie = (id: string): string => `${COOKIE}=${id}; Path=/; Secure; HttpOnly; SameSite=Strict`;
export const dropCookie = `${COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0`;
