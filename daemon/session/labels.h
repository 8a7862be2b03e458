/* Labels: what the user hangs on a session to find it again, a set of keys with values.
 *
 * A set is immutable and reference-counted; changing a session's labels swaps the whole set, so that a
 * reader needs no lock while it prints one. */
#ifndef HEAPD_SESSION_LABELS_H
#define HEAPD_SESSION_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#define LABELS_MAX    64
#define LABEL_KEY_MAX 63 /* bytes; letters, digits, '.', '_', '-', '/', beginning with a letter or digit */
#define LABEL_VALUE_MAX                                                                                      \
    255 /* bytes; any text without control characters (the caller has checked the UTF-8) */

struct label {
    const char *key;
    const char *value;
};

struct labels {
    size_t count;
    const struct label *items; /* sorted by key */
};

enum labels_status {
    LABELS_OK = 0,
    LABELS_NO_MEMORY,
    LABELS_TOO_MANY,
    LABELS_BAD_KEY,
    LABELS_BAD_VALUE,
    LABELS_DUPLICATE
};

/* A new set with one reference, holding copies of the given labels. On failure *out is untouched and *bad, if
 * not NULL, the index of the label that is at fault. */
enum labels_status labels_new(const struct label *items, size_t count, const struct labels **out, size_t *bad)
    __attribute__((warn_unused_result));
const struct labels *labels_retain(const struct labels *labels);
void labels_release(const struct labels *labels); /* NULL is ignored */

/* The value of a key, or NULL. */
const char *labels_get(const struct labels *labels, const char *key);

/* Whether the set holds every one of the wanted labels; one whose value is NULL asks for the key alone. */
bool labels_match(const struct labels *labels, const struct label *wanted, size_t count);

#endif
