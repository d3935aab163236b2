/* @pure */
/** The lines that a modem prints for one caller: spaced or tight fields, or the raw message in hex (AT+VCID=2). */
import type { CallerIdentity } from "../caller/CallReport.ts";

export interface CallerIdLayout {
  readonly spacing: "tight" | "spaced";
  readonly raw: boolean;
  readonly withoutName: boolean;
  readonly emptyLines: boolean;
  readonly badField: boolean;
}

export interface CivilMinute {
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const two = (n: number): string => String(n).padStart(2, "0");

interface Fields {
  readonly date: string;
  readonly time: string;
  readonly number: string;
  readonly name: string | undefined;
}

function fieldsOf(caller: CallerIdentity, when: CivilMinute): Fields {
  const absent = caller.withheld ? "P" : caller.unavailable || caller.number === undefined ? "O" : undefined;
  return {
    date: two(when.month) + two(when.day),
    time: two(when.hour) + two(when.minute),
    number: absent ?? caller.number ?? "O",
    name: caller.name,
  };
}

/** The whole text that goes to the host, between the RINGs. */
export function callerIdText(caller: CallerIdentity, when: CivilMinute, layout: CallerIdLayout): string {
  const fields = fieldsOf(caller, when);
  const equals = layout.spacing === "spaced" ? " = " : "=";
  if (layout.raw) return `\r\nMESG${equals}${mdmf(fields, layout.withoutName)}\r\n`;
  const lines = [`DATE${equals}${fields.date}`, `TIME${equals}${fields.time}`];
  if (layout.badField) lines.push(`N\u0001BR${equals}\u00ff`);
  lines.push(`NMBR${equals}${fields.number}`);
  if (fields.name !== undefined && !layout.withoutName) lines.push(`NAME${equals}${fields.name}`);
  return `\r\n${lines.join(layout.emptyLines ? "\r\n\r\n" : "\r\n")}\r\n`;
}

/** Multiple data message format (Bellcore SR-TSV-002476): type 80, length, parameters, checksum to a sum of zero. */
function mdmf(fields: Fields, withoutName: boolean): string {
  const absent = fields.number === "P" || fields.number === "O";
  const parameters: [number, string][] = [[0x01, fields.date + fields.time]];
  parameters.push([absent ? 0x04 : 0x02, fields.number]);
  if (fields.name !== undefined && !withoutName) parameters.push([0x07, fields.name]);
  const body = parameters.flatMap(([type, text]) => {
    const bytes = [...text].map((c) => c.charCodeAt(0) & 0xff);
    return [type, bytes.length, ...bytes];
  });
  const message = [0x80, body.length, ...body];
  const sum = message.reduce((total, byte) => total + byte, 0);
  return [...message, -sum & 0xff].map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
}
