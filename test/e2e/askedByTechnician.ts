import { execFile } from "node:child_process";
import { PROGRAM } from "./ApplianceProcess.ts";

/** `firstring status` as the technician types it, or another command. */
export const askedByTechnician = (data: string, ...words: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    const asked = [PROGRAM, ...(words.length === 0 ? ["status"] : words), "--data", data];
    execFile(process.execPath, asked, (_, stdout, stderr) => resolve(stdout + stderr));
  });
