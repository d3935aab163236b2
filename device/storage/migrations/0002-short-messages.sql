-- Every short message that goes out is a dispatch; those that are no page of an alert say so here (Purpose in MessageStore.ts).
ALTER TABLE dispatches ADD COLUMN purpose TEXT NOT NULL DEFAULT 'page';
CREATE INDEX dispatches_by_time ON dispatches (created_at);

-- Parts of texts that are not whole yet. done = 1: only in an emergency database, where the row below cannot be deleted.
CREATE TABLE inbound_parts (
  id TEXT PRIMARY KEY,
  received_at INTEGER NOT NULL,
  done INTEGER NOT NULL CHECK (done IN (0, 1)),
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
