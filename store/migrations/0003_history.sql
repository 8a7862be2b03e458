-- What happened in a session over time. Numbers rise by one within a session; the oldest rows go when there are
-- too many.
CREATE TABLE collection (
    session       INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    time          INTEGER NOT NULL,
    seq           INTEGER NOT NULL,
    generation    INTEGER NOT NULL,
    cause         TEXT    NOT NULL,
    collected     INTEGER NOT NULL,
    uncollectable INTEGER NOT NULL,
    finalized     INTEGER NOT NULL,
    examined      INTEGER NOT NULL,
    freed_bytes   INTEGER NOT NULL,
    pause_us      INTEGER NOT NULL,
    PRIMARY KEY (session, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE memory_sample (
    session     INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    time        INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    used        INTEGER NOT NULL,
    committed   INTEGER NOT NULL,
    objects     INTEGER NOT NULL,
    traced      INTEGER NOT NULL,
    traced_peak INTEGER NOT NULL,
    PRIMARY KEY (session, number)
) STRICT, WITHOUT ROWID;
