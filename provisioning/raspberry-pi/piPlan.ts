/* @pure */
import { type BootWishes, bootBlock } from "./bootConfig.ts";

export interface PiWishes extends BootWishes {
  /** ssh stays as it is; without this it is switched off. */
  readonly ssh: boolean;
  /** The name on the network; undefined: it stays. */
  readonly hostname?: string | undefined;
}

/** One file that is ours, or our marked block in somebody else's. */
export type PiFile =
  | { readonly kind: "block"; readonly path: string; readonly lines: readonly string[]; readonly why: string }
  | { readonly kind: "file"; readonly path: string; readonly text: string; readonly why: string }
  | { readonly kind: "hostname"; readonly name: string; readonly why: string };

export interface PiUnit {
  readonly unit: string;
  /** Masked: nothing can start it; disabled: it does not start by itself. */
  readonly how: "mask" | "disable";
  readonly why: string;
}

export interface PiPlan {
  readonly files: readonly PiFile[];
  readonly units: readonly PiUnit[];
}

export const CONFIG_TXT = "boot/firmware/config.txt";

export const piPlan = (wishes: PiWishes): PiPlan => ({
  files: [
    {
      kind: "block",
      path: CONFIG_TXT,
      lines: bootBlock(wishes),
      why: "USB cable, watchdog, lamps, button; radio and sound that nobody uses off",
    },
    {
      kind: "file",
      // rpi-swap(8) of Raspberry Pi OS 13; its predecessor's service is switched off below.
      path: "etc/rpi/swap.conf.d/60-firstring.conf",
      text: "# Swap in compressed memory only: a card wears by writes, and what is swapped out is patient data.\n[Main]\nMechanism=zram\n",
      why: "no swap on the card",
    },
    ...(wishes.hostname === undefined
      ? []
      : [
          {
            kind: "hostname",
            name: wishes.hostname,
            why: "each box has a name of its own, made of its serial number",
          } as const,
        ]),
  ],
  units: [
    ...(wishes.ssh
      ? []
      : [
          off("ssh.service", "nobody needs a shell over the network; --ssh leaves it on"),
          off("ssh.socket", "the same"),
        ]),
    mask("userconfig.service", "at the first start it would let whoever has a keyboard make an account"),
    mask("serial-getty@ttyAMA0.service", "a login on the header's serial pins"),
    mask("serial-getty@ttyAMA10.service", "the same on a Pi 5"),
    mask("serial-getty@ttyS0.service", "the same on older ones"),
    mask("ModemManager.service", "it talks to modems in the middle of our talk with them"),
    off("bluetooth.service", "nobody pairs with it"),
    off("hciuart.service", "the same"),
    off("avahi-daemon.service", "it tells the network what is here"),
    off("avahi-daemon.socket", "the same"),
    off("triggerhappy.service", "it runs commands for keys, and the button is ours"),
    off("triggerhappy.socket", "the same"),
    off("dphys-swapfile.service", "swap on the card"),
    off("rpi-eeprom-update.service", "firmware changes when a person is there"),
    off("apt-daily.timer", "updates come as signed bundles, not at three in the morning"),
    off("apt-daily-upgrade.timer", "the same"),
    off("man-db.timer", "writes to the card every night"),
    off("fake-hwclock-save.timer", "FirstRing keeps the last time by itself"),
  ],
});

const off = (unit: string, why: string): PiUnit => ({ unit, how: "disable", why });
const mask = (unit: string, why: string): PiUnit => ({ unit, how: "mask", why });

/** `firstring-` and the last six of the board's serial number: the label says the same. */
export const hostnameOf = (serial: string): string =>
  `firstring-${serial
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(-6)}`;
