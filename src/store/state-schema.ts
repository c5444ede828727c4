// The schema of state.db, the checkpoint: everything the stages remember, as of one position of the journal.

export const stateMigrations: readonly string[] = [
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
  CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  `,
  "CREATE TABLE memo (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
];
