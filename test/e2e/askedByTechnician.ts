import { execFile } from "node:child_process";
import { PROGRAM } from "./ApplianceProcess.ts";

/** `firstring status` as the technician types it. */
export const askedByTechnician = (data: string): Promise<string> =>
  new Promise((resolve) =>
    execFile(process.execPath, [PROGRAM, "status", "--data", data], (_, stdout, stderr) => resolve(stdout + stderr)),
  );
