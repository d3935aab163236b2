/* @pure */
import type { ChangeOf } from "../Change.ts";
import type { FileSwap } from "../disk/FileSwap.ts";

/** Who keeps the network of this box, and how it is told. */
export interface NetworkControl {
  readonly kind: "NetworkManager" | "networkd" | "none";
  files(change: ChangeOf<"network">): readonly FileSwap[];
  /** Takes up what the files say now. */
  activate(change: ChangeOf<"network">): Promise<void>;
}
