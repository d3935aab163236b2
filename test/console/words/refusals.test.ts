import assert from "node:assert/strict";
import { test } from "node:test";
import { refusedByBox } from "../../../device/console/box/refusedByBox.ts";
import { outcomeInSpanish } from "../../../device/console/changes/changeInSpanish.ts";
import { CONTROL_BOOK, controlSays } from "../../../device/control/controlWords.ts";
import { diskTrouble } from "../../../provisioning/change/diskTrouble.ts";
import { refused } from "../../../provisioning/change/Plan.ts";

/** What the browser of somebody who reads Spanish has kept. */
Object.defineProperty(globalThis, "localStorage", { value: { getItem: () => "es", setItem: () => {} } });
const { inTheirWords } = await import("../../../device/console/client/problemWords.ts");

test("what root's hand refuses with a code of its own is told in Spanish where the box knows it", () => {
  const outcome = outcomeInSpanish(JSON.parse(JSON.stringify(refused(diskTrouble({ code: "ENOSPC" })))));
  assert.ok(outcome.kind === "refused");
  const told = {
    ...{ code: "ENOSPC", message: "Nothing was changed: the disk of the box is full.", cure: "Make room on it." },
    details: { refusals: outcome.refusals },
  };
  const said = inTheirWords(told);
  assert.equal(said.message, "No cambió nada: el disco del equipo está lleno.");
  assert.match(said.cure ?? "", /^El técnico tiene que liberar espacio/);
  const unknown = { ...told, details: { refusals: [{ code: "X", what: "the flux is low", cure: "Wait." }] } };
  assert.deepEqual(inTheirWords(unknown), unknown, "what nobody knows stays as it was told");
});

test("what the running box refuses is told in Spanish where it is known, and as its words where not", () => {
  const told = (words: string, cure?: string) =>
    inTheirWords(refusedByBox(words, cure === undefined ? {} : { cure }).answer().error);
  assert.equal(
    told(controlSays.noPersonInForce({ id: "nora" })).message,
    "No se hizo: no hay ninguna persona 'nora' en el archivo de la clínica con el que funciona el equipo.",
  );
  const full = told("database or disk is full", controlSays.later());
  assert.deepEqual(
    [full.message, full.cure],
    ["No se hizo: el disco o la base de datos está lleno.", "Inténtelo más tarde."],
  );
  assert.equal(told("the flux is low").message, "No se hizo. El equipo dice, en inglés: «the flux is low»");
  const places = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const { en, es } of Object.values(CONTROL_BOOK)) assert.deepEqual(places(es), places(en), en);
});

test("no refusal sends whoever reads it at a page to a command line where there is a page for it", () => {
  const told = inTheirWords({ code: "NO_CLINIC_FILE", message: "The clinic file cannot be read.", cure: "" });
  assert.doesNotMatch(`${told.message} ${told.cure}`, /firstring check/);
  assert.match(told.cure ?? "", /página Archivo de la clínica/);
});
