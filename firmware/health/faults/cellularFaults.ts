import { Minutes, Seconds } from "../../time/Duration.ts";
import { declareFault } from "./declare.ts";

/** True with one modem and with several: what one does not do, another may. */
const NO_PAGES = "This modem pages nobody and answers no calls; another one takes over if there is one.";
/** An unplug or a reset of ours is mended in that time (the bar for "back in service"). */
const BACK_IN_SERVICE = Seconds(10);
const NO_MODEM = ["SMS_MODEM_GONE", "SMS_MODEM_SILENT"];
const NO_SIM = [...NO_MODEM, "SMS_SIM_MISSING", "SMS_SIM_PIN", "SMS_SIM_PUK"];
const NO_NETWORK = [...NO_SIM, "SMS_BARRED", "SMS_NOT_REGISTERED"];

/** 2xx: cellular modems, their SIM cards and the network, as the way of pages. */
export const cellularFaults = [
  declareFault({
    code: "SMS_MODEM_GONE",
    number: 201,
    title: "The cellular modem is not there",
    means: NO_PAGES,
    cure: "Check the modem's USB plug; FirstRing takes it up again by itself.",
    over: "the cellular modem is there again",
    shownAfter: BACK_IN_SERVICE,
  }),
  declareFault({
    code: "SMS_MODEM_SILENT",
    number: 202,
    title: "The cellular modem does not answer commands",
    means: NO_PAGES,
    cure: "FirstRing resets it by itself; if this stays, unplug the modem for ten seconds and check its power supply.",
    over: "the cellular modem works again",
    dependsOn: ["SMS_MODEM_GONE", "MODEM_NOT_RECOVERED"],
    shownAfter: BACK_IN_SERVICE,
  }),
  declareFault({
    code: "SMS_SIM_MISSING",
    number: 203,
    title: "There is no SIM card",
    means: NO_PAGES,
    cure: "Put in the SIM card and check its contacts.",
    over: "the SIM card is there again",
    dependsOn: NO_MODEM,
    shownAfter: BACK_IN_SERVICE,
  }),
  declareFault({
    code: "SMS_SIM_PIN",
    number: 204,
    title: "The SIM card asks for its PIN",
    means: NO_PAGES,
    cure: "Give the right PIN in the clinic file (simPin). If a wrong one was tried, put the SIM card into a phone first and enter the right PIN once, or switch the PIN off there.",
    over: "the SIM card does not wait for its PIN any more",
    dependsOn: NO_MODEM,
  }),
  declareFault({
    code: "SMS_SIM_PUK",
    number: 205,
    title: "The SIM card is locked and asks for its PUK",
    means: NO_PAGES,
    cure: "Put the SIM card into a phone, unlock it with the PUK from its provider, and put it back.",
    over: "the SIM card does not wait for its PUK any more",
    dependsOn: NO_MODEM,
  }),
  declareFault({
    code: "SMS_SIM_SWAPPED",
    number: 206,
    severity: "warning",
    title: "There is another SIM card in the modem",
    means:
      "Pages come from another number than before: doctors may not know it, and calls forwarded to the old number do not arrive.",
    cure: "If you changed it, tell the doctors the new number and change the call forwarding; otherwise put the old card back.",
    over: "the SIM card is accepted",
  }),
  declareFault({
    code: "SMS_NOT_REGISTERED",
    number: 207,
    title: "No cellular network",
    means: NO_PAGES,
    cure: "Check the antenna and whether the SIM's contract is live.",
    over: "the cellular network is there again",
    dependsOn: [...NO_SIM, "SMS_BARRED"],
  }),
  declareFault({
    code: "SMS_BARRED",
    number: 208,
    title: "The network refuses this SIM card",
    means: NO_PAGES,
    cure: "Call the SIM's provider: the contract has ended, is not paid, or does not allow this modem.",
    over: "the network accepts the SIM card again",
    dependsOn: NO_SIM,
  }),
  declareFault({
    code: "SMS_ROAMING",
    number: 209,
    severity: "warning",
    title: "The SIM card uses another provider's network",
    means: "Pages go out, but may be slower and cost more.",
    cure: "Away from a border this should not last: check the antenna, and ask the SIM's provider about coverage.",
    over: "the SIM card is in its own network again",
    dependsOn: NO_NETWORK,
    shownAfter: Minutes(1),
  }),
  declareFault({
    code: "SMS_WEAK_SIGNAL",
    number: 210,
    severity: "warning",
    title: "The cellular signal is weak or unknown",
    means: "Pages may be slow, or fail.",
    cure: "Move the antenna to a window, away from metal and from the box, and look at the signal on the page State of the box.",
    over: "the cellular signal is good again",
    dependsOn: NO_NETWORK,
  }),
  declareFault({
    code: "SMS_STORAGE_FULL",
    number: 211,
    title: "The modem's message store is full",
    means: "Replies of doctors cannot arrive, so a page that was taken goes on to the next doctor.",
    cure: "FirstRing deletes what it has read. If this stays, put the SIM card into a phone and delete its messages.",
    over: "the modem's message store has room again",
    dependsOn: NO_SIM,
    shownAfter: Seconds(20),
  }),
  declareFault({
    code: "SMS_REFUSED",
    number: 212,
    title: "The network refused a page",
    means: "One doctor was not reached by SMS; the next step of the escalation runs.",
    cure: "Check the doctor's number in the clinic file.",
    over: "pages to that doctor go out again",
  }),
  declareFault({
    code: "SMS_NOT_ACCEPTED",
    number: 213,
    title: "A page is not getting through",
    means:
      "A doctor is not reached by SMS at the moment; FirstRing goes on trying and the next step of the escalation runs.",
    cure: "Check signal, SIM and contract; call the doctor on duty by phone.",
    over: "pages are getting through again",
  }),
  declareFault({
    code: "MODEM_NOT_RECOVERED",
    number: 214,
    title: "FirstRing could not bring the modem back",
    means: "Every way to reset it was tried; what this modem does (calls or pages) does not work.",
    cure: "Unplug the modem, check its power supply and cable, wait ten seconds and plug it in again; then use another modem.",
    over: "the modem works again",
    dependsOn: ["SMS_MODEM_GONE", "LINE_PORT_GONE"],
  }),
  declareFault({
    code: "MODEM_RESET_LIMIT",
    number: 215,
    severity: "warning",
    title: "The modem was reset too often today",
    means: "FirstRing does not reset it again before tomorrow; if it fails once more, a person has to come.",
    cure: "Check the modem's power supply, cable and antenna; plan to replace it.",
    over: "the modem may be reset again",
  }),
];
