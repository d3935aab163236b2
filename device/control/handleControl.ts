import { whoIsOnCall } from "../../firmware/oncall/onCall.ts";
import type { Appliance } from "../Appliance.ts";
import type { ControlHandler } from "./ControlServer.ts";

/** What `firstring status` prints with --json, and what other programs of the box may ask. */
export interface ApplianceStatus {
  readonly clinic: string;
  readonly startedAt: number;
  readonly lines: readonly { readonly id: string; readonly state: string }[];
  readonly sms: { readonly ready: boolean; readonly registered: boolean; readonly signal?: number } | null;
  readonly mqtt: "connected" | "not connected" | "not used";
  readonly store: { readonly waiting: number };
  readonly onCall: { readonly people: readonly string[]; readonly because: readonly string[] };
  readonly openAlerts: number;
  readonly faults: readonly {
    readonly code: string;
    readonly where: string;
    readonly detail: string;
    readonly since: number;
  }[];
  readonly memory: { readonly rssMb: number };
}

export function statusOf(appliance: Appliance, now: number): ApplianceStatus {
  const { people, because } = whoIsOnCall(appliance.clinic, now);
  const sms = appliance.smsStatus;
  return {
    clinic: appliance.clinic.clinic.name,
    startedAt: appliance.startedAt,
    lines: [...appliance.lines].map(([id, state]) => ({ id, state })),
    sms:
      sms === undefined
        ? null
        : { ready: sms.ready, registered: sms.registered, ...(sms.signal === undefined ? {} : { signal: sms.signal }) },
    mqtt: appliance.mqttConnected === undefined ? "not used" : appliance.mqttConnected ? "connected" : "not connected",
    store: { waiting: appliance.storeQueue },
    onCall: { people: people.map((person) => person.name), because },
    openAlerts: appliance.openAlerts,
    faults: appliance.faults.active,
    memory: { rssMb: Math.round(process.memoryUsage.rss() / 1e5) / 10 },
  };
}

/** The requests of the control socket; each is answered on the same conversation. */
export function handleControl(
  appliance: Appliance,
  request: Parameters<ControlHandler>[0],
  conversation: Parameters<ControlHandler>[1],
): void | Promise<void> {
  switch (request.do) {
    case "status":
      conversation.send({ status: statusOf(appliance, Date.now()) });
      return;
    case "subscribe": {
      // Listening first, then the status: nothing falls between the two.
      const stop = appliance.feed.listen((event) => conversation.send({ live: event }));
      conversation.onEnd(stop);
      conversation.send({ status: statusOf(appliance, Date.now()) });
      return;
    }
    case "message":
      return sendMessage(appliance, String(request.ref ?? ""), conversation);
    case "stall":
      // Refused by a store that was not opened for it.
      return appliance.store.stallForMs(Number(request.ms)).then(
        () => void conversation.send({ stalled: true }),
        (error: Error) => void conversation.send({ error: error.message }),
      );
    default:
      conversation.send({ error: `there is no '${request.do}'` });
  }
}

async function sendMessage(
  appliance: Appliance,
  ref: string,
  conversation: Parameters<ControlHandler>[1],
): Promise<void> {
  conversation.send({ message: (await appliance.store.find(ref)) ?? null });
}
