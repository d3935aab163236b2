-- What people of the clinic do with messages (firmware/message/frontDesk.ts), and the inbox: what messages are searched and sorted by.
-- readable from: 6

CREATE TABLE desk_acts (
  id TEXT PRIMARY KEY,
  ref TEXT NOT NULL,
  place INTEGER NOT NULL,
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
CREATE INDEX desk_acts_by_ref ON desk_acts (ref, place);

-- One narrow row for each message, made by device/storage/inbox/ from all that is known of it. It may be lost and is made anew.
CREATE TABLE inbox (
  received_at INTEGER NOT NULL,
  ref TEXT NOT NULL,
  state TEXT NOT NULL,
  open INTEGER NOT NULL,
  urgent INTEGER NOT NULL,
  unheard INTEGER NOT NULL,
  holder TEXT,
  -- Digits of the numbers, and the name that the network told in small letters.
  numbers TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The last seven digits of the caller ID and of the confirmed number: however a number is written, these are the same.
  caller_tail TEXT,
  callback_tail TEXT,
  PRIMARY KEY (received_at, ref)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX inbox_by_ref ON inbox (ref);
CREATE INDEX inbox_open ON inbox (received_at, ref, state, urgent, unheard, holder) WHERE open = 1;
CREATE INDEX inbox_urgent ON inbox (received_at, ref) WHERE urgent = 1;
CREATE INDEX inbox_by_holder ON inbox (holder, received_at, ref) WHERE holder IS NOT NULL;
CREATE INDEX inbox_by_caller ON inbox (caller_tail) WHERE caller_tail IS NOT NULL;
CREATE INDEX inbox_by_callback ON inbox (callback_tail) WHERE callback_tail IS NOT NULL;

-- Messages whose row in the inbox is to be made anew. Marked by triggers, so that a program that knows nothing of the inbox
-- (an earlier version that went on with this database) marks them, too. The one that changed last has the highest number, and no
-- number is used again: by it a start tells what is news from what an earlier run left.
CREATE TABLE inbox_stale (seq INTEGER PRIMARY KEY AUTOINCREMENT, ref TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO inbox_stale (ref) SELECT ref FROM messages ORDER BY received_at;

CREATE TRIGGER messages_come AFTER INSERT ON messages BEGIN
  DELETE FROM inbox_stale WHERE ref = NEW.ref;
  INSERT INTO inbox_stale (ref) VALUES (NEW.ref);
END;
CREATE TRIGGER messages_change AFTER UPDATE ON messages BEGIN
  DELETE FROM inbox_stale WHERE ref = NEW.ref;
  INSERT INTO inbox_stale (ref) VALUES (NEW.ref);
END;
CREATE TRIGGER messages_go AFTER DELETE ON messages BEGIN
  DELETE FROM inbox WHERE ref = OLD.ref;
  DELETE FROM inbox_stale WHERE ref = OLD.ref;
  INSERT INTO inbox_stale (ref) VALUES (OLD.ref);
END;
CREATE TRIGGER calls_change AFTER UPDATE ON calls BEGIN
  DELETE FROM inbox_stale WHERE ref IN (SELECT ref FROM messages WHERE call_id = NEW.id);
  INSERT INTO inbox_stale (ref) SELECT ref FROM messages WHERE call_id = NEW.id;
END;
CREATE TRIGGER alerts_come AFTER INSERT ON alerts BEGIN
  DELETE FROM inbox_stale WHERE ref = NEW.ref;
  INSERT INTO inbox_stale (ref) VALUES (NEW.ref);
END;
CREATE TRIGGER alerts_change AFTER UPDATE ON alerts BEGIN
  DELETE FROM inbox_stale WHERE ref = NEW.ref;
  INSERT INTO inbox_stale (ref) VALUES (NEW.ref);
END;
CREATE TRIGGER dispatches_come AFTER INSERT ON dispatches WHEN NEW.ref <> '' BEGIN
  DELETE FROM inbox_stale WHERE ref = NEW.ref;
  INSERT INTO inbox_stale (ref) VALUES (NEW.ref);
END;
CREATE TRIGGER dispatches_change AFTER UPDATE OF state ON dispatches WHEN NEW.ref <> '' BEGIN
  DELETE FROM inbox_stale WHERE ref = NEW.ref;
  INSERT INTO inbox_stale (ref) VALUES (NEW.ref);
END;
CREATE TRIGGER heard_comes AFTER INSERT ON heard BEGIN
  DELETE FROM inbox_stale WHERE ref = NEW.ref;
  INSERT INTO inbox_stale (ref) VALUES (NEW.ref);
END;
CREATE TRIGGER desk_acts_come AFTER INSERT ON desk_acts BEGIN
  DELETE FROM inbox_stale WHERE ref = NEW.ref;
  INSERT INTO inbox_stale (ref) VALUES (NEW.ref);
END;
