// Short messages that came in, and parts that wait for the rest.

import type { InboundPart, InboundShortMessage } from "../../../firmware/message/MessageStore.ts";
import { firstFound, union, type View } from "../Layer.ts";
import type { Means } from "../Means.ts";
import { allParts, partRow, putInbound, putPart } from "../records.ts";

export const shortMessagesWrites = {
  writeInbound: (view: View, _means: Means, message: InboundShortMessage): boolean => {
    const known = firstFound(view, (layer) => layer.get("SELECT 1 FROM inbound WHERE id = ?", message.id));
    if (known) return false;
    putInbound(view.top, message);
    return true;
  },

  keepPart: (view: View, _means: Means, part: InboundPart) => putPart(view.top, partRow(part)),

  partsDone: (view: View, _means: Means, ids: readonly string[]) => {
    for (const id of ids) {
      if (view.all.length === 1) view.top.run("DELETE FROM inbound_parts WHERE id = ?", id);
      else putPart(view.top, { id, received_at: 0, done: 1, record: "{}" });
    }
  },
};

export const shortMessagesReads = {
  keptParts: (view: View): readonly InboundPart[] =>
    union(view, allParts, (row) => row.id)
      .filter((row) => row.done === 0)
      .sort((a, b) => a.received_at - b.received_at || a.id.localeCompare(b.id))
      .map((row) => JSON.parse(row.record) as InboundPart),
};
