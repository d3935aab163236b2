import { Seconds } from "../../time/Duration.ts";
import { declareFault } from "./declare.ts";

/** 3xx: the message store. */
const storeFaults = [
  declareFault({
    code: "STORE_UNREADABLE",
    number: 301,
    title: "The message database cannot be opened",
    means: "Calls are answered and paged; new messages go to an emergency database beside it.",
    cure: "Do not delete anything. Pull the box's plug for ten seconds; if it stays, the page Live of the console says which file and why (with a shell: `firstring doctor`).",
    over: "the message database can be opened again",
  }),
  declareFault({
    code: "STORE_FULL",
    number: 302,
    title: "The disk is full",
    means: "Calls are answered and urgent ones paged, but messages cannot be kept.",
    cure: "Free space on the data disk.",
    over: "the disk has room again",
  }),
  declareFault({
    code: "STORE_FAILED",
    number: 303,
    title: "The message database does not take writes",
    means: "Calls are answered and urgent ones paged, but messages may not be kept.",
    cure: "Pull the box's plug for ten seconds; if it stays, the SD card is worn: have it replaced, from the last backup.",
    over: "the message database takes writes again",
    dependsOn: ["STORE_FULL"],
    shownAfter: Seconds(2),
  }),
];

/** 4xx: the clinic's broker. */
const brokerFaults = [
  declareFault({
    code: "MQTT_UNREACHABLE",
    number: 401,
    severity: "warning",
    title: "The MQTT broker is not reachable",
    means: "Pages go by SMS only; everything is kept for the broker.",
    cure: "Check the network and the broker's address in the clinic file.",
    over: "the MQTT broker is reachable again",
    dependsOn: ["MQTT_REFUSED"],
  }),
  declareFault({
    code: "MQTT_REFUSED",
    number: 402,
    severity: "warning",
    title: "The MQTT broker refuses us",
    means: "Pages go by SMS only; everything is kept for the broker.",
    cure: "Check user name, password and certificate.",
    over: "the MQTT broker accepts us again",
  }),
];

/** 5xx: what a call or a page met that a person must mend. */
const serviceFaults = [
  declareFault({
    code: "PROMPT_MISSING",
    number: 501,
    title: "A prompt is missing or broken",
    means: "Callers do not hear a sentence of the script; the call goes on.",
    cure: "Look at the page Prompts of the console: which sentence it is, and record it there (with a shell: `firstring prompts check`).",
    over: "all prompts are there again",
  }),
  declareFault({
    code: "ALERT_UNTAKEN",
    number: 502,
    title: "Nobody has taken an urgent call",
    means: "Every step of the escalation has run and it goes on repeating.",
    cure: "Call the doctor on duty by phone.",
    over: "the urgent call was taken",
  }),
  declareFault({
    code: "ONCALL_GAP",
    number: 503,
    title: "Nobody was on call",
    means: "The schedule had nobody for an alert; the fallback person was paged instead.",
    cure: "Look at the page Schedule of the console for who has duty and why, and mend the rotations in the clinic file (with a shell: `firstring oncall --explain`).",
    over: "somebody is on call again",
  }),
  declareFault({
    code: "PERSON_STOPPED",
    number: 504,
    title: "A doctor answered STOP to a page",
    means: "Their open pages were handed to the next person. They stay on call: FirstRing goes on paging them.",
    cure: "Ask them; if they must not be paged, change the rotation in the clinic file.",
    over: "the doctor answers pages again",
  }),
  declareFault({
    code: "PIN_LOCKED",
    number: 505,
    title: "A doctor's PIN was entered wrong six times on the telephone",
    means:
      "The telephone menu is locked for this person for 30 minutes. Pages go on: by SMS as always, and calls say the reference only.",
    cure: "Ask them whether it was they. If not, somebody is guessing: give them a new PIN in the clinic file.",
    over: "the PIN may be entered again",
  }),
  declareFault({
    code: "ALERT_STUCK",
    number: 506,
    title: "The escalation of a call had stopped",
    means: "Nobody would have been paged for it any more. FirstRing has noticed and goes on with it.",
    cure: "See to the call at once: it is in the console's inbox. Then report it, with the archive for support (page State of the box); it must not happen.",
    over: "somebody has taken the call",
  }),
  declareFault({
    code: "SECRET_MISSING",
    number: 507,
    // Not urgent: what cannot be done without it (a SIM's PIN, the broker) has urgent faults of its own, and a clinic file that
    // comes before its secrets must not be taken back for it.
    severity: "warning",
    title: "A secret of the clinic file is not there, or of no use",
    means:
      "FirstRing goes on without it: a doctor without PIN hears no message by telephone, a SIM or a broker may refuse us.",
    cure: "Set it anew at the set-up pages (button for 3 s, USB cable): PINs of doctors and of the SIM card, the broker's password; then put it into force. With a shell, as root: `firstring credential set NAME`.",
    over: "all secrets are there again",
  }),
];

/** 6xx: the clock. Who is on call is read from it. */
const clockFaults = [
  declareFault({
    code: "CLOCK_UNTRUSTED",
    number: 601,
    severity: "warning",
    title: "The clock has not been confirmed",
    means: "FirstRing goes by it; if it is wrong, the wrong doctor may be paged, and times in messages are wrong.",
    cure: "Compare the time on the page State of the box with a watch; connect the box to the network, or set its clock at the set-up pages.",
    over: "the clock is confirmed",
    dependsOn: ["CLOCK_WRONG"],
  }),
  declareFault({
    code: "CLOCK_WRONG",
    number: 602,
    title: "The box's clock and the cellular network's disagree",
    means: "The wrong doctor may be paged, and times in messages are wrong.",
    cure: "Compare the time on the page State of the box with a watch, and set the clock at the set-up pages (button for 3 s, USB cable).",
    over: "the clock is right again",
  }),
];

export const boxFaults = [...storeFaults, ...brokerFaults, ...serviceFaults, ...clockFaults];
