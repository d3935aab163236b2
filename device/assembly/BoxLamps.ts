import { FAULTS } from "../../firmware/health/faults.ts";
import type { LampFacts, Lamps } from "../../firmware/health/lamp.ts";
import type { FaultBoard } from "../health/FaultBoard.ts";
import { LampFiles } from "../health/LampFiles.ts";
import { LampWatch } from "../health/LampWatch.ts";
import type { ApplianceOptions, ReportFault } from "./ApplianceOptions.ts";
import { BoxPanel, type PanelWords } from "./BoxPanel.ts";
import type { Part } from "./Part.ts";

/** What the lamps are judged by, as the parts have it. */
export interface BoxFacts extends Pick<LampFacts, "smsReady" | "openAlerts" | "openMessages"> {
  readonly lines: ReadonlyMap<string, string>;
  readonly faults: FaultBoard;
  /** FirstRing has shown lately that it serves. */
  readonly serves: boolean;
}

export interface BoxLampsOptions extends ApplianceOptions {
  readonly fault: ReportFault;
}

/** The lamps on the box, kept true, and the same told to whoever shows them elsewhere. */
export class BoxLamps implements Part {
  readonly #files: LampFiles;
  readonly #watch: LampWatch;
  readonly #panel: BoxPanel;

  constructor(options: BoxLampsOptions, facts: () => BoxFacts, changed: (lamps: Lamps) => void) {
    const { clock, log } = options;
    this.#files = new LampFiles({ onTrouble: (why) => log.warn(why) });
    this.#watch = new LampWatch({
      clock,
      facts: () => lampFacts(facts()),
      changed: (lamps) => {
        // The panel's process is the lamps' only writer where there is one.
        if (!this.#panel.tell()) this.#files.show(lamps);
        changed(lamps);
      },
    });
    this.#panel = new BoxPanel({
      ...options,
      words: () => {
        const { serves, ...rest } = facts();
        return { lamps: this.#watch.lamps, serves, ...callsFor(lampFacts({ serves, ...rest })) };
      },
    });
  }

  get shown(): Lamps {
    return this.#watch.lamps;
  }

  start(): void {
    this.#watch.start();
    this.#panel.start();
  }

  /** What a stopping box still changes is not shown. */
  freeze(): void {
    this.#watch.stop();
  }

  /** Last of all: a lamp that says "ready" would be a lie. */
  stop(): void {
    this.#watch.stop();
    this.#panel.stop();
    this.#files.dark();
  }
}

/** What the panel is told beside the lamps. An urgent call more is something new; one less is not. */
function callsFor({ lines, faults, openAlerts }: LampFacts): Pick<PanelWords, "answers" | "attention"> {
  const urgent = faults.filter((code) => (FAULTS.get(code)?.severity ?? "urgent") === "urgent");
  const calls = Array.from({ length: openAlerts }, (_, at) => `call ${at + 1}`);
  return { answers: lines.ready > 0, attention: [...urgent, ...calls] };
}

function lampFacts({ lines, faults, serves: _, ...others }: BoxFacts): LampFacts {
  const states = [...lines.values()];
  return {
    ...others,
    lines: { all: states.length, ready: states.filter((state) => state.startsWith("ready")).length },
    faults: faults.active.filter(({ shown }) => shown).map(({ code }) => code),
  };
}
