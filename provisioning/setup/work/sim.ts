import { setTimeout as pause } from "node:timers/promises";
import { openAtPort } from "../../../device/at/AtPort.ts";
import { GSM_UNSOLICITED, initModem, modemProbe } from "../../../device/line/gsm/initModem.ts";
import { isRegistered, type Readings } from "../../../device/line/gsm/ModemHealth.ts";
import { ModemMemory } from "../../../device/line/gsm/ModemMemory.ts";
import { readModem, readNetworkName } from "../../../device/line/gsm/readModem.ts";
import { SystemClock } from "../../../device/runtime/SystemClock.ts";
import { openPort } from "../../../device/serial/openPort.ts";
import { knownModem } from "../../../device/usb/knownModems.ts";
import { parseUsbSpec } from "../../../device/usb/UsbIdentity.ts";
import { type UsbPlaces, UsbSerialPorts } from "../../../device/usb/UsbSerialPorts.ts";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { registrationOf, signalInWords } from "../../../firmware/health/ModemStatus.ts";

export interface SimFinding {
  readonly ok: boolean;
  readonly words: readonly string[];
}

export interface SimMeans {
  /** Of the clinic file: `usb:…` or a device. */
  readonly port: string;
  readonly pin: string | undefined;
  readonly places: UsbPlaces;
  /** Where it is remembered which PIN this SIM has refused. */
  readonly memory: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  readonly withinMs: number;
}

/** Up to a minute is what a SIM takes that meets its network for the first time. */
export const NETWORK_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 2_000;

/** Opens the modem by the driver's own way, PIN and all, and waits for the network. */
export async function checkSim({ port, pin, places, memory, say, signal, withinMs }: SimMeans): Promise<SimFinding> {
  const device = deviceOf(port, places);
  if (device === undefined) return { ok: false, words: [`The cellular modem (${port}) is not plugged in.`] };
  const bytes = await openPort(device, signal);
  const probe = modemProbe();
  const at = openAtPort(bytes, {
    clock: new SystemClock(),
    dle: false,
    probe,
    unsolicited: GSM_UNSOLICITED,
    listeners: {},
  });
  try {
    say("Asking the modem for its SIM card.");
    const pins = new ModemMemory({ directory: memory, line: "setup" });
    const wait = (span: number): Promise<void> =>
      pause(span, undefined, { signal }).catch(() => undefined) as Promise<void>;
    const opened = await initModem(at, { ...(pin === undefined ? {} : { simPin: pin }), pins, probe, pause: wait });
    switch (opened.kind) {
      case "portGone":
        return { ok: false, words: ["The modem was unplugged meanwhile. Plug it in and try again."] };
      case "failed":
        return {
          ok: false,
          words: [`The modem does not do its work: ${opened.detail}. Unplug it for ten seconds and try again.`],
        };
      case "notYet":
        return { ok: false, words: [simTrouble(opened.code, opened.detail, pin)] };
      case "ready":
    }
    const end = performance.now() + withinMs;
    for (;;) {
      const readings = await readModem(at);
      if (readings?.kind === "readings" && isRegistered(readings))
        return { ok: true, words: inNetwork(readings, await readNetworkName(at), opened.iccid) };
      if (performance.now() >= end || signal.aborted)
        return { ok: false, words: [noNetwork(readings?.kind === "readings" ? readings : undefined)] };
      say("The card is well. Waiting for its network.");
      await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await at.close();
  }
}

function deviceOf(port: string, places: UsbPlaces): string | undefined {
  const spec = parseUsbSpec(port);
  if (spec === undefined) return port;
  const known = knownModem(spec);
  if (known === undefined)
    throw new ApplianceError("SETUP_MODEM_UNKNOWN", `it is not known which port of ${port} takes commands`, {
      disposition: "operator",
      cure: "Find the cellular modem again.",
    });
  return new UsbSerialPorts(places).findBySpec(port, known.at)?.device;
}

function simTrouble(code: string, detail: string, pin: string | undefined): string {
  switch (code) {
    case "SMS_SIM_MISSING":
      return "No SIM card is seen. Put it in with its contacts towards the modem's, unplug the modem for ten seconds, and try again.";
    case "SMS_SIM_PIN":
      return pin === undefined
        ? "The card asks for its PIN, and none was entered. Enter it here, or have it switched off with a telephone."
        : `The card asks for its PIN: ${detail}. The box tries no more, so that the card is not locked: put the card into a mobile telephone and enter its right PIN there, which gives all three tries back, or switch the PIN off there. Then put it back into the modem, and try again here.`;
    case "SMS_SIM_PUK":
      return "The card is locked and asks for its PUK, which is in its papers. Put it into a telephone and open it there.";
    default:
      return `${detail}. Try again in a minute.`;
  }
}

function inNetwork(
  { creg, cereg, signal }: Readings,
  name: string | undefined,
  iccid: string | undefined,
): readonly string[] {
  const registration = registrationOf([creg, cereg].find((stat) => stat === 1 || stat === 5) ?? creg ?? cereg ?? 4);
  const strength = signalInWords(signal === undefined ? {} : { signal });
  return [
    `The SIM card${iccid === undefined ? "" : ` (its number ends in ${iccid.slice(-4)})`} is in the network${name === undefined ? "" : ` of ${name}`}${registration === "roaming" ? ", which is a foreign one: pages may cost more" : ""}.`,
    `Signal: ${strength}.${signal !== undefined && signal < 10 ? " Move the modem or its antenna: near a window, away from metal." : ""}`,
  ];
}

const noNetwork = (readings: Readings | undefined): string =>
  readings !== undefined && (readings.creg === 3 || readings.cereg === 3)
    ? "The network refuses this card: it is not activated, or it is barred. Ask whoever sold it."
    : `No network has taken the card. ${readings?.signal === undefined || readings.signal === 99 ? "There is no signal: is the antenna on?" : "Is the card activated?"}`;
