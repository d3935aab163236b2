import { FRONT_DESK } from "../../firmware/alert/personName.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { didYouMean } from "../../firmware/config/didYouMean.ts";
import { endInWords } from "../../firmware/health/LastEnd.ts";
import { oneOf } from "../../firmware/language/oneOf.ts";
import { findPerson, whoIsOnCall } from "../../firmware/oncall/onCall.ts";
import type { ClockVerdict } from "../../firmware/time/ClockTrust.ts";
import { ACTS, type Act } from "../alert/AlertHands.ts";
import type { Box } from "../assembly/Box.ts";
import { readDeskRequest, readHeard } from "../desk/deskRequest.ts";
import { doAtFrontDesk, noteHeard } from "../desk/FrontDesk.ts";
import { declaredOf } from "../health/faultInWords.ts";
import { changeDuties, changeDuty, withdrawDuty } from "../oncall/changeDuty.ts";
import type { ApplianceStatus } from "./ApplianceStatus.ts";
import type { ControlHandler } from "./ControlServer.ts";
import { controlSays } from "./controlWords.ts";
import { recordPrompt } from "./recordPrompt.ts";

export type { ApplianceStatus } from "./ApplianceStatus.ts";

export function statusOf(box: Box, now: number): ApplianceStatus {
  const { people, because } = whoIsOnCall(box.clinic, now, box.onCall);
  const modems = box.modems;
  const { clockTrust } = box;
  return {
    clinic: box.clinic.clinic.name,
    timezone: box.clinic.clinic.timezone,
    now,
    ...(clockTrust === undefined ? {} : { clockTrust }),
    clock: clockOf(box.clockVerdict),
    pid: process.pid,
    startedAt: box.startedAt,
    ...lastEndOf(box.lastEnd),
    lines: [...box.lines].map(([id, state]) => ({ id, state })),
    sms: modems.find(({ registered }) => registered) ?? modems[0] ?? null,
    modems,
    mqtt: box.mqttConnected === undefined ? "not used" : box.mqttConnected ? "connected" : "not connected",
    store: { waiting: box.storeQueue },
    onCall: { people: people.map((person) => person.name), because, clockTrusted: box.onCall.clockTrusted !== false },
    openAlerts: box.openAlerts,
    atWork: box.atWork,
    lamps: box.lamps,
    faults: box.faults.active.map((fault) => ({ ...declaredOf(fault.code), ...fault })),
    pastFaults: box.faults.history,
    memory: { rssMb: Math.round(process.memoryUsage.rss() / 1e5) / 10 },
  };
}

const clockOf = ({ disagreement, level }: ClockVerdict): NonNullable<ApplianceStatus["clock"]> => ({
  level,
  ...(disagreement === undefined ? {} : { aheadMs: disagreement }),
});

const lastEndOf = (end: Box["lastEnd"]): Pick<ApplianceStatus, "lastEnd"> =>
  end === undefined || end.kind === "stopped" ? {} : { lastEnd: { at: end.at, text: endInWords(end) } };

