/* What is the same for everyone and lies in memory: the dashboard's files, the contract. */
#include "api/resources/resources.h"

#include "api/compress.h"
#include "api/openapi.h"
#include "web/web.h"

#include <string.h>

/* Does If-None-Match hold this tag? Weak comparison: a W/ before the quote does not matter. */
static bool client_has(const char *if_none_match, const char *etag)
{
    if (if_none_match == NULL)
        return false;
    return strcmp(if_none_match, "*") == 0 || strstr(if_none_match, etag) != NULL;
}

static enum api_result answer_file(struct api_request *request, const struct web_asset *file)
{
    struct api_answer *answer = &request->answer;
    answer->etag = file->etag;
    answer->cache_control = file->cache_control;
    if (client_has(request->headers.if_none_match, file->etag)) {
        answer->status = 304;
        answer->content_type = NULL;
        return API_DONE;
    }
    answer->content_type = file->media_type;
    answer->fixed = file->bytes;
    answer->fixed_length = file->length;
    if (file->gzip != NULL && accepts_gzip(request->headers.accept_encoding)) {
        answer->fixed = file->gzip;
        answer->fixed_length = file->gzip_length;
        answer->content_encoding = "gzip";
    }
    return API_DONE;
}

enum api_result get_dashboard(struct api_request *request)
{
    const struct web_asset *asset = web_asset_find(request->path);
    if (asset == NULL)
        return api_fail(request, PROBLEM_NOT_FOUND, "there is nothing at %.200s", request->path);
    request->answer.policy = WEB_CONTENT_SECURITY_POLICY;
    return answer_file(request, asset);
}

enum api_result get_contract(struct api_request *request)
{
    const struct web_asset contract = {.media_type = "application/json",
                                       .etag = openapi_etag,
                                       .cache_control = "no-cache",
                                       .bytes = openapi_json,
                                       .length = openapi_json_length,
                                       .gzip = openapi_json_gzip,
                                       .gzip_length = openapi_json_gzip_length};
    return answer_file(request, &contract);
}
