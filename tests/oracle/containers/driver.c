/* A heap with containers in numbered variables, driven by lines on standard input, for comparing with a real
 * interpreter.
 *
 *   VERSION                          first line: the minor version
 *   METHOD TARGET RESULT VALUE...    one operation; TARGET and RESULT are variables ('-': none)
 *
 * VALUE: i12; fREPR; sTEXT; T F N (True False None) v3 (a variable) and, closed by '.', ( [ { < for tuple,
 * list, set and frozenset. Methods are those of the kinds' tables; besides, `set` makes a variable, and `[]=`
 * `del` `[:]` ... are what the language writes without a name.
 *
 * The answer to each line: what the operation answered or raised, the size and the repr of the target, by
 * tabs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"

#define VARIABLES 16
#define ARGUMENTS 8
#define TEXT_MAX  (1 << 20)

static struct heap *h;
static addr variables[VARIABLES];
static char *repr_bytes;

static void fail(const char *what)
{
    fprintf(stderr, "driver: %s\n", what);
    exit(2);
}

/* ---- values -------------------------------------------------------------------------------------- */

static addr parse(char **text);

/* The items up to the closing '.'; *new* each. */
static size_t parse_items(char **text, addr *items, size_t capacity)
{
    size_t n = 0;
    while (**text != '.') {
        if (n == capacity)
            fail("too many items");
        items[n++] = parse(text);
    }
    ++*text;
    return n;
}

static addr parse_container(char kind, char **text)
{
    addr items[512], made;
    size_t n = parse_items(text, items, 512);
    if (kind == '(') {
        made = tuple_from(h, items, n);
    } else if (kind == '[') {
        made = list_new(h, n);
        for (size_t i = 0; i < n; i++)
            list_init(h, made, i, incref(h, items[i]));
    } else if (kind == ':') {
        made = dict_new(h);
        for (size_t i = 0; i + 1 < n; i += 2)
            if (dict_set(h, made, items[i], items[i + 1]) != HEAP_OK)
                fail("an item of a literal");
    } else {
        made = set_new_of(h, h->type[kind == '{' ? KIND_SET : KIND_FROZENSET]);
        for (size_t i = 0; i < n; i++)
            if (set_add(h, made, items[i]) != HEAP_OK)
                fail("an item of a literal");
    }
    for (size_t i = 0; i < n; i++)
        decref(h, items[i]);
    return made;
}

static addr parse(char **text)
{
    char kind = *(*text)++, *start = *text, *end;
    if (strchr("([{<:", kind))
        return parse_container(kind, text);
    if (strchr("TFN", kind))
        return incref(h, h->singleton[kind == 'T'   ? SINGLETON_TRUE
                                      : kind == 'F' ? SINGLETON_FALSE
                                                    : SINGLETON_NONE]);
    if (!(end = strchr(start, ';')))
        fail(start);
    *text = end + 1;
    size_t length = (size_t)(end - start);
    double d;
    switch (kind) {
    case 'i':
        return int_from_text(h, start, length, 10);
    case 's':
        return str_from_utf8(h, start, length);
    case 'f':
        if (!float_from_text(start, length, &d))
            fail(start);
        return float_new(h, d);
    case 'v':
        return incref(h, variables[atoi(start)]);
    default:
        fail(start);
        return 0;
    }
}

/* ---- operations ---------------------------------------------------------------------------------- */

static int64_t int_of(addr o)
{
    int64_t n;
    if (!int_fits(h, o, &n))
        fail("an index that does not fit");
    return n;
}

static enum heap_status get_item(addr target, addr key, addr *out)
{
    if (object_kind(h, target) != KIND_DICT) {
        int64_t i = int_of(key), n = (int64_t)sequence_length(h, target);
        i = i < 0 ? i + n : i;
        *out = i < 0 || i >= n ? 0 : incref(h, sequence_items(h, target)[i]);
        return *out ? HEAP_OK : raise_error(h, EXC_INDEX_ERROR, "%s", "index");
    }
    enum heap_status status = dict_get(h, target, key, out);
    if (status == HEAP_OK && !*out)
        return raise_key_error(h, key);
    (void)xincref(h, status == HEAP_OK ? *out : 0);
    return status;
}

static enum heap_status delete_item(addr target, addr key)
{
    bool found;
    if (object_kind(h, target) == KIND_LIST)
        return list_delete(h, target, int_of(key));
    enum heap_status status = dict_delete(h, target, key, &found);
    return status == HEAP_OK && !found ? raise_key_error(h, key) : status;
}

static enum heap_status made(addr o, addr *out)
{
    *out = o;
    return o ? HEAP_OK : HEAP_RAISED;
}

