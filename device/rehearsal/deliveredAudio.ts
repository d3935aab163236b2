import { readFileSync } from "node:fs";
import type { MessageSummary } from "../../firmware/message/MessageStore.ts";
import type { CallersReport } from "./CalledLine.ts";

/** 16 bits each: what starts in the middle of one is noise, not the same sound. */
const SAMPLE_BYTES = 2;

/** Is `take` a part of what was delivered, sample for sample and without a hole? */
export function isPartOf(delivered: Uint8Array, take: Uint8Array): boolean {
  const whole = Buffer.from(delivered.buffer, delivered.byteOffset, delivered.byteLength);
  let at = whole.indexOf(take);
  while (at !== -1 && at % SAMPLE_BYTES !== 0) at = whole.indexOf(take, at + 1);
  return at !== -1;
}

/**
 * Is every stored recording sample for sample what the modem delivered? A half-duplex modem delivers each take by itself, so
 * it must be the whole of one. On a full-duplex line the sound never stops, and a take is a piece of it: the bytes in the
 * store, deciphered, are looked for in it.
 */
export async function areDelivered(
  { message, recordings }: MessageSummary,
  report: CallersReport,
  { directory, environment }: { readonly directory: string; readonly environment: NodeJS.ProcessEnv },
): Promise<boolean> {
  if (report.streams === undefined)
    return recordings.every((stored) => report.recordings.some(({ sha256 }) => sha256 === stored.sha256));
  const streams = report.streams.map((file) => readFileSync(file));
  // Only now: the database's library is nothing that a rehearsal's start should wait for.
  const [{ StoreReader }, { findDatabaseKey }] = await Promise.all([
    import("../storage/StoreReader.ts"),
    import("../storage/key.ts"),
  ]);
  const store = StoreReader.open(directory, findDatabaseKey(directory, environment));
  const takes = recordings.map(({ part }) => store.recording(message.ref, part)?.bytes);
  store.close();
  return takes.every((take) => take !== undefined && streams.some((stream) => isPartOf(stream, take)));
}
