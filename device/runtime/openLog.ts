import { type Logger, pino } from "pino";
import { logFields } from "../../firmware/health/redact.ts";
import { withoutNumbers } from "../../firmware/health/withoutNumbers.ts";

/** Where messages for the journal go: one JSON object a line on standard output. No patient data ever. */
export type Log = Logger;

/** Only fields of a list are shown, and no number that somebody may have, whoever wrote the line. */
export function openLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: (fields) => logFields(fields) },
      hooks: {
        logMethod(args, method) {
          const shown = (args as unknown[]).map((arg) => (typeof arg === "string" ? withoutNumbers(arg) : arg));
          method.apply(this, shown as Parameters<typeof method>);
        },
      },
    },
    pino.destination({ dest: 1, sync: true }),
  );
}
