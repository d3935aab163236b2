import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CallerAction, CallReport } from "../../device/emulator/caller/Caller.ts";
import { GsmModemEmulator } from "../../device/emulator/gsm/GsmModemEmulator.ts";
import { VoiceModemEmulator, type VoiceModemOptions } from "../../device/emulator/voice/VoiceModemEmulator.ts";
import { SystemClock } from "../../device/runtime/SystemClock.ts";
import { codeOf, urgentCaller } from "../e2e/House.ts";
import { until } from "../e2e/until.ts";
import { clinicFile, DOCTOR, FRONT, MOBILE } from "./clinicFile.ts";
import { isSuite, rootImage, type Suite } from "./guestImage.ts";
import { PROGRAMS, programsDisk } from "./guestPrograms.ts";
import { type Disk, Machine, type MachineOptions } from "./Machine.ts";
import { packageForGuest } from "./package.ts";
import { say } from "./tell.ts";
import { UsbPlug } from "./UsbPlug.ts";

export interface VmClinicOptions {
  readonly suite?: Suite;
  readonly voice?: VoiceModemOptions;
  /** The clinic file; `clinicFile()` when not said. */
  readonly clinic?: string;
  /** Plugged in at power-on; both when not said. */
  readonly plugged?: readonly ("front" | "mobile")[];
  readonly clock?: string;
  readonly disks?: (folder: string) => Promise<readonly Disk[]>;
  readonly append?: string;
  readonly chardevs?: readonly string[];
  /** Set-up mode does not open at the first boot, which takes two minutes on a machine that is no USB device; false when not said. */
  readonly isSetUp?: boolean;
  /** The clinic file is put there and the service started; true when not said. */
  readonly starts?: boolean;
  /** The doctor's phone answers every page with its code; true when not said. */
  readonly replies?: boolean;
  /** Sentences of a moment instead of the packaged ones; true when not said. */
  readonly shortPrompts?: boolean;
}

/** Of `--suite`. */
const suiteAsked = (): Suite => {
  const asked = process.env["FIRSTRING_VM_SUITE"] ?? "";
  return isSuite(asked) ? asked : "trixie";
};

/** A call may take four minutes on a machine that is emulated on a busy one. */
const LONGEST_CALL_MS = 240_000;
export const READY_WITHIN_MS = 400_000;

/**
 * A clinic whose box is a virtual machine with the package installed by dpkg. Telephone line, cellular network, caller and
 * doctor are emulated outside; what joins them are USB serial adapters (FTDI 0403:6001).
 */
export class VmClinic implements AsyncDisposable {
  readonly machine: Machine;
  readonly voice: VoiceModemEmulator;
  readonly gsm: GsmModemEmulator;
  readonly folder: string;
  readonly #front: UsbPlug;
  readonly #mobile: UsbPlug;
  readonly #clinic: string;
  readonly #clock = new SystemClock();

