/* From a path to its row of the route table: a tree with one level per segment, built once. */
#include "api/routes.h"

#include <stdlib.h>
#include <string.h>

enum { METHODS = 5 };

struct node {
    struct node *sibling;
    struct node *children; /* the literal ones, in the table's order */
    struct node *wild;     /* the child for {…}: at most one per place */
    const char *segment;   /* of a literal: borrowed from the pattern */
    size_t length;
    enum api_param param;
    unsigned allowed;
    const struct api_route *routes[METHODS];
};

struct router {
    struct node root;
};

bool route_takes(const struct api_route *route, const char *name, bool *repeated)
{
    size_t length = strlen(name);
    if (route->parameters == NULL) {
        *repeated = true;
        return true;
    }
    for (const char *at = route->parameters; *at != '\0'; at += strcspn(at, " "), at += *at == ' ') {
        size_t size = strcspn(at, "+ ");
        if (size == length && memcmp(at, name, length) == 0) {
            *repeated = at[size] == '+';
            return true;
        }
    }
    return false;
}

static int method_index(enum http_method method)
{
    return method >= HTTP_OPTIONS ? -1 : __builtin_ctz((unsigned)method);
}

static enum api_param param_of(const char *segment, size_t length)
{
    static const struct {
        const char *text;
        enum api_param param;
    } known[] = {{"{s}", PARAM_SESSION}, {"{name}", PARAM_NAME},   {"{id}", PARAM_ID},
                 {"{n}", PARAM_NUMBER},  {"{other}", PARAM_OTHER}, {"{path}", PARAM_PATH}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strlen(known[i].text) == length && memcmp(known[i].text, segment, length) == 0)
            return known[i].param;
    }
    abort(); /* a pattern in routes.c with a place that nobody knows */
}

static struct node *literal_child(const struct node *node, const char *segment, size_t length)
{
    for (struct node *child = node->children; child != NULL; child = child->sibling) {
        if (child->length == length && memcmp(child->segment, segment, length) == 0)
            return child;
    }
    return NULL;
}

static struct node *add_child(struct node *parent, const char *segment, size_t length)
{
    bool wild = length != 0 && segment[0] == '{';
    struct node *child = wild ? parent->wild : literal_child(parent, segment, length);
    if (child != NULL)
        return child;
    child = calloc(1, sizeof *child);
    if (child == NULL)
        return NULL;
    child->segment = segment;
    child->length = length;
    if (wild) {
        child->param = param_of(segment, length);
        parent->wild = child;
        return child;
    }
    struct node **last = &parent->children;
    while (*last != NULL)
        last = &(*last)->sibling;
    *last = child;
    return child;
}

static size_t segment_length(const char *at, const char *end)
{
    const char *slash = memchr(at, '/', (size_t)(end - at));
    return (size_t)((slash != NULL ? slash : end) - at);
}

static int add_route(struct router *router, const struct api_route *route)
{
    struct node *node = &router->root;
    const char *at = route->pattern + 1, *end = route->pattern + strlen(route->pattern);
    for (;;) {
        size_t length = segment_length(at, end);
        node = add_child(node, at, length);
        if (node == NULL)
            return -1;
        if (at + length == end)
            break;
        at += length + 1;
    }
    node->allowed |= route->method;
    node->routes[method_index(route->method)] = route;
    return 0;
}

static void delete_children(struct node *node)
{
    while (node->children != NULL) {
        struct node *next = node->children->sibling;
        delete_children(node->children);
        free(node->children);
        node->children = next;
    }
    if (node->wild != NULL) {
        delete_children(node->wild);
        free(node->wild);
    }
}

void router_delete(struct router *router)
{
    if (router != NULL)
        delete_children(&router->root);
    free(router);
}

struct router *router_new(const struct api_route *routes, size_t count)
{
    struct router *router = calloc(1, sizeof *router);
    for (size_t i = 0; router != NULL && i < count; i++) {
        if (add_route(router, &routes[i]) != 0) {
            router_delete(router);
            return NULL;
        }
    }
    return router;
}

void router_match(const struct router *router, enum http_method method, const char *path, size_t length,
                  struct route_match *match)
{
    const struct node *node = &router->root;
    const char *end = path + length, *at = path + 1;
    memset(match, 0, sizeof *match);
    if (length == 0 || path[0] != '/')
        return;
    for (;;) {
        size_t size = segment_length(at, end);
        const struct node *child = literal_child(node, at, size);
        if (child == NULL) {
            /* A place is never empty: "/v1/sessions//names" names nothing. */
            child = node->wild;
            if (child == NULL || size == 0)
                return;
            if (child->param == PARAM_PATH)
                size = (size_t)(end - at);
            match->param[child->param].text = at;
            match->param[child->param].length = size;
        }
        node = child;
        if (at + size == end)
            break;
        at += size + 1;
    }
    match->allowed = node->allowed;
    int index = method_index(method);
    match->route = index >= 0 ? node->routes[index] : NULL;
}
