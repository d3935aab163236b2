import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runToEnd } from "./runToEnd.ts";

/** What FirstRing recommends and Raspberry Pi OS Lite does not bring; a first start has no network. */
const MISSING_ON_LITE = ["mtools"] as const;

/**
 * Debian's arm64 packages that a card needs beside ours, fetched by this machine's own apt from its own sources, with their
 * signatures, and without touching this machine. What cannot be fetched is said, and is no reason to make no card.
 */
export async function bringToCard(folder: string, say: (line: string) => void): Promise<void> {
  const there = readdirSync(folder);
  const wanted = MISSING_ON_LITE.filter((name) => !there.some((file) => file.startsWith(`${name}_`)));
  if (wanted.length === 0) return;
  const work = mkdtempSync(join(tmpdir(), "firstring-card-"));
  try {
    for (const path of ["state/lists/partial", "cache/archives/partial"])
      mkdirSync(join(work, path), { recursive: true });
    writeFileSync(join(work, "status"), "");
    const apt = (cwd: string, ...args: readonly string[]) =>
      runToEnd("apt-get", [...settings(work), ...args], { cwd, failed: (output) => new Error(output) });
    say(`Fetching ${wanted.join(", ")} for the card …`);
    await apt(work, "update");
    await apt(work, "download", ...wanted);
    for (const file of readdirSync(work)) if (file.endsWith(".deb")) copyFileSync(join(work, file), join(folder, file));
  } catch (error) {
    say(`${wanted.join(", ")} could not be fetched: ${error instanceof Error ? error.message : String(error)}`);
    say(
      `The card works; without mtools the box reads no USB sticks. Put mtools_…_arm64.deb (packages.debian.org) into`,
    );
    say(`${folder}, or type on the box, when it has a network: sudo apt install mtools`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** apt.conf(5): another architecture, an empty machine, all that is written in a folder of ours. */
const settings = (work: string): readonly string[] =>
  [
    "APT::Architecture=arm64",
    "APT::Architectures=arm64",
    `Dir::State=${work}/state`,
    `Dir::State::status=${work}/status`,
    `Dir::Cache=${work}/cache`,
    // As whoever we are: apt's own account may not read our folder.
    "APT::Sandbox::User=",
    "Acquire::Languages=none",
    "Acquire::Retries=1",
    "Debug::NoLocking=1",
  ].flatMap((setting) => ["-o", setting]);
