import type { LampFacts, Lamps } from "../../firmware/health/lamp.ts";
import type { FaultBoard } from "../health/FaultBoard.ts";
import { LampFiles } from "../health/LampFiles.ts";
import { LampWatch } from "../health/LampWatch.ts";
import type { ApplianceOptions } from "./ApplianceOptions.ts";
import type { Part } from "./Part.ts";

/** What the lamps are judged by, as the parts have it. */
export interface BoxFacts extends Pick<LampFacts, "smsReady" | "openAlerts" | "openMessages"> {
  readonly lines: ReadonlyMap<string, string>;
  readonly faults: FaultBoard;
}

/** The lamps on the box, kept true, and the same told to whoever shows them elsewhere. */
export class BoxLamps implements Part {
  readonly #files: LampFiles;
  readonly #watch: LampWatch;

  constructor({ clock, log }: ApplianceOptions, facts: () => BoxFacts, changed: (lamps: Lamps) => void) {
    this.#files = new LampFiles({ onTrouble: (why) => log.warn(why) });
    this.#watch = new LampWatch({
      clock,
      facts: () => lampFacts(facts()),
      changed: (lamps) => {
        this.#files.show(lamps);
        changed(lamps);
      },
    });
  }

  get shown(): Lamps {
    return this.#watch.lamps;
  }

  start(): void {
    this.#watch.start();
  }

  /** What a stopping box still changes is not shown. */
  freeze(): void {
    this.#watch.stop();
  }

  /** Last of all: a lamp that says "ready" would be a lie. */
  stop(): void {
    this.#watch.stop();
    this.#files.dark();
  }
}

function lampFacts({ lines, faults, ...others }: BoxFacts): LampFacts {
  const states = [...lines.values()];
  return {
    ...others,
    lines: { all: states.length, ready: states.filter((state) => state.startsWith("ready")).length },
    faults: faults.active.filter(({ shown }) => shown).map(({ code }) => code),
  };
}
