import { execFileSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { askControl } from "../control/askControl.ts";
import { connectControl } from "../control/ControlClient.ts";
import { socketPath } from "../control/socketPath.ts";
import { BOX } from "../runtime/installation.ts";

/** Whether an appliance runs on this data directory. */
export async function isRunning(directory: string): Promise<boolean> {
  try {
    const client = await connectControl(socketPath(directory, "control"), () => {});
    client.close();
    return true;
  } catch {
    return false;
  }
}

/**
 * Nobody answers while data changes places. The box's own service is stopped (and started again by the function that is
 * returned); any other run must be stopped by whoever started it.
 */
export async function withoutService(directory: string, waitForCalls?: (words: string) => void): Promise<() => void> {
  const isBox = directory === BOX.data;
  if (isBox && waitForCalls !== undefined) await untilQuiet(directory, waitForCalls);
  const mayStart = isBox && isEnabled();
  if (isBox) systemctl("stop", "firstring.service", ...CONSOLE);
  if (await isRunning(directory))
    throw new ApplianceError("IN_USE", `FirstRing is running on ${directory}`, {
      disposition: "operator",
      cure: "Stop it first.",
    });
  return () => {
    if (mayStart) systemctl("start", "--no-block", "firstring.service", ...CONSOLE);
  };
}

/** Its socket with it: who opens a page would start it again. */
const CONSOLE = ["firstring-console.socket", "firstring-console-redirect.socket", "firstring-console.service"];

/** A call is bounded by nine minutes. */
const QUIET_WITHIN_S = 900;

async function untilQuiet(directory: string, say: (words: string) => void): Promise<void> {
  for (let second = 0; second < QUIET_WITHIN_S; second += 1) {
    const answer = await askControl(directory, { do: "status" }).catch(() => undefined);
    const status = answer?.["status"] as { readonly atWork?: { readonly calls: number } } | undefined;
    if ((status?.atWork?.calls ?? 0) === 0) return;
    if (second === 0) say("Waiting for the end of a telephone call …");
    await pause(1_000);
  }
}

const isEnabled = (): boolean => systemctl("is-enabled", "--quiet", "firstring.service");

/** False: there is no systemd, or it says no. */
function systemctl(...args: readonly string[]): boolean {
  try {
    execFileSync("systemctl", args, { stdio: "ignore", timeout: 120_000 });
    return true;
  } catch {
    return false;
  }
}
