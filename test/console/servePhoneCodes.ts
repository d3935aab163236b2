import { ControlServer } from "../../device/control/ControlServer.ts";
import { recordPrompt } from "../../device/control/recordPrompt.ts";
import { socketPath } from "../../device/control/socketPath.ts";
import { RecordingCodes } from "../../device/doctor/studio/RecordingCodes.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { testClinic } from "../clinic/testClinic.ts";

export interface PhoneCodes extends AsyncDisposable {
  readonly codes: RecordingCodes;
  readonly server: ControlServer;
}

/** That part of the daemon which keeps the codes, over its real socket; what is keyed in on the telephone is told by the test. */
export async function servePhoneCodes(directory: string, clock: Clock): Promise<PhoneCodes> {
  const codes = new RecordingCodes(clock);
  const box = { clinic: testClinic(), recordingCodes: codes, hasSound: () => true };
  const server = await ControlServer.listen(socketPath(directory, "control"), (request, conversation) => {
    if (request.do === "recordPrompt") return recordPrompt(box, request, conversation);
    // The console's own subscription: nothing happens here.
    if (request.do !== "subscribe" && request.do !== "console") conversation.send({ error: "not here" });
  });
  return {
    ...{ codes, server },
    [Symbol.asyncDispose]: async () => {
      codes.stop();
      await server.close();
    },
  };
}
