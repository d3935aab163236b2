import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { PackedSpeech } from "./packedSpeech.ts";
import { BANK_HEAD, type BankEntry, bankIndex, indexEnd } from "./promptBank.ts";

/** Eight times ours: no file that somebody put there takes the memory of the box. */
const LARGEST_BANK_BYTES = 64 * 1024 * 1024;

/** The wanted clips of a bank. They share one piece of memory, which reaches to the last of them. Throws what is wrong. */
export function readBank(
  file: string,
  isWanted: (clip: string) => boolean,
): readonly (readonly [string, PackedSpeech])[] {
  const handle = openSync(file, "r");
  try {
    const { size } = fstatSync(handle);
    if (size > LARGEST_BANK_BYTES) throw new Error(detail.bankTooLarge({ n: size, n2: LARGEST_BANK_BYTES }));
    const wanted = indexOf(handle, size).filter(({ clip }) => isWanted(clip));
    const from = Math.min(size, ...wanted.map((entry) => entry.from));
    const bytes = readPart(handle, from, Math.max(from, ...wanted.map((entry) => entry.to)) - from);
    return wanted.map((entry) => [
      entry.clip,
      { length: entry.samples, bytes: bytes.subarray(entry.from - from, entry.to - from) },
    ]);
  } finally {
    closeSync(handle);
  }
}

/** How many samples each clip of a bank has; none of them is read. Throws what is wrong. */
export function bankLengths(file: string): ReadonlyMap<string, number> {
  const handle = openSync(file, "r");
  try {
    return new Map(indexOf(handle, fstatSync(handle).size).map(({ clip, samples }) => [clip, samples]));
  } finally {
    closeSync(handle);
  }
}

function indexOf(handle: number, size: number): readonly BankEntry[] {
  const end = indexEnd(readPart(handle, 0, Math.min(BANK_HEAD, size)));
  const index = end === undefined || end > size ? undefined : bankIndex(readPart(handle, 0, end), size);
  if (index === undefined) throw new Error(detail.noBank());
  return index;
}

function readPart(handle: number, from: number, length: number): Uint8Array {
  // Not from the pool of small buffers: it is kept as long as the daemon runs.
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const read = readSync(handle, bytes, at, length - at, from + at);
    if (read === 0) throw new Error(detail.bankShrank());
    at += read;
  }
  return bytes;
}
