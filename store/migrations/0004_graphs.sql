-- The object graph of a snapshot, as the graph library writes it, in parts of a size that a transaction takes easily.
-- Like `site`: the parts come before the snapshot's row and go after it.
CREATE TABLE graph_part (
    snapshot INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    bytes    BLOB    NOT NULL,
    UNIQUE (snapshot, place)
) STRICT;
