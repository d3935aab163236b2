import { connectControl } from "../../../device/control/ControlClient.ts";
import type { ApplianceStatus } from "../../../device/control/handleControl.ts";
import { callsArrive } from "../../../firmware/health/ModemStatus.ts";
import type { ServiceHealth } from "../health/judgeHealth.ts";
import type { AtWork } from "./ServiceControl.ts";

const ANSWERS_WITHIN_MS = 3_000;

/** Undefined: nobody answers there in time. */
export async function askService(
  socket: string,
): Promise<{ readonly health: ServiceHealth; readonly atWork: AtWork } | undefined> {
  const status = (await ask(socket, { do: "status" }))?.["status"] as ApplianceStatus | undefined;
  return status === undefined ? undefined : { health: healthOf(status), atWork: status.atWork };
}

/** See `ServiceControl.hold`. A service of before this could be asked does not know the word, and does not hold. */
export async function askToHold(socket: string): Promise<boolean> {
  return (await ask(socket, { do: "hold" }))?.["held"] !== false;
}

async function ask(
  socket: string,
  request: { readonly do: string },
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { promise, resolve } = Promise.withResolvers<Readonly<Record<string, unknown>> | undefined>();
  const late = setTimeout(() => resolve(undefined), ANSWERS_WITHIN_MS);
  const client = await connectControl(socket, resolve).catch(() => undefined);
  try {
    if (client === undefined) return undefined;
    void client.ended.then(() => resolve(undefined));
    client.send(request);
    return await promise;
  } finally {
    clearTimeout(late);
    client?.close();
  }
}

export const healthOf = ({ pid, lines, modems, faults }: ApplianceStatus): ServiceHealth => ({
  pid,
  lines: lines.map(({ id, state }) => ({ id, state, ready: state.startsWith("ready") })),
  pager: modems.length === 0 ? null : { ready: modems.some((modem) => modem.ready && callsArrive(modem)) },
  urgentFaults: faults
    .filter(({ severity, explainedBy, shown }) => severity === "urgent" && explainedBy === undefined && shown)
    .map(({ code, where }) => `${code} ${where}`),
});
