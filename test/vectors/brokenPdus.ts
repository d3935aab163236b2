/* @pure */
import { encodeDeliver, encodeStatusReport, encodeSubmit } from "../../device/line/gsm/pdu/Pdu.ts";
import { Chance } from "../bench/signals.ts";
import { GAMMU } from "./gammu.ts";
import { MODEM_MANAGER } from "./modemManager.ts";
import { OFONO } from "./ofono.ts";
import { PYTHON_MESSAGING } from "./pythonMessaging.ts";

/** A number from 0 up to `below`. */
type Dice = (below: number) => number;

const AT = { year: 2026, month: 11, day: 24, hour: 2, minute: 14, second: 9, zoneQuarterHours: -24 };
const TO = "+13125550101";

/** Our own, so that every field this codec writes is among what is broken. */
const OWN: readonly string[] = [
  ...encodeSubmit({ to: TO, text: "7Q4K ☎😀".repeat(30), reference: 4711, statusReport: true }).pdus,
  ...encodeSubmit({ to: TO, text: "şğıİçŞĞ".repeat(40), nationalTables: true, validityMinutes: 60 }).pdus,
  ...encodeDeliver({ from: "Rosewood", text: "{[€]} ".repeat(60), at: AT, nationalTables: true }).pdus,
  ...encodeDeliver({ from: TO, text: "नमस्ते डॉक्टर ".repeat(20), at: AT, nationalTables: true, reference: 300 }).pdus,
  encodeStatusReport({ reference: 200, to: TO, status: 0x45, sentAt: AT, at: AT }),
].map(({ hex }) => hex);

const GOOD: readonly number[][] = [
  ...[...MODEM_MANAGER, ...OFONO, ...GAMMU, ...PYTHON_MESSAGING].map(({ hex }) => hex),
  ...OWN,
].map((hex) => (hex.match(/[0-9A-F]{2}/g) ?? []).map((octet) => Number.parseInt(octet, 16)));

/** Octets at which a codec is likeliest to stumble: lengths, ends of ranges, the escape, the fill. */
const NASTY = [0x00, 0x01, 0x7f, 0x80, 0xff, 0x1b, 0x1e, 0x3f, 0x8c, 0xa0, 0xd0, 0x91, 0x24, 0x25, 0x08] as const;

const octet = (dice: Dice): number => (dice(4) === 0 ? NASTY[dice(NASTY.length)]! : dice(256));

function randomPdu(dice: Dice): number[] {
  const octets = Array.from({ length: dice(200) }, () => octet(dice));
  // Half of them with a head that gets a reader as far as the text.
  return dice(2) === 0 ? octets : [0, dice(256), 4 + dice(12), 0x91, ...octets];
}

/** One change of any kind. */
function broken(octets: number[], dice: Dice): number[] {
  const at = dice(octets.length + 1);
  switch (dice(7)) {
    case 0:
      return octets.with(Math.max(0, Math.min(at, octets.length - 1)), octet(dice));
    case 1:
      return octets.toSpliced(at, 1);
    case 2:
      return octets.toSpliced(at, 0, octet(dice));
    case 3:
      return octets.slice(0, at);
    case 4:
      return [...octets.slice(0, at), ...octets.slice(dice(octets.length + 1))];
    case 5:
      return [...octets.slice(0, at), ...GOOD[dice(GOOD.length)]!.slice(dice(40))];
    default:
      return octets.map((one, i) => (i === at ? one ^ (1 << dice(8)) : one));
  }
}

function mutated(dice: Dice): number[] {
  let octets = [...GOOD[dice(GOOD.length)]!];
  // Mostly one change: more of them rarely get past the address.
  for (let changes = 1 + (dice(3) === 0 ? dice(4) : 0); changes > 0 && octets.length > 0; changes -= 1)
    octets = broken(octets, dice);
  return octets;
}

/** Characters that no hex text has, and some that look as if. */
const STRAY = ['"', " ", "\r\n", "G", "é", "٣", "\0", "😀", "-", "+CMT: "] as const;

/** Endless, and the same for the same dice: two of three are good PDUs that were changed, the third is noise. */
export function brokenPdu(dice: Dice): string {
  const octets = dice(3) === 0 ? randomPdu(dice) : mutated(dice);
  const hex = octets.map((one) => (one & 0xff).toString(16).padStart(2, "0")).join("");
  if (dice(50) !== 0) return dice(2) === 0 ? hex : hex.toUpperCase();
  const at = dice(hex.length + 1);
  return hex.slice(0, at) + STRAY[dice(STRAY.length)]! + hex.slice(at + dice(2));
}

/** Dice that fall the same in every run with the same seed. */
export function diceOf(seed: number): Dice {
  const chance = new Chance(seed);
  return (below) => Math.floor(chance.next() * below);
}
