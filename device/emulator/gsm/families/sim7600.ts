/* @pure */

import { splitArguments } from "../CommandLine.ts";
import { needsSimCard } from "../commands/simCard.ts";
import { taken } from "../commands/values.ts";
import type { CommandTable, Handler } from "../ModemContext.ts";
import { canSendSms } from "../ModemState.ts";
import { CME, cme, error, ok } from "../Reply.ts";
import { type CallView, endResult, type Family, listLine, plainIdentity, type SimState } from "./Family.ts";

/** Words of SIM7500/SIM7600 AT Command Manual V1.12; `+RXDTMF` and `+SMS FULL` are seen in the field only. */

const two = (value: number): string => `${Math.floor(value)}`.padStart(2, "0");

/** `VOICE CALL: END: 000211`: hours, minutes, seconds (§6.2). */
const duration = (seconds: number): string => `${two(seconds / 3600)}${two((seconds / 60) % 60)}${two(seconds % 60)}`;

function ended(call: CallView): readonly string[] {
  if (call.incoming && !call.wasActive && call.end !== "us")
    return [`MISSED_CALL: ${twelveHours(call.timeOfDay)} ${call.number}`];
  return call.wasActive ? [`VOICE CALL: END: ${duration(call.seconds)}`, ...endResult(call)] : endResult(call);
}

function twelveHours(time: string): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return `${two(hour % 12)}:${two(minute)}${hour < 12 ? "AM" : "PM"}`;
}

const SIM_NEWS: Readonly<Record<SimState, string>> = {
  ready: "+CPIN: READY",
  pin: "+CPIN: SIM PIN",
  puk: "+CPIN: SIM PUK",
  none: "+CPIN: NOT INSERTED",
};

/** §6.47: ⟨VoLTE⟩,⟨other⟩; 0 = 16 kHz, 1 = 8 kHz. Default 0,1; not kept over a reboot. */
const bandwidth: Handler = ({ settings: { voice } }, { form, value }) => {
  if (form === "read") return ok(`+CPCMBANDWIDTH: ${voice.bandwidth.join(",")}`);
  if (form === "test") return ok("+CPCMBANDWIDTH: (0,1),(0,1)");
  const [volte, other] = splitArguments(value).map(Number);
  if (![volte, other].every((wanted) => wanted === 0 || wanted === 1)) return error;
  voice.bandwidth = [volte!, other!];
  return ok();
};

/** §6.44: from 8 to 16 kHz, and never back until the next start. */
const frameRate: Handler = ({ settings: { voice } }, { form, value }) => {
  if (form === "read") return ok(`+CPCMFRM: ${voice.wideFrames ? 1 : 0}`);
  if (value === "1") voice.wideFrames = true;
  return value === "0" || value === "1" || form === "test" ? ok() : error;
};

/** §6.26. Taken only in a call, and in the field only a while after the answer. */
const soundPort: Handler = ({ audio, settings: { voice } }, { form, value }) => {
  if (form === "test") return ok("+CPCMREG: (0-1)");
  if (form === "read") return ok(`+CPCMREG: ${audio.on ? 1 : 0}`);
  const [mode, second] = splitArguments(value);
  if (mode === "0") {
    if (second === undefined && audio.traits().onlyLongPcmOff) return error;
    audio.switchOff();
    return ok();
  }
  if (mode !== "1" || !audio.ready) return error;
  audio.switchOn(voice.wideFrames || voice.bandwidth[audio.traits().wideband ? 0 : 1] === 0 ? 16_000 : 8_000);
  return ok();
};

