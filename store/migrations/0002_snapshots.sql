-- Snapshots. Names, frames and tracebacks are shared by all snapshots of all sessions.

-- How many snapshots a session ever had: their numbers are never used again.
ALTER TABLE session ADD COLUMN snapshots INTEGER NOT NULL DEFAULT 0;

CREATE TABLE string (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE frame (
    id   INTEGER PRIMARY KEY,
    file INTEGER NOT NULL REFERENCES string,
    line INTEGER NOT NULL,
    UNIQUE (file, line)
) STRICT;

-- Tracebacks are paths from the root (id 0) down a tree, oldest frame first, so that what two of them have in
-- common is stored once. A node's id is higher than its parent's.
CREATE TABLE traceback (
    id     INTEGER PRIMARY KEY,
    parent INTEGER NOT NULL REFERENCES traceback,
    frame  INTEGER REFERENCES frame,
    UNIQUE (parent, frame)
) STRICT;
INSERT INTO traceback (id, parent, frame) VALUES (0, 0, NULL);

CREATE TABLE snapshot (
    id       INTEGER PRIMARY KEY,
    session  INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    label    TEXT,
    source   TEXT    NOT NULL,
    taken_at INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    size     INTEGER NOT NULL,
    count    INTEGER NOT NULL,
    peak     INTEGER NOT NULL,
    nframe   INTEGER NOT NULL,
    objects  INTEGER NOT NULL,
    UNIQUE (session, number)
) STRICT;

-- What each traceback holds in a snapshot. No foreign key to the snapshot: its row comes last, when all sites
-- are there, and goes first; until then and from then on it stands in `unseen`.
CREATE TABLE site (
    snapshot     INTEGER NOT NULL,
    traceback    INTEGER NOT NULL REFERENCES traceback,
    domain       INTEGER NOT NULL,
    total_nframe INTEGER NOT NULL,
    size         INTEGER NOT NULL,
    count        INTEGER NOT NULL,
    PRIMARY KEY (snapshot, traceback, domain, total_nframe)
) STRICT, WITHOUT ROWID;

CREATE TABLE type_total (
    snapshot INTEGER NOT NULL,
    name     INTEGER NOT NULL REFERENCES string,
    size     INTEGER NOT NULL,
    count    INTEGER NOT NULL,
    PRIMARY KEY (snapshot, name)
) STRICT, WITHOUT ROWID;

-- Snapshots that are being written (building = 1) or erased. Its ids are those of snapshot, never used again.
CREATE TABLE unseen (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    building INTEGER NOT NULL
) STRICT;

-- How many sites there are, and how many were erased since names, frames and tracebacks were last swept.
CREATE TABLE tally (
    id     INTEGER PRIMARY KEY CHECK (id = 0),
    sites  INTEGER NOT NULL,
    erased INTEGER NOT NULL
) STRICT;
INSERT INTO tally VALUES (0, 0, 0);

-- Each snapshot against the one before it (`previous`, a number in the same session).
CREATE TABLE diff (
    snapshot   INTEGER PRIMARY KEY REFERENCES snapshot ON DELETE CASCADE,
    previous   INTEGER NOT NULL,
    size_diff  INTEGER NOT NULL,
    count_diff INTEGER NOT NULL
) STRICT;

-- The lines that grew most; their frames are the snapshot's own.
CREATE TABLE diff_growth (
    snapshot   INTEGER NOT NULL REFERENCES diff ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    frame      INTEGER NOT NULL REFERENCES frame,
    size       INTEGER NOT NULL,
    count      INTEGER NOT NULL,
    size_diff  INTEGER NOT NULL,
    count_diff INTEGER NOT NULL,
    PRIMARY KEY (snapshot, place)
) STRICT, WITHOUT ROWID;
