import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GsmModemEmulator } from "../../device/emulator/gsm/GsmModemEmulator.ts";
import { VoiceModemEmulator } from "../../device/emulator/voice/VoiceModemEmulator.ts";
import { SystemClock } from "../../device/runtime/SystemClock.ts";
import { UsbTree } from "../../device/usb/UsbTree.fixture.ts";
import { ChangeRecord } from "../../provisioning/change/ChangeRecord.ts";
import { RealDisk } from "../../provisioning/change/disk/RealDisk.ts";
import { Engine } from "../../provisioning/change/Engine.ts";
import { networkManagerFiles } from "../../provisioning/change/network/SystemNetwork.ts";
import { placesBelow } from "../../provisioning/change/Places.ts";
import { refused } from "../../provisioning/change/Plan.ts";
import { ApplyServer } from "../../provisioning/change/server/ApplyServer.ts";
import { ChildService } from "../../provisioning/change/service/ChildService.ts";
import { takeLock } from "../../provisioning/change/takeLock.ts";
import { bootTime } from "../../provisioning/trust/bootTime.ts";
import { Owner } from "../../provisioning/trust/Owner.ts";
import { codeFrom, plainCode } from "../../provisioning/trust/oneTimeCode.ts";
import { NOBODYS, writeOwner } from "../../provisioning/trust/ownerFile.ts";
import { hashed } from "../../provisioning/trust/passphrase.ts";
import { Sessions } from "../../provisioning/trust/Sessions.ts";
import { PROGRAM } from "../e2e/ApplianceProcess.ts";
import { writeShortPrompts } from "../e2e/shortPrompts.ts";

export const LABEL_CODE = codeFrom(new Uint8Array(10).fill(7));
export const PASSPHRASE = "maple harbour violin dusk";
export const TECHNICIAN = "3125550177";

const VOICE = { port: "1-1.2", vendor: "0baf", product: "0303", ttys: { 1: "ttyACM0" } };
const CELLULAR = { port: "1-1.3", vendor: "0403", product: "6001", ttys: { 0: "ttyUSB0" } };

/**
 * A box as it comes from its carton, below a folder of its own: root's hand on a socket (the real engine, the real owner), the
 * real daemon as its service, and a USB hub into which emulated modems are plugged.
 */
export class SetupBox implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "firstring-setup-"));
  readonly places = placesBelow(this.folder);
  readonly usb = new UsbTree();
  readonly voice = new VoiceModemEmulator({ cadence: "fast" });
  readonly gsm = new GsmModemEmulator();
  /** Somebody has held the button. */
  presentForMs = 600_000;
  /** The clock of the machine that this runs on stays as it is: what it would have been set to. */
  readonly clockSet: number[] = [];
  /** Each time that NetworkManager would have been told: its files then. */
  readonly activated: string[] = [];
  /** What the daemon has printed. */
  journal = "";
  readonly #service: ChildService;
  #server: ApplyServer | undefined;

  private constructor() {
    this.#service = new ChildService({
      command: [process.execPath, PROGRAM, "run", "--config", this.places.clinicFile, "--data", this.places.data],
      data: this.places.data,
      env: { CREDENTIALS_DIRECTORY: this.places.credentials },
      onOutput: (bytes) => {
        this.journal = `${this.journal}${bytes}`.slice(-20_000);
      },
    });
  }

  static async build(): Promise<SetupBox> {
    const box = new SetupBox();
    const { places } = box;
    for (const folder of [places.data, places.state, places.credentials, places.history])
      mkdirSync(folder, { recursive: true });
    // The wizard's own folders, which units make on a box.
    for (const folder of [box.state, box.run]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeShortPrompts(places.data);
    await box.#listen();
    return box;
  }

  get state(): string {
    return join(this.folder, "var/lib/firstring-setup");
  }

  get run(): string {
    return join(this.folder, "run/firstring-setup");
  }

  get socket(): string {
    return join(this.folder, "apply.sock");
  }

  /** For `firstring setup`, whatever the face. */
  get options(): readonly string[] {
    const { clinicFile, data } = this.places;
    return [
      ...["--state", this.state, "--run", this.run, "--config", clinicFile, "--data", data, "--apply", this.socket],
      ...["--sys", this.usb.sys, "--dev", this.usb.dev],
    ];
  }

  /** On a pty that the hub's serial device leads to, as the kernel would have it. */
  async plugVoice(): Promise<void> {
    await this.#plug(VOICE, "ttyACM0", (link) => this.voice.plugIn({ kind: "pty", link }));
    this.usb.link("front", "ttyACM0");
  }

  async plugCellular(): Promise<void> {
    await this.#plug(CELLULAR, "ttyUSB0", (link) => this.gsm.listen({ kind: "pty", link }));
    this.usb.link("mobile-at", "ttyUSB0");
  }

  async #plug(
    device: typeof VOICE | typeof CELLULAR,
    tty: string,
    open: (link: string) => Promise<unknown>,
  ): Promise<void> {
    const link = join(this.folder, `${tty}.pty`);
    await open(link);
    this.usb.plug(device);
    rmSync(this.usb.path(tty), { force: true });
    symlinkSync(link, this.usb.path(tty));
  }

  async #listen(): Promise<void> {
    const { places } = this;
    const disk = new RealDisk();
    const record = new ChangeRecord(`${places.state}/changes.jsonl`);
    const sessions = new Sessions(places.sessions, () => bootTime().ms);
    writeOwner(disk, places.owner, { ...NOBODYS, code: await hashed(plainCode(LABEL_CODE)) });
    const owner = new Owner({
      ...{ disk, record, bootTime, file: places.owner, serial: "10000000abcdef01" },
      presentForMs: () => this.presentForMs,
      usePresence: () => {
        this.presentForMs = 0;
      },
      now: () => Date.now(),
      openSession: (who) => sessions.open(who),
      closeAllSessions: () => sessions.closeAll(),
    });
    const engine = new Engine({
      ...{ places, disk, record, version: "1.0.0", service: this.#service, clock: new SystemClock() },
      network: {
        kind: "NetworkManager",
        files: ({ wired, wifi }) => networkManagerFiles(places, wired, wifi),
        activate: async () => void this.activated.push(disk.list(places.networkManager).join(" ")),
      },
      // Where there is no systemd to seal them, credentials are files of root's own.
      sealer: { seal: async (_name, value) => new TextEncoder().encode(value), alongside: () => [] },
      shelf: { put: async () => ({ link: "", to: "" }), drop: async () => {}, kept: async () => {} },
      presence: {
        isShown: () => this.presentForMs > 0,
        use: () => {
          this.presentForMs = 0;
        },
      },
      trustedKeys: () => [],
      setTime: async (epochMs) => void this.clockSet.push(epochMs),
      setHostname: async () => {},
      lock: () => takeLock(places.lock),
      chance: () => "abcd",
    });
    const none = refused({ code: "NONE", what: "there is none", cure: "" });
    this.#server = await ApplyServer.listen(
      {
        ...{ engine, owner, sessions, applyBundle: async () => none },
        invite: () => ({ kind: "refused", refusal: { code: "NONE", what: "there is nobody", cure: "" } }),
      },
      {
        listen: { path: this.socket },
        onError: (error) => {
          this.journal += `\nroot's hand: ${error instanceof Error ? error.stack : String(error)}\n`;
        },
      },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.close();
    await this.#service.stop();
    await this.voice.close();
    await this.gsm.stop();
    this.usb[Symbol.dispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
