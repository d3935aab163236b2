// What the broker has not taken yet.

import type { Publication } from "../../../firmware/message/MessageStore.ts";
import { type Layer, union, type View } from "../Layer.ts";
import type { Means } from "../Means.ts";

export const publicationsWrites = {
  /** Ids grow with time, so that those of an emergency database never meet those of the main one. */
  enqueuePublication: (view: View, means: Means, topic: string, payload: string, retain: boolean) => {
    const newest = Math.max(0, ...view.all.map((layer) => view.read(layer, newestPublication, 0)));
    view.top.run(
      "INSERT INTO publications (id, topic, payload, retain) VALUES (?, ?, ?, ?)",
      Math.max(newest + 1, Math.trunc(means.now)),
      topic,
      payload,
      retain ? 1 : 0,
    );
  },

  publicationDone: (view: View, _means: Means, id: number) => {
    view.top.run("DELETE FROM publications WHERE id = ?", id);
    if (view.all.length > 1) view.top.run("INSERT INTO publications_done (id) VALUES (?) ON CONFLICT DO NOTHING", id);
  },
};

export const publicationsReads = {
  nextPublications: (view: View, limit: number): readonly Publication[] => {
    const done = new Set(
      view.all
        .flatMap((layer) =>
          view.read(layer, (from) => from.all<{ id: number }>("SELECT id FROM publications_done"), []),
        )
        .map((row) => row.id),
    );
    return union(
      view,
      (layer) =>
        layer.all<{ id: number; topic: string; payload: string; retain: number }>(
          "SELECT id, topic, payload, retain FROM publications ORDER BY id LIMIT ?",
          limit + done.size,
        ),
      (row) => row.id,
    )
      .filter((row) => !done.has(row.id))
      .sort((a, b) => a.id - b.id)
      .slice(0, limit)
      .map((row) => ({ ...row, retain: row.retain === 1 }));
  },
};

const newestPublication = (layer: Layer): number =>
  layer.get<{ id: number | null }>("SELECT max(id) AS id FROM publications")?.id ?? 0;
