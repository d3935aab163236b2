import type { LineEvent } from "../../firmware/line/Line.ts";
import type { AlertDesk } from "../alert/AlertDesk.ts";
import type { CodePool } from "../call/CodePool.ts";
import type { LineFinding } from "../line/voice-modem/dialTone.ts";
import { TestPages } from "../setup/TestPages.ts";
import type { ApplianceOptions } from "./ApplianceOptions.ts";
import { STARTING } from "./Paging.ts";
import type { TelephoneLines } from "./TelephoneLines.ts";

/** What the technician's wizard may try out on the running box (device/setup/handleSetup.ts). */
export class SetupDoor {
  readonly #lines: () => TelephoneLines | undefined;
  /** Pages that are only tried. */
  readonly testPages: TestPages;

  constructor(
    { clinic, clock }: ApplianceOptions,
    codes: CodePool,
    alerts: () => AlertDesk | undefined,
    lines: () => TelephoneLines | undefined,
  ) {
    this.#lines = lines;
    this.testPages = new TestPages({
      ...{ clinic, clock, code: () => codes.take() },
      tell: async (person, text) => (await alerts()?.notify(person, text)) ?? false,
    });
  }

  /** Is there a dial tone? Undefined: no analog line of that name that is free. */
  async checkLine(id: string): Promise<LineFinding | undefined> {
    return this.#lines()?.checkLine(id);
  }

  listen(listener: (line: string, event: LineEvent) => void): () => void {
    const lines = this.#lines();
    if (lines === undefined) throw new Error(STARTING.text);
    return lines.listen(listener);
  }
}
