import { parseArgs } from "node:util";
import { readState } from "../../firmware/alert/resumeEscalation.ts";
import type { Dispatch, MessageSummary } from "../../firmware/message/MessageStore.ts";
import { ACTS, type Act, type ActResult } from "../alert/AlertHands.ts";
import { connectControl } from "../control/ControlClient.ts";
import { socketPath } from "../control/socketPath.ts";
import { UsageError } from "./Cli.ts";
import { dataDirectory } from "./defaultDataDirectory.ts";
import { deliveryInWords } from "./deliveryInWords.ts";
import {
  DATA_HELP,
  DATA_OPTION,
  oneOf,
  refFrom,
  type StoreIo,
  table,
  type WhenText,
  wholeNumber,
  withStore,
} from "./storeArgs.ts";

const HELP = `firstring alerts [list] [--state open|taken|closed] [--limit N] [--json]
firstring alerts take|pass|escalate|close REF --by PERSON [--json]

list: who was paged, by which way, and who took it; newest first.

take, pass, escalate and close are what a doctor does by SMS, done here, on the running box: take ends the paging, pass hands
it to the next doctor at once, escalate runs the next step now (of a taken call, too), close says that the patient was called
back. A call that was closed stays closed. Later calls of the same caller go with it.

  --by PERSON      who does it: a person's id of the clinic file; escalate and close also front-desk
  --state STATE    only alerts in this state
  --limit N        at most so many (default: 20)
  --json           as JSON
${DATA_HELP}`;

/** `firstring alerts …`. Returns the exit code; throws UsageError, parseArgs' errors and ApplianceError. */
export async function alertsCommand(argv: readonly string[], io: StoreIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...DATA_OPTION,
      json: { type: "boolean", default: false },
      limit: { type: "string", default: "20" },
      state: { type: "string" },
      by: { type: "string" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const [what = "list", ...rest] = positionals;
  const act = ACTS.find((known) => known === what);
  if (act !== undefined) return actCommand(act, rest, values, io);
  if (what !== "list" || rest.length > 0) throw new UsageError(`there is no 'alerts ${positionals.join(" ")}'`);
  const limit = wholeNumber(values.limit, "--limit", 10_000);
  const state =
    values.state === undefined ? undefined : oneOf(values.state, "--state", ["open", "taken", "closed"] as const);
  return withStore(io, values.data, (store, when) => {
    const found = store
      .list(10_000)
      .filter((it) => it.alert !== undefined && (state === undefined || it.alert.state === state))
      .slice(0, limit);
    if (values.json) io.stdout.write(`${JSON.stringify(found.map(jsonOf), undefined, 2)}\n`);
    else if (found.length === 0) io.stdout.write("No alerts.\n");
    else
      io.stdout.write(
        table([
          ["REF", `RAISED (${when.zone})`, "URGENCY", "STATE", "PAGED"],
          ...found.flatMap((it) => rows(it, when)),
        ]),
      );
    return 0;
  });
}

async function actCommand(
  act: Act,
  [ref, ...rest]: readonly string[],
  values: { readonly by?: string | undefined; readonly data?: string | undefined; readonly json: boolean },
  io: StoreIo,
): Promise<number> {
  if (rest.length > 0) throw new UsageError(`one REF, not also '${rest.join(" ")}'`);
  const code = refFrom(ref);
  if (values.by === undefined) throw new UsageError("--by PERSON is missing: who does it?");
  const { done, text } = await askToAct(dataDirectory(values.data ?? io.dataDir), act, code, values.by);
  io.stdout.write(values.json ? `${JSON.stringify({ done, text })}\n` : `${text}\n`);
  return done ? 0 : 1;
}

async function askToAct(directory: string, act: Act, ref: string, person: string): Promise<ActResult> {
  const { promise, resolve, reject } = Promise.withResolvers<ActResult>();
  const client = await connectControl(socketPath(directory, "control"), (message) => {
    if ("alert" in message) resolve(message["alert"] as ActResult);
    else reject(new UsageError(String(message["error"])));
  });
  void client.ended.then(() => reject(new Error("FirstRing ended while it was asked")));
  client.send({ do: "alert", act, ref, person });
  try {
    return await promise;
  } finally {
    client.close();
  }
}

/** Without what the caller said of himself: this is about the duty, not the patient. */
const jsonOf = ({ alert, dispatches }: MessageSummary) => ({ ...alert, dispatches });

const rows = ({ alert, dispatches }: MessageSummary, when: WhenText): string[][] => {
  if (!alert) return [];
  // Of a call it matters why: a mailbox, busy, a wrong PIN.
  const why = ({ way, detail }: Dispatch) => (way === "call" && detail !== undefined ? ` (${detail})` : "");
  const paged = dispatches.map(
    (it) => `${when(it.createdAt)} ${it.person} by ${it.way}: ${deliveryInWords(it)}${why(it)}`,
  );
  const taken =
    alert.takenBy === undefined
      ? ""
      : ` by ${alert.takenBy}${alert.takenAt === undefined ? "" : ` at ${when(alert.takenAt)}`}`;
  const { linkedTo } = readState(alert);
  const nobody = linkedTo === undefined ? "nobody" : `with ${linkedTo}, the same caller's`;
  const head = [alert.ref, when(alert.raisedAt), alert.urgency, alert.state + taken, paged[0] ?? nobody];
  return [head, ...paged.slice(1).map((line) => ["", "", "", "", line])];
};
