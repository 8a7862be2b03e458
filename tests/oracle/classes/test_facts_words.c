/* Classes and instances word by word, as they lay in the memory of CPython 3.11 and 3.14. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/oracle/classes/facts_test.h"

static bool word_matches(const char *pattern, size_t length, uint64_t word)
{
    char text[32];
    if (length == 3 && memcmp(pattern, "ptr", 3) == 0)
        return word >= HEAP_TEXT && word < HEAP_BASE + REGION_SIZE;
    if ((length == 5 && memcmp(pattern, "count", 5) == 0) ||
        (length == 3 && memcmp(pattern, "any", 3) == 0) ||
        (length == 7 && memcmp(pattern, "version", 7) == 0))
        return true;
    if (memchr(pattern, '?', length)) { /* 0x????????0101021c */
        (void)snprintf(text, sizeof text, "0x%016llx", (unsigned long long)word);
        for (size_t i = 0; i < length; i++)
            if (pattern[i] != '?' && pattern[i] != text[i])
                return false;
        return length == 18;
    }
    return strtoull(pattern, NULL, 16) == word;
}

static void compare_words(const struct layout_fact *f, const char *part, const char *patterns, addr at)
{
    for (size_t i = 0; *patterns; i++) {
        size_t length = strcspn(patterns, " ");
        uint64_t word = HEAP_FIELD(h, at, i * 8, uint64_t);
        bool same = *patterns == '+' ? true : word_matches(patterns, length, word);
        for (size_t byte = 0; *patterns == '+' && byte < (length - 1) / 2; byte++) {
            char digits[3] = {patterns[1 + 2 * byte], patterns[2 + 2 * byte], 0};
            same = same && (uint8_t)strtoul(digits, NULL, 16) == HEAP_FIELD(h, at, i * 8 + byte, uint8_t);
        }
        if (!same)
            fail_msg("%s, 3.%u, %s: word %zu is %#llx, not %.*s", f->name, f->minor, part, i,
                     (unsigned long long)word, (int)length, patterns);
        patterns += length + (patterns[length] == ' ');
    }
}

static size_t words_in(const char *patterns)
{
    size_t n = *patterns != 0;
    for (; *patterns; patterns++)
        n += *patterns == ' ';
    return n;
}

/* What the name of the fact says, with the classes of the oracle's program: P has had an instance before. */
struct cast {
    addr P, S2, made;
};

static addr make_p(const struct cast *c)
{
    addr p = call(c->P, NULL, 0);
    set_int(p, "a", 1);
    set_int(p, "b", 2);
    return p;
}

static addr make_layout(const char *name, struct cast *c, addr *also)
{
    static const char *const ab[] = {"a", "b"}, *const weak[] = {"a", "__weakref__"},
                             *const dict[] = {"a", "__dict__"}, *const empty[] = {NULL};
    addr base = 0, o;
    const char *const *slots = NULL;
    size_t slot_count = 0;
    *also = 0;
    if (strcmp(name, "materialized") == 0) {
        addr made = c->made;
        c->made = 0;
        return made;
    }
    if (strcmp(name, "P()") == 0)
        return make_p(c);
    if (strcmp(name, "P().__dict__") == 0) {
        addr p = make_p(c), d;
        ok(instance_dict(h, p, &d));
        decref(h, p);
        return d;
    }
    if (strcmp(name, "P().m") == 0) {
        addr p = make_p(c), m = method_new(h, c->S2, p);
        decref(h, p);
        return m;
    }
    if (strcmp(name, "weakref.ref(P)") == 0)
        return weakref_new(h, c->P, 0);
    if (strcmp(name, "object()") == 0)
        return call(h->type[KIND_INSTANCE], NULL, 0);
    if (strcmp(name, "S2()") == 0) {
        o = call(c->S2, NULL, 0);
        set_int(o, "a", 1);
        set_int(o, "b", 2);
        return o;
    }
    switch (name[0]) {
    case 'E':
        slots = empty;
        break;
    case 'S':
        if (name[1] == 'T') {
            base = h->type[KIND_STR];
            break;
        }
        slots = ab;
        slot_count = 2;
        break;
    case 'W':
        slots = weak;
        slot_count = 2;
        break;
    case 'Z':
        slots = dict;
        slot_count = 2;
        break;
    case 'I':
        base = h->type[KIND_INT];
        break;
    case 'L':
        base = h->type[KIND_LIST];
        break;
    case 'T':
        base = h->type[KIND_TUPLE];
        break;
    default:
        break;
    }
    addr type = new_class("X", base, slots, slot_count), one = int_new(h, 1);
    *also = type;
    switch (name[0]) {
    case 'I':
        return call1(type, int_new(h, 5));
    case 'L':
        return call1(type, list_of_one(1));
    case 'T':
        return call1(type, tuple_from(h, &one, 1));
    case 'S':
        if (name[1] == 'T') {
            addr s = name_of("abc");
            (void)str_hash(h, s);
            return call1(type, s);
        }
        return call(type, NULL, 0);
    default:
        return call(type, NULL, 0);
    }
}

static void words(void **state)
{
    static const char *const ab[] = {"a", "b"};
    (void)state;
    for (size_t i = 0; i < COUNT(layout_facts); i++) {
        const struct layout_fact *f = &layout_facts[i];
        begin(f->minor);
        addr also, shared = 0, shared_proxy = 0;
        struct cast c = {.P = class_assigning(0), .S2 = new_class("S2", 0, ab, 2)};
        c.made = make_p(&c);
        (void)dict_of(c.made);
        addr o = make_layout(f->name, &c, &also);
        compare_words(f, "own", f->own, o);
        compare_words(f, "before", f->before, o - words_in(f->before) * 8);
        if (*f->values && object_kind(h, o) == KIND_DICT)
            compare_words(f, "values", f->values, HEAP_FIELD(h, o, 40, addr) - (f->minor == 11 ? 8 : 0));
        else if (*f->values)
            compare_words(f, "values", f->values,
                          f->minor == 11 ? HEAP_FIELD(h, o - 32, 0, addr) - 8 : o + 16);
        decref(h, o);
        xdecref(h, also);
        xdecref(h, shared);
        xdecref(h, shared_proxy);
        xdecref(h, c.made);
        decref(h, c.P);
        decref(h, c.S2);
        end(f->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
