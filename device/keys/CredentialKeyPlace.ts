import { randomBytes } from "node:crypto";
import { parseKey } from "../storage/key.ts";
import type { Credentials } from "./Credentials.ts";
import type { KeyPlace } from "./KeyPlace.ts";

export const KEY_CREDENTIAL = "database-key";
export const NEXT_KEY_CREDENTIAL = "database-key-next";

/** Random, in an encrypted credential that systemd hands to the service. */
export class CredentialKeyPlace implements KeyPlace {
  readonly source = "credential";
  readonly where = `the encrypted credential ${KEY_CREDENTIAL}`;
  readonly #credentials: Credentials;
  /** The service is told of a credential that came or went. */
  readonly #changed: () => void;

  constructor(credentials: Credentials, changed: () => void = () => {}) {
    this.#credentials = credentials;
    this.#changed = changed;
  }

  current(): Uint8Array | undefined {
    return this.#read(KEY_CREDENTIAL);
  }

  /** After a change both hold the same: a credential that systemd was told of and that is gone would fail the service's start. */
  next(): Uint8Array | undefined {
    const next = this.#read(NEXT_KEY_CREDENTIAL);
    const current = this.current();
    return next !== undefined && current !== undefined && Buffer.from(next).equals(current) ? undefined : next;
  }

  stageNext(): Uint8Array {
    const key = this.next() ?? Uint8Array.from(randomBytes(32));
    this.#credentials.put(NEXT_KEY_CREDENTIAL, Buffer.from(Buffer.from(key).toString("hex")));
    this.#changed();
    return key;
  }

  takeNextBack(): void {
    if (this.next() === undefined) return;
    const current = this.current();
    if (current === undefined) this.#credentials.remove(NEXT_KEY_CREDENTIAL);
    else this.#credentials.put(NEXT_KEY_CREDENTIAL, Buffer.from(Buffer.from(current).toString("hex")));
    this.#changed();
  }

  promote(): void {
    const next = this.next();
    if (next === undefined) return;
    this.#credentials.put(KEY_CREDENTIAL, Buffer.from(Buffer.from(next).toString("hex")));
    this.#changed();
  }

  /** Both hold the same key, but for the time of a change: what one has lost the other still has. True: it was needed. */
  mend(): boolean {
    const names = [KEY_CREDENTIAL, NEXT_KEY_CREDENTIAL];
    const [lost, ...more] = names.filter((name) => this.#read(name) === undefined);
    const key = names.map((name) => this.#read(name)).find((it) => it !== undefined);
    if (lost === undefined || more.length > 0 || key === undefined) return false;
    this.#credentials.put(lost, Buffer.from(Buffer.from(key).toString("hex")));
    this.#credentials.forgetAside(lost);
    this.#changed();
    return true;
  }

  destroyReplaced(): void {
    this.#credentials.destroyReplaced();
  }

  destroy(): void {
    this.#credentials.remove(KEY_CREDENTIAL);
    this.#credentials.remove(NEXT_KEY_CREDENTIAL);
    this.#changed();
  }

  #read(name: string): Uint8Array | undefined {
    const content = this.#credentials.get(name);
    return content === undefined ? undefined : parseKey(content);
  }
}
