-- Who has listened to which message by telephone, for "new messages first". Each listening is in the audit as well.
CREATE TABLE heard (
  ref TEXT NOT NULL,
  person TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (ref, person)
) STRICT;
CREATE INDEX heard_by_person ON heard (person, at);
