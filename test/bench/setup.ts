import { SetupBox } from "../setup/SetupBox.ts";
import { Terminal } from "../setup/Terminal.ts";
import { proves, setsUp } from "../setup/technician.ts";
import { finding, measured, type Section } from "./report.ts";

/** From a new box to a proved clinic on the serial console, by a technician who types without thinking. */
export async function setup(tell: (line: string) => void): Promise<Section> {
  await using box = await SetupBox.build();
  await using terminal = await Terminal.open(box.options);
  const began = performance.now();
  await setsUp(box, terminal);
  const answered = performance.now();
  tell(`all questions answered and in force after ${((answered - began) / 1000).toFixed(0)} s`);
  await proves(box, terminal);
  const proved = performance.now();
  return {
    title: "set-up",
    rows: [
      finding(
        "steps, lines typed",
        `20 steps, ${terminal.inputs} lines`,
        "every question answerable by a technician",
        true,
      ),
      measured({
        name: "new box → in force (questions, modems plugged, SIM, dial tone, apply, health check)",
        unit: "s",
        values: [(answered - began) / 1000],
      }),
      measured({
        name: "in force → proved (test call, test page and its reply, sheet)",
        unit: "s",
        values: [(proved - answered) / 1000],
      }),
    ],
    notes: [
      "real wizard, root's hand, daemon and emulated modems; the technician's own reading, asking and plugging comes on top",
    ],
  };
}
