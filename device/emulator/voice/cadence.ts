/* @pure */
/** When what happens on a line that rings. Milliseconds from the beginning of the first ring, unless said otherwise. */

export interface RingCadence {
  readonly ringMs: number;
  readonly pauseMs: number;
  /** From the end of ring 1 to the caller-ID burst; at least 500 ms in North America (Bellcore TR-TSY-000030). */
  readonly callerIdAfterMs: number;
  /** Length of the FSK burst: 400 ms of seizure and marks, then ten bits a byte at 1200 baud; a name makes it longer. */
  readonly callerIdBurstMs: number;
  /** Where the caller ID comes before the first ring (UK, ETSI EN 300 659-1): from its end to that ring. */
  readonly callerIdLeadMs: number;
}

export type CadenceName = "us" | "uk" | "fast";

export const CADENCES: Readonly<Record<CadenceName, RingCadence & { readonly callerIdFirst: boolean }>> = {
  us: {
    ringMs: 2000,
    pauseMs: 4000,
    callerIdAfterMs: 600,
    callerIdBurstMs: 750,
    callerIdLeadMs: 0,
    callerIdFirst: false,
  },
  // BT SIN 242: two short rings; one burst of 1 s stands for the pair here, as modems report one RING for both.
  uk: {
    ringMs: 1000,
    pauseMs: 2000,
    callerIdAfterMs: 0,
    callerIdBurstMs: 750,
    callerIdLeadMs: 500,
    callerIdFirst: true,
  },
  /** A real line ten times faster, for tests that ring often. */
  fast: {
    ringMs: 200,
    pauseMs: 400,
    callerIdAfterMs: 60,
    callerIdBurstMs: 75,
    callerIdLeadMs: 0,
    callerIdFirst: false,
  },
};
