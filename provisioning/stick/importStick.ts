import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OtherFileSystem } from "../../firmware/panel/otherFileSystems.ts";
import type { ApplyClient } from "../change/ApplyClient.ts";
import { diskTrouble } from "../change/diskTrouble.ts";
import { type Outcome, type Refusal, refused } from "../change/Plan.ts";
import { judgeReading, type StickReading } from "./stickFiles.ts";
import { isDoneBefore, type NoOutcome, type ReportFacts, stickReport } from "./stickReport.ts";

export interface ImportMeans {
  /** Where the reader puts `DEVICE.bun`, and root's hand looks for it. */
  readonly copies: string;
  /** Where the reader puts `DEVICE.err`, and where `DEVICE.txt` goes: in memory, which is not full when the disk is. */
  readonly notes: string;
  readonly client: Pick<ApplyClient, "applyBundle" | "owner" | "status">;
  readonly show: (kind: "working" | "done" | "refused" | undefined) => void;
  readonly now: () => number;
  readonly say: (words: string) => void;
}

/** What the lamps show for `working` is forgotten after a quarter of an hour; a call may have to be waited for that long. */
const SHOW_AGAIN_MS = 60_000;

/** Undefined: there was no bundle on the stick, and nobody wants a report. */
export async function importStick(device: string, means: ImportMeans): Promise<Outcome | undefined> {
  const { copies, notes, show, say } = means;
  const copy = join(copies, `${device}.bun`);
  const reading = judgeReading(existsSync(copy), textOf(join(notes, `${device}.err`)));
  if (reading.kind === "none") return undefined;
  show("working");
  const again = setInterval(() => show("working"), SHOW_AGAIN_MS);
  let begun = false;
  try {
    const outcome =
      reading.kind === "bundle"
        ? await handOver(device, means, () => {
            begun = true;
          })
        : refused(refusalOf(reading));
    say(outcome.words);
    await report(device, outcome, means);
    show(outcome.kind === "kept" || isDoneBefore(outcome) ? "done" : "refused");
    return outcome;
  } catch (error) {
    const refusal = { ...diskTrouble(error), cure: ONCE_MORE };
    await report(device, begun ? { kind: "unknown", refusal } : refused(refusal), means);
    show("refused");
    throw error;
  } finally {
    clearInterval(again);
    // A disk that it has filled to the last byte is the answering service's, too. Of a folder on the stick mcopy makes a folder.
    rmSync(copy, { recursive: true, force: true });
  }
}

/** A stick that cannot be read or written: the lamps say so, the daemon why (fault 905), and so does the record of changes. */
export async function refuseStick(
  fileSystem: OtherFileSystem,
  {
    client,
    say,
    show,
  }: Pick<ImportMeans, "client" | "say"> & {
    readonly show: (kind: "refused", fileSystem: OtherFileSystem) => void;
  },
): Promise<Outcome> {
  show("refused", fileSystem);
  const outcome = await client.applyBundle({ from: "other-stick", fileSystem }, { who: { by: "stick" } });
  say(outcome.words);
  return outcome;
}

/** Whoever reads the report has a stick and no command line. */
const ONCE_MORE =
  "Plug the stick in again in a minute: nothing is taken twice. If the report stays the same, start the box again.";

function refusalOf(reading: Extract<StickReading, { kind: "full" | "unreadable" }>): Refusal {
  switch (reading.kind) {
    case "full":
      return diskTrouble({ code: "ENOSPC" });
    case "unreadable":
      return { code: "STICK_UNREADABLE", what: reading.what, cure: "Copy the bundle to another stick." };
  }
}

function handOver(device: string, { client, say }: ImportMeans, onBegun: () => void): Promise<Outcome> {
  const onProgress = ({ words }: { readonly words: string }) => {
    onBegun();
    say(words);
  };
  return client.applyBundle({ from: "stick", device }, { who: { by: "stick" }, onProgress });
}

/** What came of it stays as it is also when nobody can read it on the stick. */
async function report(device: string, outcome: Outcome | NoOutcome, means: ImportMeans): Promise<void> {
  const file = join(means.notes, `${device}.txt`);
  const at = new Date(means.now()).toISOString();
  const text = stickReport(outcome, { box: await boxOf(means), at });
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    rmSync(file, { force: true });
    means.say(`There will be no report on the stick: ${file} cannot be written (${(error as Error).message}).`);
  }
}

async function boxOf({ client }: ImportMeans): Promise<ReportFacts["box"]> {
  try {
    const [{ serial }, { version }] = await Promise.all([client.owner(), client.status()]);
    return { serial, version };
  } catch {
    return undefined;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8").slice(0, 4_000);
  } catch {
    return "";
  }
}
