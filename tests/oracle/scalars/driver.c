/* Values in a heap, driven by lines on standard input, for comparing with a real interpreter.
 *
 *   MINOR COMMAND REST
 *
 *   repr EXPRESSION     what it is, or what it raises: "TypeError: ..."
 *   hash EXPRESSION     likewise
 *   size EXPRESSION     sys.getsizeof
 *   words EXPRESSION    the object's own bytes, in hexadecimal
 *   hashed EXPRESSION   likewise, after hash()
 *   constant EXPRESSION likewise, of a constant in code: hashed, and interned if it looks like a name
 *   blocks EXPRESSION   what it takes of the allocator, as tracemalloc sees it
 *   keep EXPRESSION     the variable x becomes it: "ok"
 *   str EXPRESSION      str() of it, as repr shows that; ascii likewise
 *   format EXPRESSION ; EXPRESSION    format() with a spec
 *   percent EXPRESSION ; EXPRESSION   the operator % of a text
 *
 * EXPRESSION: a literal (literal.h) or x, then any number of method calls and of subscripts; a subscript
 * after ~ is deleted. One line of answer for each line. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/format.h"
#include "daemon/heap/state.h"
#include "tests/oracle/scalars/literal.h"

#define TEXT_MAX (1u << 24)

static struct heap *heaps[32];
static addr kept[32];
static char *text_bytes;

static addr call_method(struct heap *h, addr self, const char *name, const char **text)
{
    addr arguments[8], names[8], values[8], out = 0, method = str_from_ascii(h, name);
    size_t n = 0, kw = 0;
    bool failed = false;
    while (!literal_accept(text, ")")) {
        const char *before = *text;
        char keyword[64];
        addr *to = &arguments[n];
        if (literal_name(text, keyword) && literal_accept(text, "=")) {
            names[kw] = str_from_ascii(h, keyword);
            to = &values[kw++];
        } else {
            *text = before;
            n++;
        }
        *to = literal_parse(h, text);
        failed = failed || !*to;
        literal_accept(text, ",");
    }
    if (failed || object_call_method(h, self, method, arguments, n, names, values, kw, &out) != HEAP_OK)
        out = 0;
    for (size_t i = 0; i < n; i++)
        xdecref(h, arguments[i]);
    for (size_t i = 0; i < kw; i++) {
        decref(h, names[i]);
        xdecref(h, values[i]);
    }
    decref(h, method);
    return out;
}

static addr evaluate(struct heap *h, unsigned minor, const char **text)
{
    addr o = **text == 'x' && !isalpha((unsigned char)(*text)[1]) ? (++*text, incref(h, kept[minor]))
                                                                  : literal_parse(h, text);
    for (bool del = false; o;) {
        addr out = 0;
        if (literal_accept(text, "~")) { /* what follows is deleted */
            del = true;
            continue;
        } else if (literal_accept(text, "[")) {
            addr key = literal_parse(h, text);
            literal_accept(text, "]");
            if (!del && object_getitem(h, o, key, &out) != HEAP_OK)
                out = 0;
            if (del && object_setitem(h, o, key, 0) == HEAP_OK)
                out = incref(h, o);
            decref(h, key);
        } else if (literal_accept(text, ".")) {
            char name[64];
            literal_name(text, name);
            literal_accept(text, "(");
            out = call_method(h, o, name, text);
        } else {
            break;
        }
        decref(h, o);
        o = out;
    }
    return o;
}

static void answer_raised(struct heap *h)
{
    const char *message = heap_raised_message(h);
    printf("%s:%s", exception_name(heap_raised(h)), *message ? " " : "");
    for (const char *p = message; *p; p++)
        putchar(*p == '\n' ? ' ' : *p); /* one line of answer */
    putchar('\n');
    heap_clear_raised(h);
}

static void answer_words(struct heap *h, addr o)
{
    size_t size = object_getsizeof(h, o) - object_head_size(h, object_type(h, o));
    const enum kind k = object_kind(h, o);
    if (k == KIND_BYTEARRAY || k == KIND_DEQUE || k == KIND_ARRAY)
        size = (size_t)type_at(h, object_type(h, o))->basicsize;
    const uint8_t *p = heap_at(h, o);
    for (size_t i = 0; i < size; i++)
        printf("%02x", p[i]);
    putchar('\n');
}

