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
    {HTTP_GET, "/healthz", get_health, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/readyz", get_ready, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/metrics", get_metrics, READ, BODY_NONE, 0, 0},
    {HTTP_GET, "/problems", list_problems, OPEN, BODY_NONE, 0, 0},
    {HTTP_GET, "/problems/{name}", get_problem, OPEN, BODY_NONE, 0, 0},
};

const size_t api_route_count = sizeof api_routes / sizeof *api_routes;
