import type { ApplianceStatus } from "../control/handleControl.ts";

/** Of one family, in the text format of Prometheus (version 0.0.4). */
interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: "gauge" | "counter";
  readonly samples: readonly { readonly value: number; readonly labels?: Readonly<Record<string, string>> }[];
}

export interface ConsoleFigures {
  readonly version: string;
  /** The daemon's; absent: it does not run. */
  readonly status: ApplianceStatus | undefined;
  readonly sessions: number;
  readonly users: number;
  readonly memoryBytes: number;
  readonly now: number;
  /** Of the certificate: until when browsers take it, in epoch ms; undefined: in the clear. */
  readonly certificateUntil: number | undefined;
}

/** Figures of the box: ids of lines and modems of the clinic file, codes of faults; no name, no number, nothing of a patient. */
export function metricsText(figures: ConsoleFigures): string {
  return `${familiesOf(figures)
    .filter(({ samples }) => samples.length > 0)
    .map(familyText)
    .join("\n")}\n`;
}

function familiesOf({
  certificateUntil,
  memoryBytes,
  now,
  sessions,
  status,
  users,
  version,
}: ConsoleFigures): readonly Family[] {
  return [
    gauge("firstring_up", "Whether the answering service runs (1) or not (0).", status === undefined ? 0 : 1),
    { ...family("firstring_build_info", "The console's version."), samples: [{ value: 1, labels: { version } }] },
    gauge("firstring_console_sessions", "Sessions that are open.", sessions),
    gauge("firstring_console_users", "Users who may sign in.", users),
    gauge("firstring_console_memory_bytes", "Resident memory of the console.", memoryBytes),
    ...(certificateUntil === undefined
      ? []
      : [
          gauge(
            "firstring_console_certificate_not_after_seconds",
            "Until when the console's certificate is valid.",
            certificateUntil / 1000,
          ),
        ]),
    ...(status === undefined ? [] : serviceFamilies(status, now)),
  ];
}

function serviceFamilies(status: ApplianceStatus, now: number): readonly Family[] {
  const { atWork, faults, lines, memory, modems, mqtt, openAlerts, startedAt, store } = status;
  const urgent = faults.filter(({ severity }) => severity === "urgent").length;
  return [
    gauge(
      "firstring_uptime_seconds",
      "Since the answering service was started.",
      Math.max(0, (now - startedAt) / 1000),
    ),
    gauge("firstring_calls", "Telephone lines in use.", atWork.calls),
    gauge("firstring_open_alerts", "Alerts that are not closed.", openAlerts),
    gauge("firstring_untaken_urgent_alerts", "Urgent alerts that nobody has taken.", atWork.untakenUrgent),
    gauge("firstring_store_queue", "Writes that wait for the disk.", store.waiting),
    gauge("firstring_memory_bytes", "Resident memory of the answering service.", memory.rssMb * 1e6),
    gauge("firstring_urgent_faults", "Faults that could stop a call or a page.", urgent),
    {
      ...family("firstring_fault", "Faults that are there now, by code."),
      samples: faults.map(({ code, severity }) => ({ value: 1, labels: { code, severity } })),
    },
    {
      ...family("firstring_line_ready", "Whether a line is in service (1)."),
      samples: lines.map(({ id, state }) => ({ value: state.startsWith("ready") ? 1 : 0, labels: { line: id } })),
    },
    {
      ...family("firstring_modem_registered", "Whether a cellular modem is in the network (1)."),
      samples: modems.map(({ id, registered }) => ({ value: registered ? 1 : 0, labels: { modem: id } })),
    },
    {
      ...family("firstring_modem_signal_dbm", "Signal of a cellular modem."),
      samples: modems.flatMap(({ id, signalDbm }) =>
        signalDbm === undefined ? [] : [{ value: signalDbm, labels: { modem: id } }],
      ),
    },
    ...(mqtt === "not used"
      ? []
      : [
          gauge(
            "firstring_broker_connected",
            "Whether the MQTT broker is connected (1).",
            mqtt === "connected" ? 1 : 0,
          ),
        ]),
  ];
}

const family = (name: string, help: string): Omit<Family, "samples"> => ({ name, help, type: "gauge" });
const gauge = (name: string, help: string, value: number): Family => ({ ...family(name, help), samples: [{ value }] });

function familyText({ help, name, samples, type }: Family): string {
  const rows = samples.map(({ labels = {}, value }) => `${name}${labelsText(labels)} ${value}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...rows].join("\n");
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escaped = (value: string): string => value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");
