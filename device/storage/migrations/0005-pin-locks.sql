-- Wrong PINs on the telephone (firmware/doctor/PinLock.ts): a lock outlives a restart.
CREATE TABLE pin_locks (
  person TEXT PRIMARY KEY,
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;
