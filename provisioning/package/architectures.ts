/** What FirstRing is packaged for: Debian's name of it, and Node's. */
export const ARCHITECTURES = {
  arm64: { node: "arm64" },
  amd64: { node: "x64" },
} as const;

export type Architecture = keyof typeof ARCHITECTURES;

export const isArchitecture = (name: string): name is Architecture => Object.hasOwn(ARCHITECTURES, name);

/** Of the machine that we run on. */
export const ownArchitecture: Architecture = process.arch === "arm64" ? "arm64" : "amd64";
