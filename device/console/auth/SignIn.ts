import type { Clock } from "../../../firmware/time/Clock.ts";
import type { AuditKind } from "../api/audit.ts";
import { ApiError } from "../api/errors.ts";
import type { ProblemCode } from "../api/problemCodes.ts";
import type { AccessAudit } from "./AccessAudit.ts";
import { type Attempt, AttemptBook } from "./AttemptBook.ts";
import type { Devices } from "./Devices.ts";
import { HashQueue } from "./HashQueue.ts";
import { checkPassword, hashPassword } from "./password.ts";
import type { SecondFactor } from "./SecondFactor.ts";
import type { SessionBook } from "./SessionBook.ts";
import { idOf, type User, type Users } from "./Users.ts";
import { whyWeak } from "./weakPassword.ts";

export interface SignInMeans {
  readonly users: Users;
  readonly sessions: SessionBook;
  readonly devices: Devices;
  readonly factor: SecondFactor;
  readonly audit: AccessAudit;
  readonly clock: Clock;
  /** What is no password here: the clinic's names. */
  readonly ownNames: () => readonly string[];
}

/** Where somebody sits. */
export interface Browser {
  readonly address: string;
  readonly name: string;
  /** The cookie of a browser that we know. */
  readonly device: string | undefined;
}

export interface Given {
  readonly user: string;
  readonly password: string;
  /** Of the second factor. */
  readonly code?: string | undefined;
  /** Do not ask for it in this browser for 30 days. */
  readonly remember?: boolean | undefined;
}

export interface Welcome {
  /** The invitation's. */
  readonly code: string;
  readonly password: string;
  /** Of the second factor. */
  readonly factor?: string | undefined;
}

export interface SignedIn {
  readonly user: User;
  /** For the cookies. */
  readonly session: string;
  readonly device: string;
}

/** From a name and a password, or an invitation, to a session. */
export class SignIn {
  readonly #means: SignInMeans;
  readonly #attempts: AttemptBook;
  readonly #hashes = new HashQueue();

  constructor(means: SignInMeans) {
    this.#means = means;
    this.#attempts = new AttemptBook(means.clock);
  }

  async withPassword(given: Given, browser: Browser): Promise<SignedIn> {
    const { attempt, known, user } = await this.#proved(given, browser);
    const wasAsked = known?.skipsFactor !== true && this.#demandFactor(user, given.code, attempt, browser);
    this.#attempts.succeeded(attempt);
    return this.#begin(user, browser, given.remember === true && wasAsked);
  }

