import { join } from "node:path";
import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "../../device/cli/Cli.ts";
import { describeIssues, printable } from "../../device/cli/describeIssues.ts";
import { readClinicText } from "../../device/cli/readClinicText.ts";
import { lineDiff } from "../../firmware/config/lineDiff.ts";
import { type PastClinicFile, readHistory } from "../../firmware/config/pastClinicFiles.ts";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { RequestedChange } from "./Change.ts";
import { demandRoot } from "./cli.ts";
import type { Outcome } from "./Plan.ts";
import { uninterrupted } from "./uninterrupted.ts";

const HELP = `firstring config history [--json]
firstring config diff [NUMBER]
firstring config restore NUMBER [--dry-run]
firstring config apply FILE [--dry-run]
firstring config log [--json]

The box's clinic file, and every one before it. A change is tried: when a line or the pages do not work with it, it is taken back.

history  the clinic files that were replaced, when, and by what
diff     what has changed since that one (default: the last one)
restore  puts that one back (which can be undone in the same way)
apply    puts another file in place of the one that is used
log      all that was changed on this box, by whom, and what came of it

  --dry-run  only say what would be done
  --json     print data

Exit code 0: done; 1: refused, or taken back; 2: you asked wrongly.
`;

export async function configCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      "dry-run": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const [verb, what, ...rest] = positionals;
  if (values.help || verb === undefined) {
    io.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  if (rest.length > 0) throw new UsageError(`'${rest.join(" ")}' is too much`);
  if (!["history", "diff", "restore", "apply", "log"].includes(verb)) throw new UsageError(`there is no '${verb}'`);
  if ((verb === "restore" || verb === "apply") && what === undefined)
    throw new UsageError(
      verb === "apply" ? "FILE is missing" : "NUMBER is missing: firstring config history shows them",
    );
  demandRoot();
  const { InstalledBox } = await import("./installedBox.ts");
  const box = new InstalledBox({ present: true });
  const { places, disk } = box;
  const past = readHistory(disk.list(places.history));
  const textOf = (file: string) => new TextDecoder().decode(disk.read(file) ?? new Uint8Array());
  if (verb === "history") {
    io.stdout.write(values.json ? `${JSON.stringify(past)}\n` : historyInWords(past));
    return 0;
  }
  if (verb === "log") {
    const all = box.record.read();
    const lines = all.map(({ at, who, words }) => `${at}  ${who.by.padEnd(12)}  ${printable(words)}\n`);
    io.stdout.write(values.json ? `${JSON.stringify(all)}\n` : lines.join("") || "Nothing was changed yet.\n");
    return 0;
  }
  if (verb === "diff") {
    const before = textOf(join(places.history, chosen(past, what).file));
    io.stdout.write(diffInWords(before, textOf(places.clinicFile)));
    return 0;
  }
  const text =
    verb === "apply" ? await readClinicText(what ?? "") : textOf(join(places.history, chosen(past, what).file));
  const changes: readonly RequestedChange[] = [{ kind: "clinic-file", text }];
  const plan = box.engine.plan(changes);
  if (plan.issues.length > 0) io.stderr.write(describeIssues(what ?? "", text, plan.issues));
  if (values["dry-run"]) {
    for (const { words } of plan.steps) io.stdout.write(`Would be done: ${words}\n`);
    for (const refusal of plan.refusals) io.stdout.write(`Refused: ${refusal.what}. ${refusal.cure}\n`);
    return plan.refusals.length === 0 ? 0 : 1;
  }
  const outcome = await uninterrupted(
    (signal) =>
      box.engine.apply(changes, {
        who: { by: "command-line" },
        signal,
        onProgress: ({ words }) => io.stderr.write(`${words}\n`),
      }),
    io,
  );
  return tellOutcome(outcome, io);
}

/** For every command that changes a box. */
export function tellOutcome(outcome: Outcome, io: CliIo): number {
  // They quote clinic files and names, which others have written.
  const say = (words: string): void => void io.stdout.write(`${printable(words)}\n`);
  say(outcome.words);
  if (outcome.kind === "kept") for (const warning of outcome.warnings) say(`Note: ${warning}`);
  if (outcome.kind === "refused") for (const { cure } of outcome.refusals) say(`What to do: ${cure}`);
  return outcome.kind === "kept" ? 0 : 1;
}

function chosen(past: readonly PastClinicFile[], asked: string | undefined): PastClinicFile {
  const found = asked === undefined ? past.at(-1) : past.find(({ number }) => String(number) === asked);
  if (found !== undefined) return found;
  const which =
    past.length === 0 ? "no clinic file was replaced yet" : `there are ${past[0]?.number} to ${past.at(-1)?.number}`;
  throw new ApplianceError("CONFIG_NOT_KEPT", `there is no earlier clinic file ${asked ?? ""} (${which})`, {
    disposition: "operator",
    cure: "firstring config history shows those that are kept.",
  });
}

function historyInWords(past: readonly PastClinicFile[]): string {
  if (past.length === 0) return "No clinic file was replaced yet.\n";
  const rows = past.map(
    ({ number, replacedAt, by }) =>
      `${String(number).padStart(4)}  replaced ${replacedAt.replace("T", " ")} by ${by}\n`,
  );
  return `${rows.join("")}firstring config diff NUMBER shows what changed since; firstring config restore NUMBER puts it back.\n`;
}

const AROUND = 2;

function diffInWords(before: string, after: string): string {
  const rows = lineDiff(before, after);
  const near = (index: number) =>
    rows.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ sign }) => sign !== " ");
  const shown = rows.map(({ sign, text }, index) => (near(index) ? `${sign} ${text}\n` : undefined));
  const lines = shown.filter((line, index) => line !== undefined || shown[index - 1] !== undefined);
  return lines.map((line) => line ?? "  …\n").join("") || "They are the same.\n";
}
