/* The handlers that routes.c names, one file per resource. */
#ifndef API_RESOURCES_RESOURCES_H
#define API_RESOURCES_RESOURCES_H

#include "api/request.h"

/* service.c: the daemon itself */
api_handler get_health, get_ready, get_metrics;

/* files.c, versions.c */
api_handler get_dashboard, get_contract, list_versions;

/* sessions.c */
api_handler create_session, list_sessions, get_session, patch_session, delete_session, fork_session;

/* events.c */
api_handler watch_session, watch_daemon;
/* names.c: names and frames */
api_handler list_names, get_name, put_name, delete_name, list_frames, push_frame, pop_frame, patch_frame;

/* objects.c, object_list.c */
api_handler list_objects, create_object, get_object, drop_object, get_layout, get_referents, get_referrers,
    get_object_traceback, call_object, put_attribute, delete_attribute;

/* ops.c: batches */
api_handler run_ops;

/* programs.c: Python source */
api_handler run_program, exec_program;

/* query.c: SQL */
api_handler get_query, post_query;

/* gc.c: the collector */
api_handler get_gc, patch_gc, collect, freeze, unfreeze, get_gc_history;

/* trace.c */
api_handler get_trace, patch_trace, reset_peak, clear_traces;

/* snapshots.c, statistics.c */
api_handler create_snapshot, list_snapshots, get_snapshot, patch_snapshot, delete_snapshot, get_history,
    get_retention, patch_retention, get_statistics, get_diff;

/* flamegraph.c: call paths, also in the formats of other tools */
api_handler get_flamegraph, get_flamegraph_diff;

/* import.c, export.c */
api_handler import_snapshot, export_session;

/* object_graph.c, heap_graph.c, graph_compare.c, graph_export.c: the object graph of a heap or a snapshot */
api_handler get_retained, get_object_paths, get_object_graph, get_dominators, get_suspects, get_cycles,
    get_duplicates, get_waste, get_merged_paths, get_graph_types, compare_objects, export_graph;

/* leaks.c, assert.c */
api_handler get_leaks, assert_snapshots;

/* memory.c */
api_handler get_types, get_allocator, get_memory;

/* problems.c */
api_handler list_problems, get_problem;

/* verify.c */
api_handler verify_session;

#endif
