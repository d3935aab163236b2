/** What the box's state is made of, for one line of `systemctl status`. */
export interface ServiceState {
  readonly lines: ReadonlyMap<string, string>;
  readonly smsReady: boolean;
  readonly openAlerts: number;
  /** Codes of the faults that are shown. */
  readonly faults: readonly string[];
  /** Why the watchdog is not told that all is well. */
  readonly stuck?: string;
}

/** No patient data: codes of faults, ids of lines, counts. */
export function serviceInWords({ lines, smsReady, openAlerts, faults, stuck }: ServiceState): string {
  if (stuck !== undefined) return `About to be restarted by the watchdog: ${stuck}`;
  const ready = [...lines].filter(([, state]) => state.startsWith("ready")).map(([id]) => id);
  const answers =
    ready.length === 0
      ? "Answers no calls"
      : ready.length === lines.size
        ? `Answers calls on ${ready.join(", ")}`
        : `Answers calls on ${ready.join(", ")} only`;
  const parts = [
    answers,
    smsReady ? "pages by SMS" : "cannot page by SMS",
    ...(openAlerts === 0 ? [] : [`${openAlerts} ${openAlerts === 1 ? "call" : "calls"} not closed`]),
    ...(faults.length === 0 ? [] : [`faults: ${[...new Set(faults)].join(", ")}`]),
  ];
  return parts.join("; ");
}