/* What has no method of its own. False: `name` is none of these. */
static bool operate(const char *name, addr target, const addr *args, addr *out, enum heap_status *status)
{
    bool yes = false;
    if (!strcmp(name, "[]="))
        *status = object_kind(h, target) == KIND_LIST ? list_set(h, target, int_of(args[0]), args[1])
                                                      : dict_set(h, target, args[0], args[1]);
    else if (!strcmp(name, "[]"))
        *status = get_item(target, args[0], out);
    else if (!strcmp(name, "del"))
        *status = delete_item(target, args[0]);
    else if (!strcmp(name, "del[:]"))
        *status = list_delete_slice(h, target, (size_t)int_of(args[0]), (size_t)int_of(args[1]));
    else if (!strcmp(name, "[:]=") || !strcmp(name, "[::]=") || !strcmp(name, "del[::]")) {
        size_t bounds = name[1] == ':' && name[2] == ']' ? 2 : 3;
        addr slice = slice_new(h, args[0], args[1], bounds == 3 ? args[2] : none(h));
        *status = list_assign(h, target, slice, *name == 'd' ? 0 : args[bounds]);
        decref(h, slice);
    } else if (!strcmp(name, "[:]"))
        *status = made(list_slice(h, target, (size_t)int_of(args[0]), (size_t)int_of(args[1])), out);
    else if (!strcmp(name, "list"))
        *status = made(list_from_iterable(h, target), out);
    else if (!strcmp(name, "tuple"))
        *status = made(tuple_from_iterable(h, target), out);
    else if (!strcmp(name, "set"))
        *status = made(set_from(h, h->type[KIND_SET], target), out);
    else if (!strcmp(name, "frozenset"))
        *status = made(set_from(h, h->type[KIND_FROZENSET], target), out);
    else if (!strcmp(name, "dict"))
        (*status = made(dict_new(h), out)) == HEAP_OK ? (void)(*status = dict_update(h, *out, target))
                                                      : (void)0;
    else if (!strcmp(name, "==") && (*status = object_equal(h, target, args[0], &yes)) == HEAP_OK)
        *status = made(bool_new(h, yes), out);
    else if (!strcmp(name, "<") && (*status = object_less(h, target, args[0], &yes)) == HEAP_OK)
        *status = made(bool_new(h, yes), out);
    else if (!strcmp(name, "sort") && object_kind(h, target) == KIND_LIST)
        *status = list_sort(h, target, 0, args[0] == h->singleton[SINGLETON_TRUE]);
    else if (!strcmp(name, "hash")) {
        int64_t hash;
        if ((*status = object_hash(h, target, &hash)) == HEAP_OK)
            *status = made(int_new(h, hash), out);
    } else if (strcmp(name, "==") != 0 && strcmp(name, "<") != 0)
        return false;
    return true;
}

static enum heap_status perform(const char *name, addr target, const addr *args, size_t count, addr *out)
{
    enum heap_status status = HEAP_OK;
    *out = 0;
    if (operate(name, target, args, out, &status)) {
        if (status == HEAP_OK && !*out)
            *out = incref(h, none(h));
        return status;
    }
    for (const struct builtin_method *m = kind_methods(object_kind(h, target)); m->name; m++)
        if (strcmp(m->name, name) == 0) {
            addr self = m->flags & METHOD_CLASS ? object_type(h, target) : target;
            return m->function(h, &(struct call){.self = self, .args = args, .count = count}, out);
        }
    fail(name);
    return HEAP_OK;
}

/* ---- lines --------------------------------------------------------------------------------------- */

static void print_repr(addr o)
{
    struct text text = {.bytes = repr_bytes, .capacity = TEXT_MAX};
    if (object_repr(h, o, &text) == HEAP_OK) {
        fwrite(text.bytes, 1, text.length, stdout);
    } else {
        printf("%s", exception_name(heap_raised(h)));
        heap_clear_raised(h);
    }
}

static void run_line(char *line)
{
    char *name = strtok(line, " "), *target_text = strtok(NULL, " "), *result_text = strtok(NULL, " ");
    char *text = strtok(NULL, "\n");
    addr args[ARGUMENTS], result, target = 0;
    size_t count = 0;
    while (text && *text) {
        if (count == ARGUMENTS)
            fail("too many arguments");
        args[count++] = parse(&text);
    }
    if (!strcmp(name, "let")) {
        object_replace(h, &variables[atoi(target_text)], incref(h, args[0]));
        result = incref(h, none(h));
    } else {
        target = incref(h, variables[atoi(target_text)]);
        if (perform(name, target, args, count, &result) != HEAP_OK) {
            printf("%s: %s", exception_name(heap_raised(h)), heap_raised_message(h));
            heap_clear_raised(h);
            result = 0;
        }
    }
    if (result) {
        print_repr(result);
        if (*result_text != '-')
            object_replace(h, &variables[atoi(result_text)], incref(h, result));
        decref(h, result);
    }
    addr shown = target ? target : variables[atoi(target_text)];
    printf("\t%zu\t", object_getsizeof(h, shown));
    print_repr(shown);
    const char *wrong = object_ops(h, shown)->verify(h, shown);
    printf("%s%s\n", wrong ? "\t" : "", wrong ? wrong : "");
    if (target)
        decref(h, target);
    for (size_t i = 0; i < count; i++)
        decref(h, args[i]);
}

int main(void)
{
    static char line[1 << 16];
    repr_bytes = malloc(TEXT_MAX);
    if (!repr_bytes || !fgets(line, sizeof line, stdin))
        fail("no version");
    struct heap_options options = {.minor = (unsigned)atoi(line)};
    h = heap_create(&options);
    if (!h)
        fail("no heap");
    struct memory_stats fresh, last;
    memory_stats(h, &fresh);
    while (fgets(line, sizeof line, stdin)) {
        if (*line == '\n') {
            fflush(stdout);
            continue;
        }
        run_line(line);
    }
    for (size_t i = 0; i < VARIABLES; i++)
        xdecref(h, variables[i]);
    memory_stats(h, &last);
    printf("%s\n", last.used == fresh.used ? "clean" : "leaked");
    fflush(stdout);
    heap_destroy(h);
    free(repr_bytes);
    return last.used == fresh.used ? 0 : 1;
}
