/* The target of a request: from the line that was sent to path, query and the places in the path. */
#ifndef API_TARGET_H
#define API_TARGET_H

#include "api/routes.h"

/* The request target as it was sent. Splits, decodes; of a bad one `path` stays NULL. */
void target_set(struct api_request *request, const char *target);

/* Takes the route over with what the path says, decoded. False: an escape is malformed, or there is no
 * memory. */
bool target_take_route(struct api_request *request, const struct route_match *match)
    __attribute__((warn_unused_result));

#endif
