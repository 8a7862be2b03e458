/* Sets of characters in code (code_words.h): _optimize_charset() of Lib/re/_compiler.py. */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/unicode.h"
#include "daemon/python/regex/casefold.h"
#include "daemon/python/regex/code_words.h"

#define SMALL 256u   /* characters, of which a bitmap is 8 words */
#define LARGE 65536u /* in chunks of 256, each once */

/* ---- letters --------------------------------------------------------------------------------------- */

static bool is_ascii_letter(uint32_t c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static uint32_t mapped(const struct word_memory *m, uint32_t c, enum unicode_case how)
{
    uint32_t out[3];
    (void)unicode_map(c, how, m->h->abi.unicode_version, out);
    return out[0];
}

bool words_is_cased(const struct word_memory *m, uint32_t flags, uint32_t c)
{
    if (!(flags & REGEX_UNICODE))
        return is_ascii_letter(c);
    return mapped(m, c, UNICODE_TO_LOWER) != c || mapped(m, c, UNICODE_TO_UPPER) != c;
}

uint32_t words_to_lower(const struct word_memory *m, uint32_t flags, uint32_t c)
{
    if (!(flags & REGEX_UNICODE))
        return is_ascii_letter(c) ? c | 0x20 : c;
    return mapped(m, c, UNICODE_TO_LOWER);
}

size_t words_extra_cases(const struct word_memory *m, uint32_t lower, uint32_t others[EXTRA_CASES])
{
    const struct case_table *t = case_table(m->h->abi.unicode_version);
    size_t at = t ? case_find(t, lower) : 0, n = 0;
    if (!t || at >= t->count || t->by_character[at].c != lower)
        return 0;
    uint32_t family = t->by_character[at].family;
    for (size_t i = family; i < t->count && t->by_family[i].family == family && n < EXTRA_CASES; i++) {
        uint32_t c = t->by_family[i].c;
        if (c != lower && mapped(m, c, UNICODE_TO_LOWER) == c)
            others[n++] = c;
    }
    return n;
}

/* ---- what a set becomes ---------------------------------------------------------------------------- */

struct charset {
    struct word_memory *m;
    uint32_t flags;
    bool folds, has_cased;
    size_t size;             /* of the map, SMALL or LARGE */
    size_t tail, tail_words; /* what the map has no place for */
};

/* Does the map have the character? It is marked then. */
static bool mark(struct charset *s, uint32_t c)
{
    if (c >= s->size)
        return false;
    s->m->charmap[c] = 1;
    return true;
}

static bool mark_folded(struct charset *s, uint32_t c)
{
    uint32_t others[EXTRA_CASES], lower = words_to_lower(s->m, s->flags, c);
    if (!mark(s, lower))
        return false;
    size_t n = s->flags & REGEX_UNICODE ? words_extra_cases(s->m, lower, others) : 0;
    for (size_t i = 0; i < n; i++)
        if (!mark(s, others[i]))
            return false;
    return true;
}

static bool mark_range(struct charset *s, const struct set_member *one)
{
    if (!s->folds) {
        if (one->from < s->size) {
            size_t end = one->to < s->size ? one->to + 1 : s->size;
            memset(s->m->charmap + one->from, 1, end - one->from);
        }
        return one->to < s->size;
    }
    for (uint32_t c = one->from; c <= one->to; c++)
        if (!mark_folded(s, c))
            return false;
    for (uint32_t c = one->from; c <= one->to && !s->has_cased; c++)
        s->has_cased = words_is_cased(s->m, s->flags, c);
    return true;
}

static void add(struct charset *s, const struct set_member *one)
{
    if (one->category == REGEX_RANGE) {
        if (mark_range(s, one))
            return;
        if (s->size == SMALL) {
            s->size = LARGE;
            add(s, one);
            return;
        }
        s->has_cased |= s->folds;
    }
    s->tail++;
    s->tail_words += one->category == REGEX_RANGE && one->is_range ? 3 : 2;
}

/* Runs of characters in the map, three at most, and the words that two are. */
static size_t find_runs(const struct charset *s, size_t *words)
{
    const uint8_t *map = s->m->charmap, *end = map + s->size, *from = map;
    size_t runs = 0;
    *words = 0;
    while (runs < 3 && (from = memchr(from, 1, (size_t)(end - from)))) {
        const uint8_t *to = memchr(from, 0, (size_t)(end - from));
        to = to ? to : end;
        *words += to - from == 1 ? 2 : 3;
        runs++;
        if ((from = to) == end)
            break;
    }
    return runs;
}

/* How many of the chunks differ. */
static size_t count_chunks(const uint8_t *map)
{
    const uint8_t *known[LARGE / 256];
    size_t n = 0;
    for (size_t at = 0; at < LARGE; at += 256) {
        size_t i = 0;
        while (i < n && memcmp(known[i], map + at, 256) != 0)
            i++;
        if (i == n)
            known[n++] = map + at;
    }
    return n;
}

static size_t plain_words(const struct set_member *members, size_t count)
{
    size_t words = 0;
    for (size_t i = 0; i < count; i++)
        words += members[i].category == REGEX_RANGE && members[i].is_range ? 3 : 2;
    return words;
}

size_t charset_words(struct word_memory *m, const struct set_member *members, size_t count, bool negated,
                     uint32_t flags, bool folds)
{
    struct charset s = {.m = m, .flags = flags, .folds = folds, .size = SMALL};
    if (!m->charmap && !(m->charmap = words_alloc(m, LARGE, 1)))
        return 0;
    for (size_t i = 0; i < count; i++)
        add(&s, &members[i]);
    size_t words, runs = find_runs(&s, &words), head = negated ? 1 : 0;
    if (runs > 2)
        words = s.size == SMALL ? 1 + SMALL / 32 : 1 + 1 + 64 + 8 * count_chunks(m->charmap);
    else if (!s.has_cased && runs + s.tail >= count)
        words = plain_words(members, count) - s.tail_words; /* good enough as it is */
    memset(m->charmap, 0, s.size);
    return head + words + s.tail_words + 1;
}
