import { declareFault } from "./declare.ts";

/** 95x: the program itself, as systemd keeps it. */
export const serviceFaults = [
  declareFault({
    code: "SERVICE_STUCK",
    number: 951,
    title: "A part of FirstRing is stuck",
    means:
      "Three restarts within an hour did not help, so there is no other: what this part does is not done, everything else goes on.",
    cure: "Unplug the box for ten seconds and plug it in again; if it comes back, make the archive for support (page State of the box).",
    over: "the part works again",
  }),
  declareFault({
    code: "SERVICE_RESTARTS",
    number: 952,
    severity: "warning",
    title: "FirstRing keeps being restarted",
    means:
      "Nobody has asked for it. Calls that were up at these moments were cut off; what had been said until then is kept and paged.",
    cure: "The page State of the box says why each time; look at power supply and SD card, then report it.",
    over: "it has run for a day without an unwanted restart",
  }),
  declareFault({
    code: "CONSOLE_AWAY",
    number: 953,
    severity: "warning",
    title: "The console is not there",
    means: "Calls are answered and paged; the clinic's pages cannot be opened, so nobody sees there what came in.",
    cure: "Pull the box's plug for ten seconds. Until then doctors hear the messages by telephone (call, PIN, 2); with a shell: `firstring messages list`, and `systemctl status firstring-console` says why.",
    over: "the console is there",
  }),
  declareFault({
    code: "CONSOLE_CERTIFICATE",
    number: 954,
    severity: "warning",
    title: "The console's certificate is about to end",
    means: "After that day browsers warn, or do not open the clinic's pages at all.",
    cure: "Put a new one on the console's page Network, or go back to the box's own there, which renews itself.",
    over: "the certificate is good for a while",
  }),
];
