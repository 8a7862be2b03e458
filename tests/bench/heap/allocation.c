/* Small objects made, kept in a list, and released with it. */
#include "tests/bench/heap/bench.h"

#define OBJECTS 1000
#define REPEAT  200

static addr make_none(struct heap *h, const struct bench_object *k)
{
    (void)k;
    return incref(h, none(h));
}

/* [x, y, z] */
static addr make_list(struct heap *h, const struct bench_object *k)
{
    addr l = bench_new(h, list_new(h, 3));
    for (size_t i = 0; i < 3; i++)
        list_init(h, l, i, incref(h, k->parts[i]));
    return l;
}

/* {"name": x, "size": y} */
static addr make_dict(struct heap *h, const struct bench_object *k)
{
    addr d = bench_new(h, dict_new_presized(h, 2, true));
    bench_ok(h, dict_set(h, d, k->parts[2], k->parts[0]));
    bench_ok(h, dict_set(h, d, k->parts[3], k->parts[1]));
    return d;
}

static addr make_str(struct heap *h, const struct bench_object *k)
{
    (void)k;
    return bench_new(h, str_from_utf8(h, "a string of 24 bytes, no", 24));
}

/* p = P(); p.name = x; p.size = y */
static addr make_instance(struct heap *h, const struct bench_object *k)
{
    addr p = bench_new(h, instance_new(h, k->parts[1]));
    bench_ok(h, object_setattr(h, p, k->parts[2], k->parts[0]));
    bench_ok(h, object_setattr(h, p, k->parts[3], k->parts[0]));
    return p;
}

static addr keep(struct heap *h, const char *name, addr object)
{
    bench_ok(h, name_bind(h, 0, name, __builtin_strlen(name), bench_new(h, object)));
    decref(h, object);
    return object;
}

void bench_kinds(struct heap *h, struct bench_object kinds[BENCH_KINDS])
{
    addr x = keep(h, "x", int_new(h, 1000)), y = keep(h, "y", int_new(h, 1001)),
         z = keep(h, "z", int_new(h, 1002));
    addr name = keep(h, "name", str_intern_utf8(h, "name", 4)),
         size = keep(h, "size", str_intern_utf8(h, "size", 4));
    addr class = keep(h, "P", class_new(h, &(struct class_spec){.name = "P"}));
    kinds[0] = (struct bench_object){"loop", make_none, {0}};
    kinds[1] = (struct bench_object){"list", make_list, {x, y, z}};
    kinds[2] = (struct bench_object){"dict", make_dict, {x, y, name, size}};
    kinds[3] = (struct bench_object){"str", make_str, {0}};
    kinds[4] = (struct bench_object){"instance", make_instance, {x, class, name, size}};
}

static void measure(struct heap *h, const struct bench_object *kind)
{
    double best = 1e9;
    for (int r = 0; r < REPEAT; r++) {
        double begin = bench_now();
        addr all = bench_new(h, list_new(h, 0));
        for (int i = 0; i < OBJECTS; i++) {
            addr o = kind->make(h, kind);
            bench_ok(h, list_append(h, all, o));
            decref(h, o);
        }
        decref(h, all);
        double took = bench_now() - begin;
        best = took < best ? took : best;
    }
    bench_print(kind->name, best / OBJECTS * 1e9);
}

void allocation(void)
{
    struct heap *h = bench_heap();
    struct bench_object kinds[BENCH_KINDS];
    bench_kinds(h, kinds);
    for (int i = 0; i < BENCH_KINDS; i++)
        measure(h, &kinds[i]);
    heap_destroy(h);
}
