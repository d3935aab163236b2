import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../e2e/until.ts";
import { GuestShell, type ShellAnswer } from "./GuestShell.ts";
import { Qmp } from "./Qmp.ts";
import { say } from "./tell.ts";

export interface BootFiles {
  /** A raw image with one bare ext4; it is never written. */
  readonly root: string;
  readonly kernel: string;
  readonly initrd: string;
}

/** A disk beside the root: QEMU's `-blockdev` options of the node that the guest writes to. */
export interface Disk {
  readonly name: string;
  readonly options: string;
  readonly serial?: string;
  /** May be pulled out of the running machine, as a card that dies. */
  readonly pluggable?: boolean;
  /** Other nodes that `options` names, without which it cannot be opened. */
  readonly below?: readonly string[];
}

export interface MachineOptions {
  readonly boot: BootFiles;
  readonly disks?: readonly Disk[];
  readonly cpus?: number;
  readonly megabytes?: number;
  /** `-rtc base=`; UTC now when not said. */
  readonly clock?: string;
  /** More of the kernel's command line. */
  readonly append?: string;
  /** USB devices that are plugged in from the beginning, as `-device` has them, and their `-chardev`s. */
  readonly devices?: readonly string[];
  readonly chardevs?: readonly string[];
  /** More serial lines (ttyS2 on): unix sockets that we listen on. */
  readonly serials?: readonly string[];
}

// Bounds, not paces: half a minute each on a computer with nothing else to do.
const BOOTS_WITHIN_MS = 900_000;
const TELLS_EVERY_S = 30;
/** Each look is a few processes, which cost an emulated processor a second. */
const LOOKS_EVERY_MS = 1_000;
const SHELL_WITHIN_MS = 600_000;

/**
 * A real machine by QEMU, without KVM: Debian's kernel, systemd, PC hardware with USB 3 and a hardware watchdog (i6300esb).
 * The root is an overlay over an image that stays as it is. QEMU runs behind `nice`: others work on this computer, too.
 */
