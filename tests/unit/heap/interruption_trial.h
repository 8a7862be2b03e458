/* Attempts: an operation that is interrupted by a change at its n-th occasion, for each change and each n;
 * and the same operation with its n-th allocation failing. */
#ifndef HEAPD_TESTS_INTERRUPTION_TRIAL_H
#define HEAPD_TESTS_INTERRUPTION_TRIAL_H

#include "tests/unit/heap/interruption_scene.h"

#define ARGUMENTS      12
#define MANY_CLASSES   12
#define CHANGES_OF_ALL 4 /* the others are of instances */
#define TIMES_MAX      12
#define FAILURES_MAX   40

struct attempt {
    const char *name;
    enum form form;
    void (*run)(struct heap *h, const struct scene *s, const struct attempt *a);
    const void *what;      /* that `run` knows */
    size_t args, argument; /* how many arguments; which one of argument() is given */
};

/* Heaps are made warm once, and copied; a copy is looked at, with all that belongs to it, after some
 * attempts. */
struct trial {
    const struct heap *warm;
    struct heap *h;
    unsigned attempts, batch;                               /* HEAPD_TEST_BATCH=1 finds the one that fails */
    void (*each)(struct trial *t, const struct attempt *a); /* attempt_each_change, attempt_each_failure */
    enum kind kinds[FORM_COUNT];                            /* where `known` says so */
    bool known[FORM_COUNT];
};

static inline void trial_end(struct trial *t)
{
    assert_int_equal(heap_object_count(t->h), heap_object_count(t->warm));
    heap_test_end(t->h, heap_test_used(t->h)); /* every block has its owner; tables may be of another size */
    t->h = NULL;
    t->attempts = 0;
}

/* Answers how often the operation can be interrupted; `n` of these times it goes on undisturbed, then the
 * change is made. */
static inline uint64_t attempt_once(struct trial *t, const struct attempt *a, size_t change, bool of_argument,
                                    uint64_t n)
{
    struct heap *h = t->h = t->h ? t->h : heap_copy(t->warm);
    struct scene s = begin(h, a->form);
    s.argument = a->args ? argument(h, &s, a->argument) : 0;
    struct change c = {&s, change, of_argument};
    interrupt(h, n + 1, run_change, &c);
    a->run(h, &s, a);
    uint64_t times = interruptions(h);
    assert_null(object_ops(h, s.target)->verify ? object_ops(h, s.target)->verify(h, s.target) : NULL);
    end(h, &s);
    if (++t->attempts >= t->batch)
        trial_end(t);
    return times;
}

/* The n-th allocation fails, once; the collector runs at every chance all the same. Answers whether it came
 * to that. */
static inline bool attempt_failing(struct trial *t, const struct attempt *a, uint64_t n)
{
    struct heap *h = t->h = t->h ? t->h : heap_copy(t->warm);
    struct scene s = begin(h, a->form);
    s.argument = a->args ? argument(h, &s, a->argument) : 0;
    interrupt(h, 0, NULL, NULL);
    memory_fail_after(h, n);
    a->run(h, &s, a);
    bool failed = pause_failures(h) == 0;
    (void)interruptions(h);
    assert_null(object_ops(h, s.target)->verify ? object_ops(h, s.target)->verify(h, s.target) : NULL);
    end(h, &s);
    if (++t->attempts >= t->batch)
        trial_end(t);
    return failed;
}

static inline void say(const struct attempt *a, size_t change, bool of_argument, uint64_t n)
{
    if (getenv("HEAPD_TEST_SAYS"))
        print_message("%s: %s, %zu args, argument %zu, change %zu of %d, %llu\n", form_names[a->form],
                      a->name, a->args, a->argument, change, of_argument, (unsigned long long)n);
}

/* So many attempts take minutes in builds that check everything: one in so many is made, another one of each
 * operation. HEAPD_TEST_ALL=1 makes all. */
#define ONE_IN 29

