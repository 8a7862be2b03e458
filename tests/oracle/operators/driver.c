/* Operators in a heap, driven by lines on standard input, for comparing with a real interpreter.
 *
 *   MINOR OPERATOR <tab> OPERAND [<tab> OPERAND [<tab> OPERAND]]
 *
 * Operands are literals (../scalars/literal.h). One line of answer for each: the repr of the result, or
 * what was raised; for an operator in place also whether the result is the left operand, and what that
 * has become. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/operator.h"
#include "daemon/heap/state.h"
#include "tests/oracle/scalars/literal.h"

#define TEXT_MAX (1u << 24)

static struct heap *heaps[32];
static char *text_bytes;

static void answer_raised(struct heap *h)
{
    const char *message = heap_raised_message(h);
    printf("%s:%s%s\n", exception_name(heap_raised(h)), *message ? " " : "", message);
    heap_clear_raised(h);
}

static enum heap_status show(struct heap *h, addr o)
{
    struct text text = {.bytes = text_bytes, .capacity = TEXT_MAX};
    enum heap_status status = object_repr(h, o, &text);
    if (status == HEAP_OK)
        fwrite(text.bytes, 1, text.length, stdout);
    return status;
}

static const char *const binary[BINARY_COUNT] = {[BINARY_ADD] = "+",
                                                 [BINARY_AND] = "&",
                                                 [BINARY_FLOOR_DIVIDE] = "//",
                                                 [BINARY_LSHIFT] = "<<",
                                                 [BINARY_MULTIPLY] = "*",
                                                 [BINARY_REMAINDER] = "%",
                                                 [BINARY_OR] = "|",
                                                 [BINARY_POWER] = "**",
                                                 [BINARY_RSHIFT] = ">>",
                                                 [BINARY_SUBTRACT] = "-",
                                                 [BINARY_TRUE_DIVIDE] = "/",
                                                 [BINARY_XOR] = "^",
                                                 [BINARY_MATRIX_MULTIPLY] = "@"};
static const char *const comparing[] = {"<", "<=", "==", "!=", ">", ">="};
static const char *const unary[] = {"neg", "pos", "invert", "abs"};

static int position(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    return -1;
}

/* The answer of what answers with a bool or a number, as an object. */
static enum heap_status boxed(struct heap *h, enum heap_status status, bool is_bool, int64_t value, addr *out)
{
    if (status != HEAP_OK)
        return status;
    *out = is_bool ? bool_new(h, value != 0) : int_new(h, value);
    return *out ? HEAP_OK : HEAP_RAISED;
}

static enum heap_status apply(struct heap *h, const char *name, const addr *o, addr *out)
{
    int64_t number = 0;
    bool truth = false;
    int i;
    if ((i = position(binary, BINARY_COUNT, name)) >= 0)
        return object_binary(h, (enum binary_operator)i, o[0], o[1], out);
    if ((i = position(comparing, 6, name)) >= 0)
        return object_compare(h, (enum compare_operator)i, o[0], o[1], out);
    if ((i = position(unary, 4, name)) >= 0)
        return object_unary(h, (enum unary_operator)i, o[0], out);
    if (strcmp(name, "divmod") == 0)
        return object_divmod(h, o[0], o[1], out);
    if (strcmp(name, "pow") == 0)
        return object_power(h, o[0], o[1], o[2], out);
    if (strcmp(name, "item") == 0)
        return object_getitem(h, o[0], o[1], out);
    if (strcmp(name, "index") == 0)
        return object_index(h, o[0], out);
    enum heap_status status;
    if (strcmp(name, "in") == 0 || strcmp(name, "bool") == 0) {
        status = *name == 'i' ? object_contains(h, o[1], o[0], &truth) : object_truth(h, o[0], &truth);
        return boxed(h, status, true, truth, out);
    }
    if (strcmp(name, "len") == 0 || strcmp(name, "hash") == 0) {
        status = *name == 'l' ? object_length(h, o[0], &number) : object_hash(h, o[0], &number);
        return boxed(h, status, false, number, out);
    }
    fprintf(stderr, "driver: no operator %s\n", name);
    exit(2);
}

static void answer(struct heap *h, char *name, const addr *o)
{
    size_t n = strlen(name);
    addr out = 0;
    bool inplace = n > 1 && name[n - 1] == '=' && strchr("+-*/%@&|^><", name[0]) && strcmp(name, ">=") &&
                   strcmp(name, "<=");
    enum heap_status status;
    if (inplace) {
        name[n - 1] = 0;
        status = object_binary_inplace(h, (enum binary_operator)position(binary, BINARY_COUNT, name), o[0],
                                       o[1], &out);
    } else {
        status = apply(h, name, o, &out);
    }
    if (status == HEAP_OK)
        status = show(h, out);
    if (status == HEAP_OK && inplace) {
        fputs(out == o[0] ? " same " : " new ", stdout);
        status = show(h, o[0]);
    }
    if (status == HEAP_OK)
        putchar('\n');
    else
        answer_raised(h);
    xdecref(h, out);
}

/* `del a[k]` and `a[k] = v` answer with what the left operand has become. */
static bool answer_change(struct heap *h, const char *name, const addr *o)
{
    enum heap_status status;
    if (strcmp(name, "setitem") == 0)
        status = object_setitem(h, o[0], o[1], o[2]);
    else if (strcmp(name, "delitem") == 0)
        status = object_setitem(h, o[0], o[1], 0);
    else
        return false;
    if (status == HEAP_OK)
        status = show(h, o[0]);
    if (status == HEAP_OK)
        putchar('\n');
    else
        answer_raised(h);
    return true;
}

static void answer_line(struct heap *h, char *line)
{
    addr operands[3] = {0};
    size_t n = 0;
    char *tab = strchr(line, '\t');
    while (tab && n < 3) {
        *tab = 0;
        const char *text = tab + 1;
        tab = strchr(tab + 1, '\t');
        operands[n] = literal_parse(h, &text);
        if (!operands[n++]) {
            fprintf(stderr, "driver: an operand that raises %s\n", heap_raised_message(h));
            exit(2);
        }
    }
    if (!answer_change(h, line, operands))
        answer(h, line, operands);
    for (size_t i = 0; i < 3; i++)
        xdecref(h, operands[i]);
}

static bool report(void *context, const struct finding *f)
{
    (void)context;
    fprintf(stderr, "driver: heap_verify: %s at %#llx\n", f->what, (unsigned long long)f->where);
    return true;
}

int main(void)
{
    char *line = NULL;
    size_t capacity = 0, findings = 0;
    text_bytes = malloc(TEXT_MAX);
    for (ssize_t n; (n = getline(&line, &capacity, stdin)) > 0;) {
        line[n - 1] = 0;
        char *end;
        unsigned long minor = strtoul(line, &end, 10);
        if (minor >= 32 || *end != ' ')
            return 2;
        if (!heaps[minor] && !(heaps[minor] = heap_create(&(struct heap_options){.minor = (unsigned)minor})))
            return 2;
        answer_line(heaps[minor], end + 1);
    }
    for (unsigned i = 0; i < 32; i++)
        if (heaps[i]) {
            findings += heap_verify(heaps[i], report, NULL);
            heap_destroy(heaps[i]);
        }
    free(line);
    free(text_bytes);
    return findings != 0;
}
