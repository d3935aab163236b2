import { getPriority, setPriority } from "node:os";
import { ourUnits, valuesOf } from "../systemd/systemdRoot.ts";

/** `Nice=` of one of our units: how much the kernel lets others go before it. */
export function niceOf(name: string): number {
  const unit = ourUnits().find((each) => each.name === name);
  const [nice] = unit === undefined ? [] : valuesOf(unit, "Nice");
  if (nice === undefined) throw new Error(`systemd/${name} has no Nice=`);
  return Number(nice);
}

/** Whatever processes the work starts have this priority, as systemd would give it; false: only root may go before others. */
export async function withNice<T>(nice: number, work: () => Promise<T>): Promise<readonly [T, boolean]> {
  const own = getPriority();
  try {
    setPriority(nice);
  } catch {
    return [await work(), false];
  }
  try {
    return [await work(), true];
  } finally {
    setPriority(own);
  }
}
