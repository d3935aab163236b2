import { parseArgs } from "node:util";
import type { AuditKind } from "../console/api/audit.ts";
import { AccessAudit } from "../console/auth/AccessAudit.ts";
import { isRole, ROLES } from "../console/auth/roles.ts";
import { SessionBook } from "../console/auth/SessionBook.ts";
import { type User, Users } from "../console/auth/Users.ts";
import { openConsoleStore } from "../console/store/ConsoleStore.ts";
import { findKey } from "../keys/findKey.ts";
import { SystemClock } from "../runtime/SystemClock.ts";
import { readDatabaseKey } from "../storage/key.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { dataDirectory } from "./defaultDataDirectory.ts";
import { DATA_HELP, DATA_OPTION, table } from "./storeArgs.ts";

const HELP = `firstring console user list [--json]
firstring console user add ID --name NAME --role ROLE [--person PERSON] [--json]
firstring console user invite ID [--json]
firstring console user disable ID
firstring console user enable ID

ID is what the person types to sign in. add and invite print a one-time code, good for four days: the person opens the
console, enters it, and chooses a password. invite is also the way back for who has forgotten theirs.

  --name NAME      as it is shown: "Maria Lopez"
  --role ROLE      ${ROLES.join(", ")}
  --person PERSON  of the clinic file, for a doctor: whose calls they take
  --json           as JSON
${DATA_HELP}`;

const BY = "command line";

export async function consoleUserCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...DATA_OPTION,
      name: { type: "string" },
      role: { type: "string" },
      person: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const [verb = "", id, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`'${more[0]}' is too much`);
  const directory = dataDirectory(values.data);
  const db = openConsoleStore(directory, findKey(directory) ?? readDatabaseKey(directory));
  const clock = new SystemClock();
  const [users, audit] = [new Users(db), new AccessAudit(db, clock)];
  const note = (kind: AuditKind, user: string): void => audit.note(BY, { kind, detail: user });
  const invite = (user: User): number => {
    const { code, expiresAt } = users.invite(user.id, BY, clock.now());
    note("user-invited", user.id);
    tellCode({ user: user.id, code, expiresAt }, values.json, io);
    return 0;
  };
  try {
    switch (verb) {
      case "list":
        return list(users.list(), values.json, io);
      case "add": {
        const role = values.role ?? "";
        if (values.name === undefined) throw new UsageError("--name is missing: the person's name, as it is shown");
        if (!isRole(role)) throw new UsageError(`--role is one of ${ROLES.join(", ")}, not '${role}'`);
        const wanted = { id: demandId(id), name: values.name, role, person: values.person };
        const user = users.add(wanted, BY, clock.now());
        note("user-added", `${user.id} (${role})`);
        return invite(user);
      }
      case "invite":
        return invite(users.demand(demandId(id)));
      case "disable":
      case "enable": {
        const user = users.demand(demandId(id));
        users.setDisabled(user.id, verb === "disable" ? clock.now() : undefined);
        if (verb === "disable") new SessionBook(db, clock).endAll(user.id);
        note(verb === "disable" ? "user-disabled" : "user-enabled", user.id);
        return 0;
      }
      default:
        throw new UsageError(verb === "" ? "list, add, invite, disable or enable?" : `there is no 'user ${verb}'`);
    }
  } finally {
    db.close();
  }
}

/** What can be typed on any keyboard, and stand in an address. */
function demandId(id: string | undefined): string {
  if (id !== undefined && /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(id)) return id;
  throw new UsageError(
    id === undefined ? "ID is missing: what the person types to sign in" : `'${id}' is no ID: letters, digits, . _ -`,
  );
}

function tellCode(made: { user: string; code: string; expiresAt: number }, json: boolean, io: CliIo): void {
  if (json) return void io.stdout.write(`${JSON.stringify(made)}\n`);
  io.stdout.write(`${made.code}\n`);
  io.stderr.write(
    `A one-time code for ${made.user}, good for four days. In the console's sign-in page: "I have a code".\n`,
  );
}

function list(users: readonly User[], json: boolean, io: CliIo): number {
  const shown = users.map(({ password, ...user }) => ({ ...user, hasPassword: password !== null }));
  if (json) io.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  else if (shown.length === 0)
    io.stdout.write("There is no user yet: firstring console user add ID --name NAME --role manager\n");
  else
    io.stdout.write(
      table([
        ["ID", "NAME", "ROLE", "PERSON", ""],
        ...shown.map(({ disabledAt, hasPassword, id, name, person, role }) => [
          ...[id, name, role, person ?? "-"],
          disabledAt !== null ? "disabled" : hasPassword ? "" : "invited",
        ]),
      ]),
    );
  return 0;
}
