import { signal } from "@preact/signals";
import type { ConsoleEventData, ConsoleEventKind } from "../api/events.ts";
import type { SessionAnswer } from "../api/session.ts";
import { API, answers, get, signedOut } from "./api.ts";

/** What the box tells by itself. `resync`: the stream was broken, so anything may have changed meanwhile. */
export type EventKind = ConsoleEventKind;

const KINDS = Object.keys({
  ...{
    message: 0,
    alert: 0,
    call: 0,
    fault: 0,
    status: 0,
    clinic: 0,
    test: 0,
    change: 0,
    duty: 0,
    prompt: 0,
    resync: 0,
  },
} satisfies Record<EventKind, 0>) as EventKind[];

/** Whether the box's words come in at present. */
export const listening = signal(false);

const watchers = new Map<EventKind, Set<(data: never) => void>>();

/** Calls back with what each event of the kind carries; returns how to end it. */
export function onEvent<Kind extends EventKind>(
  kind: Kind,
  watcher: (data: ConsoleEventData[Kind]) => void,
): () => void {
  const these = watchers.get(kind) ?? new Set();
  watchers.set(kind, these);
  these.add(watcher);
  return () => these.delete(watcher);
}

function tell(kind: EventKind, data: unknown): void {
  for (const watcher of [...(watchers.get(kind) ?? [])]) watcher(data as never);
}

const RETRY_MS = 3_000;
const RETRY_LONGEST_MS = 20_000;

let source: EventSource | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let retryMs = RETRY_MS;
let wasOpen = false;

/** Begins to listen; once for each sign-in. A stream that the browser gives up is opened anew. */
export function listen(): void {
  if (source !== undefined) return;
  const opened = new EventSource(`${API}/events`);
  source = opened;
  opened.addEventListener("open", () => {
    retryMs = RETRY_MS;
    listening.value = true;
    answers.value = true;
    if (wasOpen) tell("resync", { at: Date.now() });
    wasOpen = true;
  });
  for (const kind of KINDS)
    opened.addEventListener(kind, (event) => tell(kind, parsed((event as MessageEvent<string>).data)));
  opened.addEventListener("error", () => {
    listening.value = false;
    if (navigator.onLine) void askWhy();
    if (opened.readyState !== EventSource.CLOSED) return;
    source = undefined;
    clearTimeout(retry);
    retry = setTimeout(listen, retryMs);
    retryMs = Math.min(retryMs * 2, RETRY_LONGEST_MS);
  });
}

/** Nobody is there, or nobody is signed in any more: an ordinary request finds out, and says so. No patient stays on a screen whose session is over. */
async function askWhy(): Promise<void> {
  const told = await get<SessionAnswer>("/session").catch(() => undefined);
  if (told !== undefined && told.user === undefined) signedOut.value += 1;
}

export function stopListening(): void {
  clearTimeout(retry);
  source?.close();
  source = undefined;
  wasOpen = false;
  listening.value = false;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
