-- Changes of duty that somebody made while the box runs (firmware/oncall/Duty.ts).
CREATE TABLE duties (
  id TEXT PRIMARY KEY,
  ends_at INTEGER NOT NULL,
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE INDEX duties_by_end ON duties (ends_at);
