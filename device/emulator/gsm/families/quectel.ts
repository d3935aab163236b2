/* @pure */
import { type CallStage, type CallView, endResult, type Family, type SimState, STAT } from "./Family.ts";
import { QUECTEL_COMMANDS } from "./quectelCommands.ts";

/** Words of Quectel's EC25/EG25 manuals: `+QIND` (QINDCFG), `^DSCI`, `+QTONEDET`. */

const numberType = (number: string): number => (number.startsWith("+") ? 145 : 129);

/** −1: the call is over; the rest is 27.007's ⟨stat⟩. */
const callInfo = ({ index, incoming, stage, number }: CallView): string =>
  `+QIND: "ccinfo",${index},${incoming ? 1 : 0},${stage === "ended" ? -1 : STAT[stage]},0,0,"${number}",${numberType(number)}`;

/** Its states are not those of 27.007: 1 held, 2 dialling, 3 connected, 4 incoming, 5 waiting, 6 ended, 7 alerting. */
const DSCI: Readonly<Record<CallStage, number>> = {
  held: 1,
  dialling: 2,
  active: 3,
  incoming: 4,
  waiting: 5,
  ended: 6,
  alerting: 7,
};
const stateLine = ({ index, incoming, stage, number }: CallView): string =>
  `^DSCI: ${index},${incoming ? 1 : 0},${DSCI[stage]},0,${number},${numberType(number)},0`;

const SIM_NEWS: Readonly<Record<SimState, readonly string[]>> = {
  ready: ["+CPIN: READY"],
  pin: ["+CPIN: SIM PIN"],
  puk: ["+CPIN: SIM PUK"],
  none: ["+CPIN: NOT READY"],
};

const quectel = (model: string, revision: string, sound: "serial" | "usb"): Family => ({
  manufacturer: "Quectel",
  model,
  revision,
  identity: () => ["Quectel", model, `Revision: ${revision}`],
  revisionLine: revision,
  moreMessages: true,
  strictIndications: false,
  plainErrors: true,
  boot: ["RDY", "+CFUN: 1"],
  simNews: (state) => SIM_NEWS[state],
  simOpen: ["+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE"],
  fullLine: (memory, { voice }) => (voice.smsFullReports ? `+QIND: "smsfull","${memory}"` : undefined),
  callLines: (call, { voice }) => [
    ...(voice.callInfo ? [callInfo(call)] : []),
    ...(voice.dsci ? [stateLine(call)] : []),
    ...(call.stage === "ended" ? endResult(call) : []),
  ],
  keyLine: (digit, { voice }) => (voice.keyReports ? `+QTONEDET: ${digit.charCodeAt(0)}` : undefined),
  signalLines: (signal, { voice }) => (voice.signalReports ? [`+QIND: "csq",${signal},99`] : []),
  registrationLines: (registered, { voice }) => (voice.modeReports && registered ? ['+QIND: "act","LTE"'] : []),
  noise: () => [],
  talksOnBothPorts: false,
  sound,
  soundStaysOn: true,
  positionInSound: sound === "serial",
  dialToldAfterMs: 0,
  bootClock: Date.UTC(1980, 0, 6),
  clockNeedsCtzu: true,
  commands: QUECTEL_COMMANDS,
});

export const ec25 = quectel("EC25", "EC25EFAR06A06M4G", "serial");
/** The same with its sound card on: what `AT+QCFG="USBCFG",…,1` makes of it. */
export const ec25Usb = quectel("EC25", "EC25EFAR06A06M4G", "usb");
