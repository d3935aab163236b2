/* @pure */
import type { Family } from "./Family.ts";
import { generic } from "./generic.ts";
import { huawei, huaweiDdtmf } from "./huawei.ts";
import { ec25, ec25Usb } from "./quectel.ts";
import { sim7600 } from "./sim7600.ts";

export type GsmModel = "sim7600" | "ec25" | "ec25-usb" | "huawei" | "huawei-ddtmf" | "generic";

/** The makes that can be emulated; `generic` is plain 27.005 and 27.007. */
export const FAMILIES: Readonly<Record<GsmModel, Family>> = {
  sim7600,
  ec25,
  "ec25-usb": ec25Usb,
  huawei,
  "huawei-ddtmf": huaweiDdtmf,
  generic,
};
