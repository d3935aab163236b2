import { parseArgs } from "node:util";
import type { Dispatch, MessageSummary } from "../../firmware/message/MessageStore.ts";
import { UsageError } from "./Cli.ts";
import {
  DATA_HELP,
  DATA_OPTION,
  oneOf,
  type StoreIo,
  table,
  type WhenText,
  wholeNumber,
  withStore,
} from "./storeArgs.ts";

const HELP = `firstring alerts [list] [--state open|taken|closed] [--limit N] [--json]

Who was paged, by which way, and who took it; newest first.

  --state STATE    only alerts in this state
  --limit N        at most so many (default: 20)
  --json           as JSON
${DATA_HELP}`;

/** How far a page has come, for a person; JSON keeps the states' own names. */
export const DELIVERY_WORDS: Readonly<Record<Dispatch["state"], string>> = {
  queued: "on its way",
  sending: "on its way",
  sent: "accepted by the network",
  delivered: "on the phone",
  failedTemporarily: "not accepted yet",
  failedPermanently: "failed",
  unknown: "may not have arrived",
};

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
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const [what = "list", ...rest] = positionals;
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

/** Without what the caller said of himself: this is about the duty, not the patient. */
const jsonOf = ({ alert, dispatches }: MessageSummary) => ({ ...alert, dispatches });

const rows = ({ alert, dispatches }: MessageSummary, when: WhenText): string[][] => {
  if (!alert) return [];
  const paged = dispatches.map((it) => `${when(it.createdAt)} ${it.person} by ${it.way}: ${DELIVERY_WORDS[it.state]}`);
  const taken =
    alert.takenBy === undefined
      ? ""
      : ` by ${alert.takenBy}${alert.takenAt === undefined ? "" : ` at ${when(alert.takenAt)}`}`;
  const head = [alert.ref, when(alert.raisedAt), alert.urgency, alert.state + taken, paged[0] ?? "nobody"];
  return [head, ...paged.slice(1).map((line) => ["", "", "", "", line])];
};
