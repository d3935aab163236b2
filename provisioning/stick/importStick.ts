import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ApplyClient } from "../change/ApplyClient.ts";
import { type Outcome, refused } from "../change/Plan.ts";
import { judgeReading } from "./stickFiles.ts";
import { stickReport } from "./stickReport.ts";

export interface ImportMeans {
  /** Where the reader puts `DEVICE.bun` and `DEVICE.err`, and where `DEVICE.txt` goes. */
  readonly folder: string;
  readonly client: Pick<ApplyClient, "applyBundle" | "owner" | "status">;
  readonly show: (kind: "working" | "done" | "refused" | undefined) => void;
  readonly now: () => number;
  readonly say: (words: string) => void;
}

/** What the lamps show for `working` is forgotten after a quarter of an hour; a call may have to be waited for that long. */
const SHOW_AGAIN_MS = 60_000;

/** Undefined: there was no bundle on the stick, and nobody wants a report. */
export async function importStick(device: string, means: ImportMeans): Promise<Outcome | undefined> {
  const { folder, show, say } = means;
  const reading = judgeReading(existsSync(join(folder, `${device}.bun`)), textOf(join(folder, `${device}.err`)));
  if (reading.kind === "none") return undefined;
  show("working");
  const again = setInterval(() => show("working"), SHOW_AGAIN_MS);
  try {
    const outcome =
      reading.kind === "unreadable"
        ? refused({ code: "STICK_UNREADABLE", what: reading.what, cure: "Copy the bundle to another stick." })
        : await handOver(device, means);
    const [{ serial }, { version }] = await Promise.all([means.client.owner(), means.client.status()]);
    const report = stickReport(outcome, { serial, version, at: new Date(means.now()).toISOString() });
    writeFileSync(join(folder, `${device}.txt`), report, { mode: 0o600 });
    say(outcome.words);
    show(outcome.kind === "kept" ? "done" : "refused");
    return outcome;
  } catch (error) {
    show("refused");
    throw error;
  } finally {
    clearInterval(again);
  }
}

const handOver = (device: string, { client, say }: ImportMeans): Promise<Outcome> =>
  client.applyBundle({ from: "stick", device }, { who: { by: "stick" }, onProgress: ({ words }) => say(words) });

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8").slice(0, 4_000);
  } catch {
    return "";
  }
}
