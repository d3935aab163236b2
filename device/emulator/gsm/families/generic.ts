/* @pure */
import { endResult, type Family, plainIdentity } from "./Family.ts";

/** A plain modem after 27.005 and 27.007: calls can be made and taken, but there is no way to their sound. */
export const generic: Family = {
  manufacturer: "Generic",
  model: "GSM27005",
  revision: "1.0",
  identity: (imei) => plainIdentity(generic, imei),
  revisionLine: "+CGMR: 1.0",
  moreMessages: true,
  strictIndications: false,
  plainErrors: false,
  boot: [],
  simNews: () => [],
  simOpen: [],
  fullLine: () => undefined,
  callLines: (call) => (call.stage === "ended" ? endResult(call) : []),
  keyLine: () => undefined,
  signalLines: () => [],
  registrationLines: () => [],
  noise: () => [],
  dialToldAfterMs: 0,
  talksOnBothPorts: false,
  sound: "none",
  soundStaysOn: false,
  positionInSound: false,
  bootClock: Date.UTC(1980, 0, 6),
  clockNeedsCtzu: false,
  commands: {},
};
