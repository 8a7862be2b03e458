/* The handlers that routes.c names, one file per resource. */
#ifndef API_RESOURCES_RESOURCES_H
#define API_RESOURCES_RESOURCES_H

#include "api/request.h"

/* service.c: the daemon itself */
api_handler get_health, get_ready, get_metrics;

/* dashboard.c, versions.c */
api_handler get_dashboard, list_versions;

/* sessions.c */
api_handler create_session, list_sessions, get_session, patch_session, delete_session, fork_session;

/* events.c */
api_handler watch_session, watch_daemon;

/* problems.c */
api_handler list_problems, get_problem;

#endif
