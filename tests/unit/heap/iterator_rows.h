/* Calls of every type of iterator: what the tests that go through all of them share. */
#ifndef HEAPD_TESTS_ITERATOR_ROWS_H
#define HEAPD_TESTS_ITERATOR_ROWS_H

#include "tests/unit/heap/iterators_test.h"

/* Arguments, a letter each: l a list of three ints, L a list of lists, p a list of pairs, t a tuple, s a str,
 * e an empty list, N None, B U bool and tuple, 0 to 9 that int. */
struct iterator_row {
    const char *type, *arguments, *gives; /* gives NULL: never ends */
};

static const struct iterator_row iterator_rows[] = {
    {"enumerate", "l", "[(0, 1000), (1, 1001), (2, 1002)]"},
    {"zip", "lt", "[(1000, 2000), (1001, 2001)]"},
    {"zip", "", "[]"},
    {"map", "Ulel", "[]"},
    {"map", "UL", "[(1000, 1001, 1002), (1000, 1001, 1002)]"},
    {"filter", "Nl", "[1000, 1001, 1002]"},
    {"filter", "BL", "[[1000, 1001, 1002], [1000, 1001, 1002]]"},
    {"reversed", "t", "[2001, 2000]"},
    {"reversed", "l", "[1002, 1001, 1000]"},
    {"itertools.count", "", NULL},
    {"itertools.count", "52", NULL},
    {"itertools.cycle", "l", NULL},
    {"itertools.cycle", "e", "[]"},
    {"itertools.repeat", "l", NULL},
    {"itertools.repeat", "l2", "[[1000, 1001, 1002], [1000, 1001, 1002]]"},
    {"itertools.accumulate", "l", "[1000, 2001, 3003]"},
    {"itertools.accumulate", "L", "[[1000, 1001, 1002], [1000, 1001, 1002, 1000, 1001, 1002]]"},
    {"itertools.chain", "lt", "[1000, 1001, 1002, 2000, 2001]"},
    {"itertools.compress", "pl", "[(1000, 1001), (1002, 1003)]"},
    {"itertools.dropwhile", "Bl", "[]"},
    {"itertools.takewhile", "Bl", "[1000, 1001, 1002]"},
    {"itertools.filterfalse", "Nl", "[]"},
    {"itertools.groupby", "e", "[]"},
    {"itertools.islice", "l152", "[1001]"},
    {"itertools.islice", "l2", "[1000, 1001]"},
    {"itertools.pairwise", "l", "[(1000, 1001), (1001, 1002)]"},
    {"itertools.permutations", "t", "[(2000, 2001), (2001, 2000)]"},
    {"itertools.permutations", "l1", "[(1000,), (1001,), (1002,)]"},
    {"itertools.combinations", "l2", "[(1000, 1001), (1000, 1002), (1001, 1002)]"},
    {"itertools.combinations_with_replacement", "t2", "[(2000, 2000), (2000, 2001), (2001, 2001)]"},
    {"itertools.product", "tt", "[(2000, 2000), (2000, 2001), (2001, 2000), (2001, 2001)]"},
    {"itertools.product", "", "[()]"},
    {"itertools.starmap", "UL", NULL}, /* tuple() takes no three arguments */
    {"itertools._tee", "l", "[1000, 1001, 1002]"},
    {"itertools.zip_longest", "lt", "[(1000, 2000), (1001, 2001), (1002, None)]"},
};
#define ITERATOR_ROWS (sizeof iterator_rows / sizeof *iterator_rows)

/* *new*; 0 raised. */
static inline addr row_tuple(struct heap *h, int64_t first, size_t count)
{
    addr items[3] = {0}, t = 0;
    size_t n = 0;
    while (n < count && (items[n] = int_new(h, first + (int64_t)n)))
        n++;
    if (n == count)
        t = tuple_from(h, items, count);
    while (n)
        decref(h, items[--n]);
    return t;
}

static inline addr row_list(struct heap *h, char letter)
{
    addr l = list_new(h, 0);
    size_t count = letter == 'e' ? 0 : letter == 'l' ? 3 : 2;
    for (size_t i = 0; l && i < count; i++) {
        addr item = letter == 'l'   ? int_new(h, 1000 + (int64_t)i)
                    : letter == 'L' ? row_list(h, 'l')
                                    : row_tuple(h, 1000 + 2 * (int64_t)i, 2);
        if (!item || list_append(h, l, item) != HEAP_OK) {
            decref(h, l);
            l = 0;
        }
        xdecref(h, item);
    }
    return l;
}

static inline addr row_argument(struct heap *h, char letter)
{
    switch (letter) {
    case 'N':
        return incref(h, none(h));
    case 'B':
        return incref(h, h->type[KIND_BOOL]);
    case 'U':
        return incref(h, h->type[KIND_TUPLE]);
    case 't':
        return row_tuple(h, 2000, 2);
    case 's':
        return str_from_ascii(h, "abc");
    default:
        return letter <= '9' ? int_new(h, letter - '0') : row_list(h, letter);
    }
}

/* *new*: the iterator of a row; 0 raised. Its first container in *container (*new*), where that is not
 * NULL. */
static inline addr row_make(struct heap *h, const struct iterator_row *row, addr *container)
{
    addr args[4], made = 0;
    size_t n = 0, wanted = strlen(row->arguments);
    while (n < wanted && (args[n] = row_argument(h, row->arguments[n])))
        n++;
    if (n == wanted && object_call(h, type_by_name(h, row->type), args, n, NULL, NULL, 0, &made) != HEAP_OK)
        made = 0;
    for (size_t i = 0; container && made && i < n; i++)
        if (!*container && object_kind(h, args[i]) == KIND_LIST)
            *container = incref(h, args[i]);
    while (n)
        decref(h, args[--n]);
    return made;
}

#endif
