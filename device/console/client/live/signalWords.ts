import { words } from "../i18n.ts";

const says = words({
  en: { veryGood: "very good", good: "good", fair: "fair", weak: "weak", veryWeak: "very weak" },
  es: { veryGood: "muy buena", good: "buena", fair: "regular", weak: "débil", veryWeak: "muy débil" },
});

/** The steps that modem makers give for `+CSQ`; firmware/health/ModemStatus.ts has the same. */
export const SIGNAL_STEPS = [
  [-73, "veryGood"],
  [-83, "good"],
  [-93, "fair"],
  [-103, "weak"],
] as const;

export const signalWord = (dbm: number): string =>
  says()[SIGNAL_STEPS.find(([least]) => dbm >= least)?.[1] ?? "veryWeak"];
