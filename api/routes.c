/* All routes of the daemon. What is not in this table does not exist; api/openapi.json describes each row,
 * and a test holds the two against each other. */
#include "api/routes.h"

#include "api/resources/resources.h"

#define READ  API_SCOPE_READ
#define WRITE API_SCOPE_WRITE
#define ADMIN API_SCOPE_ADMIN
#define OPEN  API_SCOPE_NONE

#define SESSION "/v1/sessions/{s}"

const struct api_route api_routes[] = {
    /* method, pattern, handler, scope, body, media (0: JSON), flags */
    {HTTP_GET, "/", get_dashboard, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/{path}", get_dashboard, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/healthz", get_health, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/readyz", get_ready, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/metrics", get_metrics, READ, BODY_NONE, 0, 0},
    {HTTP_GET, "/openapi.json", get_contract, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/problems", list_problems, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/problems/{name}", get_problem, OPEN, BODY_NONE, 0, 0},

    {HTTP_GET, "/v1/versions", list_versions, READ, BODY_NONE, 0, 0},
    {HTTP_POST, "/v1/sessions", create_session, ADMIN, BODY_SMALL, 0, ROUTE_LONG},
    {HTTP_GET, "/v1/sessions", list_sessions, READ, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_GET, "/v1/sessions/{s}", get_session, READ, BODY_NONE, 0, 0},
    {HTTP_PATCH, "/v1/sessions/{s}", patch_session, WRITE, BODY_SMALL, 0, ROUTE_LONG},
    {HTTP_DELETE, "/v1/sessions/{s}", delete_session, ADMIN, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_POST, "/v1/sessions/{s}/fork", fork_session, ADMIN, BODY_SMALL, 0, ROUTE_LONG},
    {HTTP_GET, "/v1/sessions/{s}/events", watch_session, READ, BODY_NONE, 0, ROUTE_STREAM},
    {HTTP_GET, "/v1/events", watch_daemon, READ, BODY_NONE, 0, ROUTE_STREAM},
    {HTTP_GET, SESSION "/names", list_names, READ, BODY_NONE, 0, 0},
    {HTTP_GET, SESSION "/names/{name}", get_name, READ, BODY_NONE, 0, 0},
    {HTTP_PUT, SESSION "/names/{name}", put_name, WRITE, BODY_LARGE, 0, 0},
    {HTTP_DELETE, SESSION "/names/{name}", delete_name, WRITE, BODY_NONE, 0, 0},
    {HTTP_GET, SESSION "/frames", list_frames, READ, BODY_NONE, 0, 0},
    {HTTP_POST, SESSION "/frames", push_frame, WRITE, BODY_LARGE, 0, 0},
    {HTTP_PATCH, SESSION "/frames", patch_frame, WRITE, BODY_SMALL, 0, 0},
    {HTTP_DELETE, SESSION "/frames", pop_frame, WRITE, BODY_NONE, 0, 0},
    {HTTP_GET, SESSION "/objects", list_objects, READ, BODY_NONE, 0, 0},
    {HTTP_POST, SESSION "/objects", create_object, WRITE, BODY_LARGE, 0, 0},
    {HTTP_GET, SESSION "/objects/{id}", get_object, READ, BODY_NONE, 0, 0},
    {HTTP_DELETE, SESSION "/objects/{id}", drop_object, WRITE, BODY_NONE, 0, 0},
    {HTTP_GET, SESSION "/objects/{id}/layout", get_layout, READ, BODY_NONE, 0, 0},
    {HTTP_GET, SESSION "/objects/{id}/referents", get_referents, READ, BODY_NONE, 0, 0},
    {HTTP_GET, SESSION "/objects/{id}/referrers", get_referrers, READ, BODY_NONE, 0, 0},
    {HTTP_GET, SESSION "/objects/{id}/traceback", get_object_traceback, READ, BODY_NONE, 0, 0},
    {HTTP_POST, SESSION "/objects/{id}/call", call_object, WRITE, BODY_LARGE, 0, 0},
    {HTTP_PUT, SESSION "/objects/{id}/attrs/{name}", put_attribute, WRITE, BODY_LARGE, 0, 0},
    {HTTP_DELETE, SESSION "/objects/{id}/attrs/{name}", delete_attribute, WRITE, BODY_NONE, 0, 0},
    {HTTP_POST, "/v1/run", run_program, WRITE, BODY_LARGE, MEDIA_JSON | MEDIA_PYTHON | MEDIA_TEXT, ROUTE_LONG},
    {HTTP_POST, SESSION "/exec", exec_program, WRITE, BODY_LARGE, MEDIA_JSON | MEDIA_PYTHON | MEDIA_TEXT, ROUTE_LONG},
    {HTTP_POST, SESSION "/ops", run_ops, WRITE, BODY_LARGE, MEDIA_JSON | MEDIA_NDJSON, 0},
    {HTTP_GET, SESSION "/query", get_query, READ, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_POST, SESSION "/query", post_query, READ, BODY_SMALL, MEDIA_JSON | MEDIA_TEXT, ROUTE_LONG},
    {HTTP_GET, SESSION "/gc", get_gc, READ, BODY_NONE, 0, 0},
    {HTTP_PATCH, SESSION "/gc", patch_gc, WRITE, BODY_SMALL, 0, 0},
    {HTTP_POST, SESSION "/gc/collect", collect, WRITE, BODY_SMALL, 0, 0},
    {HTTP_POST, SESSION "/gc/freeze", freeze, WRITE, BODY_SMALL, 0, 0},
    {HTTP_POST, SESSION "/gc/unfreeze", unfreeze, WRITE, BODY_SMALL, 0, 0},
    {HTTP_GET, SESSION "/gc/history", get_gc_history, READ, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_GET, SESSION "/trace", get_trace, READ, BODY_NONE, 0, 0},
    {HTTP_PATCH, SESSION "/trace", patch_trace, WRITE, BODY_SMALL, 0, 0},
    {HTTP_POST, SESSION "/trace/reset_peak", reset_peak, WRITE, BODY_SMALL, 0, 0},
    {HTTP_POST, SESSION "/trace/clear", clear_traces, WRITE, BODY_SMALL, 0, 0},
    {HTTP_GET, SESSION "/snapshots", list_snapshots, READ, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_POST, SESSION "/snapshots", create_snapshot, WRITE, BODY_SMALL, 0, ROUTE_LONG},
    {HTTP_POST, SESSION "/snapshots/import", import_snapshot, WRITE, BODY_STREAM, 0, ROUTE_LONG},
    {HTTP_GET, SESSION "/snapshots/{n}", get_snapshot, READ, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_PATCH, SESSION "/snapshots/{n}", patch_snapshot, WRITE, BODY_SMALL, 0, ROUTE_LONG},
    {HTTP_DELETE, SESSION "/snapshots/{n}", delete_snapshot, WRITE, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_GET, SESSION "/snapshots/{n}/statistics", get_statistics, READ, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_GET, SESSION "/snapshots/{n}/flamegraph", get_flamegraph, READ, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_GET, SESSION "/diffs/{n}", get_diff, READ, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_GET, SESSION "/history", get_history, READ, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_GET, SESSION "/retention", get_retention, READ, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_PATCH, SESSION "/retention", patch_retention, WRITE, BODY_SMALL, 0, ROUTE_LONG},
    {HTTP_GET, SESSION "/leaks", get_leaks, READ, BODY_NONE, 0, ROUTE_LONG},
    {HTTP_POST, SESSION "/assert", assert_snapshots, READ, BODY_SMALL, 0, ROUTE_LONG},
    {HTTP_GET, SESSION "/types", get_types, READ, BODY_NONE, 0, 0},
    {HTTP_GET, SESSION "/allocator", get_allocator, READ, BODY_NONE, 0, 0},
    {HTTP_GET, SESSION "/verify", verify_session, READ, BODY_NONE, 0, 0},
    {HTTP_GET, SESSION "/memory", get_memory, READ, BODY_NONE, 0, ROUTE_LONG},
};

const size_t api_route_count = sizeof api_routes / sizeof *api_routes;
