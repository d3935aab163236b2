/* @pure */
import type { CommandTable, Handler } from "../ModemContext.ts";
import { CME, cme, error, ok } from "../Reply.ts";
import { simTrouble } from "./simCard.ts";
import { numberSetting, taken } from "./values.ts";

const hangUp: Handler = ({ calls }, { form }) => {
  if (form === "test") return ok();
  return { kind: "ok", lines: [], onFinished: () => calls.hangUp() };
};

const answer: Handler = ({ calls }) =>
  calls.answer()
    ? { kind: "ok", lines: [], onFinished: () => calls.tellAnswered() }
    : { kind: "final", text: "NO CARRIER" };

const dial: Handler = (modem, { value }) => {
  const number = value.replace(/;$/, "");
  if (!value.endsWith(";")) return { kind: "final", text: "NO CARRIER" };
  if (simTrouble(modem) !== undefined) return cme(simTrouble(modem)!);
  if (!/^\+?[0-9*#]+$/.test(number)) return cme(CME.badParameter);
  return modem.calls.dial(number) ? ok() : error;
};

/** Voice calls without sound: enough to ring, be answered and be hung up. */
export const CALLS: CommandTable = {
  A: answer,
  D: dial,
  H: hangUp,
  "+CHUP": hangUp,
  "+CLCC": ({ calls, settings }, { form, value }) => {
    if (form === "run") return ok(...calls.list());
    if (form === "read") return ok(`+CLCC: ${settings.callList}`);
    if (form === "set") settings.callList = value === "1" ? 1 : 0;
    return ok();
  },
  "+CLIP": numberSetting("+CLIP", "clip", [0, 1], (value) => `${value},1`),
  "+CRC": numberSetting("+CRC", "extendedRing", [0, 1]),
  "+CCWA": taken,
  "+CLIR": taken,
  "+CVHU": taken,
  "+VTS": ({ calls }) => (calls.current?.state === "active" ? ok() : error),
  "+VTD": taken,
};

export const SIMCOM_CALLS: CommandTable = {
  "+DDET": taken,
  "+CPCMBANDWIDTH": taken,
  "+CPCMFRM": taken,
  "+CPCMREG": ({ calls }, { form }) => {
    if (form === "read") return ok(`+CPCMREG: ${calls.current?.state === "active" ? 1 : 0}`);
    return calls.current?.state === "active" ? ok() : error;
  },
};
