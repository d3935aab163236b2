import { readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openAtPort } from "../../../device/at/AtPort.ts";
import { GSM_UNSOLICITED, modemProbe } from "../../../device/line/gsm/initModem.ts";
import { findGsmModel } from "../../../device/line/gsm/models/registry.ts";
import { type Ask, prepareModem } from "../../../device/line/voice-modem/prepare.ts";
import { SystemClock } from "../../../device/runtime/SystemClock.ts";
import { openPort } from "../../../device/serial/openPort.ts";
import { type KnownModem, knownModem } from "../../../device/usb/knownModems.ts";
import type { UsbIdentity } from "../../../device/usb/UsbIdentity.ts";
import { type UsbPlaces, UsbSerialPorts } from "../../../device/usb/UsbSerialPorts.ts";
import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { Seconds } from "../../../firmware/time/Duration.ts";
import type { LineEntry } from "../steps/lines.ts";

export interface FoundModem {
  readonly line: Omit<LineEntry, "id">;
  /** For the technician: what it is and where it is plugged in. */
  readonly words: readonly string[];
}

/** One USB device with its serial ports, in the order of its interfaces. */
export interface PluggedDevice {
  readonly usb: UsbIdentity;
  readonly ports: readonly { readonly device: string; readonly interfaceNumber: number }[];
}

export function pluggedDevices(places: UsbPlaces): readonly PluggedDevice[] {
  const devices = new Map<string, PluggedDevice>();
  for (const { usb, device, interfaceNumber } of new UsbSerialPorts(places).list()) {
    const before = devices.get(usb.port);
    devices.set(usb.port, { usb, ports: [...(before?.ports ?? []), { device, interfaceNumber }] });
  }
  return [...devices.values()];
}

/** What a probe of one device came to. `later`: it does not answer yet, as modems do that were just plugged in. */
export type Probe =
  | { readonly kind: "found"; readonly modem: FoundModem }
  | { readonly kind: "another"; readonly why: string }
  | { readonly kind: "later"; readonly why: string };

export interface FindMeans {
  readonly places: UsbPlaces;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** How long somebody takes to plug a modem in. */
  readonly withinMs: number;
  /** USB places of the other line's modem. */
  readonly taken: readonly string[];
}

const LOOK_EVERY_MS = 500;
/** A cellular modem that was just plugged in answers after half a minute at the latest. */
const MOST_TRIES = 12;

