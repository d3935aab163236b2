import type { EpochMs } from "../time/Clock.ts";
import { type Duration, Hours } from "../time/Duration.ts";
import { detail } from "./details/detailWords.ts";

/** How the run before this one ended. */
export type EndKind =
  /** Asked to: `systemctl stop`, an update, a reboot in order. */
  | "stopped"
  /** Restarted by the watchdog, because a part had said nothing (`why`). */
  | "stuck"
  /** Restarted by the watchdog while the program could not even say why: its main loop stood. */
  | "hung"
  | "out-of-memory"
  | "crash"
  /** Killed by somebody or something else. */
  | "killed"
  /** The whole computer stood still, and its hardware watchdog restarted it. */
  | "computer-hung"
  /** No sign of an end at all: the power went. */
  | "power-cut";

export interface End {
  readonly kind: EndKind;
  /** When it was noticed, at the next start. */
  readonly at: EpochMs;
  /** Of `stuck`: the part. */
  readonly part?: string;
  readonly why?: string;
}

/** What a run leaves behind of itself; `boot` tells one power-up of the computer from the next. */
export interface RunMark {
  readonly boot: string;
  readonly stopped: boolean;
  readonly stuck?: { readonly part: string; readonly why: string };
}

/** What systemd says of the process (systemd.exec(5), $SERVICE_RESULT, $EXIT_CODE, $EXIT_STATUS of ExecStopPost=). */
export interface ServiceResult {
  readonly result: string;
  readonly code: string;
  readonly status: string;
}

export interface EndSigns {
  /** Absent: this is the first run on this data. */
  readonly mark?: RunMark;
  readonly boot: string;
  readonly service?: ServiceResult;
  /** The hardware watchdog's `bootstatus` says that it reset the computer (WDIOF_CARDRESET of linux/watchdog.h). */
  readonly hardwareReset: boolean;
  readonly now: EpochMs;
}

export function judgeEnd({ mark, boot, service, hardwareReset, now }: EndSigns): End | undefined {
  if (mark === undefined) return undefined;
  if (mark.stopped) return { kind: "stopped", at: now };
  const stuck = mark.stuck === undefined ? {} : mark.stuck;
  // systemd saw the process end, on this boot or in the shutdown of the last one.
  switch (service?.result) {
    case "watchdog":
      return mark.stuck === undefined ? { kind: "hung", at: now } : { kind: "stuck", at: now, ...stuck };
    case "oom-kill":
      return { kind: "out-of-memory", at: now };
    case "exit-code":
    case "core-dump":
    case "protocol":
    case "timeout":
      return { kind: "crash", at: now, why: inWords(service) };
    case "success":
      return { kind: "stopped", at: now };
    case "signal":
      return { kind: "killed", at: now, why: inWords(service) };
  }
  if (mark.boot !== boot) return { kind: hardwareReset ? "computer-hung" : "power-cut", at: now };
  return { kind: "crash", at: now, ...(service === undefined ? {} : { why: inWords(service) }) };
}

const inWords = ({ result, code, status }: ServiceResult): string =>
  result === "timeout"
    ? detail.notInTime()
    : code === "exited"
      ? detail.exitCode({ code: status })
      : detail.signal({ name: status });

/** Behind "the last run ended: ". */
export function endInWords({ kind, why }: End): string {
  switch (kind) {
    case "stopped":
      return detail.asked();
    case "stuck":
      return why === undefined ? detail.watchdog() : detail.watchdogWhy({ why });
    case "hung":
      return detail.hung();
    case "out-of-memory":
      return detail.outOfMemory();
    case "crash":
      return why === undefined ? detail.crashed() : detail.crashedWhy({ why });
    case "killed":
      return why === undefined ? detail.killed() : detail.killedWhy({ why });
    case "computer-hung":
      return detail.computerHung();
    case "power-cut":
      return detail.powerWent();
  }
}

/** Ends that are kept: more tell nobody anything. */
const KEPT_ENDS = 20;
const HELPED_WITHIN: Duration = Hours(1);
const RESTARTS_THAT_SHOULD_HELP = 3;
const REPEATED_WITHIN: Duration = Hours(24);
const REPEATED = 3;

export const withEnd = (ends: readonly End[], end: End): readonly End[] => [...ends, end].slice(-KEPT_ENDS);

/** A clock that was set meanwhile makes an end neither older nor newer than it can be. */
const isWithin = ({ at }: End, now: EpochMs, span: Duration): boolean => Math.abs(now - at) <= span;

/** Parts whose watchdog restarts within the hour did not help: another one would only cut calls. */
export function restartsDidNotHelp(ends: readonly End[], now: EpochMs): readonly string[] {
  const parts = ends.flatMap((end) =>
    end.kind === "stuck" && isWithin(end, now, HELPED_WITHIN) ? [end.part ?? ""] : [],
  );
  return [...new Set(parts)].filter((part) => parts.filter((it) => it === part).length >= RESTARTS_THAT_SHOULD_HELP);
}

/** The detail of SERVICE_RESTARTS; undefined while it is no fault. */
export function repeatedEnds(ends: readonly End[], now: EpochMs): string | undefined {
  const unwanted = ends.filter((end) => end.kind !== "stopped" && isWithin(end, now, REPEATED_WITHIN));
  const last = unwanted.at(-1);
  if (unwanted.length < REPEATED || last === undefined) return undefined;
  return detail.endedOften({ n: unwanted.length, end: endInWords(last) });
}
