-- How many snapshots a session keeps and for how long (microseconds); 0: any number, for ever. A session without a
-- row goes by the store's defaults.
CREATE TABLE retention (
    session INTEGER PRIMARY KEY REFERENCES session ON DELETE CASCADE,
    count   INTEGER NOT NULL,
    age     INTEGER NOT NULL
) STRICT;

-- The types that grew most, beside the lines in diff_growth.
CREATE TABLE diff_type_growth (
    snapshot   INTEGER NOT NULL REFERENCES diff ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    name       INTEGER NOT NULL REFERENCES string,
    size       INTEGER NOT NULL,
    count      INTEGER NOT NULL,
    size_diff  INTEGER NOT NULL,
    count_diff INTEGER NOT NULL,
    PRIMARY KEY (snapshot, place)
) STRICT, WITHOUT ROWID;
