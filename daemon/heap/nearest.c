/* How far names are from each other: Levenshtein's distance, with the limits of Python/suggestions.c. */
#include "daemon/heap/nearest.h"

#include <stdint.h>

#define SIZE_LIMIT 40 /* bytes that differ */
#define MOVE_COST  2
#define CASE_COST  1

struct word {
    const char *bytes;
    size_t length;
};

static size_t substitution_cost(char a, char b)
{
    if ((a & 31) != (b & 31))
        return MOVE_COST;
    if (a == b)
        return 0;
    if (a >= 'A' && a <= 'Z')
        a = (char)(a + 32);
    if (b >= 'A' && b <= 'Z')
        b = (char)(b + 32);
    return a == b ? CASE_COST : MOVE_COST;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void trim(struct word *a, struct word *b)
{
    while (a->length && b->length && a->bytes[0] == b->bytes[0])
        a->bytes++, a->length--, b->bytes++, b->length--;
    while (a->length && b->length && a->bytes[a->length - 1] == b->bytes[b->length - 1])
        a->length--, b->length--;
}

/* Levenshtein's, with moves at 2 and changes of case at 1; beyond `limit`: limit + 1. */
static size_t distance(struct word a, struct word b, size_t limit)
{
    size_t row[SIZE_LIMIT], result = 0;
    trim(&a, &b);
    if (!a.length || !b.length)
        return (a.length + b.length) * MOVE_COST;
    if (a.length > SIZE_LIMIT || b.length > SIZE_LIMIT)
        return limit + 1;
    if (b.length < a.length) {
        struct word swap = a;
        a = b;
        b = swap;
    }
    if ((b.length - a.length) * MOVE_COST > limit)
        return limit + 1;
    for (size_t i = 0; i < a.length; i++)
        row[i] = (i + 1) * MOVE_COST;
    for (size_t i = 0; i < b.length; i++) {
        size_t before = i * MOVE_COST, minimum = SIZE_MAX;
        result = before;
        for (size_t k = 0; k < a.length; k++) {
            size_t substitute = before + substitution_cost(b.bytes[i], a.bytes[k]);
            before = row[k];
            result = least(least(result, before) + MOVE_COST, substitute);
            row[k] = result;
            minimum = least(minimum, result);
        }
        if (minimum > limit)
            return limit + 1;
    }
    return result;
}

bool nearest_is(struct nearest *n, const char *word, size_t word_size, const char *candidate, size_t size)
{
    size_t limit = (word_size + size + 3) * MOVE_COST / 6;
    limit = least(limit, n->found ? n->distance - 1 : SIZE_MAX);
    size_t found = distance((struct word){word, word_size}, (struct word){candidate, size}, limit);
    if (found > limit)
        return false;
    *n = (struct nearest){true, found};
    return true;
}
