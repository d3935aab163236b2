import { execFileSync } from "node:child_process";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";

/** Seconds since 1970 that every file of the package carries: SOURCE_DATE_EPOCH, else the time of the last commit. */
export function sourceDate(root: string): number {
  const given = process.env["SOURCE_DATE_EPOCH"];
  const text = given ?? lastCommit(root);
  const seconds = Number(text);
  if (text !== undefined && Number.isSafeInteger(seconds) && seconds > 0) return seconds;
  throw new ApplianceError(
    "PACKAGE_DATE",
    given === undefined
      ? "this folder has no commit whose time the package could carry"
      : `SOURCE_DATE_EPOCH is '${given}', which is no number of seconds`,
    {
      disposition: "operator",
      cure: "Build in a clone made by git, or set SOURCE_DATE_EPOCH to a number of seconds since 1970.",
    },
  );
}

function lastCommit(root: string): string | undefined {
  try {
    return execFileSync("git", ["log", "-1", "--format=%ct"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}
