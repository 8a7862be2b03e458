/* Fields of CSV, and text that is no UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "api/rows.h"

#include <string.h>

static void a_field_is_quoted_where_it_must_be(void **state)
{
    static const struct {
        const char *text, *field;
    } cases[] = {
        {"plain", "plain"},
        {"", "\"\""},
        {"two words", "\"two words\""},
        {"a,b", "\"a,b\""},
        {"say \"no\"", "\"say \"\"no\"\"\""},
        {"\"", "\"\"\"\""},
        {"two\nlines\r", "\"two\nlines\r\""},
        {"=1+1", "=1+1"},
        {"w\xc3\xb6rld", "w\xc3\xb6rld"},
        {"lone \xed\xa0\x80!", "\"lone \xef\xbf\xbd!\""},
        {"cut \xf0\x9f", "\"cut \xef\xbf\xbd\xef\xbf\xbd\""},
        {"\xff", "\xef\xbf\xbd"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outbuf out = {0};
        csv_text(&out, cases[i].text, strlen(cases[i].text));
        assert_int_equal(out.length, strlen(cases[i].field));
        assert_memory_equal(out.data, cases[i].field, out.length);
        outbuf_destroy(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_field_is_quoted_where_it_must_be)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
