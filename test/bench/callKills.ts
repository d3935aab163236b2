import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { finding, type Section } from "./report.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const TEST = "test/fault/killAppliance.test.ts";

/** The test of `npm test`, with as many kills as the bar asks for: what it finds lost it fails for. */
export async function callKills(kills: number, tell: (line: string) => void): Promise<Section> {
  const child = spawn(process.execPath, ["--test", "--test-reporter=spec", "--test-name-pattern=kill -9", TEST], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, FIRSTRING_KILLS: String(kills) },
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    for (const line of text.split("\n").filter((each) => each.trim() !== "")) tell(line);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const found = /answered \d+, [^\n]*/.exec(said)?.[0] ?? `the test ended with ${code}`;
  return {
    title: "the power goes, as far as a process can tell",
    rows: [
      finding(
        `kill -9 × ${kills} at random moments of calls`,
        found,
        "0 confirmed messages lost, 0 pages lost, 1 s of speech at most",
        code === 0 && / pass 1$/m.test(said),
      ),
    ],
    notes: [TEST],
  };
}
