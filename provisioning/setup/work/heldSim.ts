/* @pure */
import type { ApplianceStatus } from "../../../device/control/handleControl.ts";
import { stateInWords } from "../../../firmware/health/ModemStatus.ts";

export interface HeldSim {
  readonly ok: boolean;
  /** The card waits for a PIN. */
  readonly asksForPin: boolean;
  readonly words: readonly string[];
}

/** What a running box says of the SIM card in a modem that it has: nobody else can ask it. Undefined: it has none of that name. */
export function heldSim(
  status: Pick<ApplianceStatus, "faults" | "modems"> | undefined,
  line: string,
): HeldSim | undefined {
  const modem = status?.modems.find(({ id }) => id === line);
  if (status === undefined || modem === undefined) return undefined;
  if (modem.ready && modem.registered) {
    const network = modem.network === undefined ? "" : ` of ${modem.network}`;
    return { ok: true, asksForPin: false, words: [`The box is using the card: it is in the network${network}.`] };
  }
  const faults = status.faults.filter(
    ({ code, explainedBy }) => explainedBy === undefined && /^(SMS|MODEM|GSM)_/.test(code),
  );
  return {
    ok: false,
    asksForPin: faults.some(({ code }) => code === "SMS_SIM_PIN"),
    words: [
      `The box has the modem, and says: ${stateInWords(modem)}.`,
      ...(faults.length === 0
        ? ["It may still be looking for its network. Try again in a minute."]
        : faults.map(({ cure, title }) => `${title}. ${cure}`)),
    ],
  };
}
