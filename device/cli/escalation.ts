import { parseArgs } from "node:util";
import { type CliIo, UsageError } from "./Cli.ts";
import { CLINIC_FILE_IN_WORDS, clinicFile } from "./defaultClinicFile.ts";
import { listEscalation } from "./escalationList.ts";
import { simulateEscalation } from "./escalationSimulate.ts";
import { loadClinicFile } from "./loadClinicFile.ts";

const HELP = `firstring escalation list [--config FILE] [--json]
firstring escalation simulate [--policy NAME] [--at TIME] [--for TIME] [--nobody-answers]
                              [--taken-by PERSON --taken-after TIME] [--callers patient|professional]
                              [--urgency urgent|routine] [--config FILE] [--json]

list says what the clinic file has: every policy step by step, and which calls get it.

simulate says who would be told what, when and how: the same machine as in the box, on a time of its own. Nothing is sent.
It assumes that the network takes every text at once and that nobody answers the telephone, which rings for 25 seconds;
who is on call is read from the clinic file, without changes of duty made since.

  --policy NAME      urgent, routine or one of your own (default: the one that the file's routes give such a call)
  --at TIME          when the call comes: "Sun 02:10", "2026-12-24 02:10", 02:10 (default: now)
  --for TIME         how long to look: 30m, 2h (default: 30m)
  --nobody-answers   as it is by default: nobody takes it
  --taken-by PERSON  this person takes it,
  --taken-after TIME so long after the call: 4m (default: 1m)
  --callers KIND     patient (default) or professional
  --urgency URGENCY  urgent (default) or routine
  --config FILE      the clinic file (default: ${CLINIC_FILE_IN_WORDS})
  --json             as JSON
`;

/** `firstring escalation …`. Returns the exit code; throws UsageError and parseArgs' errors. */
export async function escalationCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      config: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
      policy: { type: "string" },
      at: { type: "string", default: "now" },
      for: { type: "string", default: "30m" },
      "nobody-answers": { type: "boolean" },
      "taken-by": { type: "string" },
      "taken-after": { type: "string" },
      callers: { type: "string", default: "patient" },
      urgency: { type: "string", default: "urgent" },
    },
  });
  if (values.help) {
    io.stdout.write(HELP);
    return 0;
  }
  const [what, ...rest] = positionals;
  if ((what !== "list" && what !== "simulate") || rest.length > 0)
    throw new UsageError(
      what === undefined ? "list or simulate?" : `there is no 'escalation ${positionals.join(" ")}'`,
    );
  const clinic = loadClinicFile(clinicFile(values.config), io);
  if (clinic === undefined) return 1;
  if (what === "list") listEscalation(clinic, values.json, io);
  else simulateEscalation(clinic, values, io);
  return 0;
}
