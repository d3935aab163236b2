import { parseArgs } from "node:util";
import { type RetentionCut, retentionCut } from "../../firmware/message/Retention.ts";
import { askControl } from "../control/askControl.ts";
import type { RetentionOutcome } from "../data/RetentionJob.ts";
import type { RetentionDue } from "../storage/retention.ts";
import { UsageError } from "./Cli.ts";
import { clinicWithoutSecrets } from "./clinicWithoutSecrets.ts";
import { CLINIC_FILE_IN_WORDS, clinicFile } from "./defaultClinicFile.ts";
import { dataDirectory } from "./defaultDataDirectory.ts";
import { DATA_HELP, DATA_OPTION, type StoreIo, withStore } from "./storeArgs.ts";

const HELP = `firstring retention [--config FILE] [--data DIR] [--json]
firstring retention --now [--data DIR]

Shows what is older than the days of the clinic file (privacy.retention) and will be erased tonight: recordings after
audioDays, all that is known of a call after recordDays. Nothing is changed. Calls that somebody has still to take or to
close are kept, however old. The audit keeps that there was a call, by its reference.

  --now            the running box erases it at once (not while its clock may be wrong)
  --dry-run        the same as without --now
  --config FILE    the clinic file (default: ${CLINIC_FILE_IN_WORDS})
  --json           as JSON
${DATA_HELP}`;

const MOST_SHOWN = 1_000_000;

export async function retentionCommand(args: readonly string[], io: StoreIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...DATA_OPTION,
      config: { type: "string" },
      now: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  if (values.now && values["dry-run"]) throw new UsageError("--now or --dry-run?");
  if (values.now) return eraseNow(dataDirectory(values.data ?? io.dataDir), values.json, io);
  const clinic = await clinicWithoutSecrets(clinicFile(values.config, values.data), io);
  if (clinic === undefined) return 1;
  const cut = retentionCut(clinic, Date.now());
  return withStore(io, values.data, (store, when) => {
    const due = store.retentionDue(cut, MOST_SHOWN);
    io.stdout.write(values.json ? `${JSON.stringify({ ...cut, ...due })}\n` : inWords(due, cut, when));
    return 0;
  });
}

const inWords = (due: RetentionDue, cut: RetentionCut, when: (at: number) => string): string =>
  [
    `Recordings of ${due.audio.length} calls before ${when(cut.audioBefore)} will be erased.`,
    `Records of ${due.records.length} calls before ${when(cut.recordsBefore)} will be erased, and ${due.others} texts and changes of duty.`,
    ...(due.keptOpen === 0
      ? []
      : [`${due.keptOpen} older calls are kept because they are not closed: \`firstring alerts\` shows them.`]),
    due.lastRunAt === undefined ? "It has not been done yet." : `It was last done at ${when(due.lastRunAt)}.`,
    "",
  ].join("\n");

async function eraseNow(directory: string, json: boolean, io: StoreIo): Promise<number> {
  const outcome = (await askControl(directory, { do: "retention" }))["retention"] as RetentionOutcome;
  if (json) io.stdout.write(`${JSON.stringify(outcome)}\n`);
  else if (outcome.kind === "done")
    io.stdout.write(`Erased ${outcome.counts.recordings} recordings and ${outcome.counts.records} records.\n`);
  else io.stderr.write(`Nothing was erased: ${outcome.kind === "failed" ? outcome.why : "it is not time"}.\n`);
  return outcome.kind === "done" ? 0 : 1;
}
