// The SMS daemons that a clinic could use instead, each with a configuration as its makers give it and the fastest one.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianProgram } from "../programs/debianPrograms.ts";

export interface SmsDaemon {
  readonly name: string;
  /** From here on the program has the message. */
  handOver(number: string, text: string): void;
  stop(): Promise<void>;
}

export interface DaemonKind {
  readonly name: string;
  /** Between two of its looks for messages, about: they are handed over at any moment of it. */
  readonly looksEveryMs: number;
  readonly usual?: true;
  readonly start: (folder: string, port: string) => Promise<SmsDaemon>;
}

/** gammu-smsd looks for messages after it has waited `commtimeout` for anything else. */
const gammu = (name: string, looksEveryMs: number, waits = ""): DaemonKind => ({
  ...{ name, looksEveryMs, ...(waits === "" ? { usual: true } : {}) },
  start: async (folder, port) => {
    const program = await debianProgram("gammu-smsd");
    const box = (which: string): string => made(join(folder, which));
    const config = join(folder, "smsdrc");
    writeFileSync(
      config,
      `[gammu]
device=${port}
connection=at115200
model=at
synchronizetime=no
[smsd]
service=files
outboxformat=standard
logfile=${join(folder, "log")}
checksecurity=0
${waits}inboxpath=${box("inbox")}/
outboxpath=${box("outbox")}/
sentsmspath=${box("sent")}/
errorsmspath=${box("error")}/
`,
    );
    let count = 0;
    return running(name, spawn(program.path, ["-c", config], { env: program.env, stdio: "ignore" }), (number, text) => {
      count += 1;
      // Its own format: priority, date, time, serial, number. A name that comes twice is moved away with the one before.
      const file = `OUTC20260101_00${String(count).padStart(4, "0")}_00_${number}_page.txt`;
      handOver(folder, join(folder, "outbox", file), text);
    });
  },
});

/** smstools looks into its folder every `delaytime` seconds (10 when not said). */
const smstools = (name: string, looksEveryMs: number, waits = ""): DaemonKind => ({
  ...{ name, looksEveryMs, ...(waits === "" ? { usual: true } : {}) },
  start: async (folder, port) => {
    const program = await debianProgram("smsd");
    const names = ["outgoing", "checked", "incoming", "failed", "sent"];
    const config = join(folder, "smsd.conf");
    writeFileSync(
      config,
      `devices = GSM1
logfile = ${join(folder, "log")}
infofile = ${join(folder, "info")}
pidfile = ${join(folder, "pid")}
${names.map((one) => `${one} = ${made(join(folder, one))}`).join("\n")}
${waits}[GSM1]
device = ${port}
baudrate = 115200
rtscts = no
init = AT+CNMI=2,1,0,2,0
incoming = yes
`,
    );
    let count = 0;
    return running(
      name,
      spawn(program.path, ["-c", config, "-t"], { env: program.env, stdio: "ignore" }),
      (number, text) => {
        count += 1;
        handOver(folder, join(folder, "outgoing", `page-${count}`), `To: ${number.replace("+", "")}\n\n${text}`);
      },
    );
  },
});

export const SMS_DAEMONS: readonly DaemonKind[] = [
  gammu(
    "gammu-smsd, fastest",
    2_000,
    "commtimeout=1\nreceivefrequency=1\nstatusfrequency=0\ncheckbattery=0\nchecksignal=0\n",
  ),
  smstools("smstools, fastest", 2_000, "delaytime = 1\ndelaytime_mainprocess = 1\nerrorsleeptime = 1\n"),
  gammu("gammu-smsd, as it comes", 30_000),
  smstools("smstools, as it comes", 10_000),
];

function made(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}

/** A file that appears whole, as both programs want it. */
function handOver(folder: string, path: string, content: string): void {
  const draft = join(folder, "draft");
  writeFileSync(draft, content);
  renameSync(draft, path);
}

function running(name: string, child: ChildProcess, give: SmsDaemon["handOver"]): SmsDaemon {
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  // The bench ends in the middle: nothing of it stays behind.
  const abandon = (): void => void child.kill("SIGKILL");
  process.once("exit", abandon);
  return {
    name,
    handOver: give,
    stop: async () => {
      child.kill("SIGTERM");
      const force = setTimeout(() => child.kill("SIGKILL"), 3_000);
      await ended;
      process.off("exit", abandon);
      clearTimeout(force);
    },
  };
}
