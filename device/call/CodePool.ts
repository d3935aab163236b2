import { randomBytes } from "node:crypto";
import type { MessageStore } from "../../firmware/message/MessageStore.ts";

/** Enough for every line of a clinic to ring at once while the card stalls. */
const READY = 8;

/** Reply codes reserved ahead, so that no call waits for the store to get one. */
export class CodePool {
  readonly #store: MessageStore;
  readonly #codes: string[] = [];
  #refilling = false;

  constructor(store: MessageStore) {
    this.#store = store;
  }

  async fill(): Promise<void> {
    if (this.#refilling) return;
    this.#refilling = true;
    try {
      this.#codes.push(...(await this.#store.reserveCodes(READY - this.#codes.length)));
    } finally {
      this.#refilling = false;
    }
  }

  take(): string {
    const code = this.#codes.shift() ?? spareCode();
    void this.fill();
    return code;
  }
}

/** For the ninth call while the store answers nothing at all. Random: one chance in a million that it was used before. */
function spareCode(): string {
  const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  const [a = 0, b = 0, c = 0, d = 0] = randomBytes(4);
  return `${(a % 8) + 2}${letters[b % 24]}${(c % 8) + 2}${letters[d % 24]}`;
}
