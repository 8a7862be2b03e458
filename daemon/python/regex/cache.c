/* The cache of compiled regular expressions (cache.h). */
#include "daemon/python/regex/cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/python/regex/emit.h"
#include "daemon/python/regex/pcre.h"

#define CODES 256 /* more only while all of them are in use */

static struct {
    pthread_mutex_t lock;
    struct regex_code *codes[CODES];
    uint64_t clock;
} cache = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* ---- one
 * ------------------------------------------------------------------------------------------------------------------------
 */

static void code_free(struct regex_code *c)
{
    for (unsigned width = 0; c && width < REGEX_WIDTHS; width++) {
        pcre_match_data_free(width, c->match_data[width]);
        pcre_free(width, c->code[width]);
        pcre_free(width, c->watched[width]);
    }
    if (c) {
        free(c->units);
        free(c->groups);
    }
    free(c);
}

static uint8_t rules_of(const struct heap *h)
{
    return (uint8_t)(h->abi.regex_has_z | h->abi.regex_empty_has_no_boundary << 1 |
                     h->abi.regex_lenient_names << 2);
}

static bool is_for(const struct regex_code *c, const struct regex_code *key)
{
    return c->hash == key->hash && c->length == key->length && c->kind == key->kind && c->text == key->text &&
           c->asked == key->asked && c->unicode_version == key->unicode_version && c->rules == key->rules &&
           memcmp(c->units, key->units, key->length * key->kind) == 0;
}

static uint64_t hash_of(const void *units, size_t size)
{
    uint64_t x = 14695981039346656037ull;
    const unsigned char *p = units;
    for (; size >= 8; size -= 8, p += 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        x = (x ^ word) * 0x9e3779b97f4a7c15ull;
        x ^= x >> 32;
    }
    while (size--)
        x = (x ^ *p++) * 1099511628211ull;
    return x;
}

/* One made of a tree, not in the cache yet. */
static struct regex_code *make(const struct regex_tree *tree, const struct regex_code *key)
{
    struct regex_code *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    *c = *key;
    size_t size = key->length * key->kind;
    c->units = malloc(size + 1);
    c->groups = calloc(tree->group_count, sizeof *c->groups);
    if (!c->units || !c->groups) {
        code_free(c);
        return NULL;
    }
    memcpy(c->units, key->units, size);
    c->flags = tree->flags;
    c->group_count = tree->group_count;
    for (uint32_t i = 0; i < tree->group_count; i++)
        c->groups[i] = (struct regex_group_order){tree->groups[i].closes, tree->groups[i].repeated_by};
    return c;
}

/* ---- finding
 * --------------------------------------------------------------------------------------------------------------------
 */

static struct regex_code *find(const struct regex_code *key)
{
    struct regex_code *found = NULL;
    pthread_mutex_lock(&cache.lock);
    for (size_t i = 0; i < CODES && !found; i++) {
        struct regex_code *c = cache.codes[(key->hash + i) % CODES];
        if (c && is_for(c, key))
            found = c;
    }
    if (found) {
        found->users++;
        found->used = ++cache.clock;
    }
    pthread_mutex_unlock(&cache.lock);
    return found;
}

/* Takes it over, in place of the one that was used longest ago; where all are in use it stays outside. */
static void keep(struct regex_code *c)
{
    struct regex_code *old = NULL;
    size_t place = CODES;
    pthread_mutex_lock(&cache.lock);
    c->users = 1;
    c->used = ++cache.clock;
    for (size_t i = 0; i < CODES; i++) {
        size_t at = (c->hash + i) % CODES;
        if (!cache.codes[at]) {
            place = at;
            old = NULL;
            break;
        }
        if (cache.codes[at]->users == 0 && (!old || cache.codes[at]->used < old->used)) {
            old = cache.codes[at];
            place = at;
        }
    }
    if (place < CODES) {
        cache.codes[place] = c;
    } else {
        c->used = 0; /* nobody finds it: its user frees it */
    }
    pthread_mutex_unlock(&cache.lock);
    code_free(old);
}

void regex_code_put(struct regex_code *c)
{
    pthread_mutex_lock(&cache.lock);
    bool outside = --c->users == 0 && c->used == 0;
    pthread_mutex_unlock(&cache.lock);
    if (outside)
        code_free(c);
}

/* What the cache has of a pattern depends on all heaps that there were: reading it once more is no step of
 * the program's. */
