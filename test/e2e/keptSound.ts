import assert from "node:assert/strict";
import type { CallReport } from "../../device/emulator/caller/Caller.ts";
import { findDatabaseKey } from "../../device/storage/key.ts";
import { StoreReader } from "../../device/storage/StoreReader.ts";
import type { MessageSummary } from "../../firmware/message/MessageStore.ts";

/** 8-bit codes at 8000 Hz. */
const BYTES_PER_MS = 8;

/** The message of a code, with the sound of its reason, as the command line reads it beside the running box. */
export function kept(data: string, ref: string): { readonly summary: MessageSummary; readonly reason: Uint8Array } {
  const store = StoreReader.open(data, findDatabaseKey(data));
  try {
    const summary = store.find(ref);
    assert.ok(summary !== undefined, `no message ${ref}`);
    return { summary, reason: store.recording(ref, "reason")?.bytes ?? new Uint8Array() };
  } finally {
    store.close();
  }
}

/** What is kept is a piece of what the modem delivered, byte for byte, and at least so long. */
export function assertWhole(data: string, ref: string, report: CallReport, atLeastMs: number): MessageSummary {
  const { summary, reason } = kept(data, ref);
  const [recording] = summary.recordings;
  assert.ok((recording?.milliseconds ?? 0) >= atLeastMs, `${ref}: ${recording?.milliseconds} ms of ${atLeastMs}`);
  const delivered = report.recordings.some(({ bytes }) => Buffer.from(bytes).includes(Buffer.from(reason)));
  assert.ok(delivered, `${ref}: the recording of ${reason.length} bytes is not what the modem delivered`);
  return summary;
}

/** An analog modem records only when it is told to: all that it delivered then is kept. */
export function assertAllKept(data: string, ref: string, report: CallReport): MessageSummary {
  const longest = Math.max(...report.recordings.map(({ bytes }) => bytes.length));
  return assertWhole(data, ref, report, (longest / BYTES_PER_MS) * 0.9);
}
