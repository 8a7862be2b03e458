/* All routes of the daemon. What is not in this table does not exist; api/openapi.json describes each row,
 * and a test holds the two against each other. */
#include "api/routes.h"

#include "api/resources/resources.h"

#define READ  API_SCOPE_READ
#define WRITE API_SCOPE_WRITE
#define ADMIN API_SCOPE_ADMIN
#define OPEN  API_SCOPE_NONE

#define SESSION "/v1/sessions/{s}"

#define AWAITED (ROUTE_LONG | ROUTE_AWAITED)

/* Query parameters of more than one route. */
#define NONE    ""
#define PAGE    "limit cursor format"
#define STORED  PAGE " order"
#define EFFECTS "effects"
#define PROGRAM "filename effects steps output clock profile record limit"
#define FILTERS "include+ exclude+ all_frames domain exclude_domain"
#define TABLE   "group_by cumulative limit " FILTERS

const struct api_route api_routes[] = {
    /* method, pattern, handler, scope, body, media (0: JSON), flags, query parameters */
    {HTTP_GET, "/", get_dashboard, OPEN, BODY_NONE, 0, 0, NULL},
    {HTTP_GET, "/{path}", get_dashboard, OPEN, BODY_NONE, 0, 0, NULL},
    {HTTP_GET, "/healthz", get_health, OPEN, BODY_NONE, 0, 0, NONE},
    {HTTP_GET, "/readyz", get_ready, OPEN, BODY_NONE, 0, 0, NONE},
    {HTTP_GET, "/metrics", get_metrics, READ, BODY_NONE, 0, 0, NONE},
    {HTTP_GET, "/openapi.json", get_contract, OPEN, BODY_NONE, 0, 0, NONE},
    {HTTP_GET, "/problems", list_problems, OPEN, BODY_NONE, 0, 0, NONE},
    {HTTP_GET, "/problems/{name}", get_problem, OPEN, BODY_NONE, 0, 0, NONE},

    {HTTP_GET, "/v1/versions", list_versions, READ, BODY_NONE, 0, 0, NONE},
    {HTTP_POST, "/v1/sessions", create_session, ADMIN, BODY_SMALL, 0, ROUTE_LONG, NONE},
    {HTTP_GET, "/v1/sessions", list_sessions, READ, BODY_NONE, 0, AWAITED, "label+ state " PAGE},
    {HTTP_GET, "/v1/sessions/{s}", get_session, READ, BODY_NONE, 0, 0, NONE},
    {HTTP_PATCH, "/v1/sessions/{s}", patch_session, WRITE, BODY_SMALL, 0, ROUTE_LONG, NONE},
    {HTTP_DELETE, "/v1/sessions/{s}", delete_session, ADMIN, BODY_NONE, 0, ROUTE_LONG, NONE},
    {HTTP_POST, "/v1/sessions/{s}/fork", fork_session, ADMIN, BODY_SMALL, 0, ROUTE_AWAITED, NONE},
    {HTTP_GET, "/v1/sessions/{s}/events", watch_session, READ, BODY_NONE, 0, ROUTE_STREAM, "after"},
    {HTTP_GET, "/v1/events", watch_daemon, READ, BODY_NONE, 0, ROUTE_STREAM, "after"},
    {HTTP_GET, SESSION "/names", list_names, READ, BODY_NONE, 0, 0, "frame " PAGE},
    {HTTP_GET, SESSION "/names/{name}", get_name, READ, BODY_NONE, 0, 0, "frame"},
    {HTTP_PUT, SESSION "/names/{name}", put_name, WRITE, BODY_LARGE, 0, ROUTE_AWAITED, EFFECTS},
    {HTTP_DELETE, SESSION "/names/{name}", delete_name, WRITE, BODY_NONE, 0, ROUTE_AWAITED, EFFECTS},
    {HTTP_GET, SESSION "/frames", list_frames, READ, BODY_NONE, 0, 0, PAGE},
    {HTTP_POST, SESSION "/frames", push_frame, WRITE, BODY_LARGE, 0, ROUTE_AWAITED, EFFECTS},
    {HTTP_PATCH, SESSION "/frames", patch_frame, WRITE, BODY_SMALL, 0, 0, EFFECTS},
    {HTTP_DELETE, SESSION "/frames", pop_frame, WRITE, BODY_NONE, 0, ROUTE_AWAITED, EFFECTS},
    {HTTP_GET, SESSION "/objects", list_objects, READ, BODY_NONE, 0, ROUTE_AWAITED,
     "type generation min_size sort " PAGE},
    {HTTP_POST, SESSION "/objects", create_object, WRITE, BODY_LARGE, 0, ROUTE_AWAITED, EFFECTS},
    {HTTP_GET, SESSION "/objects/{id}", get_object, READ, BODY_NONE, 0, ROUTE_AWAITED, NONE},
    {HTTP_DELETE, SESSION "/objects/{id}", drop_object, WRITE, BODY_NONE, 0, ROUTE_AWAITED, EFFECTS},
    {HTTP_GET, SESSION "/objects/{id}/layout", get_layout, READ, BODY_NONE, 0, ROUTE_AWAITED, "limit format"},
    {HTTP_GET, SESSION "/objects/{id}/referents", get_referents, READ, BODY_NONE, 0, ROUTE_AWAITED, PAGE},
    {HTTP_GET, SESSION "/objects/{id}/referrers", get_referrers, READ, BODY_NONE, 0, ROUTE_AWAITED, PAGE},
    {HTTP_GET, SESSION "/objects/{id}/traceback", get_object_traceback, READ, BODY_NONE, 0, ROUTE_AWAITED,
     NONE},
    {HTTP_POST, SESSION "/objects/{id}/call", call_object, WRITE, BODY_LARGE, 0, ROUTE_AWAITED, EFFECTS},
    {HTTP_PUT, SESSION "/objects/{id}/attrs/{name}", put_attribute, WRITE, BODY_LARGE, 0, ROUTE_AWAITED,
     EFFECTS},
    {HTTP_DELETE, SESSION "/objects/{id}/attrs/{name}", delete_attribute, WRITE, BODY_NONE, 0, ROUTE_AWAITED,
     EFFECTS},
    {HTTP_POST, "/v1/run", run_program, WRITE, BODY_LARGE, MEDIA_JSON | MEDIA_PYTHON | MEDIA_TEXT, AWAITED,
     "python memory_limit recursion_limit hash_seed " PROGRAM},
    {HTTP_POST, SESSION "/exec", exec_program, WRITE, BODY_LARGE, MEDIA_JSON | MEDIA_PYTHON | MEDIA_TEXT,
     AWAITED, PROGRAM},
    {HTTP_POST, SESSION "/ops", run_ops, WRITE, BODY_LARGE, MEDIA_JSON | MEDIA_NDJSON, ROUTE_AWAITED,
     "on_error effects steps output clock profile record limit"},
    {HTTP_GET, SESSION "/query", get_query, READ, BODY_NONE, 0, AWAITED, "sql limit format"},
    {HTTP_POST, SESSION "/query", post_query, READ, BODY_SMALL, MEDIA_JSON | MEDIA_TEXT, AWAITED,
     "limit format"},
    {HTTP_GET, SESSION "/gc", get_gc, READ, BODY_NONE, 0, 0, NONE},
    {HTTP_PATCH, SESSION "/gc", patch_gc, WRITE, BODY_SMALL, 0, 0, EFFECTS},
    {HTTP_POST, SESSION "/gc/collect", collect, WRITE, BODY_SMALL, 0, ROUTE_AWAITED, EFFECTS},
    {HTTP_POST, SESSION "/gc/freeze", freeze, WRITE, BODY_SMALL, 0, 0, EFFECTS},
    {HTTP_POST, SESSION "/gc/unfreeze", unfreeze, WRITE, BODY_SMALL, 0, 0, EFFECTS},
    {HTTP_GET, SESSION "/gc/history", get_gc_history, READ, BODY_NONE, 0, AWAITED, STORED},
    {HTTP_GET, SESSION "/trace", get_trace, READ, BODY_NONE, 0, 0, NONE},
    {HTTP_PATCH, SESSION "/trace", patch_trace, WRITE, BODY_SMALL, 0, 0, EFFECTS},
    {HTTP_POST, SESSION "/trace/reset_peak", reset_peak, WRITE, BODY_SMALL, 0, 0, EFFECTS},
    {HTTP_POST, SESSION "/trace/clear", clear_traces, WRITE, BODY_SMALL, 0, 0, EFFECTS},
    {HTTP_GET, SESSION "/snapshots", list_snapshots, READ, BODY_NONE, 0, AWAITED, STORED},
    {HTTP_POST, SESSION "/snapshots", create_snapshot, WRITE, BODY_SMALL, 0, ROUTE_LONG, EFFECTS},
    {HTTP_POST, SESSION "/snapshots/import", import_snapshot, WRITE, BODY_STREAM, 0, ROUTE_LONG,
     "label source taken_at peak"},
    {HTTP_GET, SESSION "/snapshots/{n}", get_snapshot, READ, BODY_NONE, 0, AWAITED, NONE},
    {HTTP_PATCH, SESSION "/snapshots/{n}", patch_snapshot, WRITE, BODY_SMALL, 0, ROUTE_LONG, NONE},
    {HTTP_DELETE, SESSION "/snapshots/{n}", delete_snapshot, WRITE, BODY_NONE, 0, ROUTE_LONG, NONE},
    {HTTP_GET, SESSION "/snapshots/{n}/statistics", get_statistics, READ, BODY_NONE, 0, AWAITED,
     TABLE " format"},
    {HTTP_GET, SESSION "/snapshots/{n}/flamegraph", get_flamegraph, READ, BODY_NONE, 0, AWAITED,
     FILTERS " format min_fraction"},
    {HTTP_GET, SESSION "/diffs/{n}", get_diff, READ, BODY_NONE, 0, AWAITED, TABLE " format"},
    {HTTP_GET, SESSION "/diffs/{n}/flamegraph", get_flamegraph_diff, READ, BODY_NONE, 0, AWAITED,
     FILTERS " format min_fraction"},
    {HTTP_GET, SESSION "/history", get_history, READ, BODY_NONE, 0, AWAITED, STORED},
    {HTTP_GET, SESSION "/export", export_session, READ, BODY_NONE, 0, AWAITED | ROUTE_ASIDE, NONE},
    {HTTP_GET, SESSION "/retention", get_retention, READ, BODY_NONE, 0, AWAITED, NONE},
    {HTTP_PATCH, SESSION "/retention", patch_retention, WRITE, BODY_SMALL, 0, ROUTE_LONG, NONE},
    {HTTP_GET, SESSION "/objects/{id}/retained", get_retained, READ, BODY_NONE, 0, AWAITED, NONE},
    {HTTP_GET, SESSION "/objects/{id}/paths", get_object_paths, READ, BODY_NONE, 0, AWAITED, "limit"},
    {HTTP_GET, SESSION "/objects/{id}/graph", get_object_graph, READ, BODY_NONE, 0, AWAITED,
     "depth direction limit format"},
    {HTTP_GET, SESSION "/dominators", get_dominators, READ, BODY_NONE, 0, AWAITED, "id depth " PAGE},
    {HTTP_GET, SESSION "/suspects", get_suspects, READ, BODY_NONE, 0, AWAITED, "percent format"},
    {HTTP_GET, SESSION "/cycles", get_cycles, READ, BODY_NONE, 0, AWAITED, PAGE},
    {HTTP_GET, SESSION "/duplicates", get_duplicates, READ, BODY_NONE, 0, AWAITED, "type " PAGE},
    {HTTP_GET, SESSION "/waste", get_waste, READ, BODY_NONE, 0, AWAITED, PAGE},
    {HTTP_GET, SESSION "/paths", get_merged_paths, READ, BODY_NONE, 0, AWAITED, "type limit format"},
    {HTTP_GET, SESSION "/graph", export_graph, READ, BODY_NONE, 0, AWAITED, "format limit"},
    {HTTP_GET, SESSION "/snapshots/{n}/objects/{id}/retained", get_retained, READ, BODY_NONE, 0, AWAITED,
     NONE},
    {HTTP_GET, SESSION "/snapshots/{n}/objects/{id}/paths", get_object_paths, READ, BODY_NONE, 0, AWAITED,
     "limit"},
    {HTTP_GET, SESSION "/snapshots/{n}/objects/{id}/graph", get_object_graph, READ, BODY_NONE, 0, AWAITED,
     "depth direction limit format"},
    {HTTP_GET, SESSION "/snapshots/{n}/dominators", get_dominators, READ, BODY_NONE, 0, AWAITED,
     "id depth " PAGE},
    {HTTP_GET, SESSION "/snapshots/{n}/suspects", get_suspects, READ, BODY_NONE, 0, AWAITED,
     "percent format"},
    {HTTP_GET, SESSION "/snapshots/{n}/cycles", get_cycles, READ, BODY_NONE, 0, AWAITED, PAGE},
    {HTTP_GET, SESSION "/snapshots/{n}/duplicates", get_duplicates, READ, BODY_NONE, 0, AWAITED,
     "type " PAGE},
    {HTTP_GET, SESSION "/snapshots/{n}/waste", get_waste, READ, BODY_NONE, 0, AWAITED, PAGE},
    {HTTP_GET, SESSION "/snapshots/{n}/paths", get_merged_paths, READ, BODY_NONE, 0, AWAITED,
     "type limit format"},
    {HTTP_GET, SESSION "/snapshots/{n}/graph", export_graph, READ, BODY_NONE, 0, AWAITED | ROUTE_ASIDE,
     "format limit"},
    {HTTP_GET, SESSION "/snapshots/{n}/types", get_graph_types, READ, BODY_NONE, 0, AWAITED, PAGE},
    {HTTP_GET, SESSION "/diffs/{n}/objects", compare_objects, READ, BODY_NONE, 0, AWAITED, "fate type " PAGE},
    {HTTP_GET, SESSION "/leaks", get_leaks, READ, BODY_NONE, 0, AWAITED, "k format " TABLE},
    {HTTP_POST, SESSION "/assert", assert_snapshots, READ, BODY_SMALL, 0, AWAITED, NONE},
    {HTTP_GET, SESSION "/types", get_types, READ, BODY_NONE, 0, ROUTE_AWAITED, "retained " PAGE},
    {HTTP_GET, SESSION "/allocator", get_allocator, READ, BODY_NONE, 0, 0, "format"},
    {HTTP_GET, SESSION "/verify", verify_session, READ, BODY_NONE, 0, 0, NONE},
    {HTTP_GET, SESSION "/memory", get_memory, READ, BODY_NONE, 0, AWAITED, STORED},
};

const size_t api_route_count = sizeof api_routes / sizeof *api_routes;
