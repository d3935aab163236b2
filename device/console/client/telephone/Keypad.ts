import type { VNode } from "preact";
import { html } from "../html.ts";
import { words } from "../i18n.ts";

const says = words({
  en: { keypad: "Keypad", star: "star", pound: "pound" },
  es: { keypad: "Teclado", star: "asterisco", pound: "numeral" },
});

const KEYS = [
  ...[
    ["1", ""],
    ["2", "ABC"],
    ["3", "DEF"],
    ["4", "GHI"],
    ["5", "JKL"],
    ["6", "MNO"],
  ],
  ...[
    ["7", "PQRS"],
    ["8", "TUV"],
    ["9", "WXYZ"],
    ["*", ""],
    ["0", "+"],
    ["#", ""],
  ],
] as const;

export const KEYPAD_KEYS = "0123456789*#";

const spoken = (key: string): string => (key === "*" ? says().star : key === "#" ? says().pound : key);

/** Twelve keys as on every telephone (ITU-T E.161). */
export const Keypad = ({
  disabled,
  press,
}: {
  readonly disabled: boolean;
  readonly press: (key: string) => void;
}): VNode =>
  html`<div class="keypad" role="group" aria-label=${says().keypad}>
    ${KEYS.map(
      ([key, letters]) =>
        html`<button type="button" key=${key} class="key" disabled=${disabled} aria-label=${spoken(key!)} onClick=${() => press(key!)}>
          <span aria-hidden="true">${key}</span><small aria-hidden="true" data-letters=${letters} /></button>`,
    )}
  </div>`;
