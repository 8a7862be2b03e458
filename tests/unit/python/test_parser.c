/* ast_parse(): what it promises besides the trees and errors that tests/oracle/syntax compares. */
#include "daemon/python/ast.h"
#include "tests/unit/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct syntax_error error;

static bool parses(const char *source, unsigned minor)
{
    struct ast_module module;
    bool good = ast_parse(source, strlen(source), minor, NULL, &module, &error);
    if (good)
        ast_free(&module);
    return good;
}

static void assert_refused(const char *source, unsigned minor, const char *message)
{
    assert_false(parses(source, minor));
    assert_string_equal(error.message, message);
    assert_string_equal(error.type, "SyntaxError");
    assert_false(error.no_memory);
}

static char *repeat(const char *head, const char *piece, size_t count, const char *tail)
{
    size_t length = strlen(piece);
    char *out = malloc(strlen(head) + length * count + strlen(tail) + 1), *end = out;
    end = stpcpy(end, head);
    for (size_t i = 0; i < count; i++, end += length)
        memcpy(end, piece, length);
    strcpy(end, tail);
    return out;
}

/* -- memory -- */

static const char everything[] = "import a.b as c\n"
                                 "@d\n"
                                 "class E(F, g=h):\n"
                                 "    def i(self, j: int = 1, *k, l=[m for n in o if p], **q) -> 'r':\n"
                                 "        x = f'{self!r:>{j}}' 'y' \"\\u00e9\" '''z'''\n"
                                 "        match x:\n"
                                 "            case {'s': [1, *t]} if u: return (yield)\n"
                                 "        with v as (w, é), lambda: x as y: pass\n"
                                 "try: (a < b <= c) + -d ** e\n"
                                 "except (f, g) as h: raise i from j\n"
                                 "finally: del k[1:2], l.m\n";

static void a_failed_allocation_is_an_answer(void **state)
{
    static const unsigned versions[] = {11, 14};
    (void)state;
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        bool good;
        sweep_allocations(good = parses(everything, versions[i]), good, error.no_memory);
        sweep_allocations(good = parses("f(a, b c)\n", versions[i]), !error.no_memory, error.no_memory);
        assert_string_equal(error.message, "invalid syntax. Perhaps you forgot a comma?");
    }
}

static void a_tree_outlives_its_source(void **state)
{
    struct ast_module module;
    char source[] = "name = 'text'\n";
    (void)state;
    assert_true(ast_parse(source, strlen(source), 11, NULL, &module, &error));
    memset(source, '#', sizeof source - 1);
    const struct ast_node *assign = module.body.items[0];
    assert_int_equal(assign->kind, AST_ASSIGN);
    struct ast_text name = assign->u.assign.targets.items[0]->u.name.id,
                    text = assign->u.assign.value->u.constant.text;
    assert_memory_equal(name.bytes, "name", name.length);
    assert_memory_equal(text.bytes, "text", text.length);
    ast_free(&module);
}

/* -- depth -- */

/* Sources that nest in one way, as often as is asked. */
static const struct {
    const char *head, *piece, *tail;
} chains[] = {
    {"", "1+", "1\n"},
    {"", "-", "1\n"},
    {"", "not ", "1\n"},
    {"", "lambda:", "1\n"},
    {"", "1 if 1 else ", "1\n"},
    {"", "2**", "1\n"},
    {"a", ".b", "\n"},
    {"a", "()", "\n"},
    {"a", "[0]", "\n"},
    {"if a: b\n", "elif a: b\n", ""},
    {"x = ", "a and b or ", "c\n"},
};

static void what_nests_as_deep_as_CPython_allows_is_parsed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof chains / sizeof *chains; i++) {
        char *source = repeat(chains[i].head, chains[i].piece, 2900, chains[i].tail);
        assert_true(parses(source, 11));
        free(source);
    }
}

static void what_nests_deeper_is_a_recursion_error(void **state)
{
    (void)state;
    for (size_t i = 0; i + 1 < sizeof chains / sizeof *chains; i++) {
        static const size_t counts[] = {3100, 100000};
        for (size_t k = 0; k < 2; k++) {
            char *source = repeat(chains[i].head, chains[i].piece, counts[k], chains[i].tail);
            assert_false(parses(source, 11));
            assert_string_equal(error.type, "RecursionError");
            free(source);
        }
    }
}

static void brackets_and_blocks_nest_as_deep_as_the_tokenizer_allows(void **state)
{
    (void)state;
    char *close = repeat("1", ")", 200, "\n"), *source = repeat("", "(", 200, close);
    free(close);
    assert_true(parses(source, 11));
    free(source);
    source = repeat("", "[", 100000, "\n");
    assert_refused(source, 14, "too many nested parentheses");
    free(source);
    source = calloc(1, 200 * 210);
    for (int i = 0, at = 0; i < 200; i++)
        at += sprintf(source + at, "%*sif a:\n", i, "");
    assert_false(parses(source, 11));
    assert_string_equal(error.type, "IndentationError");
    assert_string_equal(error.message, "too many levels of indentation");
    free(source);
}

/* -- versions -- */

