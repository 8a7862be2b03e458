/* What the files of list.sort share: the arrays that are sorted, the runs found so far, and how two keys
 * compare. */
#ifndef HEAPD_HEAP_OBJECT_LIST_SORT_H
#define HEAPD_HEAP_OBJECT_LIST_SORT_H

#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/quick_number.h"

struct run {
    size_t start, length;
    unsigned power; /* of the boundary to the next run */
};

#define RUNS_MAX   65
#define MIN_GALLOP 7 /* so many items from one run in a row: then more are looked for at once */

/* What the words of the keys' array are, and how they are compared. */
enum sort_words {
    WORDS_OBJECTS,
    WORDS_STRS, /* all ASCII */
    WORDS_INTS, /* machine words in place of objects */
    WORDS_DOUBLES,
    WORDS_SHORT_INTS, /* objects: exact ints of at most two digits */
    WORDS_FLOATS,     /* objects: exact floats */
    WORDS_ONE_CLASS,  /* all of one class that defines a comparison: its slot is called first */
    WORDS_TUPLES      /* none of them empty; their first items compare as `first` says */
};

struct sort {
    struct heap *h;
    enum sort_words words, first;
    addr class;        /* WORDS_ONE_CLASS, of the keys or of the tuples' first items */
    addr keys, values; /* arrays: what is compared, and what moves with it (0: the keys are the items) */
    addr spare;        /* as long as both */
    size_t count;
    size_t min_gallop;
    struct run runs[RUNS_MAX];
    size_t depth;
};

static inline addr *keys_of(const struct sort *s)
{
    return heap_at(s->h, s->keys);
}
static inline addr *values_of(const struct sort *s)
{
    return s->values ? heap_at(s->h, s->values) : NULL;
}
static inline addr *spare_keys(const struct sort *s)
{
    return heap_at(s->h, s->spare);
}
static inline addr *spare_values(const struct sort *s)
{
    return s->values ? spare_keys(s) + s->count : NULL;
}

/* Two strs of ASCII: their characters follow the short header, their length is at 16. */
static inline bool ascii_less(const struct heap *h, addr a, addr b)
{
    size_t n = HEAP_FIELD(h, a, 16, size_t), m = HEAP_FIELD(h, b, 16, size_t),
           header = h->abi.str_ascii_header;
    int order = memcmp(heap_at(h, a + header), heap_at(h, b + header), n < m ? n : m);
    return order ? order < 0 : n < m;
}

static inline double double_of(addr word)
{
    double d;
    memcpy(&d, &word, sizeof d);
    return d;
}

enum heap_status sort_less_slowly(const struct sort *s, addr a, addr b, bool *out) HEAP_MUST_CHECK;

/* The value of an exact int of at most two digits. */
static inline int64_t short_int(const struct heap *h, addr o)
{
    int64_t value = 0;
    (void)quick_int_of_type(h, o, &value);
    return value;
}

static inline enum heap_status less(const struct sort *s, addr a, addr b, bool *out)
{
    switch (s->words) {
    case WORDS_SHORT_INTS: /* numbers that stay objects: as many steps as comparing any two of them */
        *out = short_int(s->h, a) < short_int(s->h, b);
        return loop_work(s->h, 2);
    case WORDS_FLOATS:
        *out = float_value(s->h, a) < float_value(s->h, b);
        return loop_work(s->h, 2);
    case WORDS_INTS:
        *out = (int64_t)a < (int64_t)b;
        return HEAP_OK;
    case WORDS_DOUBLES:
        *out = double_of(a) < double_of(b);
        return HEAP_OK;
    case WORDS_STRS:
        *out = ascii_less(s->h, a, b);
        return HEAP_OK;
    default:
        return sort_less_slowly(s, a, b, out);
    }
}

/* The run at `start`, ascending or made so from descending (list_runs.c). */
enum heap_status sort_find_run(struct sort *s, size_t start, size_t *length) HEAP_MUST_CHECK;
/* Makes the run at `start` longer, to `wanted`, by putting what follows in its place. */
enum heap_status sort_lengthen(struct sort *s, size_t start, size_t length, size_t wanted) HEAP_MUST_CHECK;
void sort_reverse(const struct sort *s, size_t start, size_t count);

/* Runs `i` and i + 1 become one (list_merge.c). */
enum heap_status sort_merge_at(struct sort *s, size_t i) HEAP_MUST_CHECK;

#endif
