import { signInCodeText } from "../../../firmware/channel/consoleText.ts";
import type { User } from "../auth/Users.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";

/** The second factor's code, to the telephone of the person that the user is bound to. */
export async function sendCode(box: ConsoleBox, user: User): Promise<void> {
  const code = box.factor.codeForSms(user.id);
  await tell(box, user.person ?? "", signInCodeText(box.clinic.current.clinic.shortName, code));
  box.audit.note(user.id, { kind: "sign-in-code-sent" });
}

/** One SMS to somebody of the clinic file. @throws ApiError when the box does not answer. */
export async function tell({ daemon }: ConsoleBox, person: string, text: string): Promise<void> {
  await daemon.ask({ do: "tell", person, text });
}
