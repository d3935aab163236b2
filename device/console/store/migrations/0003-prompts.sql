-- readable from: 1
-- What callers heard before, and who changed it. sound is a WAV file; NULL: the one that comes with FirstRing. by is NULL: another way.
CREATE TABLE prompt_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  language TEXT NOT NULL,
  clip TEXT NOT NULL,
  at INTEGER NOT NULL,
  by TEXT,
  how TEXT NOT NULL,
  words TEXT NOT NULL,
  hash TEXT NOT NULL,
  ms INTEGER,
  sound BLOB
) STRICT;
CREATE INDEX prompt_versions_clip ON prompt_versions (language, clip, id);
