/** A fault that a person must know of, declared once. Everything that shows faults (log, MQTT, status) reads this table. */
export interface FaultDeclaration {
  readonly code: string;
  readonly title: string;
  /** What it means for the clinic, in words that a practice manager reads. */
  readonly means: string;
  /** What the technician or the front desk does about it. */
  readonly cure: string;
  readonly severity: "warning" | "urgent";
}

const declare = (
  code: string,
  severity: FaultDeclaration["severity"],
  title: string,
  means: string,
  cure: string,
): [string, FaultDeclaration] => [code, { code, severity, title, means, cure }];

/** Every fault this appliance can tell. Keep the order: line, cellular, store, broker, configuration, clock. */
export const FAULTS: ReadonlyMap<string, FaultDeclaration> = new Map([
  declare(
    "LINE_PORT_GONE",
    "urgent",
    "The telephone modem is not there",
    "Calls on this line are not answered.",
    "Check the modem's USB plug; FirstRing takes it up again by itself.",
  ),
  declare(
    "LINE_MODEM_UNKNOWN",
    "urgent",
    "The modem could not be identified",
    "Calls on this line are not answered.",
    "Use a modem from the list in the README, or name its model in the clinic file.",
  ),
  declare(
    "LINE_MODEM_NO_VOICE",
    "urgent",
    "The modem cannot do voice",
    "Calls on this line are not answered.",
    "A USR5637 needs firmware 1.2.23 or newer; otherwise use another modem.",
  ),
  declare(
    "LINE_MODEM_SILENT",
    "urgent",
    "The modem does not answer commands",
    "Calls on this line are not answered.",
    "Unplug the modem for ten seconds and plug it in again.",
  ),
  declare(
    "LINE_NOT_OFF_HOOK",
    "urgent",
    "The modem said it answered, but the line kept ringing",
    "The last caller was not answered.",
    "Check the telephone cable between the modem and the wall.",
  ),
  declare(
    "LINE_STUCK_OFF_HOOK",
    "urgent",
    "The modem did not confirm hanging up",
    "The line may be busy for callers.",
    "Unplug the modem for ten seconds and plug it in again.",
  ),
  declare(
    "SMS_MODEM_GONE",
    "urgent",
    "The cellular modem is not there",
    "Doctors are not paged by SMS.",
    "Check the modem's USB plug; FirstRing takes it up again by itself.",
  ),
  declare(
    "SMS_SIM_MISSING",
    "urgent",
    "There is no SIM card",
    "Doctors are not paged by SMS.",
    "Put in the SIM card and check its contacts.",
  ),
  declare(
    "SMS_SIM_PIN",
    "urgent",
    "The SIM card asks for its PIN",
    "Doctors are not paged by SMS.",
    "Give the PIN in the clinic file (simPin), or switch the PIN off with a phone.",
  ),
  declare(
    "SMS_NOT_REGISTERED",
    "urgent",
    "No cellular network",
    "Doctors are not paged by SMS.",
    "Check the antenna and whether the SIM's contract is live.",
  ),
  declare(
    "SMS_REFUSED",
    "urgent",
    "The network refused a page",
    "One doctor was not reached by SMS; the next step of the escalation runs.",
    "Check the doctor's number in the clinic file.",
  ),
  declare(
    "SMS_NOT_ACCEPTED",
    "urgent",
    "A page is not getting through",
    "A doctor is not reached by SMS at the moment; FirstRing goes on trying and the next step of the escalation runs.",
    "Check signal, SIM and contract; call the doctor on duty by phone.",
  ),
  declare(
    "STORE_UNREADABLE",
    "urgent",
    "The message database cannot be opened",
    "Calls are answered and paged; new messages go to an emergency database beside it.",
    "Do not delete anything; run `firstring doctor`.",
  ),
  declare(
    "STORE_FULL",
    "urgent",
    "The disk is full",
    "Calls are answered and urgent ones paged, but messages cannot be kept.",
    "Free space on the data disk.",
  ),
  declare(
    "STORE_FAILED",
    "urgent",
    "The message database does not take writes",
    "Calls are answered and urgent ones paged, but messages may not be kept.",
    "Check the SD card; run `firstring doctor`.",
  ),
  declare(
    "MQTT_UNREACHABLE",
    "warning",
    "The MQTT broker is not reachable",
    "Pages go by SMS only; everything is kept for the broker.",
    "Check the network and the broker's address in the clinic file.",
  ),
  declare(
    "MQTT_REFUSED",
    "warning",
    "The MQTT broker refuses us",
    "Pages go by SMS only; everything is kept for the broker.",
    "Check user name, password and certificate.",
  ),
  declare(
    "PROMPT_MISSING",
    "urgent",
    "A prompt is missing or broken",
    "Callers do not hear a sentence of the script; the call goes on.",
    "Run `firstring prompts check`.",
  ),
  declare(
    "ALERT_UNTAKEN",
    "urgent",
    "Nobody has taken an urgent call",
    "Every step of the escalation has run and it goes on repeating.",
    "Call the doctor on duty by phone.",
  ),
  declare(
    "ONCALL_GAP",
    "urgent",
    "Nobody was on call",
    "The schedule had nobody for an alert; the fallback person was paged instead.",
    "Run `firstring oncall` and mend the rotations in the clinic file.",
  ),
  declare(
    "PERSON_STOPPED",
    "urgent",
    "A doctor answered STOP to a page",
    "Their open pages were handed to the next person. They stay on call: FirstRing goes on paging them.",
    "Ask them; if they must not be paged, change the rotation in the clinic file.",
  ),
]);