const COMMANDS: CommandTable = {
  "+CRESET": (modem) => ({ kind: "ok", lines: [], onFinished: () => modem.restart() }),
  "+SIMCOMATI": ({ family, imei }) => ok(`Model: ${family.model}`, `Revision: ${family.revision}`, `IMEI: ${imei}`),
  "+CUSBPIDSWITCH": (_modem, { form }) => (form === "read" ? ok("+CUSBPIDSWITCH: 9001") : ok()),
  // §4.6: tries for PIN1, PUK1, PIN2, PUK2.
  "+SPIC": ({ sim }) => (sim.present ? ok(`+SPIC: ${sim.pinTries},${sim.pukTries},0,10`) : cme(CME.noSim)),
  "+CICCID": needsSimCard(({ sim }) => ok(`+ICCID: ${sim.iccid}`)),
  "+CPSI": ({ registration }) =>
    ok(
      canSendSms(registration)
        ? "+CPSI: LTE,Online,001-01,0x1A2B,16950212,123,EUTRAN-BAND3,1650,5,5,-94,-1002,-711,14"
        : "+CPSI: NO SERVICE,Online",
    ),
  "+CNSMOD": ({ registration, settings }, { form, value }) => {
    if (form === "read") return ok(`+CNSMOD: ${settings.voice.modeReports},${canSendSms(registration) ? 8 : 0}`);
    if (form === "set") settings.voice.modeReports = value === "1" ? 1 : 0;
    return ok();
  },
  "+CNMP": (_modem, { form }) => (form === "read" ? ok("+CNMP: 2") : ok()),
  "+AUTOCSQ": ({ settings }, { form, value }) => {
    if (form === "read") return ok(`+AUTOCSQ: ${settings.voice.signalReports},1`);
    if (form === "set") settings.voice.signalReports = value.startsWith("1") ? 1 : 0;
    return ok();
  },
  "+DDET": ({ settings }, { form, value }) => {
    if (form === "read") return ok(`+DDET: ${settings.voice.keyReports}`);
    if (form === "set") settings.voice.keyReports = value.startsWith("1") ? 1 : 0;
    return ok();
  },
  "+CPCMBANDWIDTH": bandwidth,
  "+CPCMFRM": frameRate,
  "+CPCMREG": soundPort,
  "+CLCC": ({ calls, settings }, { form, value }) => {
    if (form === "run") return ok(...calls.list());
    if (form === "read") return ok(`+CLCC: ${settings.callList}`);
    if (form === "set") settings.callList = value === "1" ? 1 : 0;
    return form === "test" ? ok("+CLCC: (0-1)") : ok();
  },
  "+CSDVC": taken,
  "+CMIC": taken,
};

export const sim7600: Family = {
  manufacturer: "SIMCOM INCORPORATED",
  model: "SIMCOM_SIM7600G-H",
  revision: "LE20B04SIM7600G22",
  identity: (imei) => plainIdentity(sim7600, imei),
  revisionLine: "+CGMR: LE20B04SIM7600G22",
  moreMessages: false,
  strictIndications: true,
  plainErrors: true,
  boot: ["RDY"],
  simNews: (state) => [SIM_NEWS[state]],
  simOpen: ["SMS DONE", "PB DONE"],
  fullLine: () => "+SMS FULL",
  // `AT+CLCC=1` makes it tell every change by itself (§6.7).
  callLines: (call, settings) => {
    const list = settings.callList ? [listLine(call)] : [];
    if (call.stage === "active") return ["VOICE CALL: BEGIN", ...list];
    return call.stage === "ended" ? [...list, ...ended(call)] : list;
  },
  keyLine: (digit, { voice }) => (voice.keyReports ? `+RXDTMF: ${digit}` : undefined),
  signalLines: (signal, { voice }) => (voice.signalReports ? [`+CSQ: ${signal},99`] : []),
  registrationLines: (registered, { voice }) => (voice.modeReports ? [`+CNSMOD: ${registered ? 8 : 0}`] : []),
  noise: () => [],
  dialToldAfterMs: 0,
  talksOnBothPorts: true,
  sound: "serial",
  soundStaysOn: false,
  positionInSound: false,
  bootClock: Date.UTC(1980, 0, 6),
  clockNeedsCtzu: true,
  commands: COMMANDS,
};
