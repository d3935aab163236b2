/* @pure */
import type { Digit } from "../../../../firmware/line/Line.ts";
import { splitArguments } from "../CommandLine.ts";
import type { CommandTable, Handler } from "../ModemContext.ts";
import { canCall } from "../ModemState.ts";
import { CME, cme, error, ok, type Reply } from "../Reply.ts";
import { simTrouble } from "./simCard.ts";
import { numberSetting, taken } from "./values.ts";

const NO_CARRIER: Reply = { kind: "final", text: "NO CARRIER" };
/** What can be called without a SIM and without being let in. */
const EMERGENCY = ["112", "911", "999", "000"];

const hangUp: Handler = ({ calls }, { form }) => {
  if (form === "test") return ok();
  return { kind: "ok", lines: [], onFinished: () => calls.hangUp() };
};

const answer: Handler = ({ calls }) => {
  const done = (answered: boolean): Reply => {
    if (!answered) return NO_CARRIER;
    if (!calls.current?.traits.toldBeforeOk) return { kind: "ok", lines: [], onFinished: () => calls.tellAnswered() };
    calls.tellAnswered();
    return ok();
  };
  const answered = calls.answer();
  return answered instanceof Promise ? answered.then(done) : done(answered);
};

const dial: Handler = (modem, { value }) => {
  const number = value.replace(/;$/, "");
  if (!value.endsWith(";")) return NO_CARRIER;
  const emergency = EMERGENCY.includes(number);
  if (!emergency && simTrouble(modem) !== undefined) return cme(simTrouble(modem)!);
  if (!/^\+?[0-9*#]+$/.test(number)) return cme(CME.badParameter);
  if (!emergency && !canCall(modem.registration)) return NO_CARRIER;
  if (!modem.calls.dial(number)) return error;
  return { kind: "ok", lines: [], onFinished: () => modem.calls.goOut() };
};

/** 27.007 §C.2.11: `AT+VTS=5`, `AT+VTS="5"`, `AT+VTS={5,30}`; some take several, `AT+VTS="5,6"`. */
export const sendKeys: Handler = ({ calls }, { form, value }) => {
  if (form === "test") return ok("+VTS: (0-9,A-D,*,#)");
  const digits = value
    .toUpperCase()
    .replace(/\{([^,}]*),?[^}]*\}/g, "$1")
    .replace(/["',;]/g, "");
  const call = calls.current;
  if (call?.stage !== "active" || !/^[0-9A-D*#]{1,29}$/.test(digits)) return error;
  for (const digit of digits) call.farEnd?.toneHeard(digit as Digit);
  return ok();
};

/** 22.030 §6.5.5.1. */
export const heldCalls: Handler = ({ calls }, { form, value }) => {
  if (form === "test") return ok("+CHLD: (0,1,1x,2,2x,3)");
  const asked = value[0];
  const afterwards = (act: () => void): Reply => ({ kind: "ok", lines: [], onFinished: act });
  if (calls.current === undefined) return error;
  if (asked === "0") return calls.anybodyWaits ? afterwards(() => calls.refuseWaiting()) : error;
  if (asked === "1" && value.length > 1) return afterwards(() => calls.hangUp());
  return asked === "1" || asked === "2" ? afterwards(() => calls.swap(asked === "2")) : error;
};

const waiting: Handler = ({ settings }, { form, value }) => {
  if (form === "read") return ok(`+CCWA: ${settings.callWaiting}`);
  if (form === "set") settings.callWaiting = splitArguments(value)[0] === "1" ? 1 : 0;
  return ok();
};

export const CALLS: CommandTable = {
  A: answer,
  D: dial,
  H: hangUp,
  "+CHUP": hangUp,
  "+CHLD": heldCalls,
  // 27.007 §7.18 knows no setting.
  "+CLCC": ({ calls }, { form }) => (form === "run" ? ok(...calls.list()) : form === "test" ? ok() : error),
  "+CLIP": numberSetting("+CLIP", "clip", [0, 1], (value) => `${value},1`),
  "+CRC": numberSetting("+CRC", "extendedRing", [0, 1]),
  "+CCWA": waiting,
  "+CLIR": taken,
  "+CVHU": taken,
  "+VTS": sendKeys,
  "+VTD": taken,
  "+CLVL": numberSetting("+CLVL", "volume", [0, 1, 2, 3, 4, 5]),
};
