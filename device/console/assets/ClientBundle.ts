/** What browsers are given of the console; all files lie in one folder of the browser's. */
export interface ClientBundle {
  /** By their names. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** The same by brotli, where it was done ahead. */
  readonly compressed: ReadonlyMap<string, Buffer>;
  /** By the first part of a page's address: what it needs before it can show anything. */
  readonly preloads: ReadonlyMap<string, readonly string[]>;
  /** Files of node_modules that are inside, as paths below it. */
  readonly libraries: readonly string[];
}

/** Those of every page. */
export const MAIN_FILE = "main.js";
