-- What was told when the clinic opened, once for each opening (firmware/alert/digest.ts).
CREATE TABLE digests (
  opens_at INTEGER PRIMARY KEY,
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
