import assert from "node:assert/strict";
import { test } from "node:test";
import { findScenario, fromAnotherTelephone, numbersOf, type RehearsalScenario } from "./scenarios.ts";

const scenario = (name: string): RehearsalScenario => findScenario(name) ?? assert.fail();

test("who calls first calls from the number that the documents show; whoever tells the same story later, from another one", () => {
  const used = new Set<string>();
  const numbers = ["urgent", "doctor-by-phone", "urgent", "hangs-up"].map((name) => {
    const played = fromAnotherTelephone(scenario(name), used);
    for (const number of numbersOf(played)) used.add(number);
    assert.equal(played.caller.name, "LOPEZ MARIA");
    return played.caller.number;
  });
  assert.deepEqual(numbers, ["3125550142", "3125550150", "3125550151", "3125550152"]);
});

test("a number that is keyed in is another one, too, and nothing else of the story changes", () => {
  const story = scenario("withheld");
  const again = fromAnotherTelephone(story, new Set(numbersOf(story)));
  const keys = ({ acts }: RehearsalScenario) => acts.flatMap((act) => ("presses" in act ? act.presses : []));
  assert.deepEqual(
    keys(again),
    keys(story).map((key) => key.replace("3125550144", "3125550150")),
  );
  assert.deepEqual([again.caller, again.acts.length], [{ withheld: true }, story.acts.length]);
});

test("a number that a person has called from on the mobile line is the same telephone", () => {
  const used = new Set(numbersOf({ caller: { number: "+13125550142" }, acts: [] }));
  assert.equal(fromAnotherTelephone(scenario("urgent"), used).caller.number, "3125550150");
});
