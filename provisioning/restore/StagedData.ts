import { exchangeData } from "../../device/backup/restore.ts";
import {
  exchangeState,
  forgetOld,
  markGoingBack,
  redoExchange,
  settleExchange,
  undoExchange,
} from "../../device/data/Exchange.ts";
import type { DatabaseKey } from "../../device/storage/key.ts";
import { StoreReader } from "../../device/storage/StoreReader.ts";
import type { DataSwap } from "../change/DataSwap.ts";

/** What `stageRestore` has left beside the data of a box; or, when somebody goes back (`markGoingBack`), what was there before. */
export class StagedData implements DataSwap {
  readonly #directory: string;
  readonly #key: () => DatabaseKey | undefined;

  constructor(directory: string, key: () => DatabaseKey | undefined) {
    this.#directory = directory;
    this.#key = key;
  }

  swap(at: number): void {
    if (exchangeState(this.#directory)?.goingBack === true) undoExchange(this.#directory, at);
    else exchangeData(this.#directory, at);
  }

  undo(): void {
    const state = settleExchange(this.#directory);
    if (state?.goingBack === true) {
      if (state.phase === "undone") redoExchange(this.#directory);
      markGoingBack(this.#directory, false);
      return;
    }
    if (state?.phase === "exchanged") undoExchange(this.#directory);
    forgetOld(this.#directory);
  }

  hasNews(): boolean {
    const state = exchangeState(this.#directory);
    if (state?.phase !== (state?.goingBack === true ? "undone" : "exchanged")) return false;
    try {
      const reader = StoreReader.open(this.#directory, this.#key());
      try {
        return reader.span(state.at, Number.MAX_SAFE_INTEGER).length > 0 || reader.problems.length > 0;
      } finally {
        reader.close();
      }
    } catch {
      return true;
    }
  }
}