export class Machine implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "firstring-vm-"));
  readonly #options: MachineOptions;
  readonly #overlay: string;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #qmp: Qmp | undefined;
  #shell: GuestShell | undefined;
  #boots = 0;
  #stderr = "";

  private constructor(options: MachineOptions) {
    this.#options = options;
    this.#overlay = join(this.folder, "root.qcow2");
    const backing = ["-f", "qcow2", "-F", "raw", "-b", options.boot.root];
    execFileSync("qemu-img", ["create", "-q", ...backing, this.#overlay]);
  }

  /** `waits: false`: returns when root's shell answers; the services are still starting then. */
  static async start(options: MachineOptions, more: { readonly waits?: boolean } = {}): Promise<Machine> {
    const machine = new Machine(options);
    try {
      await machine.powerOn();
      if (more.waits !== false) await machine.booted();
      return machine;
    } catch (error) {
      const story = machine.story();
      await machine[Symbol.asyncDispose]();
      throw new Error(`${(error as Error).message}\n${story}`, { cause: error });
    }
  }

  get qmp(): Qmp {
    if (!this.#qmp) throw new Error("the machine is off");
    return this.#qmp;
  }

  get shell(): GuestShell {
    if (!this.#shell) throw new Error("the machine is off");
    return this.#shell;
  }

  /** The machine's own writes to its root, as a file here. */
  get rootDisk(): string {
    return this.#overlay;
  }

  get consoleFile(): string {
    return join(this.folder, "console.log");
  }

  /** Power; the shell answers when this resolves, the services are still starting. */
  async powerOn(): Promise<void> {
    const [qmpPath, shellPath] = [this.#path("qmp.sock"), this.#path("shell.sock")];
    // Whatever ends this process, no machine is left running.
    const behind = ["--pdeathsig", "KILL", "nice", "-n", "10", "qemu-system-x86_64"];
    const child = spawn("setpriv", [...behind, ...this.#arguments(qmpPath, shellPath)], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#child = child;
    this.#ended = once(child, "exit");
    child.stderr?.on("data", (bytes: Buffer) => {
      this.#stderr += bytes.toString();
    });
    await until("QEMU's sockets", () => {
      if (child.exitCode !== null) throw new Error(`QEMU ended with ${child.exitCode}: ${this.#stderr}`);
      return existsSync(qmpPath) && existsSync(shellPath);
    });
    this.#qmp = await Qmp.open(qmpPath);
    this.#shell = await GuestShell.open(shellPath);
    await this.#greet();
  }

  async #greet(): Promise<void> {
    this.#boots += 1;
    await this.shell.greet(SHELL_WITHIN_MS);
  }

  /** Until systemd has done all that it starts with. A unit that failed is no matter of this. */
  async booted(): Promise<void> {
    const began = performance.now();
    for (;;) {
      const { code, output } = await this.shell.run(
        `timeout ${TELLS_EVERY_S} systemctl is-system-running --wait; test $? != 124 || { systemctl list-jobs --no-legend --plain | grep running; exit 124; }`,
      );
      if (code !== 124) return;
      const jobs = output
        .trim()
        .split("\n")
        .map((line) => line.trim().split(/\s+/)[1]);
      const after = Math.round((performance.now() - began) / 1000);
      if (after > BOOTS_WITHIN_MS / 1000)
        throw new Error(`guest: not started within ${after} s; still at ${jobs.join(", ")}`);
      say(`… booting for ${after} s, at ${jobs.join(", ")}`);
    }
  }

  /** After a reset of the guest's own (reboot, watchdog): a new shell on the same line. */
  async backAfterReset(): Promise<void> {
    this.#shell?.close();
    this.#shell = await GuestShell.open(this.#path("shell.sock"));
    await this.#greet();
  }

  /** Output of a script that must succeed. */
  async run(script: string, withinMs?: number): Promise<string> {
    const { code, output } = await this.shell.run(script, withinMs);
    if (code !== 0) throw new Error(`guest: ${script.slice(0, 300)}\nended with ${code}:\n${output.slice(-3_000)}`);
    return output;
  }

  tries(script: string, withinMs?: number): Promise<ShellAnswer> {
    return this.shell.run(script, withinMs);
  }

  /** Runs the script again and again until it succeeds. */
  async until(what: string, script: string, withinMs = 60_000): Promise<string> {
    const end = performance.now() + withinMs;
    for (;;) {
      const { code, output } = await this.shell.run(script, Math.max(30_000, withinMs));
      if (code === 0) return output;
      if (performance.now() > end)
        throw new Error(`guest: ${what}: not within ${withinMs} ms\n${output.slice(-3_000)}`);
      await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS));
    }
  }

  plug(id: string, driver: string, properties: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.qmp.ask("device_add", { driver, id, ...properties });
  }

  async unplug(id: string): Promise<void> {
    const after = this.qmp.events.length;
    await this.qmp.ask("device_del", { id });
    await this.qmp.event("DEVICE_DELETED", (data) => data["device"] === id, 20_000, after);
  }

  /** The power goes: QEMU dies, and with it all that the guest had in memory. Its disks stay. */
  async cutPower(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#off();
  }

  /** As the plug is pulled after `systemctl poweroff`. */
  async shutDown(): Promise<void> {
    await this.shell.run("systemctl poweroff --no-block").catch(() => {});
    await Promise.race([this.#ended, new Promise((resolve) => setTimeout(resolve, 90_000).unref())]);
    await this.cutPower();
  }

  async #off(): Promise<void> {
    await this.#ended;
    this.#qmp?.close();
    this.#shell?.close();
    this.#qmp = undefined;
    this.#shell = undefined;
    for (const name of ["qmp.sock", "shell.sock"]) rmSync(this.#path(name), { force: true });
  }

  story(): string {
    const console = existsSync(this.consoleFile) ? readFileSync(this.consoleFile, "latin1").slice(-4_000) : "";
    const resets = (this.#qmp?.events ?? []).filter(({ name }) => name === "RESET" || name === "WATCHDOG");
    return `QEMU: ${this.#stderr}\n${resets.map(({ name }) => name).join(", ")}\nconsole (boot ${this.#boots}):\n${console}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child) await this.cutPower();
    const keep = process.env["FIRSTRING_VM_KEEP_CONSOLE"];
    if (keep && existsSync(this.consoleFile)) appendFileSync(keep, readFileSync(this.consoleFile));
    rmSync(this.folder, { recursive: true, force: true });
  }

  #path(name: string): string {
    return join(this.folder, name);
  }

  #arguments(qmpPath: string, shellPath: string): string[] {
    const {
      boot,
      disks = [],
      cpus = processors(),
      megabytes = 1024,
      clock,
      append = "",
      devices = [],
      chardevs = [],
      serials = [],
    } = this.#options;
    const kernel = [
      "root=/dev/vda rw console=ttyS0 systemd.debug_shell=ttyS1 net.ifnames=0 panic=-1 mitigations=off cryptomgr.notests",
      // A host that is busy while the kernel counts ticks would make it believe that its timer is not connected.
      "no_timer_check",
      "quiet audit=0 systemd.show_status=0 nokaslr",
      append,
    ].join(" ");
    return [
      ...["-accel", "tcg,thread=multi,tb-size=512", "-smp", String(cpus), "-m", String(megabytes)],
      ...["-M", "q35", "-cpu", "max", "-display", "none", "-nodefaults"],
      ...["-kernel", boot.kernel, "-initrd", boot.initrd, "-append", kernel],
      ...["-drive", `file=${this.#overlay},if=none,id=root,format=qcow2`, "-device", "virtio-blk-pci,drive=root"],
      ...["-chardev", `file,id=con,path=${this.consoleFile},append=on`, "-serial", "chardev:con"],
      ...["-chardev", `socket,id=sh,path=${shellPath},server=on,wait=off`, "-serial", "chardev:sh"],
      ...serials.flatMap((path, n) => [
        "-chardev",
        `socket,id=serial${n},path=${path}`,
        "-serial",
        `chardev:serial${n}`,
      ]),
      ...["-device", "qemu-xhci,id=xhci"],
      ...chardevs.flatMap((it) => ["-chardev", it]),
      ...devices.flatMap((it) => ["-device", it]),
      ...["-device", "i6300esb", "-action", "watchdog=reset", "-device", "virtio-rng-pci"],
      ...["-netdev", "user,id=n0,restrict=on", "-device", "virtio-net-pci,netdev=n0"],
      ...(clock === undefined ? [] : ["-rtc", `base=${clock}`]),
      ...disks.flatMap(diskArguments),
      ...["-qmp", `unix:${qmpPath},server=on,wait=off`],
    ];
  }
}

/** On a busy computer one processor is quicker than two that wait for each other's turn. */
const processors = (): number => ((loadavg()[0] ?? 0) > 2 * availableParallelism() ? 1 : 2);

/** `serial`: the guest finds it as /dev/disk/by-id/virtio-SERIAL. Its device has the disk's name. */
const diskArguments = ({ name, options, serial = name, below = [], pluggable = false }: Disk, n: number): string[] => [
  ...below.flatMap((it) => ["-blockdev", it]),
  ...["-blockdev", `${options},node-name=${name}-node`],
  // Only what hangs on a port of its own can be pulled from this kind of machine.
  ...(pluggable ? ["-device", `pcie-root-port,id=port-${name},chassis=${n + 1},slot=${n + 1}`] : []),
  ...[
    "-device",
    `virtio-blk-pci,drive=${name}-node,id=${name},serial=${serial}${pluggable ? `,bus=port-${name}` : ""}`,
  ],
];