  private constructor(folder: string, machine: Machine, plugs: readonly [UsbPlug, UsbPlug], options: VmClinicOptions) {
    this.folder = folder;
    this.machine = machine;
    [this.#front, this.#mobile] = plugs;
    this.#clinic = options.clinic ?? clinicFile();
    this.voice = new VoiceModemEmulator(options.voice);
    this.gsm = new GsmModemEmulator({ model: "generic" });
  }

  static async start(options: VmClinicOptions = {}): Promise<VmClinic> {
    const folder = mkdtempSync(join(tmpdir(), "firstring-vm-clinic-"));
    const plugs = [new UsbPlug(join(folder, "front.sock")), new UsbPlug(join(folder, "mobile.sock"))] as const;
    let clinic: VmClinic | undefined;
    try {
      const deb = await packageForGuest(say);
      const boot = await rootImage(options.suite ?? suiteAsked(), deb, say);
      say("Starting the machine …");
      const machine = await Machine.start(await machineOptions(folder, boot, options), { waits: false });
      clinic = new VmClinic(folder, machine, plugs, options);
      await clinic.#begin(options);
      return clinic;
    } catch (error) {
      const story = clinic === undefined ? "" : await clinic.story();
      if (clinic) await clinic[Symbol.asyncDispose]();
      else await Promise.all(plugs.map((plug) => plug[Symbol.asyncDispose]()));
      rmSync(folder, { recursive: true, force: true });
      throw new Error(`${(error as Error).message}\n${story}`, { cause: error });
    }
  }

  async #begin(options: VmClinicOptions): Promise<void> {
    this.voice.plugInto(this.#front);
    await this.gsm.listen({ kind: "plug", open: () => this.#mobile });
    if (options.replies !== false) this.#doctorReplies();
    await this.machine.booted();
    say("The machine has booted; the clinic moves in …");
    await this.mountPrograms();
    if (options.shortPrompts !== false) await this.usePrompts();
    if (options.starts !== false) await this.begin();
  }

  #doctorReplies(): void {
    this.gsm.onEvent((event) => {
      const code = event.event === "textShown" ? codeOf(event.text) : undefined;
      if (event.event !== "textShown" || code === undefined) return;
      this.gsm.doctorPhone(event.phone).sends(code);
    });
  }

  async mountPrograms(): Promise<void> {
    await this.machine.run(`mkdir -p ${PROGRAMS} && mount -o ro /dev/disk/by-id/virtio-programs ${PROGRAMS}`);
  }

  /** The clinic file comes, and the service is started: returns when it has told systemd that it is ready. */
  async begin(): Promise<void> {
    await this.writeClinic(this.#clinic);
    await this.machine.run("systemctl start firstring.service", READY_WITHIN_MS);
  }

  /** The short sentences, as a clinic's own recordings. */
  async usePrompts(): Promise<void> {
    await this.machine.run(`
      install -d -o firstring -g firstring -m 0700 /var/lib/firstring /var/lib/firstring/prompts
      cp -r ${PROGRAMS}/short/prompts/. /var/lib/firstring/prompts/
      chown -R firstring:firstring /var/lib/firstring/prompts`);
  }

  async writeClinic(text: string): Promise<void> {
    await this.machine.run(`
      mkdir -p /etc/firstring
      cat > /etc/firstring/clinic.yaml <<'CLINIC'
${text}CLINIC
      chown root:firstring /etc/firstring/clinic.yaml
      chmod 0640 /etc/firstring/clinic.yaml`);
  }

  /** One property of the service as systemd has it. */
  async property(name: string, unit = "firstring.service"): Promise<string> {
    return (await this.machine.run(`systemctl show ${unit} -P ${name}`)).trim();
  }

  /** Running, and told systemd that it is ready; another process than `notPid`. */
  async ready(notPid = "", withinMs = READY_WITHIN_MS): Promise<string> {
    const output = await this.machine.until(
      "the service is ready",
      `test "$(systemctl is-active firstring)" = active && pid=$(systemctl show firstring -P MainPID) && test "$pid" != 0 -a "$pid" != "${notPid}" && echo $pid`,
      withinMs,
    );
    return output.trim();
  }

  async call(script: readonly CallerAction[] = urgentCaller()): Promise<CallReport> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`the call: not within ${LONGEST_CALL_MS} ms`)), LONGEST_CALL_MS);
    });
    try {
      return await Promise.race([this.voice.call(script), late]);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${await this.story()}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Calls again and again until one is answered (the daemon looks for a modem that is gone every few seconds); which of them was, and when. */
  async answersAgain(withinMs = READY_WITHIN_MS): Promise<{ readonly call: number; readonly atMs: number }> {
    const end = performance.now() + withinMs;
    for (let call = 1; ; call++) {
      const { outcome, offHook } = await this.call();
      if (outcome === "answered") return { call, atMs: offHook?.atMs ?? this.now() };
      const journal = await this.machine.tries("journalctl -b -u firstring -o short-monotonic --no-pager | tail -4");
      say(`… not answered (${outcome}):\n${journal.output}`);
      if (performance.now() > end) throw new Error(`not answered within ${withinMs} ms\n${await this.story()}`);
    }
  }

  /** As the emulators count, in ms. */
  now(): number {
    return this.#clock.monotonic();
  }

  get texts(): readonly string[] {
    return this.gsm.doctorPhone(DOCTOR).received.map(({ text }) => text);
  }

  get pages(): readonly string[] {
    return this.texts.flatMap((text) => codeOf(text) ?? []);
  }

  /** The code of the page after the first `before` ones. */
  page(before = 0, withinMs = 90_000): Promise<string> {
    return until("a page", () => this.pages[before], { withinMs, story: () => this.texts.join("\n") });
  }

  /** A message as `firstring messages show` has it, in the guest. */
  async message(ref: string): Promise<Record<string, unknown>> {
    return JSON.parse(await this.machine.run(`firstring messages show ${ref} --json`, 120_000)) as Record<
      string,
      unknown
    >;
  }

  /** The samples of a message's reason as `firstring messages export` writes them, headers and all. */
  async exported(ref: string): Promise<Buffer> {
    const folder = `/run/vm-export-${ref}`;
    const text = await this.machine.run(
      `mkdir -p ${folder} && cd ${folder} && firstring messages export ${ref} --to ${folder} >/dev/null && base64 -w0 ${folder}/*reason*.wav; rm -rf ${folder}`,
      120_000,
    );
    return Buffer.from(text.trim(), "base64");
  }

  async pull(which: "front" | "mobile"): Promise<void> {
    await this.machine.unplug(which);
    if (which === "front") await this.voice.unplug();
    else await this.gsm.unplug();
  }

  async plugIn(which: "front" | "mobile"): Promise<void> {
    if (which === "front") this.voice.plugInto(this.#front);
    else if (!this.gsm.pluggedIn) await this.gsm.replug();
    await this.machine.plug(which, "usb-serial", {
      chardev: `${which}-wire`,
      "always-plugged": true,
      serial: which === "front" ? FRONT : MOBILE,
    });
  }

  async story(): Promise<string> {
    const journal = await this.machine
      .tries(
        "journalctl -b -u 'firstring*' --no-pager -o cat | tail -60; systemctl status firstring --no-pager | head -20; ls -l /dev/serial/by-id",
      )
      .then(({ output }) => output)
      .catch((error: unknown) => String(error));
    return `${journal}\n${this.texts.join("\n")}\n${this.machine.story()}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.machine[Symbol.asyncDispose]();
    await this.voice.close();
    await this.gsm.stop();
    await this.#front[Symbol.asyncDispose]();
    await this.#mobile[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function machineOptions(
  folder: string,
  boot: MachineOptions["boot"],
  options: VmClinicOptions,
): Promise<MachineOptions> {
  const programs = join(folder, "programs.img");
  await programsDisk(programs);
  const serials = { front: FRONT, mobile: MOBILE };
  const { plugged = ["front", "mobile"], disks, clock, append, chardevs = [] } = options;
  return {
    boot,
    chardevs: [
      ...Object.keys(serials).map((it) => `socket,id=${it}-wire,path=${join(folder, `${it}.sock`)},reconnect=1`),
      ...chardevs,
    ],
    devices: plugged.map((it) => `usb-serial,chardev=${it}-wire,id=${it},always-plugged=on,serial=${serials[it]}`),
    disks: [
      { name: "programs", options: `driver=raw,file.driver=file,file.filename=${programs},read-only=on` },
      ...((await disks?.(folder)) ?? []),
    ],
    ...(clock === undefined ? {} : { clock }),
    append: [append ?? "", ...(options.isSetUp ? ["systemd.mask=firstring-setup-open.service"] : [])].join(" ").trim(),
  };
}
