import assert from "node:assert/strict";
import { test } from "node:test";
import { layOutGraph } from "./layOutGraph.ts";
import { readScript } from "./readScript.ts";
import { fileStepOf, readStep, stepFileSchema } from "./scriptFileSteps.ts";
import { type MapMeans, mapScript } from "./scriptMap.ts";
import { templates } from "./templates/templates.ts";

const MEANS: MapMeans = {
  ...{ languages: ["en", "es"], own: new Set(), dateOrder: "mdy" },
  variables: { clinic: "Rosewood", emergencyNumber: "911", own: { greeting: { en: "Hello." } } },
};
const SIZES = { width: 200, height: 70, gapX: 20, gapY: 50 };

for (const [name, script] of templates) {
  test(`${name}: every step is on the map, says its words in each language, and stands below what leads to it`, () => {
    const { steps, start } = mapScript(script, MEANS);
    assert.deepEqual(steps.map(({ id }) => id).sort(), Object.keys(script.steps).sort());
    assert.equal(steps[0]?.id, start);
    assert.ok(steps.every(({ reached }) => reached));
    const ids = steps.map(({ id }) => id);
    const edges = steps.flatMap(({ id, ways }) => ways.map(({ to }) => ({ from: id, to })));
    for (const { to } of edges) assert.ok(ids.includes(to), to);
    const { boxes, height, lines, width } = layOutGraph(ids, edges, SIZES);
    for (const [at, { from, to }] of edges.entries()) {
      assert.ok(boxes[to]!.y > boxes[from]!.y, `${from} before ${to}`);
      assert.ok((lines[at]?.length ?? 0) >= 2);
    }
    const places = Object.values(boxes);
    for (const [at, one] of places.entries()) {
      assert.ok(one.x >= 0 && one.y >= 0 && one.x + SIZES.width <= width && one.y + SIZES.height <= height);
      for (const other of places.slice(at + 1))
        assert.ok(one.y !== other.y || Math.abs(one.x - other.x) >= SIZES.width, "no box lies on another");
    }
  });

  test(`${name}: a step written into the file is read as the same step`, () => {
    for (const [id, step] of Object.entries(script.steps)) {
      const written = stepFileSchema.safeParse(fileStepOf(step));
      assert.ok(written.success, id);
      assert.deepEqual(readStep(written.data), step, id);
    }
    const { script: again, issues } = readScript(
      {
        ...{ start: script.start, escape: script.escape, routine: "waits" },
        steps: Object.fromEntries(Object.entries(script.steps).map(([id, step]) => [id, fileStepOf(step)])),
      },
      ["en"],
    );
    assert.deepEqual(issues, []);
    assert.deepEqual(again?.steps, script.steps);
  });
}

test("own words are shown, and in which languages they are", () => {
  const { steps } = mapScript(templates.get("dental")!, MEANS);
  const [greeting, emergency] = steps[0]!.says;
  assert.deepEqual(greeting?.own, ["en"]);
  assert.equal(greeting?.texts["en"], "Hello.");
  assert.match(emergency?.texts["en"] ?? "", /dial 911/);
  assert.equal(emergency?.clip, "emergency.911");
});

test("a graph with circles, strangers and a node to itself is laid out all the same", () => {
  const edges = ["a b", "b a", "b b", "c nowhere", "b c"].map((pair) => {
    const [from = "", to = ""] = pair.split(" ");
    return { from, to };
  });
  const { boxes, lines } = layOutGraph(["a", "b", "c", "d"], edges, SIZES);
  assert.equal(Object.keys(boxes).length, 4);
  assert.deepEqual(
    lines.map((line) => line !== undefined),
    [true, false, false, false, true],
  );
});
