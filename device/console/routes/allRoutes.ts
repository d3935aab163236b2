import type { ConsoleBox } from "../ConsoleBox.ts";
import { openApiOf } from "../http/openapi.ts";
import { RawAnswer, type Route, route } from "../http/Route.ts";
import { auditRoutes } from "./audit.ts";
import { boxRoutes } from "./box.ts";
import { changesRoutes } from "./changes.ts";
import { clinicRoutes } from "./clinic.ts";
import { dayRoutes } from "./day.ts";
import { dutyRoutes } from "./duty.ts";
import { eventsRoutes } from "./events.ts";
import { factorRoutes } from "./factor.ts";
import { handsRoutes } from "./hands.ts";
import { healthRoutes } from "./health.ts";
import { liveRoutes } from "./live.ts";
import { messageActsRoutes } from "./messageActs.ts";
import { messageSoundRoutes } from "./messageSound.ts";
import { messagesRoutes } from "./messages.ts";
import { networkRoutes } from "./network.ts";
import { promptRoutes } from "./prompts.ts";
import { rehearsalRoutes } from "./rehearsal.ts";
import { sessionRoutes } from "./session.ts";
import { tokenRoutes } from "./tokens.ts";
import { userRoutes } from "./users.ts";

/** One line for each area. */
export function allRoutes(box: ConsoleBox, version: string): readonly Route[] {
  const routes = [
    ...sessionRoutes(box),
    ...factorRoutes(box),
    ...userRoutes(box),
    ...tokenRoutes(box),
    ...auditRoutes(box),
    ...networkRoutes(box),
    ...healthRoutes(box, version),
    ...handsRoutes(box),
    ...rehearsalRoutes(box),
    ...messagesRoutes(box),
    ...messageActsRoutes(box),
    ...messageSoundRoutes(box),
    ...dayRoutes(box),
    ...eventsRoutes(box),
    ...dutyRoutes(box),
    ...changesRoutes(box),
    ...clinicRoutes(box),
    ...liveRoutes(box),
    ...boxRoutes(box, version),
    ...promptRoutes(box),
  ];
  return [...routes, documentation(routes, version)];
}

const documentation = (routes: readonly Route[], version: string): Route =>
  route({
    ...{ method: "GET", path: "/openapi.json", summary: "This interface, as OpenAPI 3.1", may: "anybody" },
    sends: "application/json",
    handle: () => new RawAnswer("application/json", JSON.stringify(openApiOf(routes, version))),
  });