  /** False: they have none. @throws ApiError when it is not shown, or not right. */
  #demandFactor(user: User, code: string | undefined, attempt: Attempt, browser: Browser): boolean {
    const { factor } = this.#means;
    const ways = factor.ways(user);
    if (ways.length === 0) return false;
    if (code === undefined || code === "")
      throw new ApiError(401, "SECOND_FACTOR", "A code is needed besides the password.", { details: { ways } });
    this.#attempts.demand(attempt);
    const way = factor.accepts(user, code);
    if (way === undefined)
      throw this.#refused(attempt, user, "WRONG_CODE", "This code is not right, or was used already.");
    if (way === "recovery") this.#note(user, "recovery-code-used", browser);
    return true;
  }

  /** For a code by SMS: name and password as at a sign-in. */
  async whoWantsText(given: Given, browser: Browser): Promise<User> {
    const { user } = await this.#proved(given, browser);
    return this.#demandTexts(user);
  }

  #demandTexts(user: User): User {
    if (this.#means.factor.ways(user).includes("sms")) return user;
    throw new ApiError(409, "NO_TEXTS", "No codes go to this user by SMS.", {
      cure: "Use the app, or a code on paper.",
    });
  }

  /**
   * An invitation stands for the password, never for the second factor: whoever finds or is shown one has that alone. A browser
   * that is asked for no code is asked here.
   */
  async withInvitation({ code, factor, password }: Welcome, browser: Browser): Promise<SignedIn> {
    const { users } = this.#means;
    const user = this.#invited(code, browser);
    this.#demandStrong(user, password);
    this.#demandFactor(user, factor, { user: user.id, address: browser.address, device: undefined }, browser);
    await this.setPassword(user, password);
    users.useInvitation(user.id);
    return this.#begin(users.demand(user.id), browser, false);
  }

  /** For a code by SMS, with an invitation. */
  invitedWhoWantsText(code: string, browser: Browser): User {
    return this.#demandTexts(this.#invited(code, browser));
  }

  #invited(code: string, browser: Browser): User {
    const { clock, users } = this.#means;
    const attempt: Attempt = { user: "invitation", address: browser.address, device: undefined };
    this.#attempts.demand(attempt);
    try {
      return users.invited(code, clock.now());
    } catch (error) {
      this.#attempts.failed(attempt);
      throw error;
    }
  }

  /** Everywhere else they are signed out. */
  async withNewPassword(user: User, password: string, browser: Browser): Promise<SignedIn> {
    await this.setPassword(user, password);
    return this.#begin(this.#means.users.demand(user.id), browser, false);
  }

  /** Ends every session of theirs. @throws ApiError when it is a weak one. */
  async setPassword(user: User, password: string): Promise<void> {
    const { audit, clock, devices, sessions, users } = this.#means;
    this.#demandStrong(user, password);
    users.setPassword(user.id, await this.#hashes.run(() => hashPassword(password)), clock.now());
    sessions.endAll(user.id);
    devices.forgetAll(user.id);
    audit.note(user.id, { kind: "password-set" });
  }

  #demandStrong(user: User, password: string): void {
    const weak = whyWeak(password, [user.id, user.name, ...this.#means.ownNames()]);
    if (weak !== undefined)
      throw new ApiError(400, "PASSWORD_WEAK", weak, {
        cure: "Four words that have nothing to do with each other are long, and easy to keep in mind.",
        fields: [{ path: "password", message: weak }],
      });
  }

  /** Somebody who is signed in shows once more that it is they. @throws ApiError when it is not. */
  async demandPassword(user: User, password: string, browser: Browser): Promise<void> {
    await this.#proved({ user: user.id, password }, browser);
  }

  async #proved({ password, user: typed }: Given, browser: Browser) {
    const { clock, devices, users } = this.#means;
    const found = users.find(typed);
    const known = devices.known(browser.device, found?.id ?? "");
    const attempt: Attempt = { user: idOf(typed), address: browser.address, device: known?.hash };
    this.#attempts.demand(attempt);
    const { renew, right } = await this.#hashes.run(() => checkPassword(password, found?.password ?? undefined));
    if (found === undefined || !right || found.disabledAt !== null)
      throw this.#refused(attempt, found, "WRONG_PASSWORD", "This name and password do not belong together.");
    if (renew)
      users.setPassword(
        found.id,
        await this.#hashes.run(() => hashPassword(password)),
        found.passwordAt ?? clock.now(),
      );
    return { user: found, known, attempt };
  }

  /** What was typed as a name is not written down: it may be a password in the wrong field. */
  #refused(attempt: Attempt, user: User | undefined, code: ProblemCode, message: string): ApiError {
    this.#attempts.failed(attempt);
    this.#means.audit.note(user?.id ?? "unknown", { kind: "sign-in-refused", detail: `${code} ${attempt.address}` });
    const cure =
      code === "WRONG_CODE"
        ? "Wait for the next code of the app, or use one of those on paper."
        : "Look whether Caps Lock is on. A manager can send you a link for a new password.";
    return new ApiError(401, code, message, { cure });
  }

  #begin(user: User, browser: Browser, remember: boolean): SignedIn {
    const { devices, sessions } = this.#means;
    this.#note(user, "signed-in", browser);
    const device = devices.remember(browser.device, user.id, browser.name, remember);
    return { user, device, session: sessions.begin(user.id, browser.address, browser.name) };
  }

  #note(user: User, kind: AuditKind, { address }: Browser): void {
    this.#means.audit.note(user.id, { kind, detail: address });
  }
}
