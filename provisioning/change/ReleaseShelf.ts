/* @pure */

/** Where releases of the program stand side by side. Which one runs is one symbolic link, which the engine exchanges like any other file. */
export interface ReleaseShelf {
  /** Unpacks it beside the others and proves that it starts (`firstring --version`). Throws with nothing left behind. */
  put(file: string, version: string): Promise<{ readonly link: string; readonly to: string }>;
  /** It was not kept: takes it off the shelf. */
  drop(version: string): Promise<void>;
  /** It was kept: those that nobody would go back to any more may go. */
  kept(version: string): Promise<void>;
}
