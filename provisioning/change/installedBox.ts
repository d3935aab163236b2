import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { findKey } from "../../device/keys/findKey.ts";
import { endPresence, readPresence } from "../../device/panel/presence.ts";
import { SystemClock } from "../../device/runtime/SystemClock.ts";
import { writeSaid } from "../../firmware/time/SettingClock.ts";
import { trustedKeys } from "../bundle/trustedKeys.ts";
import { serialNumber } from "../gadget/serialNumber.ts";
import { Releases } from "../release/Releases.ts";
import { Shelf } from "../release/Shelf.ts";
import { StagedData } from "../restore/StagedData.ts";
import { bootTime } from "../trust/bootTime.ts";
import { inviteManager } from "../trust/inviteManager.ts";
import { Owner } from "../trust/Owner.ts";
import type { Presence } from "../trust/Presence.ts";
import { Sessions } from "../trust/Sessions.ts";
import type { Invitation, InviteRequest } from "./ApplyClient.ts";
import { ChangeRecord } from "./ChangeRecord.ts";
import { RealDisk, type ServiceAccount } from "./disk/RealDisk.ts";
import { Engine } from "./Engine.ts";
import type { EngineMeans } from "./EngineMeans.ts";
import { SystemdSealer } from "./kinds/sealSecret.ts";
import { systemNetwork } from "./network/SystemNetwork.ts";
import { type Places, placesBelow } from "./Places.ts";
import { SystemdService } from "./service/SystemdService.ts";
import { spoolChange } from "./spoolChange.ts";
import { takeLock } from "./takeLock.ts";

const run = promisify(execFile);

const ALWAYS: Presence = { isShown: () => true, use: () => {} };

/** Everything of an installed box that root's hand acts by: the only place where the engine meets systemd and the kernel. */
export class InstalledBox {
  readonly presence: Presence;
  readonly places: Places = placesBelow();
  readonly disk = new RealDisk(accountOf("firstring"));
  readonly record = new ChangeRecord(`${this.places.state}/changes.jsonl`, (change) =>
    spoolChange(this.disk, this.places.data, change),
  );
  readonly sessions = new Sessions(this.places.sessions, () => bootTime().ms);
  readonly service = new SystemdService();
  readonly serial = serialNumber();
  readonly version = versionOfThis();
  readonly engine: Engine;
  readonly owner = new Owner({
    disk: this.disk,
    file: this.places.owner,
    serial: this.serial,
    bootTime,
    presentForMs: () => readPresence().remainingMs,
    usePresence: () => endPresence(),
    now: () => Date.now(),
    openSession: (who) => this.sessions.open(who),
    closeAllSessions: () => this.sessions.closeAll(),
    record: this.record,
  });

  /** `present`: whoever asks is root at the command line, which opens everything anyway. */
  constructor({ present = false }: { readonly present?: boolean } = {}) {
    this.presence = present ? ALWAYS : { isShown: () => readPresence().present, use: () => endPresence() };
    this.engine = new Engine(this.#means());
  }

  readonly invite = (asked: InviteRequest): Invitation =>
    inviteManager(asked, {
      data: this.places.data,
      key: () => findKey(this.places.data),
      presence: this.presence,
      clock: new SystemClock(),
    });

  #means(): EngineMeans {
    const { places, disk, record } = this;
    return {
      ...{ places, disk, record },
      clock: new SystemClock(),
      service: this.service,
      network: systemNetwork(places),
      sealer: new SystemdSealer(),
      shelf: new Shelf(new Releases()),
      data: new StagedData(places.data, () => findKey(places.data)),
      version: this.version,
      presence: this.presence,
      trustedKeys: () => trustedKeys(disk, places).map(({ id }) => id),
      setTime,
      // The file has the name already, for which hostnamed finds nothing to do; asked for the transient one it gives the kernel the file's.
      setHostname: async (name) => void (await run("hostnamectl", ["set-hostname", "--static", "--transient", name])),
      lock: () => takeLock(places.lock),
      chance: () => randomBytes(2).toString("hex"),
    };
  }
}

/**
 * By a unit that may set clocks and nothing else; root's hand itself may not. It sets the clock also where timedatectl refuses because
 * network time is switched on.
 */
async function setTime(epochMs: number): Promise<void> {
  const unit = `firstring-clock-said@${writeSaid(epochMs, new SystemClock().monotonic())}.service`;
  await run("systemctl", ["start", unit]).catch((cause: unknown) => {
    throw new Error(`the clock was not set (journalctl -u ${unit})`, { cause });
  });
}

function accountOf(user: string): ServiceAccount | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((row) => row.startsWith(`${user}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

function versionOfThis(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
