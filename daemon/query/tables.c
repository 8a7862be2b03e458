/* All tables, in the order in which they are told. */
#include "daemon/query/table.h"

extern const struct table table_objects, table_refs, table_names, table_frames, table_roots,
    table_generations, table_pools, table_arenas, table_traces, table_tracebacks, table_weakrefs,
    table_snapshots, table_snapshot_traces, table_snapshot_frames, table_snapshot_types, table_snapshot_diff,
    table_snapshot_objects, table_snapshot_refs, table_snapshot_roots;

const struct table *const query_tables[] = {
    &table_objects,
    &table_refs,
    &table_names,
    &table_frames,
    &table_roots,
    &table_generations,
    &table_pools,
    &table_arenas,
    &table_traces,
    &table_tracebacks,
    &table_weakrefs,
    &table_snapshots,
    &table_snapshot_traces,
    &table_snapshot_frames,
    &table_snapshot_types,
    &table_snapshot_diff,
    &table_snapshot_objects,
    &table_snapshot_refs,
    &table_snapshot_roots,
};
const size_t query_table_count = sizeof query_tables / sizeof *query_tables;
