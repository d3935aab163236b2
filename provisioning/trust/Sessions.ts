import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Who } from "../change/ApplyClient.ts";

interface Session {
  readonly hash: string;
  readonly untilMs: number;
  readonly who: Who;
}

/** Since it was last used: a technician who fetches a modem from the car. */
const IDLE_MS = 60 * 60_000;
const MOST = 16;

/** Who has shown that they may, until an hour after the last use or the next boot: the file lies on a tmpfs and holds hashes. */
export class Sessions {
  readonly #file: string;
  readonly #bootMs: () => number;

  constructor(file: string, bootMs: () => number) {
    this.#file = file;
    this.#bootMs = bootMs;
  }

  open(who: Who): string {
    const token = randomBytes(32).toString("base64url");
    const session = { hash: hashOf(token), untilMs: this.#bootMs() + IDLE_MS, who };
    this.#write([...this.#live(), session].slice(-MOST));
    return token;
  }

  /** Undefined: there is no such session (any more). */
  use(token: string | undefined): Who | undefined {
    if (token === undefined) return undefined;
    const hash = hashOf(token);
    const live = this.#live();
    const found = live.find((session) => session.hash === hash);
    if (found === undefined) return undefined;
    this.#write(live.map((session) => (session === found ? { ...found, untilMs: this.#bootMs() + IDLE_MS } : session)));
    return found.who;
  }

  close(token: string): void {
    const hash = hashOf(token);
    this.#write(this.#live().filter((session) => session.hash !== hash));
  }

  closeAll(): void {
    this.#write([]);
  }

  #live(): readonly Session[] {
    try {
      const now = this.#bootMs();
      return (JSON.parse(readFileSync(this.#file, "utf8")) as Session[]).filter(({ untilMs }) => untilMs > now);
    } catch {
      return [];
    }
  }

  #write(sessions: readonly Session[]): void {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    writeFileSync(`${this.#file}.new`, JSON.stringify(sessions), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");
