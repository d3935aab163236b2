/**
 * ModemManager with a modem that it takes for a real USB stick: a private bus, and a mount namespace in which /sys shows
 * one USB serial port with the ids we choose, /dev holds our pty under its name, and udev's rules are ModemManager's own
 * (it reads them itself, having no udev here) and those that we add. So it filters, probes and picks its plugin as it
 * would for the stick. Nothing of the machine is touched, and no program of it is spoken to.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Seconds } from "../../firmware/time/Duration.ts";
import { type DebianProgram, debianFiles } from "./debianPrograms.ts";
import { findMountNamespace } from "./mountNamespace.ts";
import { type UsbSerialPort, writeUsbSerialTree } from "./usbSerialTree.ts";

const run = promisify(execFile);

export interface ModemManagerPrograms {
  readonly ModemManager: DebianProgram;
  readonly mmcli: DebianProgram;
  readonly "dbus-daemon": DebianProgram;
  readonly "dbus-monitor": DebianProgram;
}

const LIMIT = Seconds(40);

/** The same user inside as outside: D-Bus asks the kernel who is calling, and root inside would be a stranger there. */
const AS_MYSELF = ["--user", "--map-current-user", "--keep-caps", "-m"];
const KINDS = process.getuid?.() === 0 ? [["-m"], AS_MYSELF] : [AS_MYSELF];

/** The flags of `unshare`, or a sentence why ModemManager cannot be run here. */
export const modemManagerNamespace = (): Promise<readonly string[] | string> =>
  findMountNamespace("ModemManager needs a mount namespace of its own, to be shown a USB modem", KINDS);

const BUS = (address: string): string => `<busconfig><type>session</type><listen>${address}</listen>
<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`;

/** $1 our folder, $2 the pty, $3 the port's name, then ModemManager and its arguments. */
const SCRIPT = `set -e
cd "$1"; pty=$2; name=$3; shift 3
for node in null zero random urandom "$name"; do : > dev/$node; done
for node in null zero random urandom; do mount --bind /dev/$node dev/$node; done
mount --bind "$pty" "dev/$name"
mount --bind lib/udev/rules.d /lib/udev/rules.d 2>/dev/null ||
  mount -t overlay overlay -o "lowerdir=$PWD/lib:/usr/lib" /usr/lib
mount --rbind dev /dev
mount --rbind sys /sys
exec "$@"`;

const OPTIONS = [
  ...["--test-session", "--no-auto-scan", "--test-no-udev", "--test-no-suspend-resume", "--test-no-qrtr"],
  ...["--debug", "--log-relative-timestamps"],
];

interface Family {
  readonly port: string;
  readonly usb: UsbSerialPort;
  /** More udev rules, by file name; ModemManager reads those named 77-mm-… to 80-mm-…. */
  readonly rules?: Readonly<Record<string, string>>;
}

/** Files of a Debian package that are in one folder of several: the first folder that has such files. */
async function firstFolder(folders: readonly string[], has: RegExp): Promise<string | undefined> {
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    if (names.some((name) => has.test(name))) return folder;
  }
  return undefined;
}

export class ModemManagerStation {
  readonly #programs: ModemManagerPrograms;
  readonly #folder: string;
  readonly #address: string;
  readonly #running: { readonly child: ChildProcess; readonly ended: Promise<void> }[] = [];
  readonly #wakes = new Set<() => void>();
  #log = "";

  private constructor(programs: ModemManagerPrograms, folder: string) {
    this.#programs = programs;
    this.#folder = folder;
    this.#address = `unix:path=${join(folder, "bus")}`;
  }

  static async open(
    programs: ModemManagerPrograms,
    namespace: readonly string[],
    family: Family,
  ): Promise<ModemManagerStation> {
    const folder = await mkdtemp(join(tmpdir(), "firstring-mm-"));
    const station = new ModemManagerStation(programs, folder);
    try {
      await station.#furnish(family);
      await station.#startBus();
      await station.#startModemManager(namespace, family);
      return station;
    } catch (error) {
      await station.close();
      throw error;
    }
  }

  /** What it printed so far. */
  get log(): string {
    return this.#log;
  }

