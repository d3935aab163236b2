import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PANEL_KEYS } from "../../device/panel/panelKeys.ts";
import { LAMP_NAMES } from "../../firmware/panel/panelLights.ts";
import { EXTRA_OVERLAYS, PANEL_OVERLAYS } from "./panelOverlays.ts";

const all = [...PANEL_OVERLAYS, ...Object.values(EXTRA_OVERLAYS).flat()];

/** 40-pin header, from the pinout that all 40-pin models share. */
const PIN_OF_GPIO: Readonly<Record<number, number>> = {
  ...{ 2: 3, 3: 5, 4: 7, 14: 8, 15: 10, 17: 11, 18: 12, 27: 13, 22: 15, 23: 16, 24: 18, 10: 19, 9: 21, 25: 22, 11: 23 },
  ...{ 8: 24, 7: 26, 0: 27, 1: 28, 5: 29, 6: 31, 12: 32, 13: 33, 19: 35, 16: 36, 26: 37, 20: 38, 21: 40 },
};

test("every wire has a pin of its own, and the number of the header that belongs to it", () => {
  assert.equal(new Set(all.map(({ gpio }) => gpio)).size, all.length);
  for (const { gpio, pin, part } of all) assert.equal(PIN_OF_GPIO[gpio], pin, part);
});

test("the lines name lamps and keys as the panel looks for them", () => {
  const labels = all.flatMap(({ line }) => /gpio-led.*label=firstring:([a-z-]+)/.exec(line)?.[1] ?? []);
  assert.deepEqual(labels.filter((label) => label !== "modem-power").sort(), [...LAMP_NAMES].sort());
  const codes = all.flatMap(({ line }) => Number(/keycode=(\d+)/.exec(line)?.[1] ?? Number.NaN));
  assert.deepEqual(
    codes.filter((code) => !Number.isNaN(code)),
    Object.values(PANEL_KEYS),
  );
});

test("the wiring page has every line as it is written", () => {
  const page = readFileSync(new URL("../../docs/panel.md", import.meta.url), "utf8");
  for (const { line, pin, gpio } of all) {
    assert.ok(page.includes(line), line);
    assert.match(page, new RegExp(`\\| ${pin} \\| GPIO ?${gpio} \\|`), line);
  }
});
