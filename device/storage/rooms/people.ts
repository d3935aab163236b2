// Changes of duty, and locks after wrong PINs.

import type { PinLock } from "../../../firmware/doctor/PinLock.ts";
import type { DutyChange } from "../../../firmware/oncall/Duty.ts";
import { appendAudit } from "../auditChain.ts";
import { union, type View } from "../Layer.ts";
import type { Means } from "../Means.ts";
import { allPinLocks, dutiesSince, putDuty, putPinLock } from "../records.ts";

export const peopleWrites = {
  writeDuty: (view: View, means: Means, change: DutyChange) => {
    putDuty(view.top, change);
    const { id, kind, person, by, madeBy, withdrawnAt, withdrawnBy = madeBy, rotation, from, to } = change;
    const span = `${minute(from)} to ${minute(to)}`;
    const what = `${kind} ${person}${by === undefined ? "" : ` by ${by}`}${rotation === undefined ? "" : ` in ${rotation}`}, ${span}`;
    const kindOfRow = withdrawnAt === undefined ? "duty-changed" : "duty-change-withdrawn";
    appendAudit(view.top, {
      at: means.now,
      kind: kindOfRow,
      person: withdrawnAt === undefined ? madeBy : withdrawnBy,
      detail: `${what} (${id})`,
    });
  },

  writePinLock: (view: View, _means: Means, lock: PinLock) => putPinLock(view.top, lock),
};

export const peopleReads = {
  duties: (view: View, since: number): readonly DutyChange[] =>
    union(
      view,
      (layer) => dutiesSince(layer, since),
      (change) => change.id,
    ).sort((a, b) => a.madeAt - b.madeAt || a.id.localeCompare(b.id)),

  pinLocks: (view: View): readonly PinLock[] =>
    union(
      view,
      (layer) => allPinLocks(layer),
      (lock) => lock.person,
    ),
};

/** `2026-12-24T08:14Z`, for the audit; whatever a change says. */
const minute = (at: number): string =>
  Math.abs(at) <= MOST_TIME ? `${new Date(at).toISOString().slice(0, -8)}Z` : String(at);

/** ECMA-262 §21.4.1.1, milliseconds. */
const MOST_TIME = 8.64e15;
