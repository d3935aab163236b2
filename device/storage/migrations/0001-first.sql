-- `record` is the record as firmware/message/MessageStore.ts has it, in JSON; the columns beside it are what is searched for.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- known = 0: only referred to so far (audio or a message came before the call itself).
CREATE TABLE calls (
  id TEXT PRIMARY KEY,
  rang_at INTEGER NOT NULL,
  ended_at INTEGER,
  known INTEGER NOT NULL CHECK (known IN (0, 1)),
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE INDEX calls_without_end ON calls (rang_at) WHERE ended_at IS NULL;

CREATE TABLE messages (
  ref TEXT PRIMARY KEY,
  call_id TEXT NOT NULL REFERENCES calls (id),
  received_at INTEGER NOT NULL,
  urgency TEXT NOT NULL,
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE INDEX messages_by_time ON messages (received_at);
CREATE INDEX messages_by_call ON messages (call_id);
CREATE INDEX messages_urgent ON messages (ref) WHERE urgency = 'urgent';

-- One row per second of speech; the samples exactly as the modem delivered them.
CREATE TABLE audio (
  id INTEGER PRIMARY KEY,
  call_id TEXT NOT NULL REFERENCES calls (id),
  part TEXT NOT NULL,
  take INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  format TEXT NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (call_id, part, take, sequence)
) STRICT;

-- What is known of a take without reading its samples. sha256 is NULL when chunks came out of order: then it is computed when asked.
CREATE TABLE recordings (
  call_id TEXT NOT NULL REFERENCES calls (id),
  part TEXT NOT NULL,
  take INTEGER NOT NULL,
  format TEXT NOT NULL,
  chunks INTEGER NOT NULL,
  length INTEGER NOT NULL,
  sha256 TEXT,
  PRIMARY KEY (call_id, part, take)
) STRICT;

CREATE TABLE alerts (
  ref TEXT PRIMARY KEY,
  call_id TEXT NOT NULL REFERENCES calls (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'closed')),
  raised_at INTEGER NOT NULL,
  closed_by TEXT,
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE INDEX alerts_not_closed ON alerts (raised_at) WHERE state <> 'closed';

CREATE TABLE dispatches (
  id TEXT PRIMARY KEY,
  ref TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE INDEX dispatches_by_ref ON dispatches (ref, created_at);

CREATE TABLE publications (
  id INTEGER PRIMARY KEY,
  topic TEXT NOT NULL,
  payload TEXT NOT NULL,
  retain INTEGER NOT NULL
) STRICT;
-- Used by an emergency database only: publications of the main one that are done and can not be deleted there yet.
CREATE TABLE publications_done (id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE inbound (
  id TEXT PRIMARY KEY,
  received_at INTEGER NOT NULL,
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;

-- Reply codes handed out, as positions in the sequence of device/storage/CodeSequence.ts, both ends included.
CREATE TABLE code_ranges (first INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;

-- Append only. hash = sha256 of the previous hash and this row (device/storage/auditChain.ts).
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  ref TEXT,
  person TEXT,
  detail TEXT,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_ref ON audit (ref) WHERE ref IS NOT NULL;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
-- The newest link, so that cutting off the end is found as well.
CREATE TABLE audit_head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;

-- Emergency databases whose content is here already, and how far their audit was taken over.
CREATE TABLE merged (identity TEXT PRIMARY KEY, audit_seq INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
