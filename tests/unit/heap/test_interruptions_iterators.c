/* Iterators that ask others, interrupted by a change of what they go through, at every place where code can
 * run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/interruption_trial.h"

/* A type and what it is called with: the object (o), the argument (a), a function that runs code (f), 2. */
static const struct {
    enum kind kind;
    const char *args;
} types[] = {
    {KIND_ENUMERATE, "o"},
    {KIND_ENUMERATE, "o2"},
    {KIND_ZIP, "oa"},
    {KIND_MAP, "fo"},
    {KIND_MAP, "foa"},
    {KIND_FILTER, "fo"},
    {KIND_REVERSED, "o"},
    {KIND_ITERTOOLS_ACCUMULATE, "of"},
    {KIND_ITERTOOLS_CHAIN, "oa"},
    {KIND_ITERTOOLS_COMPRESS, "oa"},
    {KIND_ITERTOOLS_CYCLE, "o"},
    {KIND_ITERTOOLS_DROPWHILE, "fo"},
    {KIND_ITERTOOLS_TAKEWHILE, "fo"},
    {KIND_ITERTOOLS_FILTERFALSE, "fo"},
    {KIND_ITERTOOLS_GROUPBY, "of"},
    {KIND_ITERTOOLS_ISLICE, "o2"},
    {KIND_ITERTOOLS_PAIRWISE, "o"},
    {KIND_ITERTOOLS_BATCHED, "o2"},
    {KIND_ITERTOOLS_PERMUTATIONS, "o2"},
    {KIND_ITERTOOLS_COMBINATIONS, "o2"},
    {KIND_ITERTOOLS_COMBINATIONS_WITH_REPLACEMENT, "o2"},
    {KIND_ITERTOOLS_PRODUCT, "oa"},
    {KIND_ITERTOOLS_STARMAP, "fo"},
    {KIND_ITERTOOLS_ZIP_LONGEST, "oa"},
};

static addr given(struct heap *h, const struct scene *s, char which)
{
    switch (which) {
    case 'o':
        return incref(h, s->target);
    case 'a':
        return incref(h, s->argument);
    case 'f':
        return point_function(h);
    default:
        return int_new(h, 2);
    }
}

static void go_through(struct heap *h, addr it)
{
    for (int i = 0; i < 12; i++) {
        addr item = 0;
        enum heap_status status = iterator_next(h, it, &item);
        whatever(h, status, &item);
        if (status != HEAP_OK || !item)
            return;
    }
}

static void run_iterator(struct heap *h, const struct scene *s, const struct attempt *a)
{
    size_t which = (size_t)a->what, count = strlen(types[which].args);
    addr args[3] = {0}, it = 0;
    for (size_t i = 0; i < count; i++)
        args[i] = given(h, s, types[which].args[i]);
    if (object_call(h, h->type[types[which].kind], args, count, NULL, NULL, 0, &it) == HEAP_OK) {
        go_through(h, it);
        decref(h, it);
    }
    heap_clear_raised(h);
    for (size_t i = 0; i < count; i++)
        decref(h, args[i]);
}

static void iterators(struct trial *t, enum form form)
{
    if (form >= FORM_INSTANCE && form < FORM_KEYS)
        return;
    for (size_t i = 0; i < COUNT(types); i++) {
        bool both = strchr(types[i].args, 'a');
        for (size_t which = 0; which < (both ? 6 : 1); which++)
            t->each(t, &(struct attempt){"iterator", form, run_iterator, (const void *)i, both, which});
    }
}

static void what_iterators_go_through_changes_under_way(void **state)
{
    (void)state;
    each_form(iterators, attempt_each_change);
}

static void iterators_that_run_out_of_memory(void **state)
{
    (void)state;
    each_form(iterators, attempt_each_failure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_iterators_go_through_changes_under_way),
        cmocka_unit_test(iterators_that_run_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
