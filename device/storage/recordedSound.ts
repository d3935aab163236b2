import type { AudioFormat } from "../../firmware/line/Line.ts";
import type { SpokenLength } from "../../firmware/message/Inbox.ts";
import type { SpokenPart, VoiceMessage } from "../../firmware/message/MessageStore.ts";
import { BYTES_PER_SAMPLE, type RecordingRow, takesOf, takeThatCounts } from "./audio.ts";
import { firstFound, union, type View } from "./Layer.ts";

// The sound of a message without reading all of it at once: how long it is, where its seconds are, one of them.

/** One second, more or less, at its place in the take. */
interface Chunk {
  readonly sequence: number;
  /** Bytes before it. */
  readonly from: number;
  readonly length: number;
}

/** The take that counts, and how it lies in the store. */
export interface RecordedSound {
  readonly format: AudioFormat;
  readonly length: number;
  readonly chunks: readonly Chunk[];
  readonly take: { readonly callId: string; readonly part: SpokenPart; readonly take: number };
}

const MS_PER_SAMPLE = 1 / 8;

/** Of each part that was spoken. */
export const spokenLengths = (
  view: View,
  message: Pick<VoiceMessage, "callId" | "keptTakes">,
): readonly SpokenLength[] =>
  [...Map.groupBy(takesOf(view, message.callId), ({ part }) => part)].flatMap(([part, takes]) => {
    const counting = takeThatCounts(takes, message);
    return counting === undefined
      ? []
      : [{ part, takes: takes.length, ms: msOf(counting.format, lengthOf(view, message.callId, counting)) }];
  });

export const msOf = (format: AudioFormat, bytes: number): number => (bytes / BYTES_PER_SAMPLE[format]) * MS_PER_SAMPLE;

/** Known without a look at the sound, unless two databases have a part of it each. */
const lengthOf = (view: View, callId: string, row: RecordingRow): number =>
  row.length >= 0 ? row.length : chunksOf(view, callId, row).reduce((sum, { length }) => sum + length, 0);

export const recordedSound = (
  view: View,
  message: Pick<VoiceMessage, "callId" | "keptTakes">,
  part: SpokenPart,
): RecordedSound | undefined => {
  const { callId } = message;
  const row = takeThatCounts(
    takesOf(view, callId).filter((take) => take.part === part),
    message,
  );
  if (row === undefined) return undefined;
  const chunks = chunksOf(view, callId, row);
  const last = chunks.at(-1);
  return {
    format: row.format,
    length: last === undefined ? 0 : last.from + last.length,
    chunks,
    take: { callId, part, take: row.take },
  };
};

/** SQLite tells the length of a blob from its row's header: the sound itself is not read. */
const chunksOf = (view: View, callId: string, { part, take }: RecordingRow): readonly Chunk[] => {
  const sql =
    "SELECT sequence, length(bytes) AS length FROM audio WHERE call_id = ? AND part = ? AND take = ? ORDER BY sequence";
  const rows = union(
    view,
    (layer) => layer.all<{ sequence: number; length: number }>(sql, callId, part, take),
    ({ sequence }) => sequence,
  ).sort((a, b) => a.sequence - b.sequence);
  let from = 0;
  return rows.map(({ sequence, length }) => {
    const chunk = { sequence, from, length };
    from += length;
    return chunk;
  });
};

/** The samples of one chunk, as the line delivered them; undefined: it was erased since, or is damaged. */
export const readChunk = (
  view: View,
  { callId, part, take }: RecordedSound["take"],
  sequence: number,
): Uint8Array | undefined =>
  firstFound(
    view,
    (layer) =>
      layer.get<{ bytes: Uint8Array }>(
        "SELECT bytes FROM audio WHERE call_id = ? AND part = ? AND take = ? AND sequence = ?",
        ...([callId, part, take, sequence] as const),
      )?.bytes,
  );
