-- The console's own: who may sign in, who is signed in, who saw and heard what. Times are epoch ms.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- id is what a person types to sign in, in lower case. password is NULL until the invitation is used.
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  person TEXT,
  language TEXT,
  password TEXT,
  password_at INTEGER,
  -- Second factor: the secret of RFC 6238 in base 32, the last time step whose code was used, whether codes go by SMS.
  totp TEXT,
  totp_step INTEGER NOT NULL DEFAULT 0,
  sms INTEGER NOT NULL DEFAULT 0 CHECK (sms IN (0, 1)),
  disabled_at INTEGER,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT;

-- One-time codes by which somebody sets a first or another password; only their hash is kept.
CREATE TABLE invitations (
  code_hash TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

-- A session's cookie is known by its hash only: who reads a backup can sign in as nobody.
CREATE TABLE sessions (
  id_hash TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  began_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  address TEXT NOT NULL,
  browser TEXT NOT NULL,
  -- Emergency access: until when, and why.
  emergency_until INTEGER,
  emergency_reason TEXT
) STRICT;
CREATE INDEX sessions_of_user ON sessions (user);

-- Browsers that somebody has signed in with before: strangers' tries do not hold them up. Until factor_until the second
-- factor is not asked for there.
CREATE TABLE devices (
  id_hash TEXT NOT NULL,
  user TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  made_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  factor_until INTEGER NOT NULL,
  browser TEXT NOT NULL,
  PRIMARY KEY (id_hash, user)
) STRICT;

-- Each opens once, when the telephone with the second factor is lost.
CREATE TABLE recovery_codes (
  user TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  code_hash TEXT NOT NULL,
  PRIMARY KEY (user, code_hash)
) STRICT;

-- For programs. rights is a JSON array.
CREATE TABLE tokens (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  rights TEXT NOT NULL CHECK (json_valid(rights)),
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  withdrawn_at INTEGER
) STRICT;

-- What a manager has set, in JSON.
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value))) STRICT;

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
CREATE INDEX audit_by_time ON audit (at);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
-- The newest link, so that cutting off the end is found as well.
CREATE TABLE audit_head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