  /** Runs mmcli and returns what it prints as JSON; rejects with its complaint. */
  async mmcli(...args: readonly string[]): Promise<unknown> {
    const { path, env } = this.#programs.mmcli;
    const { stdout } = await run(path, [...args, "--timeout=40", "--output-json"], {
      env: this.#env(env),
      timeout: LIMIT,
    });
    return /^\s*\{/.test(stdout) ? JSON.parse(stdout) : stdout;
  }

  /** Waits until `check` gives something, asking whenever the bus tells of a change. Bounded. */
  async until<T>(what: string, check: () => Promise<T | undefined> | T | undefined): Promise<T> {
    const deadline = performance.now() + LIMIT;
    for (;;) {
      let wake = (): void => {};
      const news = new Promise<void>((resolve) => {
        wake = resolve;
      });
      this.#wakes.add(wake);
      const timer = setTimeout(wake, Math.max(0, deadline - performance.now()));
      try {
        const found = await check();
        if (found !== undefined) return found;
        if (performance.now() >= deadline) throw new Error(`${what}: not within ${LIMIT} ms. ${this.#lastWords()}`);
        await news;
      } finally {
        clearTimeout(timer);
        this.#wakes.delete(wake);
      }
    }
  }

  /** Ends all that it started and removes its folder. */
  async close(): Promise<void> {
    for (const { child, ended } of this.#running.toReversed()) {
      child.kill("SIGKILL");
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  #lastWords(): string {
    return `ModemManager's log ends:\n${this.#log.slice(-4000)}`;
  }

  #env(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return {
      ...env,
      LC_ALL: "C.UTF-8",
      DBUS_SESSION_BUS_ADDRESS: this.#address,
      DBUS_SYSTEM_BUS_ADDRESS: this.#address,
    };
  }

  async #furnish({ usb, rules = {} }: Family): Promise<void> {
    const rulesFolder = join(this.#folder, "lib/udev/rules.d");
    for (const name of ["dev", "sys", "lib/udev/rules.d"]) await mkdir(join(this.#folder, name), { recursive: true });
    await writeUsbSerialTree(join(this.#folder, "sys"), usb);
    const theirs = await firstFolder(
      [...debianFiles("lib/udev/rules.d"), ...debianFiles("usr/lib/udev/rules.d")],
      /^80-mm-candidate\.rules$/,
    );
    if (!theirs) throw new Error("the udev rules of modemmanager are missing");
    for (const name of await readdir(theirs)) {
      if (/^(77|78|79|80)-mm-/.test(name)) await copyFile(join(theirs, name), join(rulesFolder, name));
    }
    for (const [name, text] of Object.entries(rules)) await writeFile(join(rulesFolder, name), text);
    await writeFile(join(this.#folder, "bus.conf"), BUS(this.#address));
    await writeFile(join(this.#folder, "events"), `action=add,name=${usb.name},subsystem=tty\n`);
  }

  async #startBus(): Promise<void> {
    const daemon = this.#programs["dbus-daemon"];
    const args = [`--config-file=${join(this.#folder, "bus.conf")}`, "--nofork", "--nosyslog", "--print-address=1"];
    await this.#start(daemon, daemon.path, args, /^unix:/m);
    const monitor = this.#programs["dbus-monitor"];
    const rules = ["Properties", "ObjectManager"].map(
      (name) => `type='signal',interface='org.freedesktop.DBus.${name}'`,
    );
    // Its first words are about itself: it is listening.
    await this.#start(monitor, monitor.path, ["--address", this.#address, ...rules], /NameAcquired|NameLost/);
  }

  async #startModemManager(namespace: readonly string[], { port, usb }: Family): Promise<void> {
    const program = this.#programs.ModemManager;
    const plugins = await this.#pluginFolder();
    const command = [program.path, ...OPTIONS, `--initial-kernel-events=${join(this.#folder, "events")}`];
    if (plugins) command.push(`--test-plugin-dir=${plugins}`);
    const args = [...namespace, "sh", "-c", SCRIPT, "sh", this.#folder, await realpath(port), usb.name, ...command];
    await this.#start(program, "unshare", args, /processed initial kernel event|couldn't process/);
  }

  /** One that was unpacked, not installed, does not find its plugins. */
  async #pluginFolder(): Promise<string | undefined> {
    const folders = (this.#programs.ModemManager.env["LD_LIBRARY_PATH"] ?? "").split(":").filter((path) => path);
    return firstFolder(
      folders.map((folder) => join(folder, "ModemManager")),
      /^libmm-plugin-generic\.so$/,
    );
  }

  /** Resolves when the program has printed `ready`; rejects when it ends before. */
  #start(program: DebianProgram, file: string, args: readonly string[], ready: RegExp): Promise<void> {
    const child = spawn(file, args, { env: this.#env(program.env), stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    return new Promise((resolve, reject) => {
      const hear = (text: string): void => {
        if (program === this.#programs.ModemManager) this.#log += text;
        if (!ready.test(printed)) printed += text;
        if (ready.test(printed)) resolve();
        if (program === this.#programs["dbus-monitor"]) for (const wake of this.#wakes) wake();
      };
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", hear);
      child.once("error", reject);
      const ended = new Promise<void>((done) => child.once("close", () => done()));
      this.#running.push({ child, ended });
      void ended.then(() => reject(new Error(`${file} ended. It printed: ${printed.slice(-2000)}`)));
    });
  }
}
