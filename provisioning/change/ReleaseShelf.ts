/* @pure */

/** Where releases of the program stand side by side, and which of them runs. */
export interface ReleaseShelf {
  /** Unpacks the Debian package beside the others and proves that it is whole. Throws with nothing left behind. */
  put(file: string, version: string): Promise<void>;
  /** From the next start of the service on this one runs, for so many seconds or until the box starts anew. */
  tryOut(version: string, seconds: number): Promise<void>;
  /** It runs from now on. Durable when it returns. */
  keep(version: string): Promise<void>;
  /** The trial is over; it goes off the shelf, unless it is the one that runs. */
  drop(version: string): Promise<void>;
  /** The one that runs, where it is not the packaged one. */
  current(): string | undefined;
}
