/* Every method of builtin types, interrupted by a change of the object or of its argument, at every place
 * where code can run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/interruption_trial.h"

static void call_method(struct heap *h, const struct scene *s, const struct attempt *a)
{
    addr one = int_new(h, 1), args[2] = {s->argument, s->argument}, out = 0, name = name_of(h, a->name);
    if (a->args == 2 && a->argument % 2)
        args[0] = one;
    whatever(h, object_call_method(h, s->target, name, args, a->args, NULL, NULL, 0, &out), &out);
    decref(h, name);
    decref(h, one);
}

static bool takes(const struct builtin_method *m, size_t args)
{
    return (m->min_args < 0 || args >= (size_t)m->min_args) &&
           (m->max_args < 0 || args <= (size_t)m->max_args);
}

static void methods(struct trial *t, enum form form)
{
    for (const struct builtin_method *m = kind_methods(kind_of(t, form)); m->name; m++)
        for (size_t args = 0; args < 3; args++)
            for (size_t which = 0; takes(m, args) && which < (args ? ARGUMENTS : 1); which++)
                t->each(t, &(struct attempt){m->name, form, call_method, NULL, args, which});
}

/* l.sort(key=f) */
static void sort_by(struct heap *h, const struct scene *s, const struct attempt *a)
{
    addr name = name_of(h, "sort"), key = name_of(h, "key"), out = 0, f = point_function(h);
    (void)a;
    whatever(h, object_call_method(h, s->target, name, NULL, 0, &key, &f, 1, &out), &out);
    decref(h, f);
    decref(h, key);
    decref(h, name);
}

static void sorts(struct trial *t, enum form form)
{
    if (form == FORM_LIST || form == FORM_LIST_CLASS)
        t->each(t, &(struct attempt){"sort", form, sort_by, NULL, 0, 0});
}

static void methods_of_what_changes_under_way(void **state)
{
    (void)state;
    each_form(methods, attempt_each_change);
}

static void sorting_by_a_key_that_changes_the_list(void **state)
{
    (void)state;
    each_form(sorts, attempt_each_change);
}

static void methods_that_run_out_of_memory(void **state)
{
    (void)state;
    each_form(methods, attempt_each_failure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_of_what_changes_under_way),
        cmocka_unit_test(methods_that_run_out_of_memory),
        cmocka_unit_test(sorting_by_a_key_that_changes_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
