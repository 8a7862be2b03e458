/* A heap with classes and objects in numbered variables, driven by lines on standard input, for comparing
 * with a real interpreter (compare.py).
 *
 *   VERSION                             first line: the minor version
 *   class C NAME BASES SLOTS            BASES: names of builtin types and cN, by commas, '-' none; SLOTS:
 * names by commas, '-' no __slots__ new V C   set V NAME INT   del V NAME   get V NAME   dict V   clear V
 * copy V W   deepcopy V W   become V C   drop V   gone C ref V   unref V                     a weak reference
 * that the driver keeps, one for each variable
 *
 * The answer to each line: what the operation says, or what it raised. Exit status 1: heap_verify has
 * found something at the end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/heaptype.h"

#define VARIABLES 12

static struct heap *h;
static addr classes[VARIABLES], objects[VARIABLES], references[VARIABLES];

static void put(addr *variable, addr value)
{
    xdecref(h, *variable);
    *variable = value;
}

static bool failed(enum heap_status status)
{
    if (status == HEAP_OK)
        return false;
    char message[600];
    (void)snprintf(message, sizeof message, "%s: %s", exception_name(heap_raised(h)), heap_raised_message(h));
    for (char *p = message; (p = strchr(p, '\n'));)
        *p = ' ';
    puts(message);
    heap_clear_raised(h);
    return true;
}

static addr base_named(const char *name)
{
    return name[0] == 'c' && name[1] >= '0' && name[1] <= '9' ? classes[atoi(name + 1)]
                                                              : type_by_name(h, name);
}

static size_t split(char *text, char **parts, size_t capacity)
{
    size_t n = 0;
    if (strcmp(text, "-") == 0)
        return 0;
    for (char *p = strtok(text, ","); p && n < capacity; p = strtok(NULL, ","))
        parts[n++] = p;
    return n;
}

static void do_class(int c, const char *name, char *bases, char *slots)
{
    char *base_names[8], *slot_names[16];
    addr base[8];
    bool has_slots = strcmp(slots, "-") != 0;
    size_t base_count = split(bases, base_names, 8),
           slot_count = strcmp(slots, "()") == 0 ? 0 : split(slots, slot_names, 16);
    for (size_t i = 0; i < base_count; i++)
        base[i] = base_named(base_names[i]);
    const char *const *names = (const char *const *)slot_names;
    addr made = class_new(h, &(struct class_spec){.name = name,
                                                  .bases = base,
                                                  .base_count = base_count,
                                                  .slots = has_slots ? names : NULL,
                                                  .slot_count = slot_count});
    if (failed(made ? HEAP_OK : HEAP_RAISED))
        return;
    put(&classes[c], made);
    const struct type_object *t = type_at(h, made);
    printf("class %lld %lld %lld %zu\n", (long long)t->basicsize, (long long)t->dictoffset,
           (long long)t->weaklistoffset, object_getsizeof(h, made));
}

static void describe(addr o)
{
    printf("%s size %zu class %u refs %zu\n", object_type_name(h, o), object_getsizeof(h, o),
           object_refcount(h, object_type(h, o)), weakref_count(h, o));
}

static void do_dict(addr o)
{
    addr d, key, value;
    if (failed(instance_dict(h, o, &d)))
        return;
    printf("dict %zu", object_getsizeof(h, d));
    for (size_t position = 0; dict_next(h, d, &position, &key, &value);) {
        char name[64];
        int64_t number;
        name[str_utf8(h, key, name)] = '\0';
        printf(" %s=%lld", name, (long long)(int_fits(h, value, &number) ? number : -1));
    }
    printf("\n");
    decref(h, d);
}

static void do_attribute(const char *what, addr o, const char *name, const char *number)
{
    addr n = str_intern_utf8(h, name, strlen(name)),
         value = *what == 's' ? int_from_text(h, number, strlen(number), 10) : 0;
    if (*what == 'g') {
        int64_t found;
        if (!failed(object_getattr(h, o, n, &value)))
            printf("value %lld\n", (long long)(int_fits(h, value, &found) ? found : -1));
    } else if (!failed(object_setattr(h, o, n, value))) {
        describe(o);
    }
    xdecref(h, value);
    decref(h, n);
}

static void make(addr *to, addr made)
{
    if (failed(made ? HEAP_OK : HEAP_RAISED))
        return;
    put(to, made);
    describe(made);
}

static void line(char *text)
{
    char what[16], a[64] = "", b[64] = "", c[200] = "", d[200] = "";
    int n = sscanf(text, "%15s %63s %63s %199s %199s", what, a, b, c, d);
    if (n < 2)
        return;
    int v = atoi(a), w = atoi(b);
    addr out = 0;
    if (strcmp(what, "class") == 0)
        do_class(v, b, c, d);
    else if (strcmp(what, "new") == 0)
        make(&objects[v], object_call(h, classes[w], NULL, 0, NULL, NULL, 0, &out) == HEAP_OK ? out : 0);
    else if (strcmp(what, "set") == 0 || strcmp(what, "del") == 0 || strcmp(what, "get") == 0)
        do_attribute(what, objects[v], b, c);
    else if (strcmp(what, "dict") == 0)
        do_dict(objects[v]);
    else if (strcmp(what, "clear") == 0) {
        if (!failed(instance_dict(h, objects[v], &out))) {
            dict_clear(h, out);
            decref(h, out);
            describe(objects[v]);
        }
    } else if (strcmp(what, "copy") == 0)
        make(&objects[w], copy_shallow(h, objects[v]));
    else if (strcmp(what, "deepcopy") == 0)
        make(&objects[w], copy_deep(h, objects[v]));
    else if (strcmp(what, "become") == 0) {
        addr name = str_intern_utf8(h, "__class__", 9);
        if (!failed(object_setattr(h, objects[v], name, classes[w])))
            describe(objects[v]);
        decref(h, name);
    } else if (strcmp(what, "ref") == 0) {
        addr ref = weakref_new(h, objects[v], 0);
        if (!failed(ref ? HEAP_OK : HEAP_RAISED)) {
            put(&references[v], ref);
            describe(objects[v]);
        }
    } else {
        put(strcmp(what, "drop") == 0   ? &objects[v]
            : strcmp(what, "gone") == 0 ? &classes[v]
                                        : &references[v],
            0);
        printf("%s\n", references[v] && !weakref_referent(h, references[v]) ? "dead" : "done");
    }
}

static bool report(void *context, const struct finding *f)
{
    (void)context;
    fprintf(stderr, "heap_verify: %s at %#llx\n", f->what, (unsigned long long)f->where);
    return true;
}

int main(int count, char **arguments)
{
    char text[600];
    if (!fgets(text, sizeof text, stdin) ||
        !(h = heap_create(&(struct heap_options){.minor = (unsigned)atoi(text)})))
        return 2;
    bool often =
        count > 1 && strcmp(arguments[1], "--collect") ==
                         0; /* a collection at every chance: answers differ, the heap must be whole */
    collector_enable(h, often);
    if (often)
        collector_set_threshold(h, 0, 1);
    while (fgets(text, sizeof text, stdin)) {
        line(text);
        if (often)
            heap_safe_point(h);
        fflush(stdout);
    }
    for (int i = 0; i < VARIABLES; i++) {
        put(&objects[i], 0);
        put(&references[i], 0);
        put(&classes[i], 0);
    }
    if (collector_collect(h, 2, NULL) != HEAP_OK)
        return 3;
    size_t findings = heap_verify(h, report, NULL);
    heap_destroy(h);
    return findings != 0;
}
