/* @pure */
import type { Digit } from "../../../../firmware/line/Line.ts";
import { splitArguments } from "../CommandLine.ts";
import { heldCalls } from "../commands/calls.ts";
import { civilText } from "../commands/general.ts";
import { needsSimCard } from "../commands/simCard.ts";
import { taken } from "../commands/values.ts";
import type { CommandTable, Handler } from "../ModemContext.ts";
import { canSendSms } from "../ModemState.ts";
import { error, ok } from "../Reply.ts";

/** Voice is unlocked: 8000 Hz, 16 bits, 20 ms. */
const voiceMode: Handler = ({ audio }, { form }) => {
  if (audio.traits().voiceLocked) return error;
  return form === "read" ? ok("^CVOICE:0,8000,16,20") : ok();
};

/** Sound to the serial port, for the call that there is; without one it is taken and does nothing. */
const soundPort: Handler = ({ audio, calls }, { form, value }) => {
  if (form === "test") return ok("^DDSETEX:(0-2)");
  if (audio.traits().voiceLocked) return error;
  if (value === "2" && calls.current) audio.switchOn(8000);
  else if (value === "0") audio.switchOff();
  return value === "2" || value === "0" || value === "1" ? ok() : error;
};

/** `AT^DTMF=1,5`: no letters. */
const sendKey: Handler = ({ calls }, { value }) => {
  const [index, digit = ""] = splitArguments(value);
  const call = calls.all.find((one) => `${one.index}` === index);
  if (call?.stage !== "active" || !/^[0-9*#]$/.test(digit)) return error;
  call.farEnd?.toneHeard(digit as Digit);
  return ok();
};

/** `AT+CHLD=1x` before `^CONF` kills the stick (chan_dongle, BUGS). */
const held: Handler = (modem, command) => {
  const { form, value } = command;
  const { calls } = modem;
  if (form === "set" && /^1\d$/.test(value) && calls.current?.stage === "dialling") {
    modem.crash();
    return ok();
  }
  return heldCalls(modem, command);
};

const lockState: Handler = needsSimCard(({ sim }) => {
  const state = sim.unlocked ? "READY" : sim.pinTries === 0 ? "SIM PUK" : "SIM PIN";
  const left = sim.unlocked ? "" : sim.pinTries === 0 ? sim.pukTries : sim.pinTries;
  return ok(`^CPIN: ${state},${left},${sim.pukTries},${sim.pinTries},10,3`);
});

const system: Handler = ({ registration, sim }) => {
  const service = canSendSms(registration) ? 2 : 0;
  const simState = sim.present ? (sim.unlocked ? 1 : 0) : 255;
  return ok(`^SYSINFO:${service},${service ? 3 : 0},${registration === 5 ? 1 : 0},${service ? 5 : 0},${simState},,4`);
};

const unsolicited: Handler = ({ settings: { voice } }, { form, value }) => {
  if (form === "read") return ok(`^CURC: ${voice.unsolicited}`);
  if (form === "set") voice.unsolicited = value.startsWith("0") ? 0 : 1;
  return ok();
};

export const HUAWEI_COMMANDS: CommandTable = {
  "^CVOICE": voiceMode,
  "^DDSETEX": soundPort,
  "^DTMF": sendKey,
  // Only the maker's own is known to work.
  "+VTS": () => error,
  "+CHLD": held,
  "^CPIN": lockState,
  "^ICCID": needsSimCard(({ sim }) => ok(`^ICCID: ${sim.iccid}`)),
  "^SYSINFO": system,
  "^CURC": unsolicited,
  "^U2DIAG": taken,
  "^SYSCFG": taken,
  "^STSF": taken,
  "^PORTSEL": taken,
  "^CARDMODE": needsSimCard(() => ok("^CARDMODE: 2")),
};

/** What newer ones have beside it. */
export const HUAWEI_KEY_COMMANDS: CommandTable = {
  "^DDTMFCFG": ({ settings: { voice } }, { form, value }) => {
    if (form === "read") return ok(`^DDTMFCFG: 0,${voice.keyReports}`);
    if (form === "test") return ok("^DDTMFCFG: (0),(0,1)");
    const [mode, on] = splitArguments(value);
    if (mode !== "0" || (on !== "0" && on !== "1")) return error;
    voice.keyReports = Number(on);
    return ok();
  },
  "^NWTIME": ({ wallClock }, { form }) =>
    form === "read" ? ok(`^NWTIME: ${wallClock.fromNetwork ? `${civilText(wallClock.time())},0` : ""}`) : ok(),
  "^HCSQ": ({ signal }, { form }) => (form === "read" ? ok(`^HCSQ: "WCDMA",${signal * 2},${signal * 2},55`) : ok()),
  "^RESET": (modem) => ({ kind: "ok", lines: [], onFinished: () => modem.restart() }),
};
