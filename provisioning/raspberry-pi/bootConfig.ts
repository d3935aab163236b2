/* @pure */
// What FirstRing needs of a Raspberry Pi's firmware, as lines of config.txt. Parameters: raspberrypi/linux,
// arch/arm/boot/dts/overlays/README; sections: the firmware's conditional filters.
import { EXTRA_OVERLAYS, PANEL_OVERLAYS } from "./panelOverlays.ts";

export type Extra = keyof typeof EXTRA_OVERLAYS;
export const isExtra = (name: string): name is Extra => Object.hasOwn(EXTRA_OVERLAYS, name);

export interface BootWishes {
  /** Parts that this box has and others lack. */
  readonly extras: readonly Extra[];
  /** A clock chip on the header's I2C, as `i2c-rtc` names it; a Pi 5 has its own. */
  readonly clockChip?: string | undefined;
}

interface Part {
  readonly why: string;
  readonly lines: readonly string[];
}

const parts = ({ extras, clockChip }: BootWishes): readonly Part[] => [
  {
    why: "Only where the USB-C socket is a device and the modems have sockets of their own; on a 3B it would take all USB away.",
    lines: ["[pi4]", "dtoverlay=dwc2,dr_mode=peripheral", "[pi5]", "dtoverlay=dwc2,dr_mode=peripheral"],
  },
  { why: "A Zero 2 W has one socket for both: the cable decides.", lines: ["[pi02]", "dtoverlay=dwc2,dr_mode=otg"] },
  {
    why: "Charges the battery of the Pi 5's clock (a Panasonic ML-2020 or its like).",
    lines: ["[pi5]", "dtparam=rtc_bbat_vchg=3000000"],
  },
  { why: "A kernel that hangs is reset within 16 s.", lines: ["[all]", "dtparam=watchdog=on"] },
  {
    why: "Nobody pairs with it, shows on it or listens to it: less to attack, less to fail.",
    lines: ["dtoverlay=disable-bt", "dtparam=audio=off", "camera_auto_detect=0", "display_auto_detect=0"],
  },
  ...(clockChip === undefined
    ? []
    : [{ why: "Time without a network.", lines: ["dtparam=i2c_arm=on", `dtoverlay=i2c-rtc,${clockChip}`] }]),
  { why: "Lamps and button: docs/panel.md.", lines: PANEL_OVERLAYS.map(({ line }) => line) },
  ...extras.map((extra) => ({ why: `Asked for: ${extra}.`, lines: EXTRA_OVERLAYS[extra].map(({ line }) => line) })),
];

export const bootBlock = (wishes: BootWishes): readonly string[] =>
  parts(wishes).flatMap(({ why, lines }) => [`# ${why}`, ...lines]);
