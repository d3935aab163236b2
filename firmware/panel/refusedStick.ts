import { type Duration, Hours } from "../time/Duration.ts";
import type { OtherFileSystem } from "./otherFileSystems.ts";
import type { BootMs } from "./presence.ts";
import type { ShowRequest } from "./ShowRequest.ts";

/** The name by which the lamps are asked to show something of a stick. */
export const STICK_SHOWN = "stick";

/** A stick that could not be read, and takes no report either: what the box says of it in its place. */
export interface RefusedStick {
  readonly fileSystem: OtherFileSystem;
  readonly sinceMs: BootMs;
}

/** The lamps show it for minutes; whoever has looked at them needs the time to go to a desk. */
export const TOLD_FOR: Duration = Hours(1);

/** What is told now, from what was told before and what is shown of sticks; the next stick that is read ends it. */
export function refusedStick(
  before: RefusedStick | undefined,
  shown: Pick<ShowRequest, "kind" | "sinceMs" | "fileSystem"> | undefined,
  nowMs: BootMs,
): RefusedStick | undefined {
  const isNewer = shown !== undefined && (before === undefined || shown.sinceMs > before.sinceMs);
  const told = !isNewer ? before : refusal(shown);
  return told !== undefined && nowMs - told.sinceMs < TOLD_FOR ? told : undefined;
}

const refusal = ({ fileSystem, kind, sinceMs }: Pick<ShowRequest, "kind" | "sinceMs" | "fileSystem">) =>
  kind === "refused" && fileSystem !== undefined ? { fileSystem, sinceMs } : undefined;
