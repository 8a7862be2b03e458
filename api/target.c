/* Splitting and decoding targets (target.h). */
#include "api/target.h"

#include <string.h>
#include <strings.h>

enum { QUERY_MAX = 64 };

static bool decode_text(struct api_request *request, const char *text, size_t length, int plus,
                        struct api_text *out)
{
    char *decoded = scratch_alloc(&request->scratch, length + 1);
    size_t size = decoded != NULL ? http_decode(text, length, plus, decoded) : (size_t)-1;
    if (size == (size_t)-1)
        return false;
    *out = (struct api_text){decoded, size};
    return true;
}

static bool parse_query(struct api_request *request, const char *query)
{
    size_t count = 1;
    for (const char *at = query; *at != '\0'; at++)
        count += *at == '&';
    if (count > QUERY_MAX)
        return false;
    request->query = scratch_calloc(&request->scratch, count, sizeof *request->query);
    if (request->query == NULL)
        return false;
    for (const char *at = query; *at != '\0';) {
        size_t length = strcspn(at, "&");
        const char *equals = memchr(at, '=', length);
        size_t name = equals != NULL ? (size_t)(equals - at) : length;
        struct api_query *entry = &request->query[request->query_count];
        if (length != 0) {
            if (!decode_text(request, at, name, 1, &entry->name) ||
                !decode_text(request, at + name + (equals != NULL), length - name - (equals != NULL), 1,
                             &entry->value))
                return false;
            request->query_count++;
        }
        at += length;
        at += *at == '&';
    }
    return true;
}

void target_set(struct api_request *request, const char *target)
{
    size_t length = strlen(target);
    /* "GET http://host/path": the form for proxies, which every server must take */
    if (strncasecmp(target, "http://", 7) == 0) {
        const char *slash = strchr(target + 7, '/');
        length = slash != NULL ? strlen(slash) : 0;
        target = slash;
    }
    char *copy = scratch_copy(&request->scratch, length != 0 ? target : "/", length != 0 ? length : 1);
    if (copy == NULL)
        return;
    request->target = copy;
    char *question = strchr(copy, '?');
    if (question == NULL) {
        request->path = copy;
        return;
    }
    if (!parse_query(request, question + 1))
        return;
    request->path = scratch_copy(&request->scratch, copy, (size_t)(question - copy));
    request->pretty = request->query_count != 0 && api_query_flag(request, "pretty");
    request->json.pretty = request->pretty;
}

bool target_take_route(struct api_request *request, const struct route_match *match)
{
    request->route = match->route;
    for (int i = 0; i < PARAM_COUNT; i++)
        if (match->param[i].text != NULL &&
            !decode_text(request, match->param[i].text, match->param[i].length, 0, &request->param[i]))
            return false;
    return true;
}
