/* @pure */
// The panel's wires as lines of a Raspberry Pi's config.txt. Overlays and parameters: raspberrypi/linux,
// arch/arm/boot/dts/overlays/README (gpio-led: gpio, label, trigger, active_low; gpio-key: gpio, active_low, gpio_pull, label,
// keycode; there is no debounce parameter, the kernel's default of 5 ms holds and the panel does the rest).

export interface PanelOverlay {
  /** What hangs on the wire. */
  readonly part: string;
  /** BCM number, as overlays count. */
  readonly gpio: number;
  /** Pin of the 40-pin header. */
  readonly pin: number;
  readonly line: string;
  readonly why: string;
}

/**
 * Where pins 9 to 27 are pulled down from power-on (BCM2835 ARM Peripherals, table 6-31): a lamp is dark until the kernel
 * lights it, a relay is released. None of them is taken by I²C, SPI, UART, PCM, 1-wire or the EEPROM of a HAT.
 */
const led = (part: string, gpio: number, pin: number, label: string, trigger: string, why: string): PanelOverlay => ({
  ...{ part, gpio, pin, why },
  line: `dtoverlay=gpio-led,gpio=${gpio},label=firstring:${label},trigger=${trigger}`,
});

/** Key codes 256 to 258 (BTN_0 to BTN_2) are no keys of a keyboard: console, SysRq and logind pass them by. */
const key = (part: string, gpio: number, pin: number, label: string, code: number, why: string): PanelOverlay => ({
  ...{ part, gpio, pin, why },
  line: `dtoverlay=gpio-key,gpio=${gpio},active_low=1,gpio_pull=up,label=firstring:${label},keycode=${code}`,
});

/** Harmless where nothing is wired: the Pi's own ACT and PWR show the same. */
export const PANEL_OVERLAYS: readonly PanelOverlay[] = [
  led("ready lamp (green)", 17, 11, "ready", "none", "dark until FirstRing has proved that it answers"),
  led("message lamp (white)", 27, 13, "message", "none", "dark until a message waits"),
  led("urgent lamp (yellow)", 22, 15, "urgent", "none", "dark until an urgent call waits"),
  led("fault lamp (red)", 23, 16, "fault", "timer", "blinks from the kernel's start until FirstRing works"),
  key("button to ground", 24, 18, "button", 256, "to ground when pressed; the Pi's own pull-up"),
];

/** For boxes that have the part; `firstring prepare-pi` writes them where they are asked for. */
export const EXTRA_OVERLAYS: Readonly<Record<"buzzer" | "relay" | "ups" | "modem-power", readonly PanelOverlay[]>> = {
  buzzer: [
    led("buzzer (active, 5 V through a transistor)", 12, 32, "buzzer", "none", "silent until something is urgent"),
  ],
  relay: [
    led(
      "relay: telephone line to the modem while energised",
      16,
      36,
      "relay",
      "none",
      "released: the line rings elsewhere",
    ),
  ],
  ups: [
    key("UPS: mains lost", 25, 22, "mains-lost", 257, "to ground while mains is gone"),
    key("UPS: battery low", 5, 29, "battery-low", 258, "to ground while the battery is nearly empty"),
  ],
  "modem-power": [
    led(
      "modem power switch",
      26,
      37,
      "modem-power",
      "default-on",
      "on from the start; FirstRing switches it off for 10 s",
    ),
  ],
};