static inline bool is_chosen(void)
{
    static unsigned turn;
    return ++turn % ONE_IN == 0 || getenv("HEAPD_TEST_ALL");
}

/* Of the target of this form, which is made for that once. */
static inline enum kind kind_of(struct trial *t, enum form form)
{
    if (!t->known[form]) {
        struct heap *h = heap_copy(t->warm);
        struct scene s = begin(h, form);
        t->kinds[form] = object_kind(h, s.target);
        t->known[form] = true;
        heap_destroy(h);
    }
    return t->kinds[form];
}

static inline void attempt_each_change(struct trial *t, const struct attempt *a)
{
    say(a, COUNT(changes), false, 0);
    uint64_t times = attempt_once(t, a, 0, false, 1000);
    size_t count = kind_of(t, a->form) == KIND_INSTANCE ? COUNT(changes) : CHANGES_OF_ALL;
    for (size_t change = 0; times && change < count; change++)
        for (int of_argument = 0; of_argument <= (a->args > 0); of_argument++)
            for (uint64_t n = 0; n < times && n < TIMES_MAX; n++)
                if (is_chosen()) {
                    say(a, change, of_argument, n);
                    (void)attempt_once(t, a, change, of_argument, n);
                }
}

/* Builds that collect at every allocation make one attempt in so many, another one of each operation; those
 * that do not make them all. */
#ifdef HEAPD_STRESS
#define FAILURES_STEP 4
#else
#define FAILURES_STEP 1
#endif

static inline void attempt_each_failure(struct trial *t, const struct attempt *a)
{
    static uint64_t turn;
    bool failed = true;
    for (uint64_t n = 1 + turn++ % FAILURES_STEP; failed && n < FAILURES_MAX; n += FAILURES_STEP) {
        say(a, COUNT(changes), true, n);
        failed = attempt_failing(t, a, n);
    }
}

/* Names and the classes of builtin types leave something behind for ever, tables that have grown: all of that
 * is there already. */
static inline struct heap *warm_heap(unsigned minor)
{
    struct heap *h = heap_test_begin(minor);
    addr classes[3][MANY_CLASSES];
    const addr bases[3] = {h->type[KIND_INSTANCE], h->type[KIND_LIST], h->type[KIND_DICT]};
    collector_set_threshold(h, 0, 0);
    for (size_t i = 0; i < 3 * MANY_CLASSES; i++)
        classes[i / MANY_CLASSES][i % MANY_CLASSES] = class_new(
            h, &(struct class_spec){.name = "Warm", .bases = &bases[i / MANY_CLASSES], .base_count = 1});
    for (size_t i = 0; i < 3 * MANY_CLASSES; i++)
        decref(h, classes[i / MANY_CLASSES][i % MANY_CLASSES]);
    for (unsigned form = 0; form < FORM_COUNT; form++) {
        struct scene s = begin(h, (enum form)form);
        for (size_t i = 0; i < COUNT(changes); i++)
            changes[i](h, &s, s.target);
        for (size_t i = 0; (s.argument = argument(h, &s, i)) != 0; i++)
            decref(h, s.argument);
        end(h, &s);
    }
    return h;
}

static inline void each_form(void (*run)(struct trial *t, enum form form),
                             void (*each)(struct trial *t, const struct attempt *a))
{
    for (size_t version = 0; version < COUNT(heap_test_versions); version++) {
        struct heap *warm = warm_heap(heap_test_versions[version]);
        const char *batch = getenv("HEAPD_TEST_BATCH");
        struct trial t = {.warm = warm, .batch = batch ? (unsigned)atoi(batch) : 50, .each = each};
        const char *only = getenv("HEAPD_TEST_FORM");
        for (unsigned form = 0; form < FORM_COUNT; form++)
            if (!only || strcmp(only, form_names[form]) == 0)
                run(&t, (enum form)form);
        if (t.h)
            trial_end(&t);
        heap_destroy(warm);
    }
}

#endif
