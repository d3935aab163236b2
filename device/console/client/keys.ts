import { useEffect, useRef } from "preact/hooks";
import { shortcuts } from "./preferences.ts";

/** Keys by the name that KeyboardEvent gives them, `" "`, `ArrowLeft`, `c`; true: it was for us. */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const TYPING =
  'input:not([type="range"]):not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable]';
/** What does something of its own with the space bar. */
const PRESSED = "button, a, summary, input, label";

/** Commands of single keys, as long as this part of the page is there. Never while somebody types, or a dialog is open. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (shortcuts.peek() === "off" || event.defaultPrevented) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as Element;
      if (target.closest(TYPING) !== null || document.querySelector("dialog[open]") !== null) return;
      if ((event.key === " " || event.key === "Enter") && target.closest(PRESSED) !== null) return;
      if (event.key.startsWith("Arrow") && target.closest('input[type="range"], [data-own-arrows]') !== null) return;
      const command = latest.current[event.key];
      if (command === undefined) return;
      event.preventDefault();
      command(event);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
