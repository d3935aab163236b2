import { createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { type ModemRecord, NOTHING_KNOWN, type PinTry, readRecord } from "./modemRecord.ts";
import type { PinHistory, PinMemory } from "./simPin.ts";

export interface ModemMemoryOptions {
  /** The data directory. It need not be there, and need not take writes. */
  readonly directory: string;
  readonly line: string;
  /** Told when the file cannot be read or written: once for each change between well and not. No patient data in it. */
  readonly onTrouble?: (text: string) => void;
}

/** As many wrong PINs as a person changes the clinic file; more are not kept. */
const MOST_TRIES = 20;

/**
 * What must be known of a line's modem after a restart: which SIM and modem it had (a swap is told), which PINs were
 * tried, when it was reset, which USB device it is. Kept in one small file, replaced as a whole; what the disk does not
 * take is kept in memory. Nothing here ever throws, and nothing waits for the disk but who asks for the promise.
 */
export class ModemMemory implements PinMemory {
  readonly #path: string;
  readonly #onTrouble: (text: string) => void;
  #record: ModemRecord;
  #writing: Promise<boolean> = Promise.resolve(true);
  #queued: Promise<boolean> | undefined;
  #troubled = false;

  constructor({ directory, line, onTrouble }: ModemMemoryOptions) {
    this.#path = join(directory, `modem-${line}.json`);
    this.#onTrouble = onTrouble ?? (() => undefined);
    this.#record = this.#read();
  }

  get(): ModemRecord {
    return this.#record;
  }

  /** In force at once; resolves true when it is on the disk, false when the disk does not take it. */
  update(change: Partial<Pick<ModemRecord, "iccid" | "imsi" | "imei" | "resets" | "usb">>): Promise<boolean> {
    return this.#replace({ ...this.#record, ...change });
  }

  /** A PIN that was changed in the clinic file has no history. */
  pinTried(iccid: string | undefined, pin: string | undefined): PinHistory {
    const mine = pin === undefined ? [] : this.#record.pinTries.filter((one) => isTry(one, iccid, pin));
    return { refused: mine.some((one) => one.refused), unanswered: mine.filter((one) => !one.refused).length };
  }

  tryingPin(iccid: string | undefined, pin: string): Promise<boolean> {
    return this.#keepTries([...this.#record.pinTries, newTry(iccid, pin, false)].slice(-MOST_TRIES));
  }

  pinRefused(iccid: string | undefined, pin: string): Promise<boolean> {
    const others = this.#record.pinTries.filter((one) => !isTry(one, iccid, pin));
    return this.#keepTries([...others, newTry(iccid, pin, true)]);
  }

  pinNotEntered(iccid: string | undefined, pin: string): Promise<boolean> {
    const last = this.#record.pinTries.findLast((one) => !one.refused && isTry(one, iccid, pin));
    return this.#keepTries(this.#record.pinTries.filter((one) => one !== last));
  }

  pinWorked(iccid: string | undefined): Promise<boolean> {
    return this.#keepTries(this.#record.pinTries.filter((one) => one.iccid !== (iccid ?? "")));
  }

  simFoundOpen(iccid: string | undefined): Promise<boolean> {
    return this.#keepTries(this.#record.pinTries.filter((one) => one.refused || one.iccid !== (iccid ?? "")));
  }

  #keepTries(pinTries: readonly PinTry[]): Promise<boolean> {
    const before = this.#record.pinTries;
    if (before.length === pinTries.length && before.every((one, i) => one === pinTries[i]))
      return Promise.resolve(true);
    return this.#replace({ ...this.#record, pinTries });
  }

  #replace(record: ModemRecord): Promise<boolean> {
    this.#record = record;
    // One write is on its way at most, and one waits for it that will write what is then the latest.
    this.#queued ??= this.#writing.then(() => {
      this.#queued = undefined;
      this.#writing = this.#write();
      return this.#writing;
    });
    return this.#queued;
  }

  async #write(): Promise<boolean> {
    const draft = `${this.#path}.tmp`;
    try {
      await writeDurably(draft, `${JSON.stringify({ version: 1, ...this.#record }, null, 2)}\n`);
      await rename(draft, this.#path);
      await syncFolder(join(this.#path, ".."));
      this.#troubled = false;
      return true;
    } catch (error) {
      this.#trouble(`${this.#path} cannot be written, it is kept in memory only: ${(error as Error).message}`);
      return false;
    }
  }

  #read(): ModemRecord {
    let text: string;
    try {
      text = readFileSync(this.#path, "utf8");
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT") this.#trouble(`${this.#path} cannot be read, it begins anew: ${message}`);
      return NOTHING_KNOWN;
    }
    const record = readRecord(text);
    if (record === undefined) this.#trouble(`${this.#path} is not a modem's memory, it begins anew`);
    return record ?? NOTHING_KNOWN;
  }

  #trouble(text: string): void {
    if (this.#troubled) return;
    this.#troubled = true;
    this.#onTrouble(text);
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Salted, so that equal PINs of two lines do not show; no slower hash, because 10 000 PINs are few for any, it would hold up
 * a call on another line, and a PIN that is kept here is one that did not open the SIM.
 */
const hashOf = (salt: string, pin: string): string => createHmac("sha256", salt).update(pin).digest("hex");

function newTry(iccid: string | undefined, pin: string, refused: boolean): PinTry {
  const salt = randomBytes(16).toString("hex");
  return { iccid: iccid ?? "", salt, hash: hashOf(salt, pin), refused };
}

const isTry = (one: PinTry, iccid: string | undefined, pin: string): boolean =>
  one.iccid === (iccid ?? "") && one.hash === hashOf(one.salt, pin);
