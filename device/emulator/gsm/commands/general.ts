/* @pure */
import type { PduTime } from "../../../line/gsm/pdu/Pdu.ts";
import { splitArguments } from "../CommandLine.ts";
import type { CommandTable, Handler } from "../ModemContext.ts";
import { CME, cme, ok } from "../Reply.ts";
import { fixed, numberSetting, taken } from "./values.ts";

/** Every set that the programs ask for; messages in text mode know IRA, GSM and UCS2. */
const CHARSETS = ["IRA", "GSM", "UCS2"];

const charset: Handler = ({ settings }, { form, value }) => {
  if (form === "read") return ok(`+CSCS: "${settings.charset}"`);
  if (form === "test") return ok(`+CSCS: (${CHARSETS.map((name) => `"${name}"`).join(",")})`);
  const wanted = splitArguments(value)[0]?.toUpperCase() ?? "";
  if (!CHARSETS.includes(wanted)) return cme(CME.badParameter);
  settings.charset = wanted;
  return ok();
};

const functionality: Handler = (modem, { form, value }) => {
  if (form === "read") return ok(`+CFUN: ${modem.settings.functionality}`);
  if (form === "test") return ok("+CFUN: (0,1,4),(0,1)");
  const [wanted, reset] = splitArguments(value).map(Number);
  if (wanted === undefined || ![0, 1, 4].includes(wanted)) return cme(CME.badParameter);
  if (reset === 1) return { kind: "ok", lines: [], onFinished: () => modem.restart() };
  modem.settings.functionality = wanted;
  return { kind: "ok", lines: [], onFinished: () => modem.functionalityChanged() };
};

const two = (value: number): string => `${Math.abs(value)}`.padStart(2, "0");

/** `26/11/23,02:14:05-24`, 27.007 §8.15; ⟨four⟩: with the century, as Quectel's QLTS shows it. */
export function civilText(time: PduTime, four = false): string {
  const { year, month, day, hour, minute, second, zoneQuarterHours: zone } = time;
  const date = `${four ? year : two(year % 100)}/${two(month)}/${two(day)}`;
  return `${date},${two(hour)}:${two(minute)}:${two(second)}${zone < 0 ? "-" : "+"}${two(zone)}`;
}

const clock: Handler = ({ wallClock }, { form, value }) => {
  if (form === "read") return ok(`+CCLK: "${civilText(wallClock.time())}"`);
  if (form === "set") return wallClock.set(value.replaceAll('"', "")) ? ok() : cme(CME.badParameter);
  return ok();
};

const timeUpdate: Handler = (modem, { form, value }) => {
  if (form === "read") return ok(`+CTZU: ${modem.kept.timeUpdate}`);
  if (form === "test") return ok("+CTZU: (0,1)");
  if (value !== "0" && value !== "1") return cme(CME.badParameter);
  modem.kept.timeUpdate = Number(value);
  modem.askNetworkTime();
  return ok();
};

/** V.250 and 27.007 commands about the modem itself. */
export const GENERAL: CommandTable = {
  E: ({ settings }, { value }) => {
    settings.echo = value !== "0" && value !== "";
    return ok();
  },
  V: ({ settings }, { value }) => {
    settings.verbose = value !== "0" && value !== "";
    return ok();
  },
  Q: ({ settings }, { value }) => {
    settings.quiet = value === "1";
    return ok();
  },
  Z: ({ settings }) => {
    settings.echo = true;
    settings.verbose = true;
    settings.quiet = false;
    return ok();
  },
  "&F": ({ settings }) => {
    settings.echo = true;
    settings.verbose = true;
    settings.quiet = false;
    settings.cmee = 0;
    return ok();
  },
  I: ({ family, imei }) => ok(...family.identity(imei)),
  "&C": taken,
  "&D": taken,
  "&W": taken,
  "&K": taken,
  X: taken,
  M: taken,
  L: taken,
  S0: (_modem, { form }) => (form === "read" ? ok("000") : ok()),
  S3: (_modem, { form }) => (form === "read" ? ok("013") : ok()),
  S7: (_modem, { form }) => (form === "read" ? ok("060") : ok()),
  "+GMI": ({ family }) => ok(family.manufacturer),
  "+GMM": ({ family }) => ok(family.model),
  "+GMR": ({ family }) => ok(family.revision),
  "+GSN": ({ imei }) => ok(imei),
  "+CGMI": ({ family }, { form }) => (form === "test" ? ok() : ok(family.manufacturer)),
  "+CGMM": ({ family }, { form }) => (form === "test" ? ok() : ok(family.model)),
  "+CGMR": ({ family }, { form }) => (form === "test" ? ok() : ok(family.revisionLine)),
  "+CGSN": ({ imei }, { form }) => (form === "test" ? ok() : ok(imei)),
  "+GCAP": fixed("+GCAP: +CGSM"),
  "+CMEE": numberSetting("+CMEE", "cmee", [0, 1, 2]),
  "+CSCS": charset,
  "+CFUN": functionality,
  "+CBC": fixed("+CBC: 0,100"),
  "+CCLK": clock,
  // The list must be there: ModemManager 1.20 (its quectel plugin) ends with a segmentation fault after a bare OK.
  "+CTZU": timeUpdate,
  "+CTZR": taken,
  "+CPAS": ({ calls }) => ok(`+CPAS: ${calls.current === undefined ? 0 : calls.current.stage === "active" ? 4 : 3}`),
  "+IPR": (_modem, { form }) => (form === "read" ? ok("+IPR: 115200") : ok()),
  "+IFC": (_modem, { form }) => (form === "read" ? ok("+IFC: 0,0") : ok()),
  "+ICF": taken,
};
