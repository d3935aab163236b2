/* @pure */
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
  return { kind: "ok", lines: [], onFinished: () => modem.network.pump() };
};

const restart: Handler = (modem) => ({ kind: "ok", lines: [], onFinished: () => modem.restart() });

const two = (value: number): string => `${Math.abs(value)}`.padStart(2, "0");

const clock: Handler = ({ network }, { form }) => {
  if (form !== "read") return ok();
  const { year, month, day, hour, minute, second, zoneQuarterHours: zone } = network.time();
  const date = `${two(year % 100)}/${two(month)}/${two(day)}`;
  return ok(`+CCLK: "${date},${two(hour)}:${two(minute)}:${two(second)}${zone < 0 ? "-" : "+"}${two(zone)}"`);
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
  I: ({ profile, imei }) =>
    ok(
      `Manufacturer: ${profile.manufacturer}`,
      `Model: ${profile.model}`,
      `Revision: ${profile.revision}`,
      `IMEI: ${imei}`,
      "+GCAP: +CGSM",
    ),
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
  "+GMI": ({ profile }) => ok(profile.manufacturer),
  "+GMM": ({ profile }) => ok(profile.model),
  "+GMR": ({ profile }) => ok(profile.revision),
  "+GSN": ({ imei }) => ok(imei),
  "+CGMI": ({ profile }, { form }) => (form === "test" ? ok() : ok(profile.manufacturer)),
  "+CGMM": ({ profile }, { form }) => (form === "test" ? ok() : ok(profile.model)),
  "+CGMR": ({ profile }, { form }) => (form === "test" ? ok() : ok(`+CGMR: ${profile.revision}`)),
  "+CGSN": ({ imei }, { form }) => (form === "test" ? ok() : ok(imei)),
  "+GCAP": fixed("+GCAP: +CGSM"),
  "+CMEE": numberSetting("+CMEE", "cmee", [0, 1, 2]),
  "+CSCS": charset,
  "+CFUN": functionality,
  "+CBC": fixed("+CBC: 0,100"),
  "+CCLK": clock,
  // The list must be there: ModemManager 1.20 (its quectel plugin) ends with a segmentation fault after a bare OK.
  "+CTZU": (_modem, { form }) => (form === "test" ? ok("+CTZU: (0,1)") : ok()),
  "+CTZR": taken,
  "+CPAS": ({ calls }) => ok(`+CPAS: ${calls.current === undefined ? 0 : calls.current.state === "active" ? 4 : 3}`),
  "+IPR": (_modem, { form }) => (form === "read" ? ok("+IPR: 115200") : ok()),
  "+IFC": (_modem, { form }) => (form === "read" ? ok("+IFC: 0,0") : ok()),
  "+ICF": taken,
};

/** The maker's own, SIM7500/SIM7600 AT Command Manual V1.12. */
export const SIMCOM_GENERAL: CommandTable = {
  "+CRESET": restart,
  "+SIMCOMATI": ({ profile, imei }) => ok(`Model: ${profile.model}`, `Revision: ${profile.revision}`, `IMEI: ${imei}`),
  "+CUSBPIDSWITCH": (_modem, { form }) => (form === "read" ? ok("+CUSBPIDSWITCH: 9001") : ok()),
};
