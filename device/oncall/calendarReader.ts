// The program of the short-lived process that reads calendars for the daemon (refreshCalendar.ts): what a calendar of another program
// costs in time and memory ends with it.

import { makeCopy } from "./makeCopy.ts";
import type { ReaderAnswer, ReaderRequest } from "./refreshCalendar.ts";

/** Below what the daemon waits, so that the reason is told. */
const FETCH_WITHIN_MS = 30_000;

process.once("message", (request: ReaderRequest) => void read(request));
// The daemon has ended: nobody waits for the answer.
process.once("disconnect", () => process.exit());

async function read(request: ReaderRequest): Promise<void> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), FETCH_WITHIN_MS);
  const answer = await makeCopy(request.source, { ...request, signal: patience.signal }).then(
    (copy): ReaderAnswer => ({ ok: true, copy }),
    (error: unknown): ReaderAnswer => ({ ok: false, why: error instanceof Error ? error.message : String(error) }),
  );
  clearTimeout(timer);
  process.send?.(answer, () => process.disconnect());
}
