/** What a call came to, for those who read it as JSON and files. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CallReport } from "./CallReport.ts";

/** The numbers of a report; the bytes themselves are left to `saveTo`. */
export function summarise(report: CallReport): Record<string, unknown> {
  const { prompts, recordings, ...rest } = report;
  return {
    ...rest,
    prompts: prompts.map(({ bytes, ...prompt }) => ({ ...prompt, bytes: bytes.length })),
    recordings: recordings.map(({ bytes, ...recording }) => ({ ...recording, bytes: bytes.length })),
  };
}

/** What was heard and what was delivered, as raw bytes of the line's format. Returns their names. */
export function saveReport(report: CallReport, folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  const parts = [
    ...report.prompts.map(({ bytes, format }, index) => ({ bytes, name: `heard-${index + 1}.${format}` })),
    ...report.recordings.map(({ bytes, format }, index) => ({ bytes, name: `delivered-${index + 1}.${format}` })),
  ];
  return parts.map(({ bytes, name }) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  });
}
