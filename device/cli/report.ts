import { parseArgs } from "node:util";
import { Temporal } from "temporal-polyfill";
import { reportOf } from "../../firmware/report/Report.ts";
import { reportCsv } from "../../firmware/report/reportCsv.ts";
import { reportLines } from "../../firmware/report/reportLines.ts";
import { reportSpan } from "../../firmware/report/reportSpan.ts";
import { reportText } from "../../firmware/report/reportText.ts";
import { UsageError } from "./Cli.ts";
import { DATA_HELP, DATA_OPTION, type StoreIo, withStore } from "./storeArgs.ts";

const HELP = `firstring report [--month 2026-11 | --week 2026-W48 | --from 2026-11-01 --to 2026-11-15] [--csv | --json]

How the telephone was answered and how fast a doctor had it: calls, abandoned calls, messages, times to paged, taken and called
back, escalations, and who was paged and who took it, each beside the yardstick that there is. Nothing in it tells of a patient.
Works beside a running appliance. Without a span: the last month that is over.

  --month MONTH    a month of the clinic's calendar
  --week WEEK      a week, Monday to Sunday, by its ISO number
  --from, --to     the first and the last day
  --csv            for a spreadsheet: one figure a row (RFC 4180)
  --json           as JSON; durations in seconds
${DATA_HELP}`;

/** `firstring report`. Returns the exit code; throws UsageError, parseArgs' errors and ApplianceError. */
export async function reportCommand(argv: readonly string[], io: StoreIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...DATA_OPTION,
      month: { type: "string" },
      week: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      csv: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  if (values.csv && values.json) throw new UsageError("--csv or --json, not both");
  const { month, week, from, to } = values;
  const asked = Object.fromEntries(Object.entries({ month, week, from, to }).filter(([, text]) => text !== undefined));
  const now = Date.now();
  // What was asked wrongly is told before anything is opened; which days they are, the clinic's own calendar says.
  const inAnyZone = reportSpan(asked, now, "UTC");
  if ("wrong" in inAnyZone) throw new UsageError(inAnyZone.wrong);
  return withStore(io, values.data, (store, { zone }) => {
    const span = reportSpan(asked, now, zone);
    if ("wrong" in span) throw new UsageError(span.wrong);
    if (span.from > now) throw new UsageError(`${span.name} has not begun: there is nothing to tell of it yet`);
    const report = reportOf(store.span(span.from, span.to));
    const lines = reportLines(report);
    const soFar = span.to > now;
    if (values.json) {
      const { name, firstDay, lastDay } = span;
      const head = { version: 1, name, firstDay, lastDay, zone, soFar };
      io.stdout.write(`${JSON.stringify({ ...head, ...report }, undefined, 2)}\n`);
    } else if (values.csv) io.stdout.write(reportCsv(lines));
    else {
      io.stdout.write(reportText(lines, span, { zone, soFar }));
      // A box that was set up this month: its calls are there, only not in the month that was taken for granted.
      const nothingAsked = Object.keys(asked).length === 0;
      if (nothingAsked && report.calls.rang === 0)
        io.stdout.write(`This month so far: firstring report --month ${monthAfter(span.lastDay)}\n`);
    }
    return 0;
  });
}

const monthAfter = (lastDay: string): string =>
  Temporal.PlainDate.from(lastDay).add({ days: 1 }).toPlainYearMonth().toString();
