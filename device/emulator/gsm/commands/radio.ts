/* @pure */
import { splitArguments } from "../CommandLine.ts";
import type { CommandTable, Handler } from "../ModemContext.ts";
import { canSendSms } from "../ModemState.ts";
import { CME, cme, ok } from "../Reply.ts";
import { fixed, taken } from "./values.ts";

const AREA = '"1A2B","0102A3C4",7';

/** `+CREG`, `+CGREG`, `+CEREG`: 27.007 §7.2; with n = 2 the area, the cell and the access technology come too. */
const registration =
  (name: "+CREG" | "+CGREG" | "+CEREG", key: "creg" | "cgreg" | "cereg"): Handler =>
  (modem, { form, value }) => {
    if (form === "test") return ok(`${name}: (0-2)`);
    if (form === "read")
      return ok(`${name}: ${modem.settings[key]},${registrationFields(modem.settings[key], modem.registration)}`);
    const wanted = Number(value);
    if (![0, 1, 2].includes(wanted)) return cme(CME.badParameter);
    modem.settings[key] = wanted;
    return ok();
  };

export const registrationFields = (mode: number, stat: number): string =>
  mode === 2 && (stat === 1 || stat === 5) ? `${stat},${AREA}` : `${stat}`;

const OPERATORS = ["Test Mobile Network", "TestNet", "00101"] as const;

const operator: Handler = (modem, { form, value }) => {
  const { settings } = modem;
  if (form === "test") return ok('+COPS: (2,"Test Mobile Network","TestNet","00101",7),,(0-4),(0-2)');
  if (form === "set") {
    const [mode, format] = splitArguments(value);
    if (mode === "3" && format) settings.operatorFormat = Number(format) % 3;
    return ok();
  }
  if (!canSendSms(modem.registration)) return ok("+COPS: 0");
  return ok(`+COPS: 0,${settings.operatorFormat},"${OPERATORS[settings.operatorFormat as 0 | 1 | 2]}",7`);
};

export const RADIO: CommandTable = {
  "+CREG": registration("+CREG", "creg"),
  "+CGREG": registration("+CGREG", "cgreg"),
  "+CEREG": registration("+CEREG", "cereg"),
  "+COPS": operator,
  "+CSQ": ({ signal }, { form }) => (form === "test" ? ok("+CSQ: (0-31,99),(0-7,99)") : ok(`+CSQ: ${signal},99`)),
  "+CESQ": ({ signal }) => ok(`+CESQ: 99,99,255,255,20,${signal === 99 ? 255 : signal * 2}`),
  "+CGATT": (_modem, { form }) => (form === "read" ? ok("+CGATT: 1") : ok()),
  "+CGDCONT": taken,
  "+CGACT": taken,
  "+WS46": fixed("+WS46: 28"),
};
