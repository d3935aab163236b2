import { parseArgs } from "node:util";
import { MOMENT_FORMS, readMoment } from "../../firmware/time/readMoment.ts";
import type { StoreReader } from "../storage/StoreReader.ts";
import { UsageError } from "./Cli.ts";
import {
  DATA_HELP,
  DATA_OPTION,
  refFrom,
  type StoreIo,
  table,
  type WhenText,
  wholeNumber,
  withStore,
} from "./storeArgs.ts";

const HELP = `firstring audit verify [--json]
firstring audit show REF [--json]
firstring audit list [--since TIME] [--limit N] [--json]

verify follows the audit's hash chain from its first row: changed, deleted and cut-off rows are found (exit code 1).
show answers for one message: when was it known, who was told and how, who took it, who listened.
list shows everything since a time: alerts, who was on call and why, every page and what became of it, replies (of unknown
senders, too), what was taken, passed on, escalated, closed, changes of duty, digests, the policy in force at each start.

  --since TIME     from then on: "2026-12-24 02:10", "yesterday 20:00", 02:10 of today (default: yesterday 00:00)
  --limit N        at most so many of the newest (default: 200)

  --json           as JSON
${DATA_HELP}`;

/** `firstring audit …`. Returns the exit code; throws UsageError, parseArgs' errors and ApplianceError. */
export async function auditCommand(argv: readonly string[], io: StoreIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...DATA_OPTION,
      json: { type: "boolean", default: false },
      since: { type: "string", default: "yesterday 00:00" },
      limit: { type: "string", default: "200" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const [what, ref, ...rest] = positionals;
  if (what === "verify" && ref === undefined)
    return withStore(io, values.data, (store) => verify(store, io, values.json));
  if (what === "list" && ref === undefined) {
    const limit = wholeNumber(values.limit, "--limit", 100_000);
    return withStore(io, values.data, (store, when) => list(store, io, values.since, limit, values.json, when));
  }
  if (what !== "show" || rest.length > 0)
    throw new UsageError(what === undefined ? "verify, show or list?" : `there is no 'audit ${positionals.join(" ")}'`);
  const code = refFrom(ref);
  return withStore(io, values.data, (store, when) => show(store, io, code, values.json, when));
}

function verify(store: StoreReader, io: StoreIo, json: boolean): number {
  const found = store.verifyAudit();
  const whole = found.every(({ verdict }) => verdict.ok);
  if (json) io.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
  else {
    for (const { file, verdict } of found) {
      const rows = `${verdict.rows} row${verdict.rows === 1 ? "" : "s"}`;
      io.stdout.write(
        verdict.ok ? `${file}: whole, ${rows}, head ${verdict.hash}\n` : `${file}: BROKEN, ${verdict.why}\n`,
      );
    }
  }
  return whole ? 0 : 1;
}

function list(store: StoreReader, io: StoreIo, since: string, limit: number, json: boolean, when: WhenText): number {
  const from = readMoment(since, Date.now(), when.zone);
  if (from === undefined) throw new UsageError(`--since '${since}' is no time: write ${MOMENT_FORMS}`);
  const rows = store.auditSince(from, limit);
  if (json) io.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
  else if (rows.length === 0) io.stdout.write(`Nothing since ${when(from)}.\n`);
  else
    io.stdout.write(
      table(rows.map((row) => [when(row.at), row.ref ?? "-", row.kind, row.person ?? "-", row.detail ?? ""])),
    );
  return 0;
}

function show(store: StoreReader, io: StoreIo, ref: string, json: boolean, when: WhenText): number {
  const rows = store.auditOf(ref);
  if (json) io.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
  else if (rows.length === 0) io.stdout.write(`The audit knows nothing of ${ref}.\n`);
  else io.stdout.write(table(rows.map((row) => [when(row.at), row.kind, row.person ?? "-", row.detail ?? ""])));
  return rows.length === 0 ? 1 : 0;
}
