/* @pure */

/** Which USB interface of a modem does what; the kernel numbers the serial devices anew at each plug, these never change. */
export interface KnownModem {
  /** Four hexadecimal digits in small letters, as sysfs writes them. */
  readonly vendor: string;
  readonly product: string;
  readonly name: string;
  /** bInterfaceNumber of the port that takes AT commands and tells of calls and messages. */
  readonly at: number;
  readonly secondAt?: number;
  /** The serial port that carries the sound of a call. */
  readonly audio?: number;
}

/**
 * Where it is seen: SIMCom and Quectel in ModemManager's port-type rules (src/plugins/simtech, src/plugins/quectel), the
 * use of Quectel's position port for sound in the EC25 manual (+QPCMV); Huawei in wdoekes' chan_dongle (pdiscovery.c).
 */
export const KNOWN_MODEMS: readonly KnownModem[] = [
  { vendor: "1e0e", product: "9001", name: "SIMCom SIM7600", at: 2, secondAt: 3, audio: 4 },
  // Also a SIM7600 that was switched to this layout (+CUSBPIDSWITCH): voice is unstable there, so no sound port is named.
  { vendor: "1e0e", product: "9011", name: "SIMCom A7600", at: 4, secondAt: 5 },
  { vendor: "2c7c", product: "0125", name: "Quectel EC25/EG25", at: 2, secondAt: 3, audio: 1 },
  { vendor: "2c7c", product: "0121", name: "Quectel EC21", at: 2, secondAt: 3, audio: 1 },
  { vendor: "2c7c", product: "0191", name: "Quectel EG91", at: 2, secondAt: 3 },
  { vendor: "2c7c", product: "0195", name: "Quectel EG95", at: 2, secondAt: 3 },
  { vendor: "2c7c", product: "0306", name: "Quectel EG06/EP06", at: 2, secondAt: 3 },
  { vendor: "12d1", product: "1001", name: "Huawei E1550 and others", at: 2, secondAt: 0, audio: 1 },
  { vendor: "12d1", product: "140c", name: "Huawei E17xx", at: 3, audio: 2 },
  { vendor: "12d1", product: "1506", name: "Huawei E171", at: 3, audio: 2 },
  { vendor: "12d1", product: "1436", name: "Huawei E1750/E173", at: 4, audio: 3 },
  { vendor: "12d1", product: "14ac", name: "Huawei E153Du", at: 4, audio: 3 },
];

export const knownModem = (ids: { readonly vendor: string; readonly product: string }): KnownModem | undefined =>
  KNOWN_MODEMS.find((modem) => modem.vendor === ids.vendor && modem.product === ids.product);

/** A voice modem on USB (CDC-ACM): one serial port, which is the telephone line. */
export interface KnownVoiceModem {
  readonly vendor: string;
  readonly product: string;
  readonly name: string;
}

/**
 * Where it is seen: the Conexant and Zoom devices in the Linux driver cdc_acm (its table of modems), the U.S. Robotics
 * one in usb.ids. Sold under many names; the chip is what counts, and whether it can do voice is asked of each.
 */
export const KNOWN_VOICE_MODEMS: readonly KnownVoiceModem[] = [
  { vendor: "0baf", product: "0303", name: "U.S. Robotics USR5637" },
  { vendor: "0572", product: "1321", name: "Conexant CX93010" },
  { vendor: "0572", product: "1329", name: "Conexant (StarTech USB56KEMH2 and others)" },
  { vendor: "0572", product: "1340", name: "Conexant CX93010-2x" },
  { vendor: "0572", product: "1349", name: "Conexant (Hiro)" },
  { vendor: "0803", product: "3095", name: "Zoom 3095" },
];
