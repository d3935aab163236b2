import type { Box } from "../assembly/Box.ts";
import type { ControlHandler } from "../control/ControlServer.ts";
import { controlSays } from "../control/controlWords.ts";
import { statusOf } from "../control/handleControl.ts";
import { boxAddresses } from "./boxAddresses.ts";
import { startTestCall, step } from "./TestCall.ts";

/**
 * The set-up socket: what a technician may ask of a running box. Nothing of a patient, nothing that changes anything: that
 * is why the wizard, which a visitor with a cable talks to, gets this one and not the control socket.
 *
 *     { do: "status" }                 → { status }
 *     { do: "addresses" }              → { addresses } of the box in the clinic's network
 *     { do: "lineCheck", line }        → { lineCheck: LineFinding | null }
 *     { do: "testCall", from }         → { testCall: TestCallNews }, again and again until the conversation ends
 *     { do: "testPage", person }       → { testPage: TestPageNews }, likewise
 */
export function handleSetup(box: Box, ...[request, conversation]: Parameters<ControlHandler>): void | Promise<void> {
  switch (request.do) {
    case "status":
      conversation.send({ status: statusOf(box, Date.now()) });
      return;
    case "addresses":
      conversation.send({ addresses: boxAddresses() });
      return;
    case "lineCheck":
      return box.setupDoor
        .checkLine(String(request["line"] ?? ""))
        .then((finding) => void conversation.send({ lineCheck: finding ?? null }));
    case "testCall": {
      let state = startTestCall(String(request["from"] ?? ""));
      const stop = box.setupDoor.listen((line, event) => {
        const [next, news] = step(state, line, event);
        state = next;
        for (const one of news) conversation.send({ testCall: one });
      });
      conversation.onEnd(stop);
      conversation.send({ testCall: { kind: "waiting" } });
      return;
    }
    case "testPage": {
      const stop = box.setupDoor.testPages.send(String(request["person"] ?? ""), (news) =>
        conversation.send({ testPage: news }),
      );
      if (stop === undefined) conversation.send({ error: controlSays.noPerson({ id: String(request["person"]) }) });
      else conversation.onEnd(stop);
      return;
    }
    default:
      conversation.send({ error: `there is no '${request.do}' on the set-up socket` });
  }
}
