/** A JSON line of ours is far below this; a longer one is garbage or an attack. */
const LONGEST_LINE = 1_000_000;

/** Cuts a byte stream into lines; `tooLong` is called once instead of growing without bound. */
export class LineReader {
  #rest = "";
  readonly #decoder = new TextDecoder();
  readonly #line: (line: string) => void;
  readonly #tooLong: () => void;
  readonly #longest: number;

  constructor(line: (line: string) => void, tooLong: () => void = () => {}, longest = LONGEST_LINE) {
    this.#line = line;
    this.#tooLong = tooLong;
    this.#longest = longest;
  }

  push(bytes: Uint8Array | string): void {
    this.#rest += typeof bytes === "string" ? bytes : this.#decoder.decode(bytes, { stream: true });
    let end = this.#rest.indexOf("\n");
    while (end >= 0) {
      const line = this.#rest.slice(0, end).trim();
      this.#rest = this.#rest.slice(end + 1);
      if (line !== "") this.#line(line);
      end = this.#rest.indexOf("\n");
    }
    if (this.#rest.length > this.#longest) {
      this.#rest = "";
      this.#tooLong();
    }
  }
}
