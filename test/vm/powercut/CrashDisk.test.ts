import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readBlockLog, SECTOR } from "./BlockLog.ts";
import { knownAt, readConfirmation } from "./Confirmed.ts";
import { CrashDisk, lotFrom } from "./CrashDisk.ts";

const SECTORS = 256;
const FLUSH = 1;
const FUA = 2;

/** As dm-log-writes and QEMU write it: a super-block, then a sector before each entry's data. */
function logOf(...entries: readonly { sector: number; fill?: number; flags?: number; sectors?: number }[]): Buffer {
  const head = Buffer.alloc(SECTOR);
  head.writeBigUInt64LE(0x6a736677736872n, 0);
  head.writeBigUInt64LE(1n, 8);
  head.writeUInt32LE(SECTOR, 24);
  const parts = entries.map(({ sector, fill = 0, flags = 0, sectors = fill === 0 ? 0 : 1 }) => {
    const entry = Buffer.alloc(SECTOR);
    entry.writeBigUInt64LE(BigInt(sector), 0);
    entry.writeBigUInt64LE(BigInt(sectors), 8);
    entry.writeBigUInt64LE(BigInt(flags), 16);
    return Buffer.concat([entry, Buffer.alloc(sectors * SECTOR, fill)]);
  });
  return Buffer.concat([head, ...parts]);
}

const ENTRIES = [
  { sector: 1, fill: 1 },
  { sector: 2, fill: 2 },
  { sector: 0, flags: FLUSH },
  { sector: 3, fill: 3 },
  { sector: 4, fill: 4, flags: FUA },
  { sector: 2, fill: 5 },
];

function onDisk(
  body: (disk: CrashDisk, read: () => number[], log: ReturnType<typeof readBlockLog>) => void,
  cutShort = 0,
): void {
  const folder = mkdtempSync(join(tmpdir(), "firstring-crash-"));
  try {
    const [log, image, out] = ["log", "image", "out"].map((name) => join(folder, name)) as [string, string, string];
    const whole = logOf(...ENTRIES);
    writeFileSync(log, whole.subarray(0, whole.length - cutShort));
    writeFileSync(image, Buffer.alloc(SECTORS * SECTOR));
    const entries = readBlockLog(log);
    const disk = new CrashDisk(image, entries, log);
    const write = disk.write.bind(disk);
    disk.write = (_path, ...rest) => write(out, ...rest);
    body(disk, () => [1, 2, 3, 4].map((sector) => readFileSync(out)[sector * SECTOR] ?? -1), entries);
    disk.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("what was flushed, and what was written through, is on the disk; all else only by its fate", () => {
  onDisk((disk, read) => {
    assert.equal(disk.write("", 2, "dropped", lotFrom(1)), 2);
    assert.deepEqual(read(), [0, 0, 0, 0], "nothing was flushed yet");
    disk.write("", 3, "dropped", lotFrom(1));
    assert.deepEqual(read(), [1, 2, 0, 0], "the flush made both durable");
    assert.equal(disk.write("", 6, "dropped", lotFrom(1)), 3);
    assert.deepEqual(read(), [1, 2, 0, 4], "of the later ones only the one that was written through");
    disk.write("", 6, "kept", lotFrom(1));
    assert.deepEqual(read(), [1, 5, 3, 4], "in their order");
  });
});

test("torn: each write in doubt is there or not, as the lot has it, and the same lot gives the same disk", () => {
  const seen = new Set<string>();
  onDisk((disk, read) => {
    for (let seed = 0; seed < 40; seed += 1) {
      disk.write("", 6, "torn", lotFrom(seed));
      const first = read();
      disk.write("", 6, "torn", lotFrom(seed));
      assert.deepEqual(read(), first);
      seen.add(first.join());
    }
  });
  assert.deepEqual([...seen].sort(), ["1,2,0,4", "1,2,3,4", "1,5,0,4", "1,5,3,4"]);
});

test("an entry that was being written when the machine was killed counts for nothing", () => {
  onDisk((_disk, _read, log) => assert.equal(log.length, ENTRIES.length - 1), 1);
});

test("what had been confirmed at a cut is what was heard while the log was no longer than that", () => {
  const lines = ["codes AAAA,BBBB", "audio c.0 0", "audio c.0 1", "message AAAA", "message BBBB", "taken AAAA"];
  const all = lines.map((line, n) => readConfirmation(line, (n + 1) * 100));
  const known = knownAt(all, 400);
  assert.deepEqual([...known.messages], ["AAAA"]);
  assert.deepEqual([...known.urgent], ["AAAA"], "the first code of a pair is the urgent call's");
  assert.equal(known.audio.get("c.0"), 2);
  assert.equal(known.taken.size, 0);
  assert.deepEqual([...knownAt(all, 0).codes], []);
});
