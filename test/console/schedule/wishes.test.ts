import assert from "node:assert/strict";
import { test } from "node:test";
import type { DutyChangeRow } from "../../../device/console/api/duty.ts";
import { togetherOf, type Wanted, wishAgain, wishesOf } from "../../../device/console/client/schedule/wishes.ts";

const span = { from: 1_000, to: 2_000 };
const chen = { person: "chen", ...span };
const patel = { person: "patel", from: 2_000, to: 3_000 };

test("what is filled in becomes what the box is asked for, and what is missing is named", () => {
  const table: readonly (readonly [Wanted, unknown])[] = [
    [{ deed: "cover", ...chen, by: "patel" }, [{ kind: "replace", ...chen, by: "patel" }]],
    [
      { deed: "cover", ...chen, by: "patel", rotation: "nights" },
      [{ kind: "replace", ...chen, by: "patel", rotation: "nights" }],
    ],
    [{ deed: "cover", ...chen }, "incomplete"],
    [{ deed: "cover", ...chen, by: "chen" }, "samePerson"],
    [{ deed: "cover", ...chen, to: 1_000, by: "patel" }, "order"],
    [{ deed: "away", ...chen }, [{ kind: "remove", ...chen }]],
    [{ deed: "away", ...chen, by: "patel" }, [{ kind: "replace", ...chen, by: "patel" }]],
    [{ deed: "add", ...chen }, [{ kind: "add", ...chen }]],
    [{ deed: "add", person: "chen", from: 1_000 }, "incomplete"],
    [
      { deed: "swap", mine: chen, theirs: patel },
      [
        { kind: "replace", ...chen, by: "patel" },
        { kind: "replace", ...patel, by: "chen" },
      ],
    ],
    [{ deed: "swap", mine: chen }, "incomplete"],
    [{ deed: "swap", mine: chen, theirs: { ...chen, from: 5_000, to: 6_000 } }, "samePerson"],
    [{ deed: "swap", mine: chen, theirs: { ...patel, from: 1_500 } }, "sameTime"],
  ];
  for (const [wanted, wishes] of table) assert.deepEqual(wishesOf(wanted), wishes, JSON.stringify(wanted));
});

const made = (id: string, madeAt: number, by = "front-desk"): DutyChangeRow => ({
  ...{ id, kind: "replace", person: { id: "chen", name: "Dr. Chen" }, by: { id: "patel", name: "Dr. Patel" } },
  ...{ ...span, madeAt, madeBy: { id: by, name: by }, mine: true },
});

test("the two changes of a swap belong together; those of somebody else, or of another minute, do not", () => {
  const rows = [made("d", 9_001), made("c", 9_000), made("b", 5_000, "chen"), made("a", 4_999)];
  assert.deepEqual(
    togetherOf(rows).map((group) => group.map(({ id }) => id).join(" ")),
    ["d c", "b", "a"],
  );
  assert.deepEqual(wishAgain(rows[0]!), { kind: "replace", person: "chen", by: "patel", ...span });
});
