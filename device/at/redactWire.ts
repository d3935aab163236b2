/* @pure */

// The trace may leave the house in a support bundle, so it is made harmless when it is written: no numbers, no names,
// no texts, no PINs, no keys that a caller pressed. Codes of errors and of settings stay readable.

const HARMLESS = /^\+(?:CM[ES] ERROR|CMGS|CREG|CSQ|CPMS|CMTI|CDSI):/;
const SAYS_WHO = /^(NMBR|NAME|MESG|DDN_NMBR|NDID|CALL|DATE|TIME)(\s*=\s*)(.*)$/;
/** Keys that a caller pressed, as cellular modems report them one by one, and those that we send. */
const KEY = /^(\+RXDTMF|\+DTMF|\+QTONEDET|\^DDTMF|AT\+Q?VTS|AT\^DTMF)(.*)$/i;
const PDU = /\b[0-9A-Fa-f]{20,}\b/g;

const dots = (text: string): string => text.replace(/[^\s"]/g, "•");

/** One line of the wire, as it may be kept. */
export function redactLine(line: string): string {
  if (HARMLESS.test(line)) return line;
  const field = SAYS_WHO.exec(line);
  if (field) return `${field[1]}${field[2]}${dots(field[3]!)}`;
  const key = KEY.exec(line);
  if (key) return `${key[1]}${dots(key[2]!)}`;
  return line
    .replace(PDU, (pdu) => `<${Math.floor(pdu.length / 2)} bytes pdu>`)
    .replace(/"[^"]*"/g, dots)
    .replace(/^(ATD[TP]?|AT\+CPIN=)(.*)$/i, (_, command: string, secret: string) => `${command}${dots(secret)}`)
    .replace(/\d{3,}/g, dots);
}

/** `<DLE>x`: the digit itself is the patient's. */
export function redactDleEvent(code: number): string {
  const character = String.fromCharCode(code);
  if (/[0-9*#A-D]/.test(character)) return "<DLE>•";
  return code > 0x20 && code < 0x7f ? `<DLE>${character}` : `<DLE>0x${code.toString(16).padStart(2, "0")}`;
}

const isPrintable = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;

/** Bytes that we send: a command line, a control sequence, or samples. */
export function redactWritten(bytes: Uint8Array): string {
  const last = bytes.at(-1);
  const body = last === 0x0d || last === 0x1a ? bytes.subarray(0, -1) : bytes;
  if (body.length <= 512 && body.every(isPrintable)) return redactLine(String.fromCharCode(...body));
  if (bytes.length <= 8) return [...bytes].map((byte) => `<${byte.toString(16).padStart(2, "0")}>`).join("");
  return `<${bytes.length} bytes voice>`;
}
