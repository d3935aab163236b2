import { declareFault } from "./declare.ts";

/** 95x: the program itself, as systemd keeps it. */
export const serviceFaults = [
  declareFault({
    code: "SERVICE_STUCK",
    number: 951,
    title: "A part of FirstRing is stuck",
    means:
      "Three restarts within an hour did not help, so there is no other: what this part does is not done, everything else goes on.",
    cure: "Unplug the box for ten seconds and plug it in again; then run `firstring doctor`.",
    over: "the part works again",
  }),
  declareFault({
    code: "SERVICE_RESTARTS",
    number: 952,
    severity: "warning",
    title: "FirstRing keeps being restarted",
    means:
      "Nobody has asked for it. Calls that were up at these moments were cut off; what had been said until then is kept and paged.",
    cure: "Run `firstring status`, which says why each time; look at power supply and SD card, then report it.",
    over: "it has run for a day without an unwanted restart",
  }),
];
