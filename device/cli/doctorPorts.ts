import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Clinic, LineConfig } from "../../firmware/config/Clinic.ts";
import { knownModem } from "../usb/knownModems.ts";
import { modemManagerRuns, portHolders } from "../usb/portHolders.ts";
import { parseUsbSpec } from "../usb/UsbIdentity.ts";
import { type UsbPlaces, UsbSerialPorts } from "../usb/UsbSerialPorts.ts";
import { bad, type Finding, good, note } from "./Finding.ts";

/** Where the machine shows itself; a test shows another one. */
export interface Machine extends UsbPlaces {
  readonly proc?: string;
  /** Where udev's rules are installed. */
  readonly udev?: readonly string[];
}

const RULES = "78-firstring-modems.rules";
const UDEV = ["/etc/udev/rules.d", "/usr/lib/udev/rules.d", "/run/udev/rules.d"];

/** Ports, sound cards and who else wants them. `own`: the process ids of a FirstRing that runs, which may hold them. */
export function portFindings({ lines }: Clinic, own: readonly number[], machine: Machine = {}): Finding[] {
  const found = lines.flatMap((line) => lineFindings(line, own, machine));
  return lines.some(({ driver }) => driver === "gsm") ? [...found, ...modemManagerFindings(machine)] : found;
}

function lineFindings(line: LineConfig, own: readonly number[], machine: Machine): Finding[] {
  const audio = line.driver === "gsm" ? line.audio : undefined;
  return [
    ...specFindings(line.id, line.port, "at", own, machine),
    ...(audio === undefined ? [] : specFindings(`${line.id}, sound`, audio, "audio", own, machine)),
  ];
}

function specFindings(
  what: string,
  spec: string,
  task: "at" | "audio",
  own: readonly number[],
  machine: Machine,
): Finding[] {
  if (spec === "emulated") return [note(`line ${what}: emulated, for rehearsals only`)];
  if (spec.startsWith("tcp://")) return [note(`line ${what}: ${spec} is on the network and is not looked at`)];
  if (spec.startsWith("alsa:")) return [cardFinding(what, spec.slice("alsa:".length), machine)];
  if (spec.startsWith("usb:")) return usbFindings(what, spec, task, own, machine);
  return [portFinding(what, spec, own, machine)];
}

function usbFindings(
  what: string,
  spec: string,
  task: "at" | "audio",
  own: readonly number[],
  machine: Machine,
): Finding[] {
  const ids = parseUsbSpec(spec);
  const known = ids === undefined ? undefined : knownModem(ids);
  if (ids === undefined || known?.[task] === undefined)
    return [
      bad(
        `line ${what}: FirstRing does not know which port of ${spec} to use`,
        "Name its device in the clinic file, such as /dev/firstring/mobile-at.",
      ),
    ];
  const port = new UsbSerialPorts(machine).findBySpec(spec, known[task]);
  if (port === undefined)
    return [
      bad(
        `line ${what}: ${spec} (${known.name}) is not plugged in`,
        "Plug the modem in; `lsusb` shows what the machine sees.",
      ),
    ];
  const several = port.several
    ? [
        bad(
          `line ${what}: more than one ${spec} is plugged in`,
          `Add the serial number: ${spec}:${port.usb.serial ?? "SERIAL"}.`,
        ),
      ]
    : [];
  return [portFinding(what, port.device, own, machine, ` (${spec})`), ...several];
}

function portFinding(what: string, port: string, own: readonly number[], machine: Machine, also = ""): Finding {
  const named = `line ${what}: ${port}${also}`;
  if (!existsSync(port)) return bad(`${named} is not there`, "Plug the modem in, or mend the port in the clinic file.");
  const others = isPty(port)
    ? []
    : portHolders(port, machine.proc).filter(({ pid }) => !own.includes(pid) && pid !== process.pid);
  if (others.length > 0) {
    const who = others.map(({ pid, name }) => `${name} (process ${pid})`).join(", ");
    return bad(`${named} is held by ${who}`, "End that program: a modem talks to one program only.");
  }
  try {
    accessSync(port, constants.R_OK | constants.W_OK);
    return good(`${named} can be opened`);
  } catch {
    return bad(`${named} may not be opened by this user`, "Add the user to the group dialout.");
  }
}

/** An emulated modem keeps its own end open, which is no stranger's hand on the port. */
const isPty = (port: string): boolean => realpathSync(port).startsWith("/dev/pts/");

/** The kernel names a card twice: by its id, a link, and by its number. */
function cardFinding(what: string, card: string, machine: Machine): Finding {
  const cards = join(machine.proc ?? "/proc", "asound");
  if (existsSync(join(cards, card)) || existsSync(join(cards, `card${card}`)))
    return good(`line ${what}: the sound card ${card} is there`);
  return bad(
    `line ${what}: the sound card ${card} is not there`,
    "`cat /proc/asound/cards` shows what there is; a modem has one only after it was told to (see its sheet).",
  );
}

/** With our rules it keeps off the modems that we know; without them it talks in the middle of a page. */
function modemManagerFindings(machine: Machine): Finding[] {
  const running = modemManagerRuns(machine.proc);
  if (running === undefined) return [];
  const kept = (machine.udev ?? UDEV).some((folder) => existsSync(join(folder, RULES)));
  return [
    kept
      ? note("ModemManager runs; our udev rules keep it off the modems that we know")
      : bad(
          `ModemManager runs (process ${running.pid}) and takes cellular modems for itself`,
          `Switch it off (\`systemctl mask --now ModemManager\`), or install systemd/${RULES}.`,
        ),
  ];
}
