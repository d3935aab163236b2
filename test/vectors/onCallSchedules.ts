import { goalertRules, goalertStates } from "./onCallGoAlert.ts";
import { grafanaFinal, grafanaShifts } from "./onCallGrafana.ts";
import { oneUptime } from "./onCallOneUptime.ts";
import { own } from "./onCallOwn.ts";
import type { ScheduleRow } from "./onCallRows.ts";

export type { ScheduleRow } from "./onCallRows.ts";

export const SCHEDULES: readonly ScheduleRow[] = [
  ...goalertRules,
  ...goalertStates,
  ...grafanaShifts,
  ...grafanaFinal,
  ...oneUptime,
  ...own,
];
