import assert from "node:assert/strict";
import { test } from "node:test";
import type { BoxFacts } from "./planChanges.ts";
import { planSecret } from "./planSecret.ts";

const BOX = { secrets: ["database-key", "database-key-next", "sim-pin"] } as const as unknown as BoxFacts;
const codes = (name: string, value: string | null) =>
  (planSecret({ kind: "secret", name, value }, BOX).refusals ?? []).map(({ code }) => code);

test("no key of the messages is set or taken away by hand, neither the one in use nor the next one", () => {
  for (const name of ["database-key", "database-key-next", "database-key-2"])
    for (const value of ["00112233", null]) assert.deepEqual(codes(name, value), ["SECRET_IS_KEY"], name);
  for (const name of ["sim-pin", "pin-chen", "api-database-key"]) assert.deepEqual(codes(name, "1234"), []);
});
