import { existsSync, lstatSync } from "node:fs";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { detail } from "../../../firmware/health/details/detailWords.ts";
import { knownModem } from "../../usb/knownModems.ts";
import { parseUsbSpec } from "../../usb/UsbIdentity.ts";
import { type PortIdentity, type UsbPlaces, UsbSerialPorts } from "../../usb/UsbSerialPorts.ts";
import type { RememberedPort } from "./modemRecord.ts";

/** Where a modem's ports are at this moment. */
export interface Located {
  readonly at: string;
  /** A device, `tcp://…` or `alsa:…`; absent when it has no sound or nobody knows where it comes out. */
  readonly audio?: string;
  /** A second AT port, over which calls are answered while the first sends a page. */
  readonly second?: string;
  /** The USB port it is plugged into, such as `1-1.2`, where it is a USB device. */
  readonly usbPort?: string;
}

export interface ModemPlaceOptions {
  /** As the clinic file names them. */
  readonly port: string;
  readonly audio?: string | undefined;
  readonly second?: string | undefined;
  readonly remembered?: RememberedPort | undefined;
  readonly places?: UsbPlaces | undefined;
}

/** The AT port of nearly every modem that is in no list: the third interface. */
const USUAL_AT_INTERFACE = 2;

/**
 * Where the clinic file's modem is, whatever its device is called now. Once seen, a USB modem is known by what it is (its
 * ids, its serial number, its socket): plugged in again as ttyUSB5 instead of ttyUSB2 it is the same one, sound port and all.
 */
export class ModemPlace {
  readonly #port: string;
  readonly #second: string | undefined;
  readonly #audio: string | undefined;
  readonly #ports: UsbSerialPorts;
  #atIdentity: RememberedPort | undefined;
  #audioInterface: number | undefined;

  constructor({ port, audio, second, remembered, places }: ModemPlaceOptions) {
    this.#port = port;
    this.#audio = audio;
    this.#second = second;
    this.#ports = new UsbSerialPorts(places);
    // Another port in the clinic file is another modem.
    this.#atIdentity = remembered?.spec === port ? remembered : undefined;
  }

  /** For the modem's memory: found by it also after a restart. */
  get identity(): RememberedPort | undefined {
    return this.#atIdentity;
  }

  /** The USB socket that is this line's, also while nothing is in it. */
  get usbPort(): string | undefined {
    return this.#atIdentity?.usb.port;
  }

  /** Throws ApplianceError `PORT_MISSING`. `taken`: sockets of other lines. */
  locate(taken: readonly string[] = []): Located {
    if (this.#port.startsWith("tcp://")) return located(this.#port, this.#audio, this.#second);
    return this.#port.startsWith("usb:") ? this.#locateByIds(taken) : this.#locateByName(taken);
  }

  #locateByIds(taken: readonly string[]): Located {
    const ids = parseUsbSpec(this.#port);
    const modem = ids === undefined ? undefined : knownModem(ids);
    const interfaceNumber = modem?.at ?? USUAL_AT_INTERFACE;
    const again = this.#atIdentity === undefined ? undefined : this.#ports.findPort(this.#atIdentity, taken);
    const device = again ?? this.#ports.findBySpec(this.#port, interfaceNumber, taken)?.device;
    if (device === undefined) throw missing(this.#port);
    return this.#seen(device, modem?.audio);
  }

  /**
   * A link of udev is taken at its word. A name that the kernel gives anew at each plug may be another modem's by now, or
   * another port of the same one (ttyUSB2 is held open, so that its modem comes back as ttyUSB3 and on): what is known
   * counts more. A stranger at this name is a replacement, if what is known is nowhere and no other line has it.
   */
  #locateByName(taken: readonly string[]): Located {
    const known = this.#atIdentity;
    const exists = existsSync(this.#port);
    const there = exists ? this.#ports.identityOf(this.#port) : undefined;
    if (exists && (there === undefined || known === undefined || isSame(there, known))) return this.#seen(this.#port);
    const isTaken = there !== undefined && taken.includes(there.usb.port);
    if (there !== undefined && !isTaken && isLink(this.#port)) return this.#seen(this.#port);
    const elsewhere = known === undefined ? undefined : this.#ports.findPort(known, taken);
    if (elsewhere !== undefined) return this.#seen(elsewhere);
    // The known modem's other port: its own comes up in a moment.
    if (there === undefined || isTaken || there.usb.port === known?.usb.port) throw missing(this.#port);
    return this.#seen(this.#port);
  }

  #seen(device: string, audioInterface?: number): Located {
    const usb = this.#ports.identityOf(device);
    if (usb !== undefined) {
      this.#atIdentity = { usb: usb.usb, interfaceNumber: usb.interfaceNumber, spec: this.#port };
    }
    const audio = this.#audioOf(usb?.usb, audioInterface);
    const second = this.#second ?? this.#secondOf(usb?.usb);
    return { ...located(device, audio, second), ...(usb === undefined ? {} : { usbPort: usb.usb.port }) };
  }

  /** Known of the modems of the list, whatever the first port was called by. */
  #secondOf(usb: PortIdentity["usb"] | undefined): string | undefined {
    const interfaceNumber = usb === undefined ? undefined : knownModem(usb)?.secondAt;
    return usb === undefined || interfaceNumber === undefined
      ? undefined
      : this.#ports.findPort({ usb, interfaceNumber });
  }

  #audioOf(usb: PortIdentity["usb"] | undefined, audioInterface: number | undefined): string | undefined {
    const named = this.#audio;
    if (named === undefined) {
      if (usb === undefined || audioInterface === undefined) return undefined;
      return this.#ports.findPort({ usb, interfaceNumber: audioInterface });
    }
    if (!named.startsWith("/")) return named;
    // Its number may have changed with the AT port's: the same modem's same interface.
    const known = this.#audioInterface;
    if (usb !== undefined && known !== undefined) return this.#ports.findPort({ usb, interfaceNumber: known }) ?? named;
    const identity = this.#ports.identityOf(named);
    if (identity !== undefined && identity.usb.port === usb?.port) this.#audioInterface = identity.interfaceNumber;
    return named;
  }
}

/** The same port of the same kind of modem in the same socket. */
const isSame = (one: PortIdentity, other: PortIdentity): boolean =>
  one.usb.port === other.usb.port &&
  one.usb.vendor === other.usb.vendor &&
  one.interfaceNumber === other.interfaceNumber;

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

const located = (at: string, audio: string | undefined, second: string | undefined): Located => ({
  at,
  ...(audio === undefined ? {} : { audio }),
  ...(second === undefined ? {} : { second }),
});

const missing = (port: string): ApplianceError =>
  new ApplianceError("PORT_MISSING", detail.notThere({ port }), {
    disposition: "retry",
    cure: detail.checkPort(),
  });
