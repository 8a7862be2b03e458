/* The handlers that routes.c names, one file per resource. */
#ifndef API_RESOURCES_RESOURCES_H
#define API_RESOURCES_RESOURCES_H

#include "api/request.h"

/* service.c: the daemon itself */
api_handler get_health, get_ready, get_metrics;

/* problems.c */
api_handler list_problems, get_problem;

#endif
