-- A snapshot's value, sites and types and all they name, as the snapshot library writes it, compressed, in parts of a
-- size that a transaction takes easily. They come before the snapshot's row and go after it. `site` and `type_total` say
-- the same in rows, in files that are exported: for whoever reads them with SQL.
CREATE TABLE snapshot_part (
    snapshot INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    bytes    BLOB    NOT NULL,
    UNIQUE (snapshot, place)
) STRICT;

-- Sweeping counts what snapshots' differences name, 20 for each.
UPDATE tally SET sites = sites + 20 * (SELECT count(*) FROM snapshot);
