/* The words of HTTP that the rest of api/ speaks, without the library behind it. */
#ifndef API_HTTP_H
#define API_HTTP_H

#include <stddef.h>

enum http_method {
    HTTP_GET = 1, /* HEAD is handled as GET, the server leaves the body out */
    HTTP_POST = 2,
    HTTP_PUT = 4,
    HTTP_PATCH = 8,
    HTTP_DELETE = 16,
    HTTP_OPTIONS = 32,
    HTTP_OTHER = 64,
};

/* What a body says it is. */
enum http_media {
    MEDIA_NONE = 0, /* no Content-Type */
    MEDIA_JSON = 1,
    MEDIA_NDJSON = 2,
    MEDIA_PYTHON = 4,  /* text/x-python */
    MEDIA_TEXT = 8,    /* text/plain, application/sql */
    MEDIA_BINARY = 16, /* application/octet-stream */
    MEDIA_OTHER = 32,
};

enum http_method http_method_of(const char *name);
const char *http_method_name(enum http_method method);

/* The media type of a Content-Type value, parameters aside. Patches ("application/merge-patch+json") and
 * other
 * "+json" types are JSON. */
enum http_media http_media_of(const char *content_type);

/* Does an Accept value (NULL: anything) prefer this media type, named exactly or by "type/ *", over the
 * other? Quality values count. */
int http_prefers_over(const char *accept, const char *media, const char *other);

/* The same over application/json. */
int http_prefers(const char *accept, const char *media);

/* Does it name this media type, exactly or by "type/ *", as one that it takes? */
int http_names(const char *accept, const char *media);

/* Percent-decodes `length` bytes into `out` (room for as many, and a NUL). `plus`: '+' is a space, as in
 * queries. The decoded length, or (size_t)-1 for a bad escape, an encoded NUL or text that is not UTF-8. */
size_t http_decode(const char *text, size_t length, int plus, char *out);

#endif
