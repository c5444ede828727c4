// The data folder's SQLite schema, as the list of migrations that lead to it. user_version counts those already applied.

export const migrations: readonly string[] = [
  `
  CREATE TABLE device (id TEXT PRIMARY KEY, memory TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE fault (
    asset TEXT NOT NULL, fault TEXT NOT NULL, opened_at INTEGER NOT NULL,
    cleared_at INTEGER, body TEXT NOT NULL,
    PRIMARY KEY (asset, fault, opened_at)
  ) WITHOUT ROWID;
  CREATE INDEX fault_cleared ON fault (cleared_at);
  CREATE TABLE ticket (id TEXT PRIMARY KEY, header TEXT NOT NULL, fault TEXT, parent TEXT) WITHOUT ROWID;
  CREATE TABLE ticket_event (
    ticket TEXT NOT NULL REFERENCES ticket (id), position INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (ticket, position)
  ) WITHOUT ROWID;
  CREATE TABLE pending (position INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE outbox (
    id TEXT PRIMARY KEY, channel TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'gave-up')),
    due_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL,
    done_at INTEGER, error TEXT, body TEXT NOT NULL
  );
  CREATE INDEX outbox_due ON outbox (channel, due_at) WHERE state = 'waiting';
  CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, topic TEXT NOT NULL, device TEXT,
    reason TEXT NOT NULL, detail TEXT NOT NULL, payload TEXT NOT NULL
  );
  CREATE TABLE spool (
    id INTEGER PRIMARY KEY AUTOINCREMENT, count INTEGER NOT NULL, bytes INTEGER NOT NULL, lines TEXT NOT NULL
  );
  CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE credential (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, hash TEXT NOT NULL, created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  ALTER TABLE quarantine ADD COLUMN position INTEGER;
  ALTER TABLE quarantine ADD COLUMN part INTEGER;
  DROP INDEX outbox_due;
  CREATE INDEX outbox_order ON outbox (channel, created_at) WHERE state = 'waiting';
  CREATE UNIQUE INDEX quarantine_source ON quarantine (position, part) WHERE position IS NOT NULL;
  `,
  `
  CREATE TABLE plan (
    kind TEXT NOT NULL, id TEXT NOT NULL, since INTEGER NOT NULL, value TEXT, about TEXT NOT NULL,
    PRIMARY KEY (kind, id, since)
  );
  `,
];
