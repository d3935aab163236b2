import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);
const WITHIN_MS = 60_000;

/** The list of sealed secrets is made anew (system-generators/firstring-credentials). Nothing where no systemd runs. */
export async function reloadUnits(): Promise<void> {
  if (!existsSync("/run/systemd/system")) return;
  await run("systemctl", ["daemon-reload"], { timeout: WITHIN_MS });
}
