/* @pure */
import { type Spread, spreadOf } from "./statistics.ts";

/** What the appliance has to keep to; which figure of a spread is held against it. */
export interface Bar {
  readonly atMost: number;
  readonly of: "median" | "p99" | "max";
}

/** One line of the report: many measurements of one thing, or one finding in words. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly spread?: Spread;
  /** Instead of a spread. */
  readonly found?: string;
  readonly bar?: Bar;
  /** A bar in words, for a finding. */
  readonly wanted?: string;
  readonly verdict: "PASS" | "falls short" | "";
  /** What another program needs for the same, and where that figure is from. */
  readonly peer?: string;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Lines under the table: how it was measured, tables of one's own. */
  readonly notes?: readonly string[];
}

interface Measured {
  readonly name: string;
  readonly values: readonly number[];
  readonly unit?: string;
  readonly bar?: Bar;
  readonly peer?: string | undefined;
  /** So many were asked for; fewer is a failure, however quick they were. */
  readonly expected?: number;
}

export function measured({ name, values, unit = "ms", bar, peer, expected }: Measured): Row {
  const spread = spreadOf(values);
  const complete = spread !== undefined && spread.n >= (expected ?? 1);
  const within = bar === undefined || (spread !== undefined && spread[bar.of] <= bar.atMost);
  return {
    name,
    unit,
    ...(spread === undefined ? { found: "nothing was measured" } : { spread }),
    ...(bar === undefined ? {} : { bar }),
    verdict: bar === undefined && complete ? "" : complete && within ? "PASS" : "falls short",
    ...(peer === undefined ? {} : { peer }),
  };
}

export function finding(name: string, found: string, wanted: string, holds: boolean, peer?: string): Row {
  return {
    name,
    unit: "",
    found,
    wanted,
    verdict: holds ? "PASS" : "falls short",
    ...(peer === undefined ? {} : { peer }),
  };
}

const NAME = 58;
const figure = (value: number): string => value.toFixed(value < 100 ? 1 : 0).padStart(8);

export function head(): string {
  return `${"".padEnd(NAME)}  unit     n   median      p99      max  ${"bar".padEnd(14)}  ${"".padEnd(11)}  peer`;
}

export function lineOf(row: Row): string {
  const { name, unit, spread, found = "", bar, wanted = "", verdict, peer = "" } = row;
  const figures =
    spread === undefined
      ? found.padEnd(31)
      : `${String(spread.n).padStart(4)} ${figure(spread.median)} ${figure(spread.p99)} ${figure(spread.max)}`;
  const limit = bar === undefined ? wanted : `${bar.of} ≤ ${bar.atMost}`;
  return `${name.padEnd(NAME)}  ${unit.padEnd(4)} ${figures}  ${limit.padEnd(14)}  ${verdict.padEnd(11)}  ${peer}`.trimEnd();
}
