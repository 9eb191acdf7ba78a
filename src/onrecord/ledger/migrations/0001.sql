-- The ledger, version 1. `entries`, `captures` and `records` are the ledger; every other table is derived from them and can be made anew.

-- Append-only and hash-chained (chain.py). body is canonical JSON.
CREATE TABLE entries (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;

-- Bytes that were seen, compressed once; packed is NULL where they were withheld.
CREATE TABLE captures (
  sha256 TEXT NOT NULL PRIMARY KEY,
  size INTEGER NOT NULL,
  packed BLOB
) STRICT;

-- What a reading gave: a record of schema onrecord/1 as JSON, compressed, without the path and time of its capture.
CREATE TABLE records (
  sha256 TEXT NOT NULL PRIMARY KEY,
  size INTEGER NOT NULL,
  packed BLOB
) STRICT;

-- From the entries.
CREATE TABLE sightings (
  entry INTEGER PRIMARY KEY,
  capture TEXT NOT NULL,
  address TEXT NOT NULL,
  url TEXT,
  path TEXT,
  fetched TEXT,
  seen TEXT NOT NULL
) STRICT;
CREATE INDEX sightings_address ON sightings (address, seen, capture);
CREATE INDEX sightings_capture ON sightings (capture);

CREATE TABLE readings (
  entry INTEGER PRIMARY KEY,
  capture TEXT NOT NULL,
  address TEXT NOT NULL,
  told TEXT NOT NULL,
  reader TEXT NOT NULL,
  article TEXT,
  record TEXT NOT NULL
) STRICT;
CREATE INDEX readings_capture ON readings (capture, told, reader);
CREATE INDEX readings_address ON readings (address, capture);
CREATE INDEX readings_article ON readings (article) WHERE article IS NOT NULL;

CREATE TABLE carried (
  entry INTEGER NOT NULL,
  old TEXT NOT NULL,
  new TEXT NOT NULL,
  PRIMARY KEY (new, old, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX carried_old ON carried (old);

CREATE TABLE judgements (
  entry INTEGER PRIMARY KEY,
  about TEXT NOT NULL,
  by TEXT NOT NULL,
  says TEXT NOT NULL
) STRICT;
CREATE INDEX judgements_about ON judgements (about);

CREATE TABLE withheld (
  entry INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  why TEXT NOT NULL,
  by TEXT NOT NULL,
  PRIMARY KEY (sha256, entry)
) STRICT, WITHOUT ROWID;

-- What an address shows now: the reading of the capture seen last.
CREATE TABLE addresses (
  address TEXT NOT NULL PRIMARY KEY,
  reading INTEGER NOT NULL,
  article TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX addresses_article ON addresses (article);

-- The peaks of the Merkle tree over the entries.
CREATE TABLE state (
  name TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- From the records: one article a reading; those that are not current have no words in the full-text tables.
CREATE TABLE articles (
  reading INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  current INTEGER NOT NULL,
  title TEXT,
  outlet TEXT,
  form TEXT NOT NULL,
  language TEXT,
  day_start TEXT,
  day_end TEXT,
  text TEXT
) STRICT;
CREATE INDEX articles_id ON articles (id);

CREATE TABLE entities (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  reading INTEGER NOT NULL,
  kind TEXT NOT NULL,
  called TEXT NOT NULL
) STRICT;
CREATE INDEX entities_reading ON entities (reading);
CREATE INDEX entities_id ON entities (id);

CREATE TABLE statements (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  reading INTEGER NOT NULL,
  current INTEGER NOT NULL,
  place INTEGER NOT NULL,
  kind TEXT NOT NULL,
  act TEXT,
  negated INTEGER NOT NULL,
  channel TEXT,
  day_start TEXT,
  day_end TEXT,
  source TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX statements_id ON statements (id);
CREATE INDEX statements_reading ON statements (reading);
CREATE INDEX statements_day ON statements (day_end DESC, id) WHERE current;

-- Who speaks, is spoken to, is meant: role is speaker, addressee, target, relayed_by or on_behalf_of.
CREATE TABLE parties (
  entity INTEGER NOT NULL,
  role TEXT NOT NULL,
  statement INTEGER NOT NULL,
  PRIMARY KEY (entity, role, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX parties_statement ON parties (statement);

-- Full text over what is current; the words themselves stand in the tables above.
CREATE VIEW said_rows AS SELECT number, content FROM statements WHERE current;
CREATE VIEW text_rows AS SELECT reading, title, text FROM articles WHERE current;
CREATE VIRTUAL TABLE said USING fts5(content, content='said_rows', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE texts USING fts5(title, text, content='text_rows', content_rowid='reading', tokenize='porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE names USING fts5(called, content='entities', content_rowid='number', tokenize='unicode61 remove_diacritics 2');
