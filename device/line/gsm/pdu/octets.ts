/* @pure */

const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, "0").toUpperCase());

/** Upper-case hex, as modems show it. */
export const toHex = (octets: readonly number[]): string => octets.map((octet) => HEX[octet & 0xff]).join("");

/** By character code; -1 for what is no hex digit. */
const NIBBLES = Array.from({ length: 128 }, (_, code) => "0123456789abcdef".indexOf(String.fromCharCode(code | 0x20)));
const nibble = (hex: string, at: number): number => {
  const code = hex.charCodeAt(at);
  return code < 0x30 ? -1 : (NIBBLES[code] ?? -1);
};

/** Octets of a hex text in any case; undefined when it is anything else. */
export function fromHex(hex: string): number[] | undefined {
  if (hex.length % 2 !== 0) return undefined;
  const octets: number[] = [];
  for (let i = 0; i < hex.length; i += 2) {
    const octet = (nibble(hex, i) << 4) | nibble(hex, i + 1);
    if (octet < 0) return undefined;
    octets.push(octet);
  }
  return octets;
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
