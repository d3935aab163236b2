/* @pure */
import { splitArguments } from "../CommandLine.ts";
import type { CommandTable, Handler, ModemContext } from "../ModemContext.ts";
import { PIN_TRIES, PUK_TRIES, type Sim } from "../ModemState.ts";
import { CME, cme, ok } from "../Reply.ts";
import { simTrouble } from "./simCard.ts";

/** Two digits in a byte, the first in the low nibble (ETSI TS 102 221 §13.2, as on every SIM). */
const swappedDigits = (digits: string): string => digits.replace(/(.)(.)/g, "$2$1");

/** 31.102 §4.2.12: a display condition, then sixteen bytes, unused ones FF. */
const providerName = (name: string): string =>
  `01${Buffer.from(name, "latin1").toString("hex")}`.padEnd(34, "f").toUpperCase();

/** Elementary files by their number in decimal, as AT+CRSM names them; hexadecimal content. */
const FILES: Readonly<Record<string, (sim: Sim) => string>> = {
  // EF-ICCID, 2FE2.
  "12258": ({ iccid }) => swappedDigits(iccid),
  // EF-AD, 6FAD: an ordinary SIM whose network code has two digits.
  "28589": () => "00000002",
  // EF-SPN, 6F46.
  "28486": () => providerName("TestNet"),
};

const READ_BINARY = "176";

/** Restricted SIM access (27.007 §8.18): reading of three files; status words as ETSI TS 102 221 §10.2.1. */
const simFile: Handler = (modem, { form, value }) => {
  if (form === "test") return ok();
  const trouble = simTrouble(modem);
  if (trouble !== undefined) return cme(trouble);
  const [command, file = "", high, low, length] = splitArguments(value);
  if (command !== READ_BINARY) return ok("+CRSM: 109,0");
  const content = Object.hasOwn(FILES, file) ? FILES[file]!(modem.sim) : undefined;
  if (content === undefined) return ok("+CRSM: 106,130");
  const from = 2 * (Number(high) * 256 + Number(low));
  const to = Number(length) === 0 ? content.length : from + 2 * Number(length);
  return ok(`+CRSM: 144,0,"${content.slice(from, to)}"`);
};

/** VERIFY and RESET RETRY COUNTER without a PIN cost no try and tell the count: status words 63Cx, ISO 7816-4. */
const COUNTS: Readonly<Record<string, (modem: ModemContext) => string>> = {
  "0020000100": ({ sim }) => (sim.unlocked ? "9000" : count(sim.pinTries)),
  "002C000100": ({ sim }) => count(sim.pukTries),
  "0020008100": () => count(PIN_TRIES),
  "002C008100": () => count(PUK_TRIES),
};
const count = (tries: number): string => `63C${tries.toString(16).toUpperCase()}`;

/** Generic SIM access (27.007 §8.17): only the four counts. */
const rawSim: Handler = (modem, { form, value }) => {
  if (form === "test") return ok();
  if (!modem.sim.present) return cme(CME.noSim);
  const apdu = (splitArguments(value)[1] ?? "").toUpperCase();
  if (!Object.hasOwn(COUNTS, apdu)) return cme(CME.notSupported);
  return ok(`+CSIM: 4,"${COUNTS[apdu]!(modem)}"`);
};

/** What ModemManager reads of a SIM; it reads the ICCID again and again for seconds when it is not to be had. */
export const SIM_FILES: CommandTable = { "+CSIM": rawSim, "+CRSM": simFile };
