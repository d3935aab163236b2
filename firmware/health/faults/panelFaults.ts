import { Seconds } from "../../time/Duration.ts";
import { declareFault } from "./declare.ts";

/** 90x: the box's power, button and lamps, and what is plugged in at it. */
export const panelFaults = [
  declareFault({
    code: "ON_BATTERY",
    number: 901,
    title: "The box has no mains and runs on its battery",
    means: "Calls are answered and pages go out as long as the battery lasts.",
    cure: "Look at the plug and the fuse of the box; forward the telephone if the power stays away.",
    over: "the box has mains again",
  }),
  declareFault({
    code: "BATTERY_LOW",
    number: 902,
    title: "The box shuts down: its battery is nearly empty",
    means: "From then on calls are not answered.",
    cure: "Forward the telephone now; bring the power back.",
    over: "the battery is no longer empty",
  }),
  declareFault({
    code: "BUTTON_STUCK",
    number: 903,
    severity: "warning",
    title: "The button of the box is stuck",
    means: "Set-up mode cannot be opened by it; nothing else is touched.",
    cure: "Free the button, or look at its wire.",
    over: "the button is free",
  }),
  declareFault({
    code: "PANEL_GONE",
    number: 904,
    severity: "warning",
    title: "The process of the lamps and the button does not run",
    means: "The lamps show a fault and do not show the truth; the button does nothing. Calls are answered.",
    cure: "Pull the box's plug for ten seconds; if it stays, make the archive for support (page State of the box). With a shell: `systemctl status firstring-panel`.",
    over: "lamps and button work again",
    shownAfter: Seconds(60),
  }),
  declareFault({
    code: "STICK_NOT_FAT",
    number: 905,
    severity: "warning",
    title: "A USB stick was plugged in that the box does not read",
    means: "Nothing on it was looked at, and nothing was changed. Such a stick takes no report, so it is told here.",
    cure: "Format it as FAT32 (it erases the stick), put the bundle on it again, and plug it in.",
    over: "another stick was read, or an hour has passed",
  }),
];
