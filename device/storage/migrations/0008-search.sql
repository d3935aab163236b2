-- What a search looks through: each name and each number once, instead of every message. Made and dropped with the inbox's rows,
-- by triggers, so that an earlier version that goes on with this database keeps it true, too.
-- readable from: 6

CREATE INDEX inbox_by_name ON inbox (name);
CREATE INDEX inbox_by_numbers ON inbox (numbers);

CREATE TABLE inbox_names (text TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE inbox_numbers (text TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO inbox_names (text) SELECT DISTINCT name FROM inbox INDEXED BY inbox_by_name;
INSERT INTO inbox_numbers (text) SELECT DISTINCT numbers FROM inbox INDEXED BY inbox_by_numbers;

CREATE TRIGGER inbox_row_comes AFTER INSERT ON inbox BEGIN
  INSERT INTO inbox_names (text) VALUES (NEW.name) ON CONFLICT DO NOTHING;
  INSERT INTO inbox_numbers (text) VALUES (NEW.numbers) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER inbox_row_goes AFTER DELETE ON inbox BEGIN
  DELETE FROM inbox_names WHERE text = OLD.name
    AND NOT EXISTS (SELECT 1 FROM inbox INDEXED BY inbox_by_name WHERE name = OLD.name);
  DELETE FROM inbox_numbers WHERE text = OLD.numbers
    AND NOT EXISTS (SELECT 1 FROM inbox INDEXED BY inbox_by_numbers WHERE numbers = OLD.numbers);
END;
