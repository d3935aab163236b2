import type { ApplianceStatus } from "../../control/handleControl.ts";
import { ApiError } from "../api/errors.ts";
import { type HealthAnswer, healthAnswer } from "../api/health.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";
import { metricsText } from "../metrics.ts";
import { leafOf } from "../tls/ownAuthority.ts";

/** For monitoring programs. */
export const healthRoutes = (box: ConsoleBox, version: string): readonly Route[] => [
  route({
    ...{
      method: "GET",
      path: "/health",
      summary: "Whether somebody has to look",
      may: "anybody",
      answer: healthAnswer,
    },
    handle: async (): Promise<HealthAnswer> => {
      const status = await statusOf(box);
      const isWell = status?.faults.every(({ severity }) => severity !== "urgent");
      return { status: status === undefined ? "down" : isWell ? "ok" : "degraded", at: box.clock.now() };
    },
  }),
  route({
    ...{ method: "GET", path: "/metrics", summary: "Figures for Prometheus, without patient data" },
    ...{ may: "metrics.read", atRoot: true, sends: "text/plain; version=0.0.4" },
    handle: async () => {
      const text = metricsText({
        ...{ version, status: await statusOf(box), now: box.clock.now(), memoryBytes: process.memoryUsage.rss() },
        sessions: box.sessions.count,
        users: box.users.list().filter(({ disabledAt, password }) => disabledAt === null && password !== null).length,
        certificateUntil:
          box.certificate === undefined ? undefined : Date.parse(leafOf(box.certificate.current.cert).validTo),
      });
      return new RawAnswer("text/plain; version=0.0.4; charset=utf-8", text);
    },
  }),
];

/** Undefined: the answering service does not run. */
async function statusOf({ daemon }: ConsoleBox): Promise<ApplianceStatus | undefined> {
  try {
    return await daemon.status();
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
