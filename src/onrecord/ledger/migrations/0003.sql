-- The ledger, version 3: each article keeps its strongest links alone (events/links.py), so that a ledger about one war grows no faster than its articles.

-- other is among the strongest that one has; each article chooses its own. weakest: the strength of the last, once there is room for no more; else 0.
DROP TABLE links;
CREATE TABLE links (
  one INTEGER NOT NULL,
  other INTEGER NOT NULL,
  strength INTEGER NOT NULL,
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_other ON links (other);
ALTER TABLE topics ADD COLUMN weakest INTEGER NOT NULL DEFAULT 0;

-- What the tables of events say is made anew from the records (upgrade.py): events are found by the beginnings of articles.
INSERT OR REPLACE INTO state SELECT 'behind', x'' WHERE EXISTS (SELECT 1 FROM articles);
