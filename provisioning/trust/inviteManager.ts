import { existsSync } from "node:fs";
import { join } from "node:path";
import { AccessAudit } from "../../device/console/auth/AccessAudit.ts";
import { Devices } from "../../device/console/auth/Devices.ts";
import { SecondFactor } from "../../device/console/auth/SecondFactor.ts";
import { SessionBook } from "../../device/console/auth/SessionBook.ts";
import { idOf, type User, Users } from "../../device/console/auth/Users.ts";
import { openConsoleStore } from "../../device/console/store/ConsoleStore.ts";
import { CONSOLE_FILE } from "../../device/storage/files.ts";
import type { DatabaseKey } from "../../device/storage/key.ts";
import type { Layer } from "../../device/storage/Layer.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import type { Invitation, InviteRequest } from "../change/ApplyClient.ts";
import type { Refusal } from "../change/Plan.ts";
import type { Presence } from "./Presence.ts";

export interface InviteMeans {
  /** The folder of the console's database. */
  readonly data: string;
  readonly key: () => DatabaseKey | undefined;
  readonly presence: Presence;
  readonly clock: Clock;
}

/**
 * A one-time code for a manager of the console, when nobody can sign in who could make one there. Only while somebody stands at
 * the box; it is in the console's audit, and the password before works until the code is used.
 */
export function inviteManager({ lostFactor, manager, who }: InviteRequest, means: InviteMeans): Invitation {
  if (!means.presence.isShown()) return refused(NOBODY_THERE);
  const key = existsSync(join(means.data, CONSOLE_FILE)) ? means.key() : undefined;
  if (key === undefined) return refused(NO_MANAGER);
  const db = openConsoleStore(means.data, key);
  try {
    const users = new Users(db);
    const user = chosen(users.list(), idOf(manager));
    if ("code" in user) return refused(user);
    const by = `set-up (${who.by})`;
    const audit = new AccessAudit(db, means.clock);
    if (user.disabledAt !== null) {
      users.setDisabled(user.id, undefined);
      audit.note(by, { kind: "user-enabled", detail: user.id });
    }
    if (lostFactor) {
      withoutFactor(db, means.clock, user.id);
      audit.note(by, { kind: "factor-reset", detail: user.id });
    }
    const { code, expiresAt } = users.invite(user.id, by, means.clock.now());
    audit.note(by, { kind: "user-invited", detail: user.id });
    means.presence.use();
    return { kind: "made", user: user.id, name: user.name, code, expiresAt };
  } finally {
    db.close();
  }
}

/** The one that was named; the only one, where nobody was. Who was let out comes into question when there is nobody else. */
function chosen(all: readonly User[], wanted: string): User | Refusal {
  const managers = all.filter(({ role }) => role === "manager");
  const enabled = managers.filter(({ disabledAt }) => disabledAt === null);
  const them = enabled.length > 0 ? enabled : managers;
  const [first, ...more] = them.filter(({ id }) => wanted === "" || id === wanted);
  if (first !== undefined && more.length === 0) return first;
  if (them.length === 0) return NO_MANAGER;
  return {
    code: "NO_SUCH_MANAGER",
    what: wanted === "" ? "there are several managers" : "no manager signs in by that name",
    cure: `One of: ${them.map(({ id, name }) => `${id} (${name})`).join(", ")}.`,
  };
}

/** As the console does it for a lost telephone. */
function withoutFactor(db: Layer, clock: Clock, user: string): void {
  new SecondFactor(db, clock).removeAll(user);
  new SessionBook(db, clock).endAll(user);
  new Devices(db, clock).forgetAll(user);
}

const refused = (refusal: Refusal): Invitation => ({ kind: "refused", refusal });

const NOBODY_THERE: Refusal = {
  code: "NEEDS_PRESENCE",
  what: "a manager's code is made only while somebody stands at the box",
  cure: "Hold the button for three seconds (docs/setup.md), and ask again within ten minutes.",
};

const NO_MANAGER: Refusal = {
  code: "NO_MANAGER",
  what: "the console has no manager yet",
  cure: "Open https://10.55.0.1:8443 by the USB cable: whoever does so first makes the first manager.",
};
