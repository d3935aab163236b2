import { parseArgs } from "node:util";
import type { StoreReader } from "../storage/StoreReader.ts";
import { UsageError } from "./Cli.ts";
import { DATA_HELP, DATA_OPTION, refFrom, type StoreIo, table, type WhenText, withStore } from "./storeArgs.ts";

const HELP = `firstring audit verify [--json]
firstring audit show REF [--json]

verify follows the audit's hash chain from its first row: changed, deleted and cut-off rows are found (exit code 1).
show answers for one message: when was it known, who was told and how, who took it, who listened.

  --json           as JSON
${DATA_HELP}`;

/** `firstring audit …`. Returns the exit code; throws UsageError, parseArgs' errors and ApplianceError. */
export async function auditCommand(argv: readonly string[], io: StoreIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ...DATA_OPTION, json: { type: "boolean", default: false } },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const [what, ref, ...rest] = positionals;
  if (what === "verify" && ref === undefined)
    return withStore(io, values.data, (store) => verify(store, io, values.json));
  if (what !== "show" || rest.length > 0)
    throw new UsageError(what === undefined ? "verify or show?" : `there is no 'audit ${positionals.join(" ")}'`);
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

function show(store: StoreReader, io: StoreIo, ref: string, json: boolean, when: WhenText): number {
  const rows = store.auditOf(ref);
  if (json) io.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
  else if (rows.length === 0) io.stdout.write(`The audit knows nothing of ${ref}.\n`);
  else io.stdout.write(table(rows.map((row) => [when(row.at), row.kind, row.person ?? "-", row.detail ?? ""])));
  return rows.length === 0 ? 1 : 0;
}
