/* @pure */

/** Where releases of the program stand side by side. Which one is wanted is one symbolic link, which the engine exchanges like any other file. */
export interface ReleaseShelf {
  /**
   * Unpacks the Debian package beside the others, proves that it is whole, and lets the service try it in this boot. Throws with nothing
   * left behind. Where the link is, and what it is to say.
   */
  put(file: string, version: string): Promise<{ readonly link: string; readonly to: string }>;
  /** It was not kept, and the link leads elsewhere again: takes it off the shelf. */
  drop(version: string): Promise<void>;
  /** It was kept: it runs from now on, for every command. May be said twice. */
  kept(version: string): Promise<void>;
}
