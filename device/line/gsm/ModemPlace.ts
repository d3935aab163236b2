import { existsSync } from "node:fs";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { knownModem } from "../../usb/knownModems.ts";
import { parseUsbSpec } from "../../usb/UsbIdentity.ts";
import { type PortIdentity, type UsbPlaces, UsbSerialPorts } from "../../usb/UsbSerialPorts.ts";

/** Where a modem's ports are at this moment. */
export interface Located {
  readonly at: string;
  /** A device, `tcp://…` or `alsa:…`; absent when it has no sound or nobody knows where it comes out. */
  readonly audio?: string;
  /** The USB port it is plugged into, such as `1-1.2`, where it is a USB device. */
  readonly usbPort?: string;
}

/** The AT port of nearly every modem that is in no list: the third interface. */
const USUAL_AT_INTERFACE = 2;

/**
 * Where the clinic file's modem is, whatever its device is called now. Once seen, a USB modem is known by what it is (its
 * ids, its serial number, its socket): plugged in again as ttyUSB5 instead of ttyUSB2 it is the same one, sound port and all.
 */
export class ModemPlace {
  readonly #port: string;
  readonly #audio: string | undefined;
  readonly #ports: UsbSerialPorts;
  #atIdentity: PortIdentity | undefined;
  #audioIdentity: PortIdentity | undefined;

  constructor(port: string, audio: string | undefined, remembered?: PortIdentity, places?: UsbPlaces) {
    this.#port = port;
    this.#audio = audio;
    this.#ports = new UsbSerialPorts(places);
    this.#atIdentity = remembered;
  }

  /** For the modem's memory: found by it also after a restart. */
  get identity(): PortIdentity | undefined {
    return this.#atIdentity;
  }

  /** The USB socket that is this line's, also while nothing is in it. */
  get usbPort(): string | undefined {
    return this.#atIdentity?.usb.port;
  }

  /** Throws ApplianceError `PORT_MISSING`. `taken`: sockets of other lines. */
  locate(taken: readonly string[] = []): Located {
    if (this.#port.startsWith("tcp://")) return located(this.#port, this.#audio);
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

  /** A name that stays (a link of udev) is taken at its word; one that the kernel gave anew, only if nothing better is known. */
  #locateByName(taken: readonly string[]): Located {
    const known = this.#atIdentity;
    const there = existsSync(this.#port) ? this.#ports.identityOf(this.#port) : undefined;
    const isOther = there !== undefined && known !== undefined && there.usb.vendor !== known.usb.vendor;
    if (existsSync(this.#port) && !isOther) return this.#seen(this.#port, undefined);
    const elsewhere = known === undefined ? undefined : this.#ports.findPort(known, taken);
    if (elsewhere === undefined) throw missing(this.#port);
    return this.#seen(elsewhere, undefined);
  }

  #seen(device: string, audioInterface: number | undefined): Located {
    const usb = this.#ports.identityOf(device);
    if (usb !== undefined) this.#atIdentity = { usb: usb.usb, interfaceNumber: usb.interfaceNumber };
    const audio = this.#audioOf(usb?.usb, audioInterface);
    return { ...located(device, audio), ...(usb === undefined ? {} : { usbPort: usb.usb.port }) };
  }

  #audioOf(usb: PortIdentity["usb"] | undefined, audioInterface: number | undefined): string | undefined {
    const named = this.#audio;
    if (named === undefined) {
      if (usb === undefined || audioInterface === undefined) return undefined;
      return this.#ports.findPort({ usb, interfaceNumber: audioInterface });
    }
    if (!named.startsWith("/")) return named;
    if (existsSync(named)) {
      const identity = this.#ports.identityOf(named);
      if (identity !== undefined)
        this.#audioIdentity = { usb: identity.usb, interfaceNumber: identity.interfaceNumber };
      return named;
    }
    const known = this.#audioIdentity;
    // Its number may have changed with the AT port's: the same modem's same interface.
    return known === undefined ? named : (this.#ports.findPort({ ...known, usb: usb ?? known.usb }) ?? named);
  }
}

const located = (at: string, audio: string | undefined): Located => ({ at, ...(audio === undefined ? {} : { audio }) });

const missing = (port: string): ApplianceError =>
  new ApplianceError("PORT_MISSING", `${port} is not there`, {
    disposition: "retry",
    cure: "Check the modem's USB plug, and the port in the clinic file.",
  });
