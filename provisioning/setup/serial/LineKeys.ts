/* @pure */
/** Longer than any line of a certificate; a cat on the keyboard fills no memory. */
const LONGEST_LINE = 4_096;

/** Bytes of a keyboard as lines. */
export class LineKeys {
  /** The terminal does not edit the line (its echo is off): we do. */
  edits = false;
  readonly #to: { readonly line: (line: string) => void; readonly end: () => void };
  readonly #decoder = new TextDecoder();
  #typed = "";
  #wasReturn = false;

  constructor(to: { readonly line: (line: string) => void; readonly end: () => void }) {
    this.#to = to;
  }

  push(bytes: Uint8Array): void {
    for (const key of this.#decoder.decode(bytes, { stream: true })) this.#key(key);
  }

  #key(key: string): void {
    const second = this.#wasReturn && key === "\n" && this.edits;
    this.#wasReturn = key === "\r";
    // One Enter, of a terminal program that sends both.
    if (second) return;
    if (key === "\n" || key === "\r") {
      const line = this.#typed;
      this.#typed = "";
      return this.#to.line(line);
    }
    if (this.edits && this.#edit(key)) return;
    if (this.#typed.length < LONGEST_LINE) this.#typed += key;
  }

  /** The keys that a terminal takes itself as long as it edits: backspace, ^U, ^C, ^D. */
  #edit(key: string): boolean {
    switch (key) {
      case "\b":
      case "\x7f":
        this.#typed = [...this.#typed].slice(0, -1).join("");
        return true;
      case "\x15":
        this.#typed = "";
        return true;
      case "\x03":
      case "\x04":
        this.#to.end();
        return true;
      default:
        return false;
    }
  }
}
