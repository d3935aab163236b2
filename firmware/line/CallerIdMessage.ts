/** What one caller-ID transmission said, before it is known whether more will follow. */
export interface CallerIdParts {
  readonly number?: string;
  readonly name?: string;
  /** Why the network gave no number. */
  readonly absent?: "withheld" | "unavailable";
}

/** Longest name kept: MDMF allows 255 octets, and a name of that length is garbage rather than a person. */
const LONGEST_NAME = 120;

/**
 * The hexadecimal forms: `MESG=` lines and the output of `AT+VCID=2`. A whole MDMF (0x80) or SDMF (0x04) message of
 * Bellcore GR-30, or bare parameters, which Rockwell chips print for tags that they do not know (Bell Canada puts the
 * number there). Undefined when it says nothing about the caller, or when its checksum is wrong: a damaged number would
 * be a wrong callback.
 */
export function decodeCallerIdHex(hex: string): CallerIdParts | undefined {
  const bytes = octets(hex);
  if (bytes === undefined) return undefined;
  const body = bytes.slice(2, 2 + (bytes[1] ?? 0));
  if (bytes[0] === MDMF) return checked(bytes) ? fromParameters(body) : undefined;
  if (bytes[0] === SDMF && body.length >= SDMF_DATE + 1) return checked(bytes) ? fromSingle(body) : undefined;
  return fromParameters(bytes);
}

const MDMF = 0x80;
const SDMF = 0x04;
/** SDMF begins with month, day, hour, minute: eight digits. */
const SDMF_DATE = 8;

function octets(hex: string): readonly number[] | undefined {
  const bare = hex.replace(/\s+/g, "");
  if (bare.length < 4 || bare.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(bare)) return undefined;
  return Array.from({ length: bare.length / 2 }, (_, at) => Number.parseInt(bare.slice(2 * at, 2 * at + 2), 16));
}

/** The length fits, and with the checksum octet (modems may leave it out) all octets add up to 0 modulo 256. */
function checked(bytes: readonly number[]): boolean {
  const length = 2 + (bytes[1] ?? 0);
  if (bytes.length === length) return true;
  return bytes.length === length + 1 && bytes.reduce((sum, octet) => sum + octet, 0) % 256 === 0;
}

const text = (bytes: readonly number[]): string => String.fromCharCode(...bytes).trim();

function fromSingle(body: readonly number[]): CallerIdParts {
  return numberParts(text(body.slice(SDMF_DATE)));
}

/** Tag, length, value: 02 number, 03 dialable number, 04 why there is none, 07 name, 08 why there is no name. */
function fromParameters(bytes: readonly number[]): CallerIdParts | undefined {
  let parts: CallerIdParts = {};
  for (let at = 0; at + 2 <= bytes.length; ) {
    const length = bytes[at + 1] ?? 0;
    const value = bytes.slice(at + 2, at + 2 + length);
    if (value.length < length) break;
    parts = { ...parameter(bytes[at] ?? 0, value), ...parts };
    at += 2 + length;
  }
  return Object.keys(parts).length === 0 ? undefined : parts;
}

function parameter(tag: number, value: readonly number[]): CallerIdParts {
  switch (tag) {
    case 0x02:
    case 0x03:
    case 0x04:
      return numberParts(text(value));
    case 0x07:
      return nameParts(text(value));
    default:
      return {};
  }
}

const WITHHELD = /^(p|priv(ate|acy)?|private (number|caller|call)|restricted|withheld|anonymous|blocked)$/i;
const UNAVAILABLE =
  /^(o|out[ -]of[ -]area|unavail(able)?|unknown( (number|caller|name))?|not available|no (number|name)|international|payphone)?$/i;

/** A number field. Anything without a digit, and a row of zeros, which some exchanges send for a private one, is none. */
export function numberParts(value: string): CallerIdParts {
  const bare = printable(value).trim();
  if (WITHHELD.test(bare)) return { absent: "withheld" };
  if (UNAVAILABLE.test(bare) || !/[1-9]/.test(bare)) return { absent: "unavailable" };
  return { number: bare };
}

/** A name field. The words that stand for a missing name are no name. */
export function nameParts(value: string): CallerIdParts {
  const name = printable(value).trim().slice(0, LONGEST_NAME);
  return WITHHELD.test(name) || UNAVAILABLE.test(name) ? {} : { name };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const printable = (value: string): string => value.replace(/[\u0000-\u001f\u007f-\u009f\ufffd]/g, "");
