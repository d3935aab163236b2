/* @pure */
import type { AtCommand } from "./At.ts";

/** A V.250 §5.7 final result code, or one of 27.005 / 27.007. */
export interface FinalResult {
  readonly text: string;
  /** Of +CME ERROR and +CMS ERROR, when the modem gave it as a number. */
  readonly code?: number;
  /**
   * `always`: ends whatever command is in flight. `connecting`: ends a command that makes or uses a connection, and is
   * unsolicited for any other: a NO CARRIER of the call must not be taken for the answer of an AT+CSQ.
   */
  readonly ends: "always" | "connecting";
}

const ALWAYS = new Set(["OK", "ERROR", "COMMAND NOT SUPPORT"]);
const CONNECTING = new Set(["NO CARRIER", "BUSY", "NO DIALTONE", "NO DIAL TONE", "NO ANSWER", "CONNECT", "VCON"]);
const WITH_CODE = /^\+(?:CME|CMS|EXT) ERROR:\s*(.*)$/;

export function finalResult(line: string): FinalResult | undefined {
  if (ALWAYS.has(line)) return { text: line, ends: "always" };
  if (CONNECTING.has(line)) return { text: line, ends: "connecting" };
  if (line.startsWith("CONNECT ")) return { text: line, ends: "connecting" };
  const coded = WITH_CODE.exec(line);
  if (!coded) return undefined;
  return /^\d{1,5}$/.test(coded[1]!)
    ? { text: line, code: Number(coded[1]), ends: "always" }
    : { text: line, ends: "always" };
}

/** Dialling, answering, going online, and all that waits for CONNECT or VCON. */
export const isConnecting = (command: AtCommand): boolean =>
  (command.success?.length ?? 0) > 0 || /^AT(?:[DAO](?![+])|#V[TR]X|\+V[TR][XR]\b)/i.test(command.text);

/** `CONNECT 9600` is a CONNECT. */
export const isSuccess = (command: AtCommand, final: FinalResult): boolean =>
  final.text === "OK" ||
  (command.success ?? []).some((code) => final.text === code || final.text.startsWith(`${code} `));

/** From here until the next final result the wire carries samples. */
export const opensData = (final: FinalResult): boolean => final.text === "CONNECT" || final.text.startsWith("CONNECT ");

/** Bare result codes of the line itself, which mean something also when nobody asked. */
export const isLineProgress = (final: FinalResult): boolean => final.ends === "connecting" && !opensData(final);
