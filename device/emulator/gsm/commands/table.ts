/* @pure */
import type { Family } from "../families/Family.ts";
import type { CommandTable, Handler } from "../ModemContext.ts";
import { CALLS } from "./calls.ts";
import { GENERAL } from "./general.ts";
import { RADIO } from "./radio.ts";
import { SIM_CARD } from "./simCard.ts";
import { SIM_FILES } from "./simFiles.ts";
import { SMS } from "./sms.ts";

const STANDARD: CommandTable = { ...GENERAL, ...SIM_CARD, ...SIM_FILES, ...RADIO, ...SMS, ...CALLS };

/** The handler of a command on this make of modem, or undefined: that modem refuses it. */
export function handlerOf(family: Family, name: string): Handler | undefined {
  const table = Object.hasOwn(family.commands, name) ? family.commands : STANDARD;
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
