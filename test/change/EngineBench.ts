import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Seconds } from "../../firmware/time/Duration.ts";
import type { RecordedChange } from "../../provisioning/change/ChangeRecord.ts";
import type { DataSwap } from "../../provisioning/change/DataSwap.ts";
import type { Disk } from "../../provisioning/change/disk/Disk.ts";
import { Engine } from "../../provisioning/change/Engine.ts";
import type { EngineMeans } from "../../provisioning/change/EngineMeans.ts";
import type { ServiceHealth } from "../../provisioning/change/health/judgeHealth.ts";
import { networkManagerFiles } from "../../provisioning/change/network/SystemNetwork.ts";
import { type Places, placesBelow } from "../../provisioning/change/Places.ts";
import type { ReleaseShelf } from "../../provisioning/change/ReleaseShelf.ts";
import type { AtWork, Service, ServiceControl } from "../../provisioning/change/service/ServiceControl.ts";
import { spoolChange } from "../../provisioning/change/spoolChange.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { CrashDisk } from "./CrashDisk.ts";

export const CLINIC = readFileSync(
  fileURLToPath(new URL("../../provisioning/example/clinic.yaml", import.meta.url)),
  "utf8",
);
export const OTHER_CLINIC = CLINIC.replace("Rosewood Family Practice", "Rosewood Clinic");

/** A service that reads the clinic file when it starts, as the real one; how it fares with a file is the test's to say. */
export class StandInService implements ServiceControl {
  running = true;
  starts = 0;
  atWork: AtWork = { calls: 0, untakenUrgent: 0 };
  /** What the file said when it was started last. */
  reads: string | undefined;
  health: (text: string | undefined) => ServiceHealth | undefined = () => WELL;
  readonly #disk: Disk;
  readonly #clinicFile: string;

  constructor(disk: Disk, clinicFile: string) {
    this.#disk = disk;
    this.#clinicFile = clinicFile;
    this.reads = this.#file();
  }

  #file(): string | undefined {
    const bytes = this.#disk.read(this.#clinicFile);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  async look(): Promise<Service> {
    if (!this.running) return { kind: "stopped" };
    const health = this.health(this.reads);
    return health === undefined ? { kind: "unreachable" } : { kind: "up", health, atWork: this.atWork };
  }

  /** A call that begins between a look and a stop. */
  async hold(): Promise<boolean> {
    return this.atWork.calls === 0;
  }

  async stop(): Promise<void> {
    this.running = false;
  }

  async start(): Promise<void> {
    if (!this.running) this.starts += 1;
    this.running = true;
    this.reads = this.#file();
  }
}

export const WELL: ServiceHealth = {
  pid: 7,
  lines: [{ id: "front", ready: true, state: "ready (USR5637)" }],
  pager: { ready: true },
  urgentFaults: [],
};

/** Releases by name. What is tried is what the next start of the service would run. */
export class StandInShelf implements ReleaseShelf {
  readonly there = new Set<string>();
  good: string | undefined;

  async put(_file: string, version: string): Promise<{ link: string; to: string }> {
    this.there.add(version);
    return { link: RELEASE_LINK, to: version };
  }
  async kept(version: string): Promise<void> {
    this.good = version;
  }
  async drop(version: string): Promise<void> {
    this.there.delete(version);
  }
}

export const RELEASE_LINK = "/var/lib/firstring-releases/current";

/** The engine over a disk whose power can go, a service that is well unless told otherwise, and time that the test turns. */
export class EngineBench<D extends Disk = CrashDisk> {
  readonly disk: D;
  readonly places: Places;
  readonly clock = new VirtualClock(Date.UTC(2026, 10, 26, 5, 0));
  readonly service: StandInService;
  readonly engine: Engine;
  readonly said: string[] = [];
  readonly activated: string[] = [];
  /** What the clock was set to. */
  readonly clockSet: number[] = [];
  readonly records: RecordedChange[] = [];
  readonly shelf = new StandInShelf();
  /** Set before it is used: what lies staged of a backup. */
  data: DataSwap | undefined;
  /** Somebody at the box has shown it, until it is used up. */
  present = false;
  /** What the kernel was told that the box is called. */
  readonly names: string[] = [];
  readonly presence = { isShown: () => this.present, use: () => this.#leave() };
  readonly #trusted: () => readonly string[];

  /** `root`: stands for `/`. */
  constructor(disk: D = freshDisk() as Disk as D, root = "", trusted: () => readonly string[] = () => []) {
    this.disk = disk;
    this.places = placesBelow(root);
    this.#trusted = trusted;
    this.service = new StandInService(disk, this.places.clinicFile);
    this.engine = new Engine(this.#means());
  }

  #add(change: RecordedChange): void {
    this.records.push(change);
    spoolChange(this.disk, this.places.data, change);
  }

  #leave(): void {
    this.present = false;
  }

  /** The engine of another process on the same box. */
  another(lock: EngineMeans["lock"]): Engine {
    return new Engine({ ...this.#means(), lock });
  }

  #means(): EngineMeans {
    const { places } = this;
    return {
      places,
      disk: this.disk,
      clock: this.clock,
      service: this.service,
      network: {
        kind: "NetworkManager",
        files: ({ wired, wifi }) => networkManagerFiles(places, wired, wifi),
        activate: async () => void this.activated.push(this.disk.list(places.networkManager).join(" ")),
      },
      sealer: {
        seal: async (name, value) => new TextEncoder().encode(`sealed ${name} ${value.length}`),
        alongside: () => [],
      },
      shelf: this.shelf,
      data: {
        swap: (at) => this.data?.swap(at),
        undo: () => this.data?.undo(),
        hasNews: () => this.data?.hasNews() ?? false,
      },
      record: { add: (change) => this.#add(change), read: () => this.records },
      version: "1.0.0",
      presence: this.presence,
      trustedKeys: () => this.#trusted(),
      setTime: async (epochMs) => void this.clockSet.push(epochMs),
      setHostname: async (name) => void this.names.push(name),
      lock: () => () => {},
      chance: () => "abcd",
    };
  }

  /** Lets time pass until it is over. */
  async apply(changes: Parameters<Engine["apply"]>[0], meanwhile: (phase: string) => void = () => {}) {
    const outcome = this.engine.apply(changes, {
      who: { by: "web" },
      onProgress: ({ phase, words }) => {
        this.said.push(words);
        meanwhile(phase);
      },
    });
    return this.over(outcome);
  }

  async over<T>(promise: Promise<T>): Promise<T> {
    let done = false;
    const watched = promise.finally(() => {
      done = true;
    });
    watched.catch(() => {});
    for (let i = 0; i < 4000 && !done; i++) await this.clock.advanceGently(Seconds(1));
    return watched;
  }

  file(path: string): string | undefined {
    const bytes = this.disk.read(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }
}

/** Of a box that nobody has changed yet: not even the place of the journal is there. */
export function freshDisk(): CrashDisk {
  const disk = new CrashDisk();
  const places = placesBelow();
  disk.put(places.clinicFile, CLINIC);
  disk.put(`${places.credentials}/sim-pin`, "sealed");
  disk.put(`${places.credentials}/pin-chen.unreadable`, "put aside");
  disk.put("/var/lib/other/x", "somebody's");
  disk.put(`${places.networkManager}/other.nmconnection`, "somebody's");
  disk.put("/etc/hostname", "box\n");
  return disk;
}
