/* @pure */

import type { Clock } from "../../firmware/time/Clock.ts";
import type { Presence } from "../trust/Presence.ts";
import type { ChangeRecord } from "./ChangeRecord.ts";
import type { DataSwap } from "./DataSwap.ts";
import type { Disk } from "./disk/Disk.ts";
import type { HealthBounds } from "./health/judgeHealth.ts";
import type { SecretSealer } from "./kinds/sealSecret.ts";
import type { NetworkControl } from "./network/NetworkControl.ts";
import type { Places } from "./Places.ts";
import type { BoxFacts } from "./plan/planChanges.ts";
import type { ReleaseShelf } from "./ReleaseShelf.ts";
import type { ServiceControl } from "./service/ServiceControl.ts";

/** Everything with an outside that the engine acts by. */
export interface EngineMeans {
  readonly places: Places;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly service: ServiceControl;
  readonly network: NetworkControl;
  readonly sealer: SecretSealer;
  readonly shelf: ReleaseShelf;
  readonly record: Pick<ChangeRecord, "add" | "read">;
  /** Absent where nothing is restored: a rehearsal of set-up. */
  readonly data?: DataSwap;
  readonly version: string;
  readonly presence: Presence;
  readonly trustedKeys: () => readonly string[];
  /** Sets the system clock, and the one with the battery where there is one. */
  readonly setTime: (epochMs: number) => Promise<void>;
  readonly setHostname: (name: string) => Promise<void>;
  /** How long to wait for the service, where that is not a real box's: emulated modems find their network at once. */
  readonly bounds?: HealthBounds;
  /** Undefined: another process makes a change. Else what gives the lock back. */
  readonly lock: () => (() => void) | undefined;
  /** Four hex digits of chance, so that two changes of one second have two names. */
  readonly chance: () => string;
}

/** What the plan is made from, as the box is now. */
export function boxFacts({ places, disk, clock, network, version, presence, trustedKeys }: EngineMeans): BoxFacts {
  const clinic = disk.read(places.clinicFile);
  return {
    now: clock.now(),
    version,
    clinicText: clinic === undefined ? undefined : new TextDecoder().decode(clinic),
    secrets: disk.list(places.credentials).filter((name) => !name.startsWith(".")),
    network: network.kind,
    present: presence.isShown(),
    hasZone: (zone) => disk.exists(`${places.zoneInfo}/${zone}`),
    trustedKeys: trustedKeys(),
    hasPrompt: (language, clip) => disk.exists(`${places.prompts}/${language}/${clip}.wav`),
  };
}
