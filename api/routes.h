/* The table of all routes, and the way from a path to its row. */
#ifndef API_ROUTES_H
#define API_ROUTES_H

#include "api/request.h"

enum route_flags {
    ROUTE_LONG = 1,    /* always on a worker */
    ROUTE_STREAM = 2,  /* answers with a stream: no deadline, no compression */
    ROUTE_AWAITED = 4, /* work only as long as somebody waits for it: it is given up when the client goes */
    ROUTE_ASIDE =
        8, /* about what is stored alone: nothing of the session waits for it, however long it takes */
};

enum body_limit {
    BODY_NONE,   /* takes no body; one that is sent is ignored up to BODY_SMALL */
    BODY_SMALL,  /* control documents: 64 KiB */
    BODY_LARGE,  /* values and batches: api_config.body_limit */
    BODY_STREAM, /* not kept but used up as it comes (upload.h), of any media type: api_config.import_limit */
};

struct api_route {
    enum http_method method;
    const char *pattern;
    api_handler *handler;
    enum api_scope scope;
    enum body_limit body;
    unsigned media; /* union of enum http_media that the body may be; 0: JSON or none */
    unsigned flags;
    const char
        *parameters; /* what ?query may have, besides `pretty`: names with blanks between, "name+" where it
                        may be there more than once; NULL: anything, for what is no part of the API */
};

extern const struct api_route api_routes[];
extern const size_t api_route_count;

/* Does a route take a query parameter of this name, and (`repeated`) more than one of it? */
bool route_takes(const struct api_route *route, const char *name, bool *repeated);

struct router;

/* Builds the matcher over the table. NULL: no memory. */
struct router *router_new(const struct api_route *routes, size_t count);
void router_delete(struct router *router);

struct route_match {
    const struct api_route *route; /* NULL: none for this method */
    unsigned allowed;              /* union of the methods that the path knows; 0: no such path */
    struct {
        const char *text; /* in the path, still encoded */
        size_t length;
    } param[PARAM_COUNT];
};

/* Finds the row for a method and an undecoded path (without query). Cost: a few ns per segment. */
void router_match(const struct router *router, enum http_method method, const char *path, size_t length,
                  struct route_match *match);

#endif
