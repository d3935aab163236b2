/* @pure */

const BACKSPACE = 0x08;
const LF = 0x0a;
const CR = 0x0d;
const CTRL_Z = 0x1a;
const ESC = 0x1b;
/** Longer lines are cut: more than any command or the hex of any PDU. */
const MOST_CHARACTERS = 4096;

/** What one byte from the terminal did. `echo`: the byte to send back if echo is on. */
export type Typed =
  | { readonly kind: "nothing"; readonly echo?: number }
  | { readonly kind: "line"; readonly line: string; readonly echo: number }
  /** A line of a text entry is complete: another prompt is due. */
  | { readonly kind: "entryLine" }
  | { readonly kind: "entry"; readonly entry: string }
  | { readonly kind: "entryAborted" };

/** Puts bytes together to command lines, and to entries while a prompt is open (V.250 §5.2, 27.005 §3.5.1). */
export class LineEditor {
  #line = "";
  #entry: { text: string; readonly everyLine: boolean } | undefined;

  /** A command line is half typed, or an entry is open: an unsolicited line would now fall into it. */
  get engaged(): boolean {
    return this.#line.length > 0 || this.#entry !== undefined;
  }

  openEntry(everyLine: boolean): void {
    this.#entry = { text: "", everyLine };
  }

  reset(): void {
    this.#line = "";
    this.#entry = undefined;
  }

  type(byte: number): Typed {
    return this.#entry ? this.#typeEntry(byte, this.#entry) : this.#typeCommand(byte);
  }

  #typeCommand(byte: number): Typed {
    // gammu opens with ESC; programs that end lines with CR LF send an LF ahead of the next line.
    if (byte === ESC || byte === LF || byte === CTRL_Z) return { kind: "nothing" };
    if (byte === CR) {
      const line = this.#line;
      this.#line = "";
      return { kind: "line", line, echo: CR };
    }
    if (byte === BACKSPACE) this.#line = this.#line.slice(0, -1);
    else if (this.#line.length < MOST_CHARACTERS) this.#line += String.fromCharCode(byte);
    return { kind: "nothing", echo: byte };
  }

  #typeEntry(byte: number, entry: { text: string; readonly everyLine: boolean }): Typed {
    if (byte === CTRL_Z || byte === ESC) {
      this.#entry = undefined;
      return byte === ESC ? { kind: "entryAborted" } : { kind: "entry", entry: entry.text };
    }
    // ModemManager's LF after the CR of the command comes here, just before the PDU.
    if (byte === LF) return { kind: "nothing" };
    if (byte === CR && !entry.everyLine) return { kind: "nothing" };
    if (byte === CR) {
      entry.text += "\n";
      return { kind: "entryLine" };
    }
    if (byte === BACKSPACE) entry.text = entry.text.slice(0, -1);
    else if (entry.text.length < MOST_CHARACTERS) entry.text += String.fromCharCode(byte);
    return { kind: "nothing", echo: byte };
  }
}
