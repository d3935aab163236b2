import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { writeWav } from "../../../device/audio/wav.ts";
import { outcomeSchema } from "../../../device/console/api/changes.ts";
import { outcomeInSpanish, planInSpanish, progressInSpanish } from "../../../device/console/changes/changeInSpanish.ts";
import { CHANGE_BOOK } from "../../../firmware/config/changeBook.ts";
import { PLAN_BOOK } from "../../../firmware/config/planBook.ts";
import type { Change } from "../../../provisioning/change/Change.ts";
import { diskTrouble } from "../../../provisioning/change/diskTrouble.ts";
import {
  AFTER_A_SETTING,
  beginHealthCheck,
  type ServiceHealth,
  stepHealth,
} from "../../../provisioning/change/health/judgeHealth.ts";
import { type Outcome, refused } from "../../../provisioning/change/Plan.ts";
import { type BoxFacts, planChanges } from "../../../provisioning/change/plan/planChanges.ts";
import { CLINIC, EngineBench, OTHER_CLINIC } from "../../change/EngineBench.ts";

const EXAMPLE = readFileSync(new URL("../../../provisioning/example/clinic.yaml", import.meta.url), "utf8");
const FACTS: BoxFacts = {
  ...{ now: 0, version: "1.0.0", clinicText: EXAMPLE, secrets: [], network: "none", present: false, trustedKeys: [] },
  hasZone: () => true,
  hasPrompt: () => false,
};
const WELL: ServiceHealth = {
  pid: 1,
  lines: [{ id: "front", ready: true, state: "ready" }],
  pager: { ready: true },
  urgentFaults: [],
};
const ILL: ServiceHealth = {
  ...WELL,
  lines: [{ id: "front", ready: false, state: "looking for its modem" }],
  pager: { ready: false },
  urgentFaults: ["101 LINE_PORT_GONE (front)"],
};

const planned = (...changes: readonly Change[]) =>
  planInSpanish(JSON.parse(JSON.stringify(planChanges(changes, FACTS))));
/** As the console has it of root's hand. */
const ended = (outcome: Outcome) => outcomeInSpanish(outcomeSchema.parse(JSON.parse(JSON.stringify(outcome))));
const clip = (rate: number, seconds: number) => {
  const wav = writeWav("s16le", new Uint8Array(16_000 * seconds));
  new DataView(wav.buffer).setUint32(24, rate, true);
  return { language: "es", clip: "greeting", wav: Buffer.from(wav).toString("base64") };
};

test("what a clinic file opens on the box, and what speaks against it, is said in Spanish, too", () => {
  const text = EXAMPLE.replace("mqtts://broker.local:8883", "mqtts://broker.example.com:8883")
    .replace("port: /dev/firstring/front", "port: emulated")
    .replace("port: /dev/firstring/mobile-at", "port: /dev/ttyAMA0");
  const plan = planned({ kind: "clinic-file", text: `${text}\nconsole: { network: clinic }\n` });
  const [step] = plan.steps;
  assert.deepEqual(step?.es?.split("; ").slice(1), [
    "el programa que atiende podrá llegar a internet, para el servidor MQTT (broker.example.com)",
    "el programa que atiende podrá usar los puertos seriales de la placa, para /dev/ttyAMA0",
    "se podrá llegar a las páginas de la consola desde la red de la clínica",
  ]);
  assert.deepEqual(plan.refusals[0]?.es, {
    what: "la línea front tiene port: emulated, y a esa no puede llamar nadie",
    cure: "Escriba ahí el puerto del módem.",
  });
});

test("a recording that cannot be played, or comes twice, is refused in Spanish, too", () => {
  const { refusals } = planned({ kind: "prompts", clips: [clip(44_100, 1), clip(8_000, 0)] });
  assert.deepEqual(
    refusals.map(({ code, es }) => [code, es?.what]),
    [
      [
        "PROMPT_UNFIT",
        "la grabación es/greeting no se puede reproducir (44100 Hz, 1 canales; el teléfono tiene 8000 Hz mono)",
      ],
      ["PROMPT_UNFIT", "la grabación es/greeting no se puede reproducir (no tiene sonido)"],
      ["PROMPT_TWICE", "la grabación es/greeting viene dos veces"],
    ],
  );
  const broken = { ...clip(8_000, 1), wav: Buffer.from("no sound at all").toString("base64") };
  assert.match(planned({ kind: "prompts", clips: [broken] }).refusals[0]?.es?.what ?? "", /\(no es un archivo WAV\)$/);
});

