/** What udev calls file systems that a stick may well have, and that mcopy does not read; and what people call them. */
export const OTHER_FILE_SYSTEMS = {
  exfat: "exFAT",
  ntfs: "NTFS",
  hfsplus: "Mac OS Extended",
  apfs: "APFS",
} as const;
export type OtherFileSystem = keyof typeof OTHER_FILE_SYSTEMS;

export const isOtherFileSystem = (name: unknown): name is OtherFileSystem =>
  typeof name === "string" && Object.hasOwn(OTHER_FILE_SYSTEMS, name);
