/* All routes of the daemon. What is not in this table does not exist; api/openapi.json describes each row,
 * and a test holds the two against each other. */
#include "api/routes.h"

#include "api/resources/resources.h"

#define READ  API_SCOPE_READ
#define WRITE API_SCOPE_WRITE
#define ADMIN API_SCOPE_ADMIN
#define OPEN  API_SCOPE_NONE

const struct api_route api_routes[] = {
    /* method, pattern, handler, scope, body, media (0: JSON), flags */
    {HTTP_GET, "/", get_dashboard, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/{path}", get_dashboard, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/healthz", get_health, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/readyz", get_ready, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/metrics", get_metrics, READ, BODY_NONE, 0, 0},
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
};

const size_t api_route_count = sizeof api_routes / sizeof *api_routes;
