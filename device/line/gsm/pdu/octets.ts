/* @pure */

/** Upper-case hex, as modems show it. */
export const toHex = (octets: readonly number[]): string =>
  octets.map((octet) => (octet & 0xff).toString(16).padStart(2, "0").toUpperCase()).join("");

/** Octets of a hex text in any case; undefined when it is anything else. */
export function fromHex(hex: string): number[] | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(hex)) return undefined;
  return Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16));
}

/** Thrown nowhere but inside the decoder, which turns it into an error value: the PDU does not hold what it promises. */
export class Damage extends Error {}

/** Reads a PDU from the front; every read past the end is `Damage` that names the field. */
export class OctetReader {
  readonly #octets: readonly number[];
  #at = 0;

  constructor(octets: readonly number[]) {
    this.#octets = octets;
  }

  get left(): number {
    return this.#octets.length - this.#at;
  }

  octet(field: string): number {
    const value = this.#octets[this.#at];
    if (value === undefined) throw new Damage(`the data ends before ${field}`);
    this.#at += 1;
    return value;
  }

  octets(count: number, field: string): number[] {
    if (count > this.left) throw new Damage(`the data ends inside ${field}`);
    this.#at += count;
    return this.#octets.slice(this.#at - count, this.#at);
  }
}
