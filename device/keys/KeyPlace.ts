/**
 * Where the database key is kept. A rotation writes the next key durably before anything is encrypted with it, and takes the
 * old one away only when nothing is encrypted with that any more: whenever the power goes, each database opens with one of both.
 */
export interface KeyPlace {
  readonly source: KeySource;
  /** In words, for a person: never the key. */
  readonly where: string;
  current(): Uint8Array | undefined;
  next(): Uint8Array | undefined;
  /** Makes the next key, or gives the one that an interrupted rotation has made. */
  stageNext(): Uint8Array;
  /** Takes the next key away again: nothing was encrypted with it. */
  takeNextBack(): void;
  /** The next key becomes the current one. */
  promote(): void;
  /** Takes away what a cut left of a key that another has taken the place of. */
  destroyReplaced(): void;
  /** Nothing can be read any more that was encrypted with a key from here. */
  destroy(): void;
}

export type KeySource = "otp" | "credential" | "file";
