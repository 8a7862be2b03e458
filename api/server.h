/* What the rest of api/ may ask of the server that runs it. */
#ifndef API_SERVER_H
#define API_SERVER_H

#include "api/api.h"
#include "api/metrics.h"

struct router;

bool api_server_is_stopping(const struct api_server *server);
const struct metrics *api_server_metrics(const struct api_server *server);
const struct api_config *api_server_config(const struct api_server *server); /* defaults filled in */
struct api_context *api_server_context(struct api_server *server);
const struct router *api_server_router(const struct api_server *server);

/* Counts bytes of bodies in flight. False: over the limit, nothing is counted. Giving back never fails. */
bool api_server_count_body(struct api_server *server, int64_t change);

/* Counts uploads that are being read. False: there are as many as may be, nothing is counted. Giving back
 * (false) never fails. */
bool api_server_count_import(struct api_server *server, bool begins);

/* The same of answers that have no deadline. */
bool api_server_count_export(struct api_server *server, bool begins);

#endif
