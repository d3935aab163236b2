import { type DeskAct, inOrder } from "../../../firmware/message/frontDesk.ts";
import { type Layer, union, type View } from "../Layer.ts";

/** A second time does nothing: what is done is never changed. */
export const putDeskAct = (layer: Layer, act: DeskAct): void => {
  layer.run(
    "INSERT INTO desk_acts (id, ref, place, record) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
    act.id,
    act.ref,
    act.order,
    JSON.stringify(act),
  );
};

export const deskActsOf = (view: View, ref: string): readonly DeskAct[] =>
  inOrder(
    union(
      view,
      (layer) =>
        layer
          .all<{ record: string }>("SELECT record FROM desk_acts WHERE ref = ? ORDER BY place, id", ref)
          .map(({ record }) => JSON.parse(record) as DeskAct),
      ({ id }) => id,
    ),
  );
