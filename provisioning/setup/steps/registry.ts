/* @pure */
import type { SetupState } from "../core/SetupState.ts";
import type { Step, StepId } from "../core/Step.ts";
import { brokerStep } from "./broker.ts";
import { clinicStep } from "./clinic.ts";
import { consoleStep } from "./console.ts";
import {
  applyStep,
  checkStep,
  clockStep,
  greetingStep,
  handOverStep,
  lineStep,
  modemsStep,
  proveStep,
  simStep,
} from "./doing.ts";
import { dutyStep } from "./duty.ts";
import { holidaysStep, hoursStep } from "./hours.ts";
import { networkStep } from "./network.ts";
import { peopleStep } from "./people.ts";
import { privacyStep } from "./privacy.ts";
import { scriptStep } from "./script.ts";
import { stickKeysStep } from "./stickKeys.ts";

/** In the order in which a technician goes through them; any may be taken up again. */
export const STEPS: readonly Step[] = [
  ...[clinicStep, clockStep, modemsStep, simStep, lineStep],
  ...[peopleStep, dutyStep, hoursStep, holidaysStep, scriptStep, privacyStep],
  ...[networkStep, brokerStep, checkStep, applyStep, greetingStep, proveStep, stickKeysStep, consoleStep, handOverStep],
];

export const stepOf = (id: string): Step | undefined => STEPS.find((step) => step.id === id);

/** The first one that is neither answered nor left out; undefined: all is done. */
export const nextStep = (state: SetupState, after?: StepId): Step | undefined => {
  const from = after === undefined ? 0 : STEPS.findIndex(({ id }) => id === after) + 1;
  return (
    STEPS.slice(from).find(({ id }) => state.done[id] === undefined) ??
    STEPS.find(({ id }) => state.done[id] === undefined)
  );
};

/** Where an issue of the clinic file is mended; undefined: only in the file itself. */
export const stepAbout = (path: string): Step | undefined =>
  STEPS.filter((step) => step.kind !== "work" || step.id === "modems").find(({ about }) =>
    about.some((part) => path === part || path.startsWith(`${part}.`) || path.startsWith(`${part}[`)),
  );
