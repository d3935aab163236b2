/* @pure */
import { knownModem } from "../usb/knownModems.ts";
import { parseUsbSpec } from "../usb/UsbIdentity.ts";

/** The cellular modems that `firstring emulate gsm-modem --model` knows and a clinic file can mean. */
export type EmulatedModel = "sim7600" | "ec25" | "huawei" | "generic";

/** By the `model:` of the clinic file. */
const BY_NAME: Readonly<Record<string, EmulatedModel>> = {
  sim7600: "sim7600",
  ec25: "ec25",
  huawei: "huawei",
  "27007": "generic",
};

/** By the maker in `port: usb:VENDOR:PRODUCT`. */
const BY_VENDOR: Readonly<Record<string, EmulatedModel>> = { "1e0e": "sim7600", "2c7c": "ec25", "12d1": "huawei" };

/** The family nearest to what the clinic has: the same commands, the same sound, the same way to tell of keys. */
export function emulatedModel(port: string | undefined, model: string | undefined): EmulatedModel {
  const named = model === undefined ? undefined : BY_NAME[model];
  const maker = BY_VENDOR[parseUsbSpec(port ?? "")?.vendor ?? ""];
  return named ?? maker ?? "sim7600";
}

export const hasSound = (model: EmulatedModel): boolean => model !== "generic";

/** Would this line answer calls in earnest? Where the sound comes out is written, or known of this USB modem. */
export function givesSound(port: string | undefined, audio: string | undefined): boolean {
  const ids = parseUsbSpec(port ?? "");
  return audio !== undefined || (ids !== undefined && knownModem(ids)?.audio !== undefined);
}
