/* The words of HTTP; see http.h. */
#include "api/http.h"

#include "api/json/scan.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    enum http_method method;
} methods[] = {{"GET", HTTP_GET},     {"HEAD", HTTP_GET},      {"POST", HTTP_POST},      {"PUT", HTTP_PUT},
               {"PATCH", HTTP_PATCH}, {"DELETE", HTTP_DELETE}, {"OPTIONS", HTTP_OPTIONS}};

enum http_method http_method_of(const char *name)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(methods[i].name, name) == 0)
            return methods[i].method;
    }
    return HTTP_OTHER;
}

const char *http_method_name(enum http_method method)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (methods[i].method == method)
            return methods[i].name;
    }
    return "other";
}

static const struct {
    const char *type;
    enum http_media media;
} media_types[] = {
    {"application/json", MEDIA_JSON},
    {"application/x-ndjson", MEDIA_NDJSON},
    {"application/ndjson", MEDIA_NDJSON},
    {"application/jsonl", MEDIA_NDJSON},
    {"text/x-python", MEDIA_PYTHON},
    {"application/x-python", MEDIA_PYTHON},
    {"text/plain", MEDIA_TEXT},
    {"application/octet-stream", MEDIA_BINARY},
    {"application/sql", MEDIA_TEXT},
    /* What curl -d and --data-binary say when nobody tells them: nothing is known. A page of another origin
     * that posts a form is stopped by its Origin. */
    {"application/x-www-form-urlencoded", MEDIA_NONE},
};

static size_t type_length(const char *value)
{
    size_t length = strcspn(value, ";,");
    while (length != 0 && (value[length - 1] == ' ' || value[length - 1] == '\t'))
        length--;
    return length;
}

enum http_media http_media_of(const char *content_type)
{
    if (content_type == NULL)
        return MEDIA_NONE;
    size_t length = type_length(content_type);
    for (size_t i = 0; i < sizeof media_types / sizeof *media_types; i++) {
        if (strlen(media_types[i].type) == length &&
            strncasecmp(media_types[i].type, content_type, length) == 0)
            return media_types[i].media;
    }
    if (length > 5 && strncasecmp(content_type + length - 5, "+json", 5) == 0)
        return MEDIA_JSON;
    return MEDIA_OTHER;
}

/* "0.25" in thousandths; a quality is at most 1 and has at most three digits behind the point. */
static int thousandths(const char *text)
{
    int sum = (*text == '1') * 1000, unit = 100;
    if ((*text != '0' && *text != '1') || text[1] != '.')
        return sum;
    for (text += 2; *text >= '0' && *text <= '9' && unit != 0; text++, unit /= 10)
        sum += (*text - '0') * unit;
    return sum < 1000 ? sum : 1000;
}

/* The quality that one entry of an Accept list carries, in thousandths. */
static int quality(const char *entry, size_t length)
{
    for (size_t i = 0; i + 2 < length; i++) {
        if (entry[i] != ';')
            continue;
        size_t at = i + 1;
        while (at < length && entry[at] == ' ')
            at++;
        if (at + 2 <= length && (entry[at] | 0x20) == 'q' && entry[at + 1] == '=')
            return thousandths(entry + at + 2);
    }
    return 1000;
}

/* How well an entry names `media`: 0 not at all, 1 by any type, 2 by its kind, 3 exactly. */
static int match_entry(const char *entry, size_t length, const char *media)
{
    if (length == strlen(media) && strncasecmp(entry, media, length) == 0)
        return 3;
    size_t kind = strcspn(media, "/") + 1;
    if (length == kind + 1 && entry[kind] == '*' && strncasecmp(entry, media, kind) == 0)
        return 2;
    return length == 3 && memcmp(entry, "*/*", 3) == 0;
}

/* Quality of `media` by the most specific entry; `how` says how specific. */
static int accepted_quality(const char *accept, const char *media, int *how)
{
    int best = 0;
    *how = 0;
    for (const char *at = accept; *at != '\0';) {
        while (*at == ' ' || *at == '\t' || *at == ',')
            at++;
        size_t length = strcspn(at, ",");
        int match = match_entry(at, type_length(at), media);
        if (match > *how) {
            *how = match;
            best = quality(at, length);
        }
        at += length;
    }
    return best;
}

int http_prefers_over(const char *accept, const char *media, const char *other)
{
    int how, other_how;
    if (accept == NULL)
        return 0;
    int wanted = accepted_quality(accept, media, &how);
    int less = accepted_quality(accept, other, &other_how);
    return wanted > less || (wanted != 0 && wanted == less && how > other_how);
}

int http_prefers(const char *accept, const char *media)
{
    return http_prefers_over(accept, media, "application/json");
}

int http_names(const char *accept, const char *media)
{
    int how = 0;
    return accept != NULL && accepted_quality(accept, media, &how) != 0 && how >= 2;
}

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    digit = (char)(digit | 0x20);
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Is this text valid UTF-8 without a NUL? */
static bool is_text(const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    while (at < end) {
        size_t size = *at >= 0x80 ? scan_utf8(at, (size_t)(end - at)) : *at != 0;
        if (size == 0)
            return false;
        at += size;
    }
    return true;
}

size_t http_decode(const char *text, size_t length, int plus, char *out)
{
    size_t size = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '%') {
            int high = length - i > 2 ? hex_digit(text[i + 1]) : -1;
            int low = length - i > 2 ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return (size_t)-1;
            out[size++] = (char)(high << 4 | low);
            i += 2;
        } else {
            out[size++] = plus && text[i] == '+' ? ' ' : text[i];
        }
    }
    out[size] = '\0';
    return is_text(out, size) ? size : (size_t)-1;
}