/* What the compiler does with a constant; *stolen*, *new*. */
static addr as_constant(struct heap *h, addr o)
{
    int64_t hash;
    if (object_hash(h, o, &hash) != HEAP_OK)
        heap_clear_raised(h);
    if (object_kind(h, o) != KIND_STR)
        return o;
    for (size_t i = 0; i < str_length(h, o); i++) {
        uint32_t c = str_char(h, o, i);
        if (!(c < 0x80 && (c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))))
            return o;
    }
    return str_intern(h, o, false);
}

/* Texts made of a value: 0 where that raises. `o` and what is made of it are let go of. */
static addr made_text(struct heap *h, unsigned minor, const char *command, addr o, const char **text)
{
    addr out = 0, other = 0;
    if (strcmp(command, "str") == 0) {
        out = object_str(h, o);
    } else if (strcmp(command, "ascii") == 0) {
        out = object_ascii(h, o);
    } else if (literal_accept(text, ";") && (other = evaluate(h, minor, text)) != 0) {
        enum heap_status status = strcmp(command, "format") == 0  ? object_format(h, o, other, &out)
                                  : object_kind(h, o) == KIND_STR ? str_percent(h, o, other, &out)
                                                                  : bytes_percent(h, o, other, &out);
        out = status == HEAP_OK ? out : 0;
        decref(h, other);
    }
    decref(h, o);
    return out;
}

static bool makes_text(const char *command)
{
    static const char *const commands[] = {"str", "ascii", "format", "percent"};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(command, commands[i]) == 0)
            return true;
    return false;
}

static void answer(struct heap *h, unsigned minor, const char *command, const char *text)
{
    bool traced = strcmp(command, "blocks") == 0;
    if (traced && trace_start(h, 1) != HEAP_OK)
        exit(2);
    addr o = evaluate(h, minor, &text);
    if (o && makes_text(command))
        o = made_text(h, minor, command, o, &text);
    if (!o) {
        answer_raised(h);
        return;
    }
    int64_t hash;
    struct text out = {.bytes = text_bytes, .capacity = TEXT_MAX};
    if (strcmp(command, "keep") == 0) {
        object_replace(h, &kept[minor], incref(h, o));
        puts("ok");
    } else if (traced) {
        struct trace_state state;
        trace_state(h, &state);
        printf("%" PRIu64 " bytes in %" PRIu64 "\n", state.current, state.traces);
        trace_stop(h);
    } else if (strcmp(command, "size") == 0) {
        printf("%zu\n", object_getsizeof(h, o));
    } else if (strcmp(command, "words") == 0) {
        answer_words(h, o);
    } else if (strcmp(command, "hashed") == 0) {
        if (object_hash(h, o, &hash) == HEAP_OK)
            answer_words(h, o);
    } else if (strcmp(command, "constant") == 0) {
        o = as_constant(h, o);
        answer_words(h, o);
    } else if (strcmp(command, "hash") == 0) {
        if (object_hash(h, o, &hash) == HEAP_OK)
            printf("%" PRId64 "\n", hash);
        else
            answer_raised(h);
    } else if (object_repr(h, o, &out) == HEAP_OK) {
        fwrite(out.bytes, 1, out.length, stdout);
        putchar('\n');
    } else {
        answer_raised(h);
    }
    decref(h, o);
}

static bool report(void *context, const struct finding *f)
{
    (void)context;
    fprintf(stderr, "driver: heap_verify: %s at %#" PRIx64 "\n", f->what, f->where);
    return true;
}

int main(void)
{
    char *line = NULL;
    size_t capacity = 0;
    text_bytes = malloc(TEXT_MAX);
    for (ssize_t n; (n = getline(&line, &capacity, stdin)) > 0;) {
        line[n - 1] = 0;
        char command[16];
        unsigned minor;
        int at = 0;
        if (sscanf(line, "%u %15s %n", &minor, command, &at) < 2 || minor >= 32)
            return 2;
        if (!heaps[minor]) {
            heaps[minor] = heap_create(&(struct heap_options){.minor = minor});
            if (!heaps[minor])
                return 2;
            heaps[minor]->int_max_str_digits = 0;
            kept[minor] = incref(heaps[minor], none(heaps[minor]));
        }
        answer(heaps[minor], minor, command, line + at);
    }
    size_t findings = 0;
    for (unsigned i = 0; i < 32; i++)
        if (heaps[i]) {
            decref(heaps[i], kept[i]);
            findings += heap_verify(heaps[i], report, NULL);
            heap_destroy(heaps[i]);
        }
    free(line);
    free(text_bytes);
    return findings != 0;
}
