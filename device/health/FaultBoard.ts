import { FAULTS } from "../../firmware/health/faults.ts";
import type { EpochMs } from "../../firmware/time/Clock.ts";

export interface ActiveFault {
  readonly code: string;
  /** Which line, modem or broker; empty for the box as a whole. */
  readonly where: string;
  readonly detail: string;
  readonly since: EpochMs;
}

/** What is wrong now. Each fault is told once when it comes and once when it goes, however often it is reported. */
export class FaultBoard {
  readonly #active = new Map<string, ActiveFault>();
  readonly #now: () => EpochMs;
  readonly #tell: (fault: ActiveFault, active: boolean) => void;

  constructor(now: () => EpochMs, tell: (fault: ActiveFault, active: boolean) => void) {
    this.#now = now;
    this.#tell = tell;
  }

  report(code: string, where: string, detail: string, cleared = false): void {
    if (cleared) this.clear(code, where);
    else this.#raise(code, where, detail);
  }

  #raise(code: string, where: string, detail: string): void {
    if (!FAULTS.has(code)) throw new Error(`fault ${code} is not declared in firmware/health/faults.ts`);
    const key = `${code} ${where}`;
    if (this.#active.has(key)) return;
    const fault: ActiveFault = { code, where, detail, since: this.#now() };
    this.#active.set(key, fault);
    this.#tell(fault, true);
  }

  clear(code: string, where: string): void {
    const key = `${code} ${where}`;
    const fault = this.#active.get(key);
    if (fault === undefined) return;
    this.#active.delete(key);
    this.#tell(fault, false);
  }

  get active(): readonly ActiveFault[] {
    return [...this.#active.values()];
  }
}

/** A fault as a person reads it: what it is, what it means for the clinic, what to do. */
export function faultInWords(fault: ActiveFault): string {
  const declared = FAULTS.get(fault.code);
  const where = fault.where === "" ? "" : ` (${fault.where})`;
  if (declared === undefined) return `${fault.code}${where}: ${fault.detail}`;
  return `${declared.title}${where} [${fault.code}]: ${fault.detail}\n    ${declared.means}\n    What to do: ${declared.cure}`;
}
