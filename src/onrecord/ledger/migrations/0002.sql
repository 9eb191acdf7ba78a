-- The ledger, version 2: judgements that are applied, people over all articles, events, follows, what each reader has seen.

-- JUDGE

-- article: in which it stood what was judged; NULL where an older onrecord kept it. What people said of any version of a page is found by it.
ALTER TABLE judgements ADD COLUMN article TEXT;
CREATE INDEX judgements_article ON judgements (article) WHERE article IS NOT NULL;

-- From the records as people corrected them: ids that lead to another statement or entity; to none where a statement was struck.
CREATE TABLE leads (
  reading INTEGER NOT NULL,
  kind TEXT NOT NULL,
  old TEXT NOT NULL,
  new TEXT,
  PRIMARY KEY (reading, kind, old)
) STRICT, WITHOUT ROWID;
CREATE INDEX leads_old ON leads (old);

-- People over all articles: key files those that may be one, face is all that decides whether they are (group/who), said counts what they say.
ALTER TABLE entities ADD COLUMN key TEXT;
ALTER TABLE entities ADD COLUMN face TEXT;
ALTER TABLE entities ADD COLUMN roles TEXT;
ALTER TABLE entities ADD COLUMN country TEXT;
ALTER TABLE entities ADD COLUMN said INTEGER NOT NULL DEFAULT 0;
CREATE INDEX entities_key ON entities (key) WHERE key IS NOT NULL;
CREATE INDEX entities_said ON entities (key) WHERE said > 0;

-- What a person should look at first (judge/doubt.py): the field, and its place in the queue.
ALTER TABLE statements ADD COLUMN question TEXT;
ALTER TABLE statements ADD COLUMN doubt INTEGER;
CREATE INDEX statements_doubt ON statements (doubt DESC, number DESC) WHERE current AND doubt IS NOT NULL;

-- EVENTS

-- What is followed, and until when; from the entries.
CREATE TABLE follows (
  entry INTEGER PRIMARY KEY,
  by TEXT NOT NULL,
  what TEXT NOT NULL,
  value TEXT NOT NULL,
  label TEXT NOT NULL
) STRICT;
CREATE TABLE unfollowed (
  entry INTEGER PRIMARY KEY,
  follow INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT;

-- From the records that are current: what each article is about (events/topic.py). event is the id of the event that would begin with this article.
CREATE TABLE topics (
  reading INTEGER PRIMARY KEY,
  article TEXT NOT NULL,
  event TEXT NOT NULL,
  day INTEGER,
  stems BLOB NOT NULL,
  probes BLOB NOT NULL,
  signs BLOB NOT NULL,
  label TEXT NOT NULL
) STRICT;
CREATE TABLE probes (
  word INTEGER NOT NULL,
  reading INTEGER NOT NULL,
  PRIMARY KEY (word, reading)
) STRICT, WITHOUT ROWID;
-- Each link twice, once from either side.
CREATE TABLE links (
  one INTEGER NOT NULL,
  other INTEGER NOT NULL,
  strength INTEGER NOT NULL,
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
-- Every id that an event ever may have had, with the article that gave it: an old id leads on.
CREATE TABLE anchors (
  event TEXT NOT NULL PRIMARY KEY,
  article TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- The event of each article, from the links and what people ruled; ungrouped: articles whose neighbours have changed since.
CREATE TABLE grouped (
  reading INTEGER PRIMARY KEY,
  event TEXT NOT NULL
) STRICT;
CREATE INDEX grouped_event ON grouped (event);
CREATE TABLE events (
  id TEXT NOT NULL PRIMARY KEY,
  label TEXT NOT NULL,
  first_day TEXT,
  last_day TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX events_day ON events (last_day DESC, id);
CREATE TABLE ungrouped (
  reading INTEGER PRIMARY KEY
) STRICT;

-- A ledger of version 1 has records whose rows in these tables are still to be made (upgrade.py).
INSERT INTO state SELECT 'behind', x'' WHERE EXISTS (SELECT 1 FROM articles);

-- Notes of single readers and of `watch`; no part of the record.
CREATE TABLE looked (
  reader TEXT NOT NULL,
  what TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (reader, what)
) STRICT, WITHOUT ROWID;
CREATE TABLE polled (
  url TEXT NOT NULL PRIMARY KEY,
  moved TEXT,
  etag TEXT,
  modified TEXT,
  asked TEXT,
  due TEXT,
  failures INTEGER NOT NULL,
  problem TEXT
) STRICT, WITHOUT ROWID;

-- FEEDS

-- Addresses at which what is new can be read without the server's word. Settings of the server, no part of the ledger: what proves an address (word) is the
-- SHA-256 of the random word in it, which is kept nowhere. asked is canonical JSON: the filters of `find`, or {"event": id}.
CREATE TABLE feeds (
  number INTEGER PRIMARY KEY,
  word BLOB NOT NULL UNIQUE,
  what TEXT NOT NULL,
  asked TEXT NOT NULL,
  label TEXT NOT NULL,
  made TEXT NOT NULL,
  made_by TEXT NOT NULL,
  stopped TEXT
) STRICT;
