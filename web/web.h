/*
 * The dashboard, as the bytes that a browser asks for.
 *
 * Everything that the dashboard consists of is bundled at build time (build.mjs) and linked into this library
 * as constant data: nothing is read from disk at run time, nothing is fetched from elsewhere, there is no
 * state. A build with HEAPD_WEB=OFF has one page, which says so.
 */
#ifndef HEAPD_WEB_H
#define HEAPD_WEB_H

#include <stddef.h>

/* One file of the dashboard. All members live as long as the program and are never written. */
struct web_asset {
    const char *path;       /* as in a request: begins with '/', no query */
    const char *media_type; /* value of Content-Type */
    const char *etag;       /* strong, quoted; of the content as it is before compression */
    const char
        *cache_control; /* value of Cache-Control: for ever where the path holds a hash of the content */
    const unsigned char *bytes; /* the content */
    size_t length;
    const unsigned char
        *gzip; /* the same, compressed: for a client that accepts it. NULL where that saves nothing */
    size_t gzip_length;
};

/*
 * What every answer with an asset carries as Content-Security-Policy: no script, style or font from elsewhere
 * or written into the page.
 */
#define WEB_CONTENT_SECURITY_POLICY                                                                          \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "    \
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/*
 * The asset at that path, or NULL. "/" is the page itself; views are told apart behind the '#' and never
 * reach the daemon. Logarithmic in the number of assets.
 */
const struct web_asset *web_asset_find(const char *path);

#endif
