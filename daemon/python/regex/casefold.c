/* Families of characters that differ in case only, computed from the tables of str's methods. */
#include "daemon/python/regex/casefold.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/unicode.h"

#define LAST_CASED 0x1ffffu /* no letter beyond has a case */
#define VERSIONS   2

/* While a table is made: the lower case, and the upper case of that in full. */
struct cased {
    uint32_t c, lower, upper[3];
};

static int by_upper(const void *a, const void *b)
{
    const struct cased *x = a, *y = b;
    int order = memcmp(x->upper, y->upper, sizeof x->upper);
    return order ? order : x->c < y->c ? -1 : x->c > y->c;
}

static int by_character(const void *a, const void *b)
{
    const struct case_member *x = a, *y = b;
    return x->c < y->c ? -1 : x->c > y->c;
}

static size_t collect(unsigned version, struct cased *out)
{
    size_t n = 0;
    for (uint32_t c = 0; c <= LAST_CASED; c++) {
        uint32_t lower[3], upper[3] = {0};
        if (!(unicode_record(c, version)->map[UNICODE_TO_LOWER] ||
              unicode_record(c, version)->map[UNICODE_TO_UPPER]))
            continue;
        (void)unicode_map(c, UNICODE_TO_LOWER, version, lower);
        (void)unicode_map(lower[0], UNICODE_TO_UPPER, version, upper);
        if (out) {
            out[n] = (struct cased){.c = c, .lower = lower[0]};
            memcpy(out[n].upper, upper, sizeof upper);
        }
        n++;
    }
    return n;
}

static struct case_table *make(unsigned version)
{
    size_t n = collect(version, NULL);
    struct cased *cased = calloc(n, sizeof *cased);
    struct case_table *t = calloc(1, sizeof *t);
    if (t) {
        t->by_character = calloc(n, sizeof *t->by_character);
        t->by_family = calloc(n, sizeof *t->by_family);
    }
    if (!cased || !t || !t->by_character || !t->by_family) {
        if (t) {
            free(t->by_character);
            free(t->by_family);
        }
        free(t);
        free(cased);
        return NULL;
    }
    (void)collect(version, cased);
    qsort(cased, n, sizeof *cased, by_upper);
    for (size_t i = 0, family = 0; i < n; i++) {
        if (i && memcmp(cased[i].upper, cased[i - 1].upper, sizeof cased[i].upper) != 0)
            family = i;
        t->by_family[i] = t->by_character[i] = (struct case_member){cased[i].c, (uint32_t)family};
    }
    t->count = n;
    free(cased);
    qsort(t->by_character, n, sizeof *t->by_character, by_character);
    return t;
}

const struct case_table *case_table(unsigned version)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct {
        unsigned version;
        struct case_table *table;
    } made[VERSIONS];
    struct case_table *found = NULL;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < VERSIONS && !found; i++) {
        if (!made[i].table) {
            made[i].version = version;
            made[i].table = make(version);
        }
        if (made[i].version == version)
            found = made[i].table;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

size_t case_find(const struct case_table *t, uint32_t c)
{
    size_t low = 0, high = t->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->by_character[middle].c < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
