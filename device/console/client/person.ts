/** Whoever reads touches something in that time; the session's half hour is counted from the last touch. */
const AWAY_AFTER_MS = 60_000;

let touchedAt = performance.now();
for (const touch of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const) {
  addEventListener(touch, () => (touchedAt = performance.now()), { passive: true, capture: true });
}

/** Whether a person has touched the page within the last minute. */
export const isSomebodyHere = (): boolean => performance.now() - touchedAt < AWAY_AFTER_MS;
