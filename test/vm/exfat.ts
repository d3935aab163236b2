const SECTOR = 512;

/**
 * An empty exFAT volume as far as anybody looks who only asks what it is: boot region and its checksum (Microsoft's "exFAT file
 * system specification", 3.1 and 3.4), no FAT, no directory. `sectors` of 512 bytes.
 */
export function exfatVolume(sectors: number): Buffer {
  const image = Buffer.alloc(sectors * SECTOR);
  const boot = image.subarray(0, SECTOR);
  boot.set([0xeb, 0x76, 0x90]);
  boot.write("EXFAT   ", 3, "ascii");
  boot.writeBigUInt64LE(BigInt(sectors), 72);
  const [fatOffset, fatLength, heapOffset] = [24, 8, 32];
  boot.writeUInt32LE(fatOffset, 80);
  boot.writeUInt32LE(fatLength, 84);
  boot.writeUInt32LE(heapOffset, 88);
  boot.writeUInt32LE((sectors - heapOffset) >> 3, 92);
  // The root directory's first cluster; 2 is the first there is.
  boot.writeUInt32LE(4, 96);
  boot.writeUInt32LE(0x1c0ffee5, 100);
  boot.writeUInt16LE(0x0100, 104);
  // 2^9 bytes in a sector, 2^3 sectors in a cluster, one FAT.
  boot.set([9, 3, 1, 0x80], 108);
  boot.writeUInt16LE(0xaa55, 510);
  for (let sector = 1; sector <= 8; sector += 1) image.writeUInt32LE(0xaa550000, (sector + 1) * SECTOR - 4);
  const sum = checksum(image.subarray(0, 11 * SECTOR));
  for (let at = 0; at < SECTOR; at += 4) image.writeUInt32LE(sum, 11 * SECTOR + at);
  return image;
}

/** 3.4, of the first eleven sectors: flags and the percentage in use (106, 107, 112) are left out. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const [at, byte] of bytes.entries())
    if (at !== 106 && at !== 107 && at !== 112) sum = (((sum << 31) | (sum >>> 1)) + byte) >>> 0;
  return sum;
}
