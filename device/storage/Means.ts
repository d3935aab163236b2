import type { RunningDigests } from "./audio.ts";
import type { CodeLedger } from "./CodeLedger.ts";
import type { View } from "./Layer.ts";

/** The worker's means beside the databases. */
export interface Means {
  readonly codes: CodeLedger;
  readonly digests: RunningDigests;
  readonly now: number;
  /** Samples that memory may hold when there is no disk. */
  readonly roomForAudio: (view: View, bytes: number) => boolean;
}
