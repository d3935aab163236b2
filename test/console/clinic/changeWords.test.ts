import assert from "node:assert/strict";
import { test } from "node:test";
import { changeInSpanish } from "../../../device/console/client/clinic/changeWords.ts";
import {
  AFTER_A_SETTING,
  beginHealthCheck,
  type ServiceHealth,
  stepHealth,
} from "../../../provisioning/change/health/judgeHealth.ts";

const WELL: ServiceHealth = {
  pid: 1,
  lines: [{ id: "front", ready: true, state: "ready" }],
  pager: { ready: true },
  urgentFaults: [],
};
const ILL: ServiceHealth = {
  ...WELL,
  lines: [{ id: "front", ready: false, state: "its modem is not there" }],
  pager: { ready: false },
  urgentFaults: ["101 LINE_PORT_GONE (front)"],
};

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
    const spanish = changeInSpanish(text);
    assert.notEqual(spanish, undefined, text);
    assert.doesNotMatch(spanish!, /\b(the|worked|waiting|cannot)\b/i, text);
  }
  assert.equal(
    changeInSpanish(
      "Waiting: the line front worked before and does not now (lost); pages could be sent before and cannot now …",
    ),
    "En espera: la línea front funcionaba antes y ahora no (lost); antes se podían enviar avisos y ahora no …",
  );
  assert.equal(changeInSpanish("the disk is full"), undefined, "what is not known stays as the box says it");
});