static enum heap_status read_uncounted(struct heap *h, const struct regex_code *c, struct regex_tree *tree)
{
    const uint64_t steps = h->steps, limit = h->steps_limit;
    h->steps_limit = UINT64_MAX;
    enum heap_status status = regex_read(h, c->units, c->kind, c->length, c->text, c->asked, tree);
    h->steps = steps;
    h->steps_limit = limit;
    return status;
}

enum heap_status regex_code_get(struct heap *h, const void *units, unsigned kind, size_t length, bool text,
                                uint32_t flags, struct regex_tree *tree, struct regex_code **out)
{
    struct regex_code key = {.hash = hash_of(units, length * kind) + flags * 31u + text,
                             .units = (void *)(uintptr_t)units,
                             .length = length,
                             .kind = kind,
                             .text = text,
                             .asked = flags,
                             .unicode_version = h->abi.unicode_version,
                             .rules = rules_of(h)};
    struct regex_tree own;
    *out = find(&key);
    if (*out)
        return HEAP_OK;
    struct regex_tree *t = tree ? tree : &own;
    enum heap_status status = read_uncounted(h, &key, t);
    if (status == HEAP_OK && !t->message[0]) {
        struct regex_code *c = make(t, &key);
        if (c)
            keep(c);
        else
            status = raise_memory(h);
        *out = c;
    }
    regex_free(t);
    return status;
}

/* ---- compiling
 * ------------------------------------------------------------------------------------------------------------------
 */

/* *code NULL with HEAP_OK: too large for this width. */
static enum heap_status compile(struct heap *h, const struct regex_code *c, unsigned width, bool watched,
                                void **code)
{
    static const uint32_t most[REGEX_WIDTHS] = {0xff, 0xffff, 0x10ffff};
    bool by_unicode = c->text && !(c->flags & REGEX_ASCII);
    uint32_t options = PCRE2_ALT_CIRCUMFLEX | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT |
                       (by_unicode ? PCRE2_UCP : 0u) | (watched ? PCRE2_AUTO_CALLOUT : 0u);
    struct regex_tree tree;
    struct emitted text;
    int error = 0;
    *code = NULL;
    enum heap_status status = read_uncounted(h, c, &tree);
    if (status == HEAP_OK)
        status = regex_emit(&tree, most[width], by_unicode, &text);
    regex_free(&tree);
    if (status != HEAP_OK)
        return status;
    *code = pcre_compile(width, text.text, text.length, options, &error);
    free(text.text);
    if (*code || (error == PCRE2_ERROR_PATTERN_TOO_LARGE && width + 1 < REGEX_WIDTHS))
        return HEAP_OK;
    if (error == PCRE2_ERROR_HEAP_FAILED || error == PCRE2_ERROR_NOMEMORY)
        return raise_memory(h);
    return raise_error(h, EXC_OVERFLOW_ERROR, "regular expression code size limit exceeded");
}

enum heap_status regex_code_of(struct heap *h, struct regex_code *c, unsigned *width, bool watched,
                               void **out)
{
    if (__atomic_load_n(&c->too_large[*width], __ATOMIC_RELAXED))
        *width = REGEX_WIDTHS - 1;
    void **slot = watched ? &c->watched[*width] : &c->code[*width], *none_yet = NULL;
    *out = __atomic_load_n(slot, __ATOMIC_ACQUIRE);
    if (*out)
        return HEAP_OK;
    enum heap_status status = compile(h, c, *width, watched, out);
    if (status != HEAP_OK)
        return status;
    if (!*out) {
        __atomic_store_n(&c->too_large[*width], true, __ATOMIC_RELAXED);
        return regex_code_of(h, c, width, watched, out);
    }
    if (!__atomic_compare_exchange_n(slot, &none_yet, *out, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        pcre_free(*width, *out); /* another thread was faster */
        *out = none_yet;
    }
    return HEAP_OK;
}

struct pcre_match_data *regex_match_data(struct heap *h, struct regex_code *c, unsigned width)
{
    struct pcre_match_data *data = __atomic_exchange_n(&c->match_data[width], NULL, __ATOMIC_ACQ_REL);
    if (!data)
        data = pcre_match_data(width, c->code[width]);
    if (!data)
        (void)raise_memory(h);
    return data;
}

void regex_match_data_put(struct regex_code *c, unsigned width, struct pcre_match_data *data)
{
    struct pcre_match_data *none_there = NULL;
    if (!__atomic_compare_exchange_n(&c->match_data[width], &none_there, data, false, __ATOMIC_ACQ_REL,
                                     __ATOMIC_ACQUIRE))
        pcre_match_data_free(width, data);
}
