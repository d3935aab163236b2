// What was told when the clinic opened: one for each opening.

import type { Digest, Dispatch } from "../../../firmware/message/MessageStore.ts";
import { appendAudit } from "../auditChain.ts";
import { firstFound, union, type View } from "../Layer.ts";
import type { Means } from "../Means.ts";
import { addDigest, addDispatch, digestsSince } from "../records.ts";
import { auditDispatch } from "./dispatches.ts";

export const digestsWrites = {
  writeDigest: (view: View, means: Means, digest: Digest, dispatches: readonly Dispatch[]): boolean => {
    const known = firstFound(
      view,
      (layer) => digestsSince(layer, digest.opensAt)[0]?.opensAt === digest.opensAt || undefined,
    );
    if (known || !addDigest(view.top, digest)) return false;
    appendAudit(view.top, { at: means.now, kind: "digest", detail: digest.text });
    for (const dispatch of dispatches) if (addDispatch(view.top, dispatch)) auditDispatch(view.top, means, dispatch);
    return true;
  },
};

export const digestsReads = {
  digests: (view: View, since: number): readonly Digest[] =>
    union(
      view,
      (layer) => digestsSince(layer, since),
      (digest) => digest.opensAt,
    ).sort((a, b) => a.opensAt - b.opensAt),
};
