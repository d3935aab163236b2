import { setTimeout as pause } from "node:timers/promises";
import type { Service, ServiceControl } from "../change/service/ServiceControl.ts";

export interface RestartBounds {
  /** How long it waits for a telephone call to end; then it restarts all the same. */
  readonly quietMs: number;
  /** How long the service has to become reachable: a migration of its database is in it. */
  readonly upMs: number;
  readonly everyMs?: number;
}

const EVERY_MS = 2_000;

/**
 * Starts the answering service anew when nobody speaks on a line and no urgent call waits to be taken. True when it can be
 * asked again afterwards. A service that does not run stays as it is.
 */
export async function restartBetweenCalls(
  service: ServiceControl,
  { quietMs, upMs, everyMs = EVERY_MS }: RestartBounds,
  say: (line: string) => void,
): Promise<boolean> {
  let seen = await service.look();
  if (seen.kind === "stopped") return true;
  const quietUntil = performance.now() + quietMs;
  let told = "";
  // Somebody may have begun to ring since the last look: the service itself says whether it can let go.
  for (
    ;
    (busyWith(seen) !== "" || !(await service.hold())) && performance.now() < quietUntil;
    seen = await service.look()
  ) {
    if (busyWith(seen) !== "" && busyWith(seen) !== told) say(`Waiting for the end of ${busyWith(seen)} …`);
    told = busyWith(seen);
    await pause(everyMs);
  }
  say("Starting the answering service anew …");
  await service.stop();
  await service.start();
  const upUntil = performance.now() + upMs;
  do {
    if ((await service.look()).kind === "up") return true;
    await pause(everyMs);
  } while (performance.now() < upUntil);
  return false;
}

function busyWith(seen: Service): string {
  if (seen.kind !== "up") return "";
  if (seen.atWork.calls > 0) return "a telephone call";
  return seen.atWork.untakenUrgent > 0 ? "an urgent call that nobody has taken" : "";
}
