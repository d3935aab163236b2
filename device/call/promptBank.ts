/* @pure */
// All prompts of a language in one file, packed (packedSpeech.ts): how an installed FirstRing carries them. One file is read in
// a moment where four hundred are opened, read and packed in seconds [measured: a quarter of a start's work].
//
//   "FirstRing prompts 1\n"   bytes of the index, 32 bits little-endian   index, JSON: [clip, samples, bytes] …   the clips' bytes, in that order

import type { PackedSpeech } from "./packedSpeech.ts";

const TITLE = new TextEncoder().encode("FirstRing prompts 1\n");
const HEAD = TITLE.length + 4;

export interface BankEntry {
  readonly clip: string;
  readonly samples: number;
  /** Where its bytes begin in the file, and where they end. */
  readonly from: number;
  readonly to: number;
}

/** In the order in which they are given: who wants only some reads no further than the last of those. */
export function writeBank(clips: readonly (readonly [clip: string, speech: PackedSpeech])[]): Uint8Array {
  const rows = clips.map(([clip, { length, bytes }]) => [clip, length, bytes.length]);
  const index = new TextEncoder().encode(JSON.stringify(rows));
  const file = new Uint8Array(HEAD + index.length + clips.reduce((sum, [, { bytes }]) => sum + bytes.length, 0));
  file.set(TITLE);
  new DataView(file.buffer).setUint32(TITLE.length, index.length, true);
  file.set(index, HEAD);
  let at = HEAD + index.length;
  for (const [, { bytes }] of clips) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

/** How many bytes at a bank's beginning `bankIndex` wants, from its first `BANK_HEAD`. Undefined: it is no bank. */
export function indexEnd(head: Uint8Array): number | undefined {
  if (head.length < HEAD || !TITLE.every((byte, at) => head[at] === byte)) return undefined;
  return HEAD + new DataView(head.buffer, head.byteOffset).getUint32(TITLE.length, true);
}

export const BANK_HEAD: number = HEAD;

/** What a bank of `size` bytes holds. Undefined: it is no bank, or a damaged one. */
export function bankIndex(beginning: Uint8Array, size: number): readonly BankEntry[] | undefined {
  const end = indexEnd(beginning);
  if (end === undefined || end > beginning.length) return undefined;
  let rows: unknown;
  try {
    rows = JSON.parse(new TextDecoder().decode(beginning.subarray(HEAD, end)));
  } catch {
    return undefined;
  }
  if (!Array.isArray(rows)) return undefined;
  const entries: BankEntry[] = [];
  let from = end;
  for (const row of rows) {
    const [clip, samples, bytes] = Array.isArray(row) ? row : [];
    if (typeof clip !== "string" || !isCount(samples) || !isCount(bytes)) return undefined;
    entries.push({ clip, samples, from, to: from + bytes });
    from += bytes;
  }
  return from === size ? entries : undefined;
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;