/** The requests of the control socket; each is answered on the same conversation. */
export function handleControl(
  box: Box,
  request: Parameters<ControlHandler>[0],
  conversation: Parameters<ControlHandler>[1],
): void | Promise<void> {
  switch (request.do) {
    case "status":
      conversation.send({ status: statusOf(box, Date.now()) });
      return;
    case "subscribe": {
      // Listening first, then the status: nothing falls between the two.
      const stop = box.feed.listen((event) => conversation.send({ live: event }));
      conversation.onEnd(stop);
      conversation.send({ status: statusOf(box, Date.now()) });
      return;
    }
    case "alert":
      return actOnAlert(box, request, conversation);
    case "message":
      return sendMessage(box, String(request.ref ?? ""), conversation);
    case "desk":
      return doAtFrontDesk(deskMeans(box), readDeskRequest(request)).then((desk) => void conversation.send({ desk }));
    case "heard":
      return noteHeard(deskMeans(box), readHeard(request)).then((heard) => void conversation.send({ heard }));
    case "duty":
      return changeDuty(request.change, dutyMeans(box), request["by"]).then((duty) => void conversation.send({ duty }));
    case "duties":
      return changeDuties(request["changes"], dutyMeans(box), request["by"]).then(
        (duties) => void conversation.send({ duties }),
      );
    case "withdrawDuty":
      return withdrawDuty(String(request.id ?? ""), dutyMeans(box), request["by"]).then(
        () => void conversation.send({ withdrawn: request.id }),
      );
    case "console": {
      const until = request["certificateUntil"];
      conversation.onEnd(box.data.console.here(typeof until === "number" ? until : undefined));
      return;
    }
    case "recordPrompt":
      return recordPrompt(box, request, conversation);
    case "tell":
      return tellPerson(box, request, conversation);
    case "retention":
      return box.data.eraseOldNow().then((retention) => void conversation.send({ retention }));
    case "rekey":
      return box.data.changeKey(String(request["key"])).then(() => void conversation.send({ rekeyed: true }));
    case "erasePerson":
      return box.data
        .erasePerson(String(request["digits"]).replace(/\D/g, ""), String(request["by"] ?? "command line"))
        .then((erasedPerson) => void conversation.send({ erasedPerson }));
    case "hold":
      conversation.send({ held: box.hold() });
      return;
    case "stall":
      // Refused by a store that was not opened for it.
      return box.store.stallForMs(Number(request.ms)).then(
        () => void conversation.send({ stalled: true }),
        (error: Error) => void conversation.send({ error: error.message }),
      );
    default:
      conversation.send({ error: `there is no '${request.do}'` });
  }
}

type Request = Parameters<ControlHandler>[0];
type Conversation = Parameters<ControlHandler>[1];

const dutyMeans = ({ clinic, duties, onCall, tellPerson: tell }: Box) => ({
  ...{ clinic, duties, onCall, tell },
  now: Date.now(),
});

const deskMeans = ({ act, clinic, store, tellPerson: tell }: Box) => ({
  ...{ clinic, store, tell, act },
  now: Date.now(),
});

async function sendMessage(box: Box, ref: string, conversation: Parameters<ControlHandler>[1]): Promise<void> {
  conversation.send({ message: (await box.store.find(ref)) ?? null });
}

/** `{ do: "tell", person, text }`: one SMS to somebody of the clinic file, by whoever may open the box's own socket. */
async function tellPerson(box: Box, request: Request, conversation: Conversation): Promise<void> {
  const { person, text } = request;
  if (typeof person !== "string" || findPerson(box.clinic, person) === undefined)
    return void conversation.send({ error: controlSays.noPerson({ id: String(person).slice(0, 40) }) });
  if (typeof text !== "string" || text === "" || text.length > 320)
    return void conversation.send({ error: controlSays.textLength() });
  const told = (await box.alerts?.notify(person, text)) ?? false;
  conversation.send(told ? { told: person } : { error: controlSays.noTextNow() });
}

/** `{ do: "alert", act, ref, person }`: answered with what came of it and what is true now. */
async function actOnAlert(
  box: Box,
  request: Parameters<ControlHandler>[0],
  conversation: Parameters<ControlHandler>[1],
): Promise<void> {
  const ref = String(request["ref"] ?? "");
  const person = String(request["person"] ?? "");
  const act = ACTS.find((known) => known === request["act"]);
  const refused = act === undefined ? `there is no act '${String(request["act"])}'` : whyNotBy(box.clinic, act, person);
  conversation.send(
    refused === undefined && act !== undefined ? { alert: await box.act(act, ref, person) } : { error: refused },
  );
}

/** Whoever takes or hands on must be somebody who can be asked what became of the patient; the front desk can close and escalate. */
function whyNotBy(clinic: Clinic, act: Act, person: string): string | undefined {
  if (findPerson(clinic, person) !== undefined) return undefined;
  const known = clinic.people.map(({ id }) => id);
  if (person === FRONT_DESK)
    return act === "close" || act === "escalate"
      ? undefined
      : `the front desk cannot ${act} a call: name one of ${oneOf(known)}`;
  const meant = didYouMean(person, [...known, FRONT_DESK]);
  return `there is no person '${person}': ${meant === undefined ? `known are ${oneOf(known)}` : `did you mean ${meant}?`}`;
}
