/* @pure */

/**
 * The data of a backup that lies staged beside the box's own: it changes places in one go with the files of a change, and goes
 * back with them. Each may be called again after a cut.
 */
export interface DataSwap {
  swap(at: number): void;
  /** What was there before, in its place again; what was tried is given up. Nothing, when nothing was exchanged. */
  undo(): void;
  /** Calls were taken since the exchange, or nobody can look: to go back by itself would lose confirmed messages. */
  hasNews(): boolean;
}
