import type { ModemStatus } from "../../firmware/health/ModemStatus.ts";
import { dbmOfStatus } from "../../firmware/health/ModemStatus.ts";
import { diskOf, temperatureC } from "../health/machine.ts";
import { VitalsKeeper } from "../health/VitalsKeeper.ts";
import type { ApplianceOptions } from "./ApplianceOptions.ts";
import type { Part } from "./Part.ts";

export interface VitalsFacts {
  readonly lines: ReadonlyMap<string, string>;
  readonly modems: readonly ModemStatus[];
  /** Undefined: the clinic file has no broker. */
  readonly mqttConnected: boolean | undefined;
}

/** How the box was over the last month, for whoever looks for what comes and goes. */
export class BoxVitals implements Part {
  readonly #keeper: VitalsKeeper;

  constructor({ clock, dataDirectory }: ApplianceOptions, facts: () => VitalsFacts) {
    this.#keeper = new VitalsKeeper({
      ...{ clock, directory: dataDirectory },
      look: () => {
        const { lines, modems, mqttConnected } = facts();
        const [disk, celsius] = [diskOf(dataDirectory), temperatureC()];
        return {
          modems: modems.map((modem) => {
            const dbm = dbmOfStatus(modem);
            return { id: modem.id, inNetwork: modem.registered, ...(dbm === undefined ? {} : { dbm }) };
          }),
          linesReady: [...lines.values()].every((state) => state.startsWith("ready")),
          memoryMb: Math.round(process.memoryUsage.rss() / 1e6),
          ...(mqttConnected === undefined ? {} : { broker: mqttConnected }),
          ...(disk === undefined ? {} : { freeMb: disk.freeMb }),
          ...(celsius === undefined ? {} : { temperatureC: celsius }),
        };
      },
    });
  }

  start(): void {
    this.#keeper.start();
  }

  stop(): Promise<void> {
    return this.#keeper.stop();
  }
}
