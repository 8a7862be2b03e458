/* Worked examples, for the README, the console and the tests: they all take them from here. */
#include "daemon/query/query.h"

static const struct query_example examples[] = {
    {"Bytes and objects by type", "SELECT type, count(*) AS count, sum(size) AS bytes\n"
                                  "FROM objects GROUP BY type ORDER BY bytes DESC LIMIT 20"},
    {"The ten types that grew most between two snapshots",
     "SELECT name AS type, count_diff, size_diff, count, size\n"
     "FROM snapshot_diff(1, 2, 'type') ORDER BY size_diff DESC LIMIT 10"},
    {"Everything that the name `data` alone keeps alive",
     "WITH RECURSIVE\n"
     "  others(address) AS (\n"
     "    SELECT object FROM roots WHERE NOT (kind = 'global' AND name = 'data')\n"
     "    UNION SELECT r.target FROM others o JOIN refs r ON r.source = o.address),\n"
     "  mine(address) AS (\n"
     "    SELECT object FROM names WHERE name = 'data' AND frame = 0\n"
     "    UNION SELECT r.target FROM mine m JOIN refs r ON r.source = m.address)\n"
     "SELECT o.id, o.type, o.size, o.repr FROM mine JOIN objects o USING (address)\n"
     "WHERE address NOT IN (SELECT address FROM others) ORDER BY o.size DESC"},
    {"The oldest objects in generation 0", "SELECT position, id, type, refcount, repr\n"
                                           "FROM objects WHERE generation = 0 ORDER BY position LIMIT 10"},
    {"Cycles of length two",
     "SELECT a.source_id AS one, a.source_type, a.label, a.target_id AS other, a.target_type, b.label AS "
     "back\n"
     "FROM refs a JOIN refs b ON b.source = a.target AND b.target = a.source\n"
     "WHERE a.source < a.target AND a.source_type <> 'type' AND a.target_type <> 'type'"},
    {"The largest containers, and how full they are of what",
     "SELECT o.id, o.type, o.length, o.size, r.target_type, count(*) AS items\n"
     "FROM (SELECT * FROM objects WHERE length > 0 ORDER BY size DESC LIMIT 10) o\n"
     "JOIN refs r ON r.source = o.address\n"
     "GROUP BY o.address, r.target_type ORDER BY o.size DESC, items DESC"},
    {"Equal strings that are stored more than once",
     "SELECT repr, count(*) AS copies, sum(size) - min(size) AS wasted\n"
     "FROM objects WHERE type = 'str' AND length BETWEEN 1 AND 150\n"
     "GROUP BY repr HAVING copies > 1 ORDER BY wasted DESC LIMIT 20"},
    {"Who refers to the dicts that have most entries",
     "SELECT d.id AS dict, d.length, r.source_id, r.source_type, r.label\n"
     "FROM (SELECT * FROM objects WHERE type = 'dict' ORDER BY length DESC LIMIT 5) d\n"
     "JOIN refs r ON r.target = d.address ORDER BY d.length DESC"},
    {"Lines that hold most memory now, while tracing is on",
     "SELECT file, line, sum(size) AS bytes, sum(count) AS blocks\n"
     "FROM tracebacks WHERE position = 0 GROUP BY file, line ORDER BY bytes DESC LIMIT 10"},
    {"How full the pools of each size class are",
     "SELECT block_size, count(*) AS pools, sum(used) AS used, sum(capacity) AS capacity,\n"
     "  round(100.0 * sum(used) / sum(capacity), 1) AS percent\n"
     "FROM pools WHERE used > 0 GROUP BY block_size ORDER BY block_size"},
    {"Objects that live and have weak references, with callbacks or without",
     "SELECT o.id, o.type, count(*) AS weakrefs, count(w.callback) AS callbacks\n"
     "FROM weakrefs w JOIN objects o ON o.address = w.referent GROUP BY o.address ORDER BY weakrefs DESC "
     "LIMIT 20"},
    {"What retained most in the last snapshot that has objects",
     "SELECT id, type, size, retained, retained_count, dominator_id\n"
     "FROM snapshot_objects WHERE snapshot = (SELECT max(snapshot) FROM snapshots WHERE objects)\n"
     "ORDER BY retained DESC LIMIT 10"},
    {"Sites that grew in every snapshot",
     "WITH steps AS (\n"
     "  SELECT file, line, snapshot, sum(size) AS size,\n"
     "    sum(size) - lag(sum(size)) OVER (PARTITION BY file, line ORDER BY snapshot) AS growth\n"
     "  FROM snapshot_traces GROUP BY file, line, snapshot)\n"
     "SELECT file, line, max(size) AS size, sum(growth) AS growth, count(*) AS snapshots\n"
     "FROM steps GROUP BY file, line\n"
     "HAVING min(growth) > 0 AND count(*) = (SELECT count(*) FROM snapshots) ORDER BY growth DESC LIMIT 10"},
};

bool query_example(size_t index, struct query_example *out)
{
    if (index >= sizeof examples / sizeof *examples)
        return false;
    *out = examples[index];
    return true;
}
