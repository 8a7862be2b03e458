/* Who may call: Host and Origin checks, bearer tokens. Pure functions of configuration and headers. */
#ifndef API_ACCESS_H
#define API_ACCESS_H

#include "api/request.h"

enum access_verdict {
    ACCESS_OK,
    ACCESS_BAD_HOST,
    ACCESS_BAD_ORIGIN,
    ACCESS_NO_TOKEN, /* none sent, or not one that is known */
    ACCESS_NO_SCOPE,
};

/* Host: against loopback names, the listening address and configured names; any port. Where tokens are
 * demanded and no names are configured every Host is accepted: a page that tricks a name into pointing here
 * has no token. */
enum access_verdict access_check_host(const struct api_config *config, const char *host);

/* Origin: that of the Host itself, or configured; NULL (no browser) is accepted. `*cross` tells whether
 * CORS headers are due. */
enum access_verdict access_check_origin(const struct api_config *config, const char *origin, const char *host,
                                        bool *cross);

/* The scopes that the Authorization value grants; all of them when no tokens are configured. Compares against
 * every hash in constant time. */
unsigned access_scopes(const struct api_config *config, const char *authorization);

enum access_verdict access_check_scope(const struct api_config *config, unsigned granted,
                                       enum api_scope needed);

#endif
