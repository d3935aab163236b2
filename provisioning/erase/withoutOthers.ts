import { execFileSync } from "node:child_process";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { takeLock } from "../change/takeLock.ts";

/** What writes to the box beside the daemon and the console: set-up pages, root's hand, the nightly backup. firstring-reset.service stops the same. */
export const OTHER_WRITERS = [
  ...["firstring-setup.target", "firstring-apply.socket", "firstring-apply-console.socket", "firstring-apply.service"],
  ...["firstring-backup.timer", "firstring-backup.service"],
] as const;

/**
 * Nobody else writes while the box is erased: a change under way would put the clinic file back. `lock`: of the engine of changes; with somebody
 * at the button it goes on all the same, because then nothing else may stop it. Returns the release.
 */
export function withoutOthers(lock: string, isAtButton: boolean, stop = stopUnits): () => void {
  const release = takeLock(lock);
  if (release === undefined && !isAtButton)
    throw new ApplianceError("CHANGE_GOING_ON", "a change of this box is being made just now: nothing was erased", {
      disposition: "operator",
      cure: "Wait until it is over (some minutes at most), then try again.",
    });
  stop(OTHER_WRITERS);
  return release ?? (() => {});
}

/** Where there is no systemd nothing of it runs. */
function stopUnits(units: readonly string[]): void {
  try {
    execFileSync("systemctl", ["stop", ...units], { stdio: "ignore", timeout: 120_000 });
  } catch {
    // A unit that is not there; the erase overwrites what it leaves.
  }
}
