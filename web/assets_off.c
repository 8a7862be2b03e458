/* The assets of a build without the dashboard: one page that says where everything else is. */
#include "web/assets.h"

static const unsigned char page[] =
    "<!doctype html>\n"
    "<html lang=\"en\">\n"
    "<meta charset=\"utf-8\">\n"
    "<title>heapd</title>\n"
    "<h1>heapd</h1>\n"
    "<p>This heapd was built without its dashboard (<code>HEAPD_WEB=OFF</code>). The API is all here: see\n"
    "<a href=\"/openapi.json\">/openapi.json</a> and <a href=\"/v1/sessions\">/v1/sessions</a>.</p>\n";

const struct web_asset web_assets[] = {
    {
        .path = "/",
        .media_type = "text/html; charset=utf-8",
        .etag = "\"heapd-" HEAPD_VERSION "-no-dashboard\"",
        .cache_control = "no-cache",
        .bytes = page,
        .length = sizeof page - 1,
    },
};

const size_t web_asset_count = sizeof web_assets / sizeof web_assets[0];
