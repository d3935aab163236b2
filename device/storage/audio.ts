import { createHash, type Hash } from "node:crypto";
import type { AudioFormat } from "../../firmware/line/Line.ts";
import type { AudioChunk, MessageSummary, SpokenPart, VoiceMessage } from "../../firmware/message/MessageStore.ts";
import { type Layer, union, type View } from "./Layer.ts";
import { mentionCall } from "./records.ts";

const SAMPLES_PER_MS = 8;
export const BYTES_PER_SAMPLE: Readonly<Record<AudioFormat, number>> = { u8: 1, s8: 1, ulaw: 1, alaw: 1, s16le: 2 };

type KeptTakes = Pick<VoiceMessage, "keptTakes">;

export interface RecordingRow {
  readonly part: SpokenPart;
  readonly take: number;
  readonly format: AudioFormat;
  readonly chunks: number;
  readonly length: number;
  readonly sha256: string | null;
}

/** The running digest of each take that is being recorded, so that a chunk costs its own length and not the take's. */
export class RunningDigests {
  readonly #hashes = new Map<string, Hash>();
  /** Lines × parts; a call that ended leaves its digest behind until it is pushed out. */
  static readonly MOST = 64;

  /** Adds a chunk; undefined when the chunks before it were not seen here. */
  add(key: string, first: boolean, bytes: Uint8Array): string | undefined {
    const hash = first ? createHash("sha256") : this.#hashes.get(key);
    if (!hash) return undefined;
    this.#hashes.delete(key);
    this.#hashes.set(key, hash.update(bytes));
    if (this.#hashes.size > RunningDigests.MOST) this.#hashes.delete(this.#hashes.keys().next().value ?? "");
    return hash.copy().digest("hex");
  }

  drop(key: string): void {
    this.#hashes.delete(key);
  }

  /** After a transaction that did not come about: what was added is not stored. */
  forget(): void {
    this.#hashes.clear();
  }
}

/** Stores a chunk; a second time does nothing. True when it was new. */
export const putChunk = (layer: Layer, chunk: AudioChunk, at: number, digests: RunningDigests): boolean => {
  mentionCall(layer, chunk.callId, at);
  const key = [chunk.callId, chunk.part, chunk.take] as const;
  const added = layer.run(
    `INSERT INTO audio (call_id, part, take, sequence, format, bytes) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (call_id, part, take, sequence) DO NOTHING`,
    ...key,
    chunk.sequence,
    chunk.format,
    chunk.bytes,
  );
  if (added === 0) return false;
  const before = layer.get<{ chunks: number; last: number }>(
    `SELECT chunks, (SELECT max(sequence) FROM audio a WHERE a.call_id = r.call_id AND a.part = r.part AND a.take = r.take AND a.sequence <> ?) AS last
     FROM recordings r WHERE call_id = ? AND part = ? AND take = ?`,
    chunk.sequence,
    ...key,
  );
  const inOrder = before === undefined || before.last < chunk.sequence;
  const sha256 = inOrder ? digests.add(key.join("/"), before === undefined, chunk.bytes) : undefined;
  if (!inOrder) digests.drop(key.join("/"));
  layer.run(
    `INSERT INTO recordings (call_id, part, take, format, chunks, length, sha256) VALUES (?, ?, ?, ?, 1, ?, ?)
     ON CONFLICT (call_id, part, take) DO UPDATE SET chunks = chunks + 1, length = length + excluded.length, sha256 = excluded.sha256`,
    ...key,
    chunk.format,
    chunk.bytes.length,
    sha256 ?? null,
  );
  return true;
};

/** Counts and digests a take anew from its chunks: after a restart or a merge, when the running digest is not to be had. */
export const settleTake = (layer: Layer, callId: string, part: string, take: number): void => {
  const hash = createHash("sha256");
  let [chunks, length, format] = [0, 0, ""];
  const rows = layer.all<{ format: string; bytes: Uint8Array }>(
    "SELECT format, bytes FROM audio WHERE call_id = ? AND part = ? AND take = ? ORDER BY sequence",
    callId,
    part,
    take,
  );
  for (const row of rows) {
    hash.update(row.bytes);
    chunks += 1;
    length += row.bytes.length;
    format = row.format;
  }
  layer.run(
    `INSERT INTO recordings (call_id, part, take, format, chunks, length, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (call_id, part, take) DO UPDATE SET chunks = excluded.chunks, length = excluded.length, sha256 = excluded.sha256`,
    callId,
    part,
    take,
    format,
    chunks,
    length,
    hash.digest("hex"),
  );
};

/** Takes whose digest is not known: recorded across a restart, or out of order. */
export const settleAllTakes = (layer: Layer): void => {
  const rows = layer.all<{ call_id: string; part: string; take: number }>(
    "SELECT call_id, part, take FROM recordings WHERE sha256 IS NULL",
  );
  for (const row of rows) settleTake(layer, row.call_id, row.part, row.take);
};

/** The samples of one take over all layers, joined in order. */
const takeBytes = (view: View, callId: string, part: SpokenPart, take: number): Uint8Array => {
  const rows = union(
    view,
    (layer) =>
      layer.all<{ sequence: number; bytes: Uint8Array }>(
        "SELECT sequence, bytes FROM audio WHERE call_id = ? AND part = ? AND take = ? ORDER BY sequence",
        callId,
        part,
        take,
      ),
    (row) => row.sequence,
  );
  return Uint8Array.from(Buffer.concat(rows.sort((a, b) => a.sequence - b.sequence).map((row) => row.bytes)));
};

/** One row for each take, whichever layers hold parts of it; sorted by part and take. */
export const takesOf = (view: View, callId: string): RecordingRow[] => {
  const found = new Map<string, RecordingRow>();
  for (const layer of view.all) {
    for (const row of view.read(layer, (from) => recordingRows(from, callId), [])) {
      const key = `${row.part}/${row.take}`;
      const other = found.get(key);
      found.set(key, other ? { ...row, chunks: -1, length: -1, sha256: null } : row);
    }
  }
  return [...found.values()].sort((a, b) => a.part.localeCompare(b.part) || a.take - b.take);
};

const recordingRows = (layer: Layer, callId: string): RecordingRow[] =>
  layer.all("SELECT part, take, format, chunks, length, sha256 FROM recordings WHERE call_id = ?", callId);

/** Of the takes of one part: the one that the message names, if it is there, else the highest. */
export const takeThatCounts = (takes: readonly RecordingRow[], { keptTakes }: KeptTakes): RecordingRow | undefined =>
  takes.find((row) => row.take === keptTakes?.[row.part]) ?? takes.at(-1);

export const recordingSummaries = (view: View, callId: string, message: KeptTakes): MessageSummary["recordings"] => {
  const takes = takesOf(view, callId);
  const counting = [...Map.groupBy(takes, (row) => row.part).values()]
    .map((ofPart) => takeThatCounts(ofPart, message))
    .filter((row) => row !== undefined);
  return counting.map((row) => {
    const known = row.sha256 !== null && row.length >= 0;
    const bytes = known ? undefined : takeBytes(view, callId, row.part, row.take);
    return {
      part: row.part,
      takes: takes.filter((take) => take.part === row.part).length,
      format: row.format,
      milliseconds: (bytes?.length ?? row.length) / BYTES_PER_SAMPLE[row.format] / SAMPLES_PER_MS,
      sha256:
        row.sha256 !== null && known
          ? row.sha256
          : createHash("sha256")
              .update(bytes ?? "")
              .digest("hex"),
    };
  });
};

export const joinedRecording = (
  view: View,
  message: VoiceMessage,
  part: SpokenPart,
): { format: AudioFormat; bytes: Uint8Array } | undefined => {
  const ofPart = takesOf(view, message.callId).filter((row) => row.part === part);
  const take = takeThatCounts(ofPart, message);
  if (!take) return undefined;
  return { format: take.format, bytes: takeBytes(view, message.callId, part, take.take) };
};

/** How long has been recorded of a call, over all its parts: the least it lasted. */
export const recordedMs = (view: View, callId: string): number =>
  takesOf(view, callId).reduce(
    (sum, row) => sum + Math.max(0, row.length) / BYTES_PER_SAMPLE[row.format] / SAMPLES_PER_MS,
    0,
  );
