import type { ApplyClient, Who } from "../../change/ApplyClient.ts";
import { answered } from "../core/SetupState.ts";
import { problem } from "../core/Step.ts";
import type { WorkContext, WorkEnd } from "../Setup.ts";

/** The code is in the words of this moment, and nowhere else. */
export async function inviteManager(client: ApplyClient, who: Who, { input, session }: WorkContext): Promise<WorkEnd> {
  const invitation = await client.invite({
    ...{ manager: (input["manager"] ?? "").trim(), lostFactor: input["phone"] === "lost", who },
    ...(session === undefined ? {} : { session }),
  });
  if (invitation.kind === "refused") {
    const { code, cure, what } = invitation.refusal;
    if (code === "NO_SUCH_MANAGER") return { ok: false, words: [], problems: [problem("manager", what, cure)] };
    return { ok: false, words: [`Not done: ${what}. ${cure}`] };
  }
  const { code, name, user } = invitation;
  return {
    ok: true,
    keeps: (now) => answered(now, "console"),
    words: [
      `The code for ${name}: ${code}`,
      `They open the console (https://10.55.0.1:8443 by the USB cable), press “I have a code”, put it in as ${user}, and choose another password. It is good once, for four days.`,
    ],
  };
}
