/* Full collections in the heap library: processor time for each live object or garbage cycle. Prints a line
 * of "name nanoseconds" for each case; heap_collect.py runs the same cases in a real CPython and prints the
 * ratios.
 *
 *     heap_collect MINOR COUNT ROUNDS
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/state.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

static void check(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "heap_collect: %s failed\n", what);
        exit(1);
    }
}

struct bench {
    struct heap *h;
    size_t count;
    addr type, name;
    addr *objects; /* of the case that runs, each with a reference of its own */
    uint64_t random;
};

static void begin(struct bench *b, unsigned minor, size_t count)
{
    b->h = heap_create(&(struct heap_options){.minor = minor});
    check(b->h, "heap_create");
    collector_enable(b->h, false);
    b->count = count;
    b->random = 88172645463325252ull;
    b->type = class_new(b->h, &(struct class_spec){.name = "Node"});
    b->name = str_intern_utf8(b->h, "next", 4);
    b->objects = calloc(count, sizeof *b->objects);
    check(b->type && b->name && b->objects, "setting up");
}

static void end(struct bench *b)
{
    free(b->objects);
    heap_destroy(b->h);
}

static void shuffle(struct bench *b)
{
    for (size_t i = b->count - 1; i > 0; i--) {
        size_t j = next_random(&b->random) % (i + 1);
        addr o = b->objects[i];
        b->objects[i] = b->objects[j];
        b->objects[j] = o;
    }
}

static void make_lists(struct bench *b)
{
    for (size_t i = 0; i < b->count; i++)
        b->objects[i] = list_new(b->h, 0);
}

static void make_instances(struct bench *b)
{
    for (size_t i = 0; i < b->count; i++)
        b->objects[i] = instance_new(b->h, b->type);
}

/* Each refers to the one before it in `objects`. */
static void link_lists(struct bench *b)
{
    for (size_t i = 0; i < b->count; i++)
        check(list_append(b->h, b->objects[i], b->objects[i ? i - 1 : b->count - 1]) == HEAP_OK,
              "list_append");
}

static void link_instances(struct bench *b)
{
    for (size_t i = 0; i < b->count; i++)
        check(object_setattr(b->h, b->objects[i], b->name, b->objects[i ? i - 1 : b->count - 1]) == HEAP_OK,
              "object_setattr");
}

/* All are held by one list, made last; as `keep` in the script. */
static void keep(struct bench *b)
{
    addr all = list_new(b->h, 0);
    for (size_t i = 0; i < b->count; i++) {
        check(list_append(b->h, all, b->objects[i]) == HEAP_OK, "list_append");
        decref(b->h, b->objects[i]);
    }
    check(name_bind(b->h, 0, "keep", 4, all) == HEAP_OK, "name_bind");
    decref(b->h, all);
}

static double collect(struct bench *b)
{
    double start = now();
    check(collector_collect(b->h, 2, NULL) == HEAP_OK, "collector_collect");
    return (now() - start) / (double)b->count;
}

/* The best of some rounds, after one that moves everything to the oldest generation. */
static void live(struct bench *b, const char *name, int rounds)
{
    double best = 1e18;
    keep(b);
    collect(b);
    for (int i = 0; i < rounds; i++) {
        double t = collect(b);
        best = t < best ? t : best;
    }
    printf("%s %.2f\n", name, best);
    fflush(stdout);
}

static void live_cases(unsigned minor, size_t count, int rounds)
{
    static void (*const makes[])(struct bench *) = {make_lists, make_instances};
    static void (*const links[])(struct bench *) = {link_lists, link_instances};
    static const char *const names[2][2] = {{"lists_ordered", "lists_shuffled"},
                                            {"instances_ordered", "instances_shuffled"}};
    for (int kind = 0; kind < 2; kind++)
        for (int shuffled = 0; shuffled < 2; shuffled++) {
            struct bench b;
            begin(&b, minor, count);
            makes[kind](&b);
            if (shuffled)
                shuffle(&b);
            links[kind](&b);
            live(&b, names[kind][shuffled], rounds);
            end(&b);
        }
}

/* Lists in themselves, pairs of instances. */
static void garbage_cases(unsigned minor, size_t count, int rounds)
{
    double best[2] = {1e18, 1e18};
    for (int i = 0; i < rounds; i++)
        for (int kind = 0; kind < 2; kind++) {
            struct bench b;
            begin(&b, minor, count);
            (kind ? make_instances : make_lists)(&b);
            for (size_t k = 0; k < count; k++) {
                addr o = b.objects[k], to = kind ? b.objects[k ^ 1] : o;
                check((kind ? object_setattr(b.h, o, b.name, to) : list_append(b.h, o, to)) == HEAP_OK,
                      "linking");
            }
            for (size_t k = 0; k < count; k++)
                decref(b.h, b.objects[k]);
            double t = collect(&b);
            best[kind] = t < best[kind] ? t : best[kind];
            end(&b);
        }
    printf("list_cycles %.2f\ninstance_pairs %.2f\n", best[0], best[1]);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: heap_collect MINOR COUNT ROUNDS\n");
        return 2;
    }
    unsigned minor = (unsigned)atoi(argv[1]);
    size_t count = strtoul(argv[2], NULL, 10) & ~1ul;
    int rounds = atoi(argv[3]);
    live_cases(minor, count, rounds);
    garbage_cases(minor, count, rounds);
    return 0;
}
