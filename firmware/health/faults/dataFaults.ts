import { declareFault } from "./declare.ts";

/** 8xx: keeping and erasing what patients said. */
export const dataFaults = [
  declareFault({
    code: "RETENTION_LATE",
    number: 801,
    severity: "warning",
    title: "Old recordings have not been erased for a week",
    means: "Recordings and records are kept longer than the clinic file says. Calls and pages are not touched by it.",
    cure: "See that the clock and the disk are right (page State of the box): it is done each night by itself. With a shell: `firstring retention --now`.",
    over: "old recordings were erased",
    dependsOn: ["CLOCK_WRONG", "STORE_UNREADABLE", "STORE_FAILED", "STORE_FULL"],
  }),
  declareFault({
    code: "BACKUP_FAILED",
    number: 802,
    severity: "warning",
    title: "The last backup did not succeed",
    means: "Messages are safe on the box, but what came since the last good backup exists nowhere else.",
    cure: "See that the place in the clinic file's backup section is there and has room (a stick: FAT32, plugged in): it is tried again each night. With a shell: `firstring backup`.",
    over: "a backup was written",
  }),
  declareFault({
    code: "BACKUP_OLD",
    number: 803,
    title: "There is no recent backup",
    means: "If the box or its card is lost, the messages since the last backup are lost with it.",
    cure: "Plug in the stick or the disk that backups go to: one is made each night by itself, if the clinic file has a backup section. With a shell: `firstring backup` says what is wrong.",
    over: "there is a recent backup",
  }),
];
