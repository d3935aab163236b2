/* @pure */
import type { CommandTable, Handler } from "../ModemContext.ts";
import type { GsmProfile } from "../ModemState.ts";
import { CALLS, SIMCOM_CALLS } from "./calls.ts";
import { GENERAL, SIMCOM_GENERAL } from "./general.ts";
import { RADIO, SIMCOM_RADIO } from "./radio.ts";
import { SIM_CARD, SIMCOM_SIM_CARD } from "./simCard.ts";
import { SIM_FILES } from "./simFiles.ts";
import { SMS } from "./sms.ts";

const STANDARD: CommandTable = { ...GENERAL, ...SIM_CARD, ...SIM_FILES, ...RADIO, ...SMS, ...CALLS };
const SIMCOM: CommandTable = {
  ...STANDARD,
  ...SIMCOM_GENERAL,
  ...SIMCOM_SIM_CARD,
  ...SIMCOM_RADIO,
  ...SIMCOM_CALLS,
};

/** The handler of a command on this make of modem, or undefined: that modem refuses it. */
export function handlerOf(profile: GsmProfile, name: string): Handler | undefined {
  const table = profile.simcom ? SIMCOM : STANDARD;
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
