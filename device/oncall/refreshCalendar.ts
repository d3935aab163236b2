import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CalendarSource } from "../../firmware/config/Clinic.ts";
import type { CalendarCopy } from "./calendarCopies.ts";

export interface ReaderRequest {
  readonly source: CalendarSource;
  readonly timezone: string;
  readonly now: number;
  readonly baseDirectory: string;
}

export type ReaderAnswer =
  | { readonly ok: true; readonly copy: CalendarCopy }
  | { readonly ok: false; readonly why: string };

/** Fetching has 30 s of it; a file made to exhaust us is killed. */
const READ_WITHIN_MS = 60_000;

const READER = fileURLToPath(new URL("./calendarReader.ts", import.meta.url));

/** Reads a calendar in a process of its own, which ends with it. Never rejects. */
export function refreshCalendar(request: ReaderRequest, signal: AbortSignal): Promise<ReaderAnswer> {
  return new Promise((resolve) => {
    let child: ReturnType<typeof fork>;
    try {
      child = fork(READER, [], {
        serialization: "advanced",
        execArgv: [],
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      });
    } catch (error) {
      return resolve({ ok: false, why: `no process can be started to read it (${error})` });
    }
    const kill = () => void child.kill("SIGKILL");
    const patience = setTimeout(kill, READ_WITHIN_MS);
    signal.addEventListener("abort", kill, { once: true });
    child.once("message", (answer) => resolve(answer as ReaderAnswer));
    child.once("error", (error) => resolve({ ok: false, why: error.message }));
    child.once("close", (code, killedBy) => {
      clearTimeout(patience);
      signal.removeEventListener("abort", kill);
      resolve({ ok: false, why: `the process that reads it ended with ${code ?? killedBy}` });
    });
    child.send(request, (error) => error && resolve({ ok: false, why: error.message }));
  });
}
