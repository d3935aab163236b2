import { emergencyText, signInCodeText } from "../../../firmware/channel/consoleText.ts";
import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { ApiError } from "../api/errors.ts";
import type { User } from "../auth/Users.ts";
import type { Who } from "../auth/Who.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";

/** The second factor's code, to the telephone of the person that the user is bound to. */
export async function sendCode(box: ConsoleBox, user: User): Promise<void> {
  const code = box.factor.codeForSms(user.id);
  await tell(box, user.person ?? "", signInCodeText(box.clinic.current.clinic.shortName, code));
  box.audit.note(user.id, { kind: "sign-in-code-sent" });
}

/** How many managers got a text. None is bound to a person, or the box does not answer: the page Audit shows it all the same. */
export async function tellManagers(box: ConsoleBox, who: Who): Promise<number> {
  const persons = box.users
    .list()
    .filter(
      ({ disabledAt, id, person, role }) =>
        role === "manager" && disabledAt === null && person !== null && id !== who.id,
    )
    .map(({ person }) => person ?? "");
  const shortName = box.clinic.known?.clinic.shortName ?? "";
  const told = await Promise.all(
    [...new Set(persons)].map((person) =>
      tell(box, person, emergencyText(shortName, who.name)).then(
        () => true,
        (error: unknown) => {
          if (error instanceof ApiError || isApplianceError(error)) return false;
          throw error;
        },
      ),
    ),
  );
  return told.filter(Boolean).length;
}

async function tell({ daemon }: ConsoleBox, person: string, text: string): Promise<void> {
  await daemon.ask({ do: "tell", person, text });
}
