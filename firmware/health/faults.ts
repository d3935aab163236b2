import { boxFaults } from "./faults/boxFaults.ts";
import { cellularFaults } from "./faults/cellularFaults.ts";
import { dataFaults } from "./faults/dataFaults.ts";
import type { FaultDeclaration } from "./faults/declare.ts";
import { lineFaults } from "./faults/lineFaults.ts";
import { panelFaults } from "./faults/panelFaults.ts";
import { scheduleFaults } from "./faults/scheduleFaults.ts";
import { serviceFaults } from "./faults/serviceFaults.ts";

export type { FaultDeclaration } from "./faults/declare.ts";

/**
 * Every fault this appliance can tell, in the order of their numbers. A number that was ever given stays with its fault: a
 * technician may read it out from an old message. docs/faults.md is written from this table.
 */
export const FAULTS: ReadonlyMap<string, FaultDeclaration> = new Map(
  [
    ...lineFaults,
    ...cellularFaults,
    ...boxFaults,
    ...scheduleFaults,
    ...dataFaults,
    ...panelFaults,
    ...serviceFaults,
  ].map((fault) => [fault.code, fault]),
);
