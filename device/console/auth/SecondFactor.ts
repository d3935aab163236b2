import { randomInt } from "node:crypto";
import type { Clock } from "../../../firmware/time/Clock.ts";
import type { Layer } from "../../storage/Layer.ts";
import { ApiError } from "../api/errors.ts";
import { readTypedCode, secretHash, typedCode } from "./secretCode.ts";
import { newTotpSecret, totpStep } from "./totp.ts";
import type { User } from "./Users.ts";

const RECOVERY_CODES = 10;
const SMS_GOOD_FOR_MS = 10 * 60_000;
/** Texts cost money, and a telephone that rings all night is one more way to be wicked. */
const SMS_AGAIN_AFTER_MS = 60_000;
const SMS_AN_HOUR = 5;

export type FactorWay = "app" | "sms" | "recovery";

interface Sent {
  readonly hash: string;
  readonly at: number;
  readonly sentAt: readonly number[];
}

/** What a person shows besides the password: an app's code, a code by the box's own SIM, or one of the codes on paper. */
export class SecondFactor {
  readonly #db: Layer;
  readonly #clock: Clock;
  /** Asked for and not yet proved; gone with the process. */
  readonly #pending = new Map<string, string>();
  readonly #sent = new Map<string, Sent>();

  constructor(db: Layer, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  ways(user: User): readonly FactorWay[] {
    const { app, sms } = { app: user.totp !== null, sms: user.sms === 1 && user.person !== null };
    if (!app && !sms) return [];
    return [...(app ? (["app"] as const) : []), ...(sms ? (["sms"] as const) : []), "recovery"];
  }

  /** Whether a code is right now; what works once is used up by it. */
  accepts(user: User, typed: string): FactorWay | undefined {
    const step = user.totp === null ? undefined : totpStep(user.totp, typed, this.#clock.now(), user.totpStep);
    // Two browsers with one code at the same moment: the second changes no row.
    if (
      step !== undefined &&
      this.#db.run("UPDATE users SET totp_step = ? WHERE id = ? AND totp_step < ?", step, user.id, step) === 1
    )
      return "app";
    if (this.#acceptsSms(user, typed)) return "sms";
    const used = this.#db.run(
      "DELETE FROM recovery_codes WHERE user = ? AND code_hash = ?",
      ...[user.id, secretHash(readTypedCode(typed))],
    );
    return used === 1 ? "recovery" : undefined;
  }

  /** A secret for the app, in force when `confirmApp` has seen a code of it. */
  beginApp(user: string): string {
    const secret = newTotpSecret();
    this.#pending.set(user, secret);
    return secret;
  }

  /** @throws ApiError when the code is not one of the secret's. */
  confirmApp(user: string, typed: string): void {
    const secret = this.#pending.get(user);
    const step = secret === undefined ? undefined : totpStep(secret, typed, this.#clock.now(), 0);
    if (secret === undefined || step === undefined)
      throw new ApiError(400, "WRONG_CODE", "This is not the code that the app shows now.", {
        cure: "Wait for the next one. If it is wrong again, the clock of the telephone or of the box is: the app's clock is set by itself.",
        fields: [{ path: "code", message: "wrong" }],
      });
    this.#pending.delete(user);
    this.#db.run("UPDATE users SET totp = ?, totp_step = ? WHERE id = ?", secret, step, user);
  }

  setSms(user: string, on: boolean): void {
    this.#db.run("UPDATE users SET sms = ? WHERE id = ?", on ? 1 : 0, user);
  }

  /** The app, texts, and the codes on paper. */
  removeAll(user: string): void {
    this.#db.db.transaction(() => {
      this.#db.run("UPDATE users SET totp = NULL, totp_step = 0, sms = 0 WHERE id = ?", user);
      this.#db.run("DELETE FROM recovery_codes WHERE user = ?", user);
    })();
    this.#sent.delete(user);
  }

  removeApp(user: string): void {
    this.#db.run("UPDATE users SET totp = NULL, totp_step = 0 WHERE id = ?", user);
  }

  /** New codes for paper; the ones before are worth nothing. */
  makeRecoveryCodes(user: string): readonly string[] {
    const codes = Array.from({ length: RECOVERY_CODES }, typedCode);
    this.#db.db.transaction(() => {
      this.#db.run("DELETE FROM recovery_codes WHERE user = ?", user);
      for (const code of codes)
        this.#db.run(
          "INSERT INTO recovery_codes (user, code_hash) VALUES (?, ?)",
          ...[user, secretHash(readTypedCode(code))],
        );
    })();
    return codes;
  }

  recoveryCodesLeft(user: string): number {
    return this.#db.get<{ n: number }>("SELECT count(*) AS n FROM recovery_codes WHERE user = ?", user)?.n ?? 0;
  }

  /** Six digits for a text; the ones before are worth nothing. @throws ApiError when too many were asked for. */
  codeForSms(user: string): string {
    const now = this.#clock.monotonic();
    const sentAt = (this.#sent.get(user)?.sentAt ?? []).filter((at) => now - at < 3_600_000);
    const last = sentAt.at(-1);
    const wait = last === undefined ? 0 : last + SMS_AGAIN_AFTER_MS - now;
    if (wait > 0 || sentAt.length >= SMS_AN_HOUR)
      throw new ApiError(429, "TOO_MANY_TEXTS", "A code was sent a moment ago.", {
        cure: "A text may take a minute. Use a code of the app, or one of those on paper.",
        retryAfterS: Math.max(wait, 1_000) / 1000,
      });
    const code = String(randomInt(1_000_000)).padStart(6, "0");
    this.#sent.set(user, { hash: secretHash(code), at: now, sentAt: [...sentAt, now] });
    return code;
  }

  #acceptsSms({ id, sms }: User, typed: string): boolean {
    const sent = this.#sent.get(id);
    if (sms !== 1 || sent === undefined || this.#clock.monotonic() - sent.at > SMS_GOOD_FOR_MS) return false;
    if (sent.hash !== secretHash(typed.replace(/\s/g, ""))) return false;
    this.#sent.set(id, { ...sent, hash: "" });
    return true;
  }
}