static void syntax_newer_than_the_version_is_refused(void **state)
{
    static const struct {
        const char *source;
        unsigned since;
    } rows[] = {
        {"(a := 1)\n", 8},
        {"def f(a, /): pass\n", 8},
        {"f'{a=}'\n", 8},
        {"@a[0]\ndef f(): pass\n", 9},
        {"with (a as b, c): pass\n", 9},
        {"a[b := c]\n", 10},
        {"match a:\n case 1: pass\n", 10},
        {"a[*b]\n", 11},
        {"f'{a['b']}'\n", 12},
        {"f'{a#}\n}'\n", 12},
        {"f'''{a#}\n}'''\n", 12},
        {"try: a\nexcept B, C: d\n", 14},
        {"def f(*a: *b): a\n", 11},
        {"f'{\"\\n\"}'\n", 12},
        {"def f[T](a: T): pass\n", 12},
        {"class A[T: int, *Ts, **P]: pass\n", 12},
        {"type A = int\n", 12},
        {"type A[T] = T; a\n", 12},
        {"def f[T = int](): pass\n", 13},
        {"class A[*Ts = *a]: pass\n", 13},
        {"t'{a}'\n", 14},
        {"rt'{a!r:>{b}}'\n", 14},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (unsigned minor = 6; minor <= 15; minor++)
            assert_int_equal(parses(rows[i].source, minor), minor >= rows[i].since);
}

/* 3.14 has no interpreter to compare with here; what is new in it is from its documentation. */
static void mistakes_that_are_told_since_3_14(void **state)
{
    (void)state;
    assert_refused("ub'abc'\n", 14, "'u' and 'b' prefixes are incompatible");
    assert_refused("tf'abc'\n", 14, "'f' and 't' prefixes are incompatible");
    assert_refused("'a' t'b'\n", 14, "cannot mix t-string literals with string or bytes literals");
    assert_refused("f'{a:\n}'\n", 14,
                   "f-string: newlines are not allowed in format specifiers for single quoted f-strings");
    assert_refused("x = 1 if True else pass\n", 14,
                   "expected expression after 'else', but statement is given");
    assert_refused("x = continue if True else break\n", 14,
                   "expected expression before 'if', but statement is given");
    assert_refused("\"The \"important\" object\"\n", 14,
                   "invalid syntax. Is this intended to be part of the string?");
    assert_refused("import ast as arr[0]\n", 14, "cannot use subscript as import target");
    assert_int_equal(error.at.column, 15);
    assert_int_equal(error.at.end_column, 21);
    assert_refused("if a: b\nelse: c\nelif d: e\n", 14, "'elif' block follows an 'else' block");
    assert_refused("try: a\nexcept B, C as d: e\n", 14,
                   "multiple exception types must be parenthesized when using 'as'");
    assert_refused("def f(*): pass\n", 14, "named arguments must follow bare *");
    assert_refused("def f(*): pass\n", 15, "named parameters must follow bare *");
}

/* -- the text itself -- */

static void places_are_characters_in_errors_and_bytes_in_nodes(void **state)
{
    struct ast_module module;
    (void)state;
    assert_false(parses("é = é é\n", 11));
    assert_int_equal(error.at.column, 7);
    assert_int_equal(error.at.end_column, 8);
    const char *source = "é = éa\n";
    assert_true(ast_parse(source, strlen(source), 11, NULL, &module, &error));
    struct ast_position at = module.body.items[0]->u.assign.value->at;
    assert_int_equal(at.column, 5);
    assert_int_equal(at.end_column, 8);
    ast_free(&module);
}

static void source_is_UTF_8_without_null_bytes(void **state)
{
    struct ast_module module;
    (void)state;
    static const char marked[] = "\xef\xbb\xbf"
                                 "a = 1\r\nb = 2\rc";
    assert_true(ast_parse_input(AST_INPUT_FILE, marked, sizeof marked - 1, 11, NULL, &module, &error));
    ast_free(&module);
    assert_refused(marked, 11, "invalid non-printable character U+FEFF"); /* of a str */
    assert_true(parses("a = 1\r\nb = 2\rc", 11));
    assert_true(parses("# -*- coding: utf-8 -*-\n'é'\n", 11));
    assert_true(parses("# vim: fileencoding=latin-1 :\nascii\n", 11));
    assert_false(ast_parse("a\0b", 3, 11, NULL, &module, &error));
    assert_string_equal(error.message, "source code cannot contain null bytes");
    assert_false(parses("a\xff", 11));
    assert_non_null(strstr(error.message, "can't decode byte 0xff"));
    assert_true(parses("", 11));
    assert_true(parses("\n\n # nothing\n", 14));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failed_allocation_is_an_answer),
        cmocka_unit_test(a_tree_outlives_its_source),
        cmocka_unit_test(what_nests_as_deep_as_CPython_allows_is_parsed),
        cmocka_unit_test(what_nests_deeper_is_a_recursion_error),
        cmocka_unit_test(brackets_and_blocks_nest_as_deep_as_the_tokenizer_allows),
        cmocka_unit_test(syntax_newer_than_the_version_is_refused),
        cmocka_unit_test(mistakes_that_are_told_since_3_14),
        cmocka_unit_test(places_are_characters_in_errors_and_bytes_in_nodes),
        cmocka_unit_test(source_is_UTF_8_without_null_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