/** All that the watch says when the service shows itself like that for so long. */
function saidOf(before: ServiceHealth | undefined, looks: readonly (ServiceHealth | undefined)[]): readonly string[] {
  let check = beginHealthCheck(before, 0, AFTER_A_SETTING);
  const said = [...check.lacks];
  for (const [at, seen] of looks.entries()) {
    const [next, verdict] = stepHealth(check, seen, at * 10_000);
    check = next;
    if (verdict.kind === "healthy") said.push(...verdict.warnings);
    else if (verdict.kind === "sick") said.push(verdict.because);
    else said.push(`Waiting: ${verdict.lacks.join("; ")} …`, ...verdict.lacks);
  }
  return said.filter((text) => text !== "Waiting:  …");
}

const many = <T>(one: T): readonly T[] => Array.from({ length: 60 }, () => one);
const spanishOf = (words: string): string | undefined => progressInSpanish({ phase: "health", words }).es;

test("whatever the watch over a change says is said in Spanish, too", () => {
  const restarts = Array.from({ length: 8 }, (_, at) => ({ ...WELL, pid: at + 1 }));
  const said = new Set([
    ...saidOf(WELL, many(ILL)),
    ...saidOf(WELL, many(undefined)),
    ...saidOf(undefined, many(ILL)),
    ...saidOf(WELL, restarts),
  ]);
  assert.ok(said.size >= 8, [...said].join("\n"));
  for (const text of said) {
    const spanish = spanishOf(text);
    assert.notEqual(spanish, undefined, text);
    assert.doesNotMatch(spanish!, /\b(the|worked|waiting|cannot|looking)\b/i, text);
  }
  assert.equal(
    spanishOf(
      "Waiting: the line front worked before and does not now (not in service (LINE_PORT_GONE)); pages could be sent before and cannot now …",
    ),
    "En espera: la línea front funcionaba antes y ahora no (fuera de servicio (LINE_PORT_GONE)); antes se podían enviar avisos y ahora no …",
  );
  assert.equal(spanishOf("the flux is low"), undefined, "what is not known stays as the box says it");
});

test("what a kept change warns of is said in Spanish: the clinic file, the lines, and what could not be tidied up", async () => {
  const bench = new EngineBench();
  bench.service.health = () => ({ ...ILL, urgentFaults: [] });
  const outcome = await bench.apply([{ kind: "clinic-file", text: OTHER_CLINIC }]);
  const told = ended(outcome);
  assert.ok(told.kind === "kept" && told.issues === undefined, JSON.stringify(told));
  assert.equal(told.es?.length, told.warnings.length);
  const pin = told.es?.find((text) => text?.includes("pin-chen")) ?? "";
  assert.match(pin, /^archivo de la clínica, línea \d+: pin: no existe aquello a lo que se refiere/);
  assert.deepEqual(told.es?.slice(-2), [
    "la línea front aún no contesta: busca su módem",
    "aún no se puede enviar ningún aviso",
  ]);
  assert.ok(
    told.es?.every((text) => text !== null),
    JSON.stringify(told.es),
  );
  const leftover =
    "what it replaced could not be taken away (the disk of the box is full); the next change or start of the box tries it again";
  const kept = ended({ kind: "kept", id: "1", words: "", warnings: [leftover, "the flux is low"] });
  assert.deepEqual(kept.kind === "kept" && kept.es, [
    "no se pudo quitar lo que sustituyó (el disco del equipo está lleno); el próximo cambio o arranque del equipo lo intenta de nuevo",
    null,
  ]);
});

test("why a change came to nothing is said in Spanish, also when it was under way already", async () => {
  const busy = new EngineBench();
  busy.service.atWork = { calls: 1, untakenUrgent: 0 };
  const waited = ended(await busy.apply([{ kind: "clinic-file", text: OTHER_CLINIC }]));
  assert.deepEqual(waited.kind === "refused" && waited.refusals[0]?.es, {
    what: "el teléfono estuvo ocupado 15 minutos",
    cure: "Inténtelo más tarde.",
  });
  const text = CLINIC.replace("fallback: chen", "fallback: chem");
  const wrong = ended(await new EngineBench().apply([{ kind: "clinic-file", text }]));
  assert.match(
    wrong.kind === "refused" ? (wrong.refusals[0]?.es?.what ?? "") : "",
    /^el archivo de la clínica tiene un error en la línea \d+: /,
  );
  for (const code of ["ENOSPC", "EDQUOT", "EROFS", "EIO", "EACCES", "EPERM"]) {
    const full = ended(refused(diskTrouble({ code })));
    assert.ok(full.kind === "refused" && full.refusals[0]?.es !== undefined, code);
  }
  const strange = ended(refused(diskTrouble(new Error("the flux is low"))));
  assert.equal(
    strange.kind === "refused" && strange.refusals[0]?.es?.what,
    "ocurrió algo inesperado («the flux is low»)",
  );
});

test("both languages have the same values", () => {
  const places = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const { en, es } of [...Object.values(PLAN_BOOK), ...Object.values(CHANGE_BOOK)])
    assert.deepEqual(places(es), places(en), en);
});
