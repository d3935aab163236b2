import type { EpochMs } from "../../../firmware/time/Clock.ts";
import type { PortIdentity } from "../../usb/UsbSerialPorts.ts";

/** A PIN that was sent to a SIM. The SIM is "" when its number cannot be read while it is locked. */
export interface PinTry {
  readonly iccid: string;
  readonly salt: string;
  readonly hash: string;
  /** False: it was sent, and what the SIM said is not known (a power cut, a modem that vanished). */
  readonly refused: boolean;
}

/** Of the AT port, and the clinic file's `port` that it was found for: when that is changed, another modem is meant. */
export interface RememberedPort extends PortIdentity {
  readonly spec: string;
}

export interface ModemRecord {
  /** Of the SIM card that was in service last. */
  readonly iccid?: string;
  readonly imsi?: string;
  readonly imei?: string;
  readonly pinTries: readonly PinTry[];
  /** When the modem was reset by us, for the day's limit. */
  readonly resets: readonly EpochMs[];
  readonly usb?: RememberedPort;
}

export const NOTHING_KNOWN: ModemRecord = { pinTries: [], resets: [] };

type Fields = Readonly<Record<string, unknown>>;

/** Takes what is right of a record, whoever wrote it; undefined when it is none at all. */
export function readRecord(text: string): ModemRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const fields = fieldsOf(value);
  if (fields === undefined || fields["version"] !== 1) return undefined;
  const usb = readUsb(fieldsOf(fields["usb"]));
  return {
    ...textsOf(fields, ["iccid", "imsi", "imei"]),
    pinTries: listOf(fields["pinTries"]).flatMap((one) => readTry(fieldsOf(one)) ?? []),
    resets: listOf(fields["resets"]).filter((one): one is number => Number.isFinite(one)),
    ...(usb === undefined ? {} : { usb }),
  };
}

function readTry(fields: Fields | undefined): PinTry | undefined {
  const { iccid, salt, hash, refused } = fields ?? {};
  if (typeof iccid !== "string" || typeof salt !== "string" || typeof hash !== "string") return undefined;
  return { iccid, salt, hash, refused: refused === true };
}

function readUsb(fields: Fields | undefined): RememberedPort | undefined {
  const { vendor, product, port, serial } = fieldsOf(fields?.["usb"]) ?? {};
  const { interfaceNumber, spec } = fields ?? {};
  if (typeof vendor !== "string" || typeof product !== "string" || typeof port !== "string") return undefined;
  if (typeof interfaceNumber !== "number" || typeof spec !== "string") return undefined;
  const usb = { vendor, product, port, ...(typeof serial === "string" ? { serial } : {}) };
  return { usb, interfaceNumber, spec };
}

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const textsOf = (fields: Fields, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.flatMap((name) => (typeof fields[name] === "string" ? [[name, fields[name]]] : [])));
