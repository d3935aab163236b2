-- readable from: 1
-- Addresses by which a calendar program reads the schedule; only their hash is kept. person is NULL: everybody's duty.
CREATE TABLE calendar_links (
  id TEXT PRIMARY KEY,
  key_hash TEXT NOT NULL UNIQUE,
  person TEXT,
  user TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  made_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
