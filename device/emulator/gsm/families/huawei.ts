/* @pure */
import type { CallEnd, CallView, Family } from "./Family.ts";
import { CAUSE, endResult } from "./Family.ts";
import { HUAWEI_COMMANDS, HUAWEI_KEY_COMMANDS } from "./huaweiCommands.ts";

/** Words of Huawei's E173/E1750 class, as asterisk-chan-dongle and ModemManager read them. */

/** ⟨end_status⟩ as seen in the field: 29 we hung up, 67 the network released it, 104 it never was a call. */
const END_STATUS: Readonly<Record<CallEnd, number>> = {
  us: 29,
  farEnd: 67,
  missed: 67,
  busy: 104,
  noAnswer: 104,
  rejected: 104,
  unreachable: 104,
  lost: 255,
};

function lines(call: CallView): readonly string[] {
  const { index, stage, seconds, end = "lost" } = call;
  switch (stage) {
    case "dialling":
      return [`^ORIG:${index},0`];
    case "alerting":
      return [`^CONF:${index}`];
    case "active":
      return [`^CONN:${index},0`];
    case "ended":
      return [`^CEND:${index},${seconds},${END_STATUS[end]},${CAUSE[end]}`, ...endResult(call)];
    case "incoming":
    case "waiting":
    case "held":
      return [];
  }
}

const BOOT = "^BOOT:20931333,0,0,0,6";

const stick: Omit<Family, "model" | "revision" | "identity" | "revisionLine" | "commands" | "keyLine"> = {
  manufacturer: "huawei",
  moreMessages: true,
  strictIndications: false,
  plainErrors: true,
  boot: [BOOT],
  simNews: (state) => [`^SIMST:${state === "ready" ? 1 : state === "none" ? 255 : 0}`],
  simOpen: [],
  fullLine: (memory) => `^SMMEMFULL:"${memory}"`,
  callLines: lines,
  signalLines: (signal, { voice }) => (voice.unsolicited ? [`^RSSI:${signal}`] : []),
  registrationLines: (registered, { voice }) =>
    voice.unsolicited ? [`^SRVST:${registered ? 2 : 0}`, `^MODE:${registered ? "5,4" : "0,0"}`] : [],
  noise: (signal, { voice }) => (voice.unsolicited ? [`^RSSI:${signal}`, BOOT] : []),
  talksOnBothPorts: false,
  sound: "serial",
  soundStaysOn: false,
  positionInSound: false,
  // Long enough for a hasty host to hang up before it, which loses ^CEND.
  dialToldAfterMs: 100,
  bootClock: 0,
  clockNeedsCtzu: false,
};

const identity = (model: string, revision: string) => ({
  model,
  revision,
  identity: (imei: string) => [
    "Manufacturer: huawei",
    `Model: ${model}`,
    `Revision: ${revision}`,
    `IMEI: ${imei}`,
    "+GCAP: +CGSM,+DS,+ES",
  ],
  revisionLine: revision,
});

/** E173, E1750: no key reports at all. */
export const huawei: Family = {
  ...stick,
  ...identity("E173", "11.126.15.00.209"),
  keyLine: () => undefined,
  commands: HUAWEI_COMMANDS,
};

/** A newer one, with `^DDTMF`. */
export const huaweiDdtmf: Family = {
  ...stick,
  ...identity("MU709s-2", "11.652.61.00.00"),
  keyLine: (digit, { voice }) => (voice.keyReports ? `^DDTMF: ${digit}` : undefined),
  commands: { ...HUAWEI_COMMANDS, ...HUAWEI_KEY_COMMANDS },
};
