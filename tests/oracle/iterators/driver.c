/* A heap with containers and iterators in numbered variables, driven by lines on standard input, for
 * comparing with a real interpreter.
 *
 *   VERSION                                  first line: the minor version
 *   OPERATION RESULT VALUE...                one operation; RESULT is a variable ('-': none)
 *
 * VALUE: i12; fREPR; sTEXT; T F N (True False None), v3; (a variable), tNAME; (a builtin type), mNAME.method;
 * (of a type, not bound), b3.method; (of a variable, bound) and, closed by '.', ( [ { < : for tuple, list,
 * set, frozenset and dict. =NAME; before a value makes it a keyword argument.
 *
 * Operations: `let` answers its value, `call` calls the first one with the others, `iter` `next` `list` `len`
 * `hint` `size` `type` `in` `==`
 * `<` `|` ... are what the language has, `.name` calls a method. The answer to each line: what the operation
 * answered or raised.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/functools_kinds.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/itertools_kinds.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"

#define VARIABLES 16
#define ARGUMENTS 16
#define TEXT_MAX  (1 << 20)

static struct heap *h;
static addr variables[VARIABLES];
static char *repr_bytes;

static void fail(const char *what)
{
    fprintf(stderr, "driver: %s\n", what);
    exit(2);
}

static addr sound(addr o, const char *what)
{
    if (!o)
        fail(what);
    return o;
}

static addr attribute(addr o, const char *name)
{
    addr n = str_intern_utf8(h, name, strlen(name)), out = 0;
    if (object_getattr(h, o, n, &out) != HEAP_OK)
        fail(name);
    decref(h, n);
    return out;
}

/* ---- values -------------------------------------------------------------------------------------- */

static addr parse(char **text);

static addr parse_container(char kind, char **text)
{
    addr items[512], made = 0;
    size_t n = 0;
    for (; **text != '.'; n++)
        items[n] = parse(text);
    ++*text;
    if (kind == '(')
        made = tuple_from(h, items, n);
    else if (kind == '[')
        made = list_from(h, items, n);
    else if (kind == ':')
        made = dict_new(h);
    else
        made = set_new_of(h, h->type[kind == '{' ? KIND_SET : KIND_FROZENSET]);
    for (size_t i = 0; kind == ':' && i + 1 < n; i += 2)
        if (dict_set(h, made, items[i], items[i + 1]) != HEAP_OK)
            fail("an item of a literal");
    for (size_t i = 0; (kind == '{' || kind == '<') && i < n; i++)
        if (set_add(h, made, items[i]) != HEAP_OK)
            fail("an item of a literal");
    for (size_t i = 0; i < n; i++)
        decref(h, items[i]);
    return made;
}

static addr parse_named(char kind, char *start)
{
    char *dot = strrchr(start, '.');
    if (kind == 't')
        return incref(h, sound(type_by_name(h, start), start));
    *dot = '\0';
    return attribute(kind == 'm' ? sound(type_by_name(h, start), start) : variables[atoi(start)], dot + 1);
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
    *end = '\0';
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
        return parse_named(kind, start);
    }
}

/* ---- operations ---------------------------------------------------------------------------------- */

struct arguments {
    addr positional[ARGUMENTS], names[ARGUMENTS], values[ARGUMENTS];
    size_t count, keywords;
};

static enum heap_status number(enum heap_status status, const int64_t *n, addr *out)
{
    if (status == HEAP_OK)
        *out = int_new(h, *n);
    return status;
}

static enum heap_status truth(enum heap_status status, const bool *yes, addr *out)
{
    if (status == HEAP_OK)
        *out = bool_new(h, *yes);
    return status;
}

static enum heap_status made(addr o, addr *out)
{
    *out = o;
    return o ? HEAP_OK : raise_status(h);
}

static enum heap_status next_item(addr it, addr *out)
{
    enum heap_status status = iterator_next(h, it, out);
    if (status == HEAP_OK && !*out)
        status = raise_stop(h, 0);
    return status;
}

