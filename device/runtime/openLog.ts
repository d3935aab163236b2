import { type Logger, pino } from "pino";

/** Where messages for the journal go: one JSON object a line on standard output. No patient data ever. */
export type Log = Logger;

export function openLog(level: string): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 1, sync: true }),
  );
}
