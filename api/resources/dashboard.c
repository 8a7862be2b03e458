/* The dashboard's files, from memory. */
#include "api/resources/resources.h"

#include "api/compress.h"
#include "web/web.h"

#include <string.h>

/* Does If-None-Match hold this tag? Weak comparison: a W/ before the quote does not matter. */
static bool client_has(const char *if_none_match, const char *etag)
{
    if (if_none_match == NULL)
        return false;
    return strcmp(if_none_match, "*") == 0 || strstr(if_none_match, etag) != NULL;
}

enum api_result get_dashboard(struct api_request *request)
{
    struct api_answer *answer = &request->answer;
    const struct web_asset *asset = web_asset_find(request->path);
    if (asset == NULL)
        return api_fail(request, PROBLEM_NOT_FOUND, "there is nothing at %.200s", request->path);
    answer->etag = asset->etag;
    answer->cache_control = asset->cache_control;
    if (client_has(request->headers.if_none_match, asset->etag)) {
        answer->status = 304;
        answer->content_type = NULL;
        return API_DONE;
    }
    answer->content_type = asset->media_type;
    answer->policy = WEB_CONTENT_SECURITY_POLICY;
    answer->fixed = asset->bytes;
    answer->fixed_length = asset->length;
    if (asset->gzip != NULL && accepts_gzip(request->headers.accept_encoding)) {
        answer->fixed = asset->gzip;
        answer->fixed_length = asset->gzip_length;
        answer->content_encoding = "gzip";
    }
    return API_DONE;
}