static enum heap_status operate(const char *name, const struct arguments *a, addr *out)
{
    static const char *const comparisons[] = {"<", "<=", "==", "!=", ">", ">="};
    static const struct {
        const char *text;
        enum binary_operator op;
    } binary[] = {{"|", BINARY_OR}, {"&", BINARY_AND}, {"-", BINARY_SUBTRACT}, {"^", BINARY_XOR}};
    addr first = a->positional[0], second = a->positional[1];
    int64_t n = 0;
    bool yes = false;
    if (*name == '.') {
        addr method = str_intern_utf8(h, name + 1, strlen(name + 1));
        enum heap_status status = object_call_method(h, first, method, a->positional + 1, a->count - 1,
                                                     a->names, a->values, a->keywords, out);
        decref(h, method);
        return status;
    }
    if (!strcmp(name, "let"))
        return made(incref(h, first), out);
    if (!strcmp(name, "call"))
        return object_call(h, first, a->positional + 1, a->count - 1, a->names, a->values, a->keywords, out);
    if (!strcmp(name, "tee"))
        return made(itertools_tee(h, first, (int64_t)(a->count - 1)), out);
    if (!strcmp(name, "cmp_to_key"))
        return made(compare_key_new(h, first), out);
    if (!strcmp(name, "reduce"))
        return functools_reduce(h, first, second, a->count > 2 ? a->positional[2] : 0, out);
    if (!strcmp(name, "getattr")) {
        *out = attribute(first, str_data(h, second));
        return HEAP_OK;
    }
    if (!strcmp(name, "[]"))
        return object_getitem(h, first, second, out);
    if (!strcmp(name, "[]="))
        return made(object_setitem(h, first, second, a->positional[2]) == HEAP_OK ? incref(h, none(h)) : 0,
                    out);
    if (!strcmp(name, "del[]"))
        return made(object_setitem(h, first, second, 0) == HEAP_OK ? incref(h, none(h)) : 0, out);
    if (!strcmp(name, "iter"))
        return a->count > 1 ? made(callable_iterator_new(h, first, second), out) : object_iter(h, first, out);
    if (!strcmp(name, "next"))
        return next_item(first, out);
    if (!strcmp(name, "len"))
        return number(object_length(h, first, &n), &n, out);
    if (!strcmp(name, "hint"))
        return number(object_length_hint(h, first, -1, &n), &n, out);
    if (!strcmp(name, "size")) {
        n = (int64_t)object_getsizeof(h, first);
        return number(HEAP_OK, &n, out);
    }
    if (!strcmp(name, "tracked")) {
        yes = object_is_tracked(h, first);
        return truth(HEAP_OK, &yes, out);
    }
    if (!strcmp(name, "in"))
        return truth(object_contains(h, first, second, &yes), &yes, out);
    for (unsigned i = 0; i < 6; i++)
        if (!strcmp(name, comparisons[i]))
            return object_compare(h, (enum compare_operator)i, first, second, out);
    for (unsigned i = 0; i < 4; i++)
        if (!strcmp(name, binary[i].text))
            return object_binary(h, binary[i].op, first, second, out);
    fail(name);
    return HEAP_OK;
}

/* ---- lines --------------------------------------------------------------------------------------- */

/* Without addresses. */
static void print_repr(addr o)
{
    struct text text = {.bytes = repr_bytes, .capacity = TEXT_MAX - 1};
    if (object_repr(h, o, &text) != HEAP_OK) {
        printf("%s", exception_name(heap_raised(h)));
        heap_clear_raised(h);
        return;
    }
    repr_bytes[text.length] = '\0';
    for (char *p = repr_bytes; *p; p++) {
        if (!strncmp(p, " at 0x", 6))
            for (p += 6; isxdigit((unsigned char)*p); p++) {
            }
        putchar(*p);
    }
}

static void run_line(char *line)
{
    char *name = strtok(line, " "), *result_text = strtok(NULL, " "), *text = strtok(NULL, "\n");
    struct arguments a = {.count = 0};
    addr result = 0;
    while (text && *text) {
        if (*text == '=') {
            char *end = strchr(text, ';');
            a.names[a.keywords] = str_from_utf8(h, text + 1, (size_t)(end - text - 1));
            text = end + 1;
            a.values[a.keywords++] = parse(&text);
        } else {
            a.positional[a.count++] = parse(&text);
        }
    }
    if (operate(name, &a, &result) == HEAP_OK) {
        print_repr(result);
        if (*result_text != '-')
            object_replace(h, &variables[atoi(result_text)], incref(h, result));
        decref(h, result);
    } else {
        printf("%s: %s", exception_name(heap_raised(h)), heap_raised_message(h));
        heap_clear_raised(h);
    }
    putchar('\n');
    while (a.count)
        decref(h, a.positional[--a.count]);
    while (a.keywords--) {
        decref(h, a.names[a.keywords]);
        decref(h, a.values[a.keywords]);
    }
}

static bool tell(void *context, const struct finding *f)
{
    (void)context;
    printf("heap_verify: %s at %#llx\n", f->what, (unsigned long long)f->where);
    return true;
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
        if (*line == '\n')
            fflush(stdout);
        else
            run_line(line);
    }
    for (size_t i = 0; i < VARIABLES; i++)
        xdecref(h, variables[i]);
    if (collector_collect(h, 2, NULL) != HEAP_OK)
        fail("collect");
    memory_stats(h, &last);
    bool clean = last.used == fresh.used && heap_verify(h, tell, NULL) == 0;
    printf("%s\n", clean ? "clean" : "leaked");
    fflush(stdout);
    heap_destroy(h);
    free(repr_bytes);
    return clean ? 0 : 1;
}
