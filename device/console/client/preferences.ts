import { effect, signal } from "@preact/signals";

// What somebody likes at this browser; the box need not know it.

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

function kept<Value extends string>(name: string, known: readonly Value[], otherwise: Value) {
  const stored = localStorage.getItem(name) as Value | null;
  const value = signal<Value>(stored !== null && known.includes(stored) ? stored : otherwise);
  effect(() => localStorage.setItem(name, value.value));
  return value;
}

export const theme = kept<Theme>("firstring-theme", THEMES, "system");
/** Single keys as commands can be turned off: speech input types letters by itself (WCAG 2.1.4). */
export const shortcuts = kept<"on" | "off">("firstring-shortcuts", ["on", "off"], "on");
export const SPEEDS = ["0.75", "1", "1.25", "1.5", "2"] as const;
export const speed = kept<(typeof SPEEDS)[number]>("firstring-speed", SPEEDS, "1");

/** The dark colours are a style sheet of their own, which the system's wish or this one lets in; never onto paper. */
const DARK_WHEN: Readonly<Record<Theme, string>> = {
  system: "screen and (prefers-color-scheme: dark)",
  light: "not all",
  dark: "screen",
};

export function applyTheme(): void {
  effect(() => {
    const link = document.getElementById("dark") as HTMLLinkElement | null;
    if (link !== null) link.media = DARK_WHEN[theme.value];
    document.documentElement.dataset["theme"] = theme.value;
  });
}
