/**
 * What QEMU's `blklogwrites` wrote: each write and flush that the guest gave to its disk, in their order, in the format of
 * the kernel's dm-log-writes (Documentation/admin-guide/device-mapper/log-writes.rst).
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const MAGIC = 0x6a736677736872n;
const FLUSH = 1n;
const FUA = 2n;
const DISCARD = 4n;
export const SECTOR = 512;

export interface LoggedWrite {
  /** Byte offset on the disk, and of the data in the log. */
  readonly at: number;
  readonly from: number;
  readonly length: number;
  readonly flush: boolean;
  /** Durable when it is answered, without a flush. */
  readonly fua: boolean;
  readonly discard: boolean;
  /** The size of the log when this entry was whole. */
  readonly end: number;
}

/**
 * QEMU writes the super-block at flushes only. So entries are read to the end of the log rather than counted, and a guest that
 * never flushed has none.
 */
export function readBlockLog(path: string): readonly LoggedWrite[] {
  const file = openSync(path, "r");
  try {
    const size = fstatSync(file).size;
    const head = Buffer.alloc(SECTOR);
    readSync(file, head, 0, SECTOR, 0);
    const begun = head.some((byte) => byte !== 0);
    if (begun && head.readBigUInt64LE(0) !== MAGIC) throw new Error(`${path} is no block log`);
    const sector = begun ? head.readUInt32LE(24) : SECTOR;
    const entries: LoggedWrite[] = [];
    for (let at = sector; at + sector <= size; ) {
      readSync(file, head, 0, 32, at);
      const flags = head.readBigUInt64LE(16);
      const bytes = Number(head.readBigUInt64LE(8)) * sector;
      const length = (flags & DISCARD) === 0n ? bytes : 0;
      const from = at + sector;
      // The entry that was being written when QEMU was killed.
      if (from + length > size) break;
      const where = Number(head.readBigUInt64LE(0)) * sector;
      const [flush, fua, discard] = [FLUSH, FUA, DISCARD].map((flag) => (flags & flag) !== 0n);
      at = from + length;
      entries.push({
        at: where,
        from,
        length: bytes,
        flush: flush === true,
        fua: fua === true,
        discard: discard === true,
        end: at,
      });
    }
    return entries;
  } finally {
    closeSync(file);
  }
}