/** Looks at what is plugged in, then waits for what is being plugged in. Undefined: nothing that fits came in time. */
export async function findModem(
  probe: (device: PluggedDevice, places: UsbPlaces) => Promise<Probe>,
  { places, say, signal, taken, withinMs }: FindMeans,
): Promise<FoundModem | undefined> {
  const tries = new Map<string, number>();
  const until = performance.now() + withinMs;
  while (!signal.aborted) {
    const devices = pluggedDevices(places).filter(({ usb }) => !taken.includes(usb.port));
    for (const place of tries.keys()) if (!devices.some(({ usb }) => usb.port === place)) tries.delete(place);
    for (const device of devices) {
      const tried = tries.get(device.usb.port) ?? 0;
      if (tried >= MOST_TRIES || signal.aborted) continue;
      if (tried === 0) say(`Something is in USB socket ${device.usb.port}: looking what it is.`);
      const result = await probe(device, places);
      if (result.kind === "found") return result.modem;
      tries.set(device.usb.port, result.kind === "another" ? MOST_TRIES : tried + 1);
      if (result.kind === "another")
        say(`USB socket ${device.usb.port}: ${result.why}. Leave it in: it is not the one that is looked for now.`);
      else if (tried === 0) say(`USB socket ${device.usb.port}: ${result.why}.`);
    }
    if (performance.now() >= until) return undefined;
    if (devices.every(({ usb }) => (tries.get(usb.port) ?? 0) >= MOST_TRIES))
      say("Plug the modem in now. The box is watching its USB sockets.");
    await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

/** Telephone modems: the first port of the device that proves voice by the driver's own check. */
export async function probeVoice(device: PluggedDevice, places: UsbPlaces): Promise<Probe> {
  if (knownModem(device.usb) !== undefined)
    return { kind: "another", why: `a ${knownModem(device.usb)?.name}, which is a cellular modem` };
  let last: Probe = { kind: "another", why: "no serial port" };
  for (const { device: port } of device.ports) {
    last = await withPort(port, true, { text: "ATS3?", answer: "013" }, ["RING"], async (ask) => {
      // A cellular modem knows +CGMM (3GPP 27.007), a telephone modem does not.
      const cellular = await ask("AT+CGMM", Seconds(2));
      if (cellular.kind === "ok" && cellular.lines.length > 0)
        return { kind: "another", why: `a cellular modem (${cellular.lines[0]})` };
      const modem = await prepareModem(ask);
      const line = { driver: "voice-modem" as const, port: stableName(port, places) };
      return {
        kind: "found",
        modem: {
          line,
          words: [
            `Telephone modem: ${modem.model.name}, firmware ${modem.firmware}, in USB socket ${device.usb.port}. Put a label “telephone” on it.`,
          ],
        },
      };
    });
    if (last.kind === "found") return last;
  }
  return last;
}

/** Cellular modems: the port that is known for it, else the first that answers as one. */
export async function probeCellular(device: PluggedDevice, places: UsbPlaces): Promise<Probe> {
  const known = knownModem(device.usb);
  const ports = device.ports.filter(({ interfaceNumber }) => known === undefined || interfaceNumber === known.at);
  if (ports.length === 0) return { kind: "later", why: "a modem whose ports are not there yet" };
  let last: Probe = { kind: "another", why: "no serial port" };
  for (const { device: port } of ports) {
    last = await withPort(port, false, modemProbe(), GSM_UNSOLICITED, async (ask) => {
      const answer = async (text: string): Promise<string> => {
        const outcome = await ask(text, Seconds(3));
        return outcome.kind === "ok" ? outcome.lines.join(" ").trim() : "";
      };
      const [manufacturer, model, revision] = [
        await answer("AT+CGMI"),
        await answer("AT+CGMM"),
        await answer("AT+CGMR"),
      ];
      if (model === "" && known === undefined)
        return { kind: "another", why: "it does not answer as a cellular modem" };
      const name = known?.name ?? findGsmModel({ ati: "", manufacturer, model, revision }).name;
      return {
        kind: "found",
        modem: { line: cellularLine(device, port, known, places), words: cellularWords(device, name, model, known) },
      };
    });
    if (last.kind === "found") return last;
  }
  return last;
}

function cellularLine(
  device: PluggedDevice,
  port: string,
  known: KnownModem | undefined,
  places: UsbPlaces,
): FoundModem["line"] {
  if (known === undefined) return { driver: "gsm", port: stableName(port, places) };
  const { vendor, product, serial } = device.usb;
  // Its ports are found by interface at each start, whatever they are called then; two alike are told apart by the serial number.
  const twin = pluggedDevices(places).some(
    ({ usb }) => usb.port !== device.usb.port && usb.vendor === vendor && usb.product === product,
  );
  return {
    driver: "gsm",
    port: twin && serial !== undefined ? `usb:${vendor}:${product}:${serial}` : `usb:${vendor}:${product}`,
  };
}

const cellularWords = (
  device: PluggedDevice,
  name: string,
  model: string,
  known: KnownModem | undefined,
): readonly string[] => [
  `Cellular modem: ${model === "" || name.includes(model) ? name : `${name} (${model})`}, in USB socket ${device.usb.port}. Put a label “SIM” on it.`,
  ...(known !== undefined && known.audio === undefined ? ["It sends pages; calls cannot be answered on it."] : []),
];

/** A name that is the same after each plug: ours by udev's rules, then by serial number, then by socket. */
export function stableName(port: string, { dev = "/dev" }: UsbPlaces): string {
  const target = realpathSync(port);
  for (const folder of ["firstring", "serial/by-id", "serial/by-path"]) {
    for (const name of names(join(dev, folder))) {
      const path = join(dev, folder, name);
      if (resolved(path) === target) return path;
    }
  }
  return port;
}

async function withPort(
  path: string,
  dle: boolean,
  probe: { text: string; answer: string },
  unsolicited: readonly string[],
  use: (ask: Ask) => Promise<Probe>,
): Promise<Probe> {
  const port = await openPort(path).catch((error: Error) => error);
  if (port instanceof Error) return { kind: "later", why: port.message };
  const at = openAtPort(port, { clock: new SystemClock(), dle, probe, unsolicited, listeners: {} });
  try {
    const ask: Ask = (text, timeout = Seconds(5)) => at.command({ text, timeout, mayBeInAudio: dle });
    return await use(ask);
  } catch (error) {
    if (!isApplianceError(error)) throw error;
    return { kind: error.disposition === "retry" ? "later" : "another", why: `${error.message} ${error.cure}` };
  } finally {
    await at.close();
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function resolved(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
