/* @pure */
const ESC = 0x1b;
const CR = 0x0d;

/** What brings a modem back that answers nothing any more: the rungs of a recovery ladder, from the first to the last. */
export type WokenBy =
  /** ESC, or a new AT after it. */
  | "escape"
  /** ATZ, ATE0 … : the beginning of an initialisation. */
  | "init"
  /** The port is closed and opened again; on TCP and in memory only, a pty cannot tell. */
  | "reopen"
  /** AT+CFUN=0 (or 4), then AT+CFUN=1. */
  | "cfun"
  /** AT+CFUN=1,1 or the maker's reset command. */
  | "reset"
  /** Only the loss of its power. */
  | "replug";

export const WOKEN_BY: readonly WokenBy[] = ["escape", "init", "reopen", "cfun", "reset", "replug"];

export type Waking = "sleeps" | "wakes" | "restarts";

/** A modem whose AT port swallows all that is written. */
export class Coma {
  readonly wokenBy: WokenBy;
  #line = "";
  #radioOff = false;

  constructor(wokenBy: WokenBy) {
    this.wokenBy = wokenBy;
  }

  hears(bytes: Uint8Array): Waking {
    for (const byte of bytes) {
      const waking = this.#hear(byte);
      if (waking !== "sleeps") return waking;
    }
    return "sleeps";
  }

  #hear(byte: number): Waking {
    if (byte === ESC) return this.wokenBy === "escape" ? "wakes" : "sleeps";
    if (byte !== CR) {
      if (this.#line.length < 200) this.#line += String.fromCharCode(byte);
      return "sleeps";
    }
    const line = this.#line.trim().toUpperCase();
    this.#line = "";
    return this.#read(line);
  }

  #read(line: string): Waking {
    switch (this.wokenBy) {
      case "init":
        return /AT(Z|&F|E0)/.test(line) ? "wakes" : "sleeps";
      case "cfun": {
        const woken = this.#radioOff && /\+CFUN=1$/.test(line);
        if (/\+CFUN=[04]/.test(line)) this.#radioOff = true;
        return woken ? "wakes" : "sleeps";
      }
      case "reset":
        return /\+CFUN=1,1|\+CRESET|\^RESET/.test(line) ? "restarts" : "sleeps";
      case "escape":
      case "reopen":
      case "replug":
        return "sleeps";
    }
  }
}
