import type { Clock } from "../../../firmware/time/Clock.ts";
import { ApiError } from "../api/errors.ts";
import type { AccessAudit } from "./AccessAudit.ts";
import { checkPassword, hashPassword } from "./password.ts";
import type { SessionBook } from "./SessionBook.ts";
import { idOf, type User, type Users } from "./Users.ts";

export interface SignInMeans {
  readonly users: Users;
  readonly sessions: SessionBook;
  readonly audit: AccessAudit;
  readonly clock: Clock;
}

export interface Browser {
  readonly address: string;
  readonly name: string;
}

/** NIST SP 800-63B: length is what counts; no rules of composition. */
export const SHORTEST_PASSWORD = 12;

export interface SignedIn {
  readonly user: User;
  /** For the cookie. */
  readonly session: string;
}

/** From a name and a password, or an invitation, to a session. */
export class SignIn {
  readonly #means: SignInMeans;

  constructor(means: SignInMeans) {
    this.#means = means;
  }

  async withPassword(typed: string, password: string, browser: Browser): Promise<SignedIn> {
    const { audit, clock, users } = this.#means;
    const user = users.find(typed);
    const { renew, right } = await checkPassword(password, user?.password ?? undefined);
    if (user === undefined || !right || user.disabledAt !== null) {
      audit.note(user?.id ?? "unknown", { kind: "sign-in-refused", detail: browser.address });
      throw new ApiError(401, "WRONG_PASSWORD", "This name and password do not belong together.", {
        cure: "Look whether Caps Lock is on. A manager can send you a link for a new password.",
      });
    }
    if (renew) users.setPassword(user.id, await hashPassword(password), user.passwordAt ?? clock.now());
    return this.#begin(user, browser);
  }

  async withInvitation(code: string, password: string, browser: Browser): Promise<SignedIn> {
    const { audit, clock, sessions, users } = this.#means;
    const user = users.invited(code, clock.now());
    refuseWeak(password, user);
    users.setPassword(user.id, await hashPassword(password), clock.now());
    users.useInvitation(user.id);
    sessions.endAll(user.id);
    audit.note(user.id, { kind: "password-set" });
    return this.#begin(user, browser);
  }

  #begin(user: User, { address, name }: Browser): SignedIn {
    this.#means.audit.note(user.id, { kind: "signed-in", detail: address });
    return { user, session: this.#means.sessions.begin(user.id, address, name) };
  }
}

export function refuseWeak(password: string, user: Pick<User, "id" | "name">): void {
  const short = [...password].length < SHORTEST_PASSWORD;
  const ownName = idOf(password).includes(user.id) && [...password].length < user.id.length + SHORTEST_PASSWORD;
  if (!short && !ownName) return;
  const message = short
    ? `A password has ${SHORTEST_PASSWORD} signs at least.`
    : "A password is more than your own name.";
  throw new ApiError(400, "PASSWORD_WEAK", message, {
    cure: "Four words that have nothing to do with each other are long, and easy to keep in mind.",
    fields: [{ path: "password", message }],
  });
}
