-- Sessions. Ids are never used again, so that a row left behind can never be taken for another session's.
CREATE TABLE session (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT    NOT NULL,
    python       TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('live', 'ended')),
    seq          INTEGER NOT NULL,
    memory_limit INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    ended_at     INTEGER,
    settings     TEXT    NOT NULL,
    CHECK ((state = 'live') = (ended_at IS NULL))
) STRICT;

-- A name is one live session's; those that have ended keep theirs.
CREATE UNIQUE INDEX session_live_name ON session (name) WHERE state = 'live';
CREATE INDEX session_name ON session (name, ended_at);

CREATE TABLE session_label (
    session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    key     TEXT    NOT NULL,
    value   TEXT    NOT NULL,
    PRIMARY KEY (session, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX session_label_key ON session_label (key, value);
