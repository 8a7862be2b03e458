/* Reading JSON to a tape, values from it, and writing JSON. What is accepted and refused in general is
 * compared with Python's json in tests/oracle/json; here are positions, pointers, limits and formats. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/json/lexer.h"
#include "api/json/writer.h"
#include "api/scratch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct scratch scratch;
    struct json_tape tape;
    struct json_error error;
    struct outbuf out;
    struct json_writer writer;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (f == NULL)
        return -1;
    scratch_init(&f->scratch, 0);
    json_writer_init(&f->writer, &f->out, false);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    scratch_destroy(&f->scratch);
    outbuf_destroy(&f->out);
    free(f);
    return 0;
}

static enum json_status read_text(struct fixture *f, const char *text)
{
    return json_read(&f->scratch, text, strlen(text), 100, &f->tape, &f->error);
}

static void must_read(struct fixture *f, const char *text)
{
    if (read_text(f, text) != JSON_OK)
        fail_msg("%s: %s at byte %zu", text, f->error.message, f->error.offset);
}

static void must_refuse(struct fixture *f, const char *text, size_t offset, const char *message)
{
    assert_int_equal(read_text(f, text), JSON_INVALID);
    assert_string_equal(f->error.message, message);
    assert_int_equal(f->error.offset, offset);
}

static const char *written(struct fixture *f)
{
    outbuf_byte(&f->out, '\0');
    assert_false(f->out.failed);
    return f->out.data;
}

/* ---- Reading ------------------------------------------------------------------------------------- */

static void tokens_know_their_text_children_and_siblings(void **state)
{
    struct fixture *f = *state;
    must_read(f, " {\"a\": [1, 2.5, \"x\\n\"], \"b\": {}} ");
    const struct json_token *t = f->tape.tokens;
    assert_int_equal(f->tape.count, 8);
    assert_int_equal(t[0].kind, JSON_OBJECT);
    assert_int_equal(t[0].count, 2);
    assert_int_equal(t[0].next, 8);
    assert_int_equal(t[0].offset, 1);
    assert_int_equal(t[0].length, 31);
    assert_int_equal(t[2].kind, JSON_ARRAY);
    assert_int_equal(t[2].count, 3);
    assert_int_equal(t[2].next, 6);
    assert_int_equal(t[2].length, 15);
    assert_int_equal(t[3].kind, JSON_INT);
    assert_int_equal(t[4].kind, JSON_FLOAT);
    assert_int_equal(t[5].kind, JSON_STRING_ESCAPED);
    assert_int_equal(t[7].kind, JSON_OBJECT);
    assert_int_equal(t[7].count, 0);
    assert_int_equal(json_member_literal(&f->tape, 0, "b"), 7);
    assert_int_equal(json_member_literal(&f->tape, 0, "c"), 0);
}

static void strings_say_how_plain_they_are(void **state)
{
    struct fixture *f = *state;
    must_read(f, "[\"plain\", \"h\xc3\xa9\", \"\\u0041\"]");
    assert_int_equal(f->tape.tokens[1].kind, JSON_STRING);
    assert_int_equal(f->tape.tokens[2].kind, JSON_STRING_UTF8);
    assert_int_equal(f->tape.tokens[3].kind, JSON_STRING_ESCAPED);
    assert_true(json_equals_literal(&f->tape, 3, "A"));
    assert_true(json_equals_literal(&f->tape, 1, "plain"));
    assert_false(json_equals_literal(&f->tape, 1, "plai"));
}

static void the_last_of_equal_keys_counts(void **state)
{
    struct fixture *f = *state;
    must_read(f, "{\"k\": 1, \"\\u006b\": 2}");
    assert_int_equal(json_member_literal(&f->tape, 0, "k"), 4);
}

static void lone_surrogates_and_nuls_are_values(void **state)
{
    struct fixture *f = *state;
    char out[64];
    must_read(f, "\"\\ud800\\u0000\\ud83d\\ude00\\udc00\"");
    size_t length = json_unescape(json_text(&f->tape, 0), f->tape.tokens[0].length, out);
    assert_int_equal(length, 11);
    assert_memory_equal(out, "\xed\xa0\x80\0\xf0\x9f\x98\x80\xed\xb0\x80", 11);
}

static void errors_say_where(void **state)
{
    struct fixture *f = *state;
    must_refuse(f, "", 0, "the text ends where a value is expected");
    must_refuse(f, "[1,\n  2,\n  x]", 11, "a value is expected here");
    assert_int_equal(f->error.line, 3);
    assert_int_equal(f->error.column, 3);
    must_refuse(f, "[NaN]", 1, "NaN is not JSON; write {\"$float\": \"nan\"}");
    must_refuse(f, "-Infinity", 1, "Infinity is not JSON; write {\"$float\": \"-inf\"}");
    must_refuse(f, "\xef\xbb\xbf{}", 0, "a byte order mark is not JSON");
    must_refuse(f, "01", 1, "a number has no leading zeros");
    must_refuse(f, "1.", 2, "a decimal point without digits after it");
    must_refuse(f, "\"a\x01\"", 2, "a control character in a string; write it as an escape");
    must_refuse(f, "\"\xed\xa0\x80\"", 1, "not valid UTF-8");
    must_refuse(f, "\"\\u00g0\"", 2, "\\u needs four hexadecimal digits");
    must_refuse(f, "{\"a\" 1}", 5, "a colon is expected after the key");
    must_refuse(f, "{a: 1}", 1, "a key in double quotes, or }, is expected");
    must_refuse(f, "[1, 2", 5, "the array is not ended");
    must_refuse(f, "[1] 2", 4, "text after the value");
    must_refuse(f, "{} \xc2\xa0", 3, "text after the value");
}

static void nesting_is_bounded_and_uses_no_stack(void **state)
{
    struct fixture *f = *state;
    enum { DEEP = 1000000 };
    char *text = malloc(2 * DEEP);
    assert_non_null(text);
    memset(text, '[', DEEP);
    memset(text + DEEP, ']', DEEP);
    assert_int_equal(json_read(&f->scratch, text, 2 * DEEP, DEEP, &f->tape, NULL), JSON_OK);
    assert_int_equal(json_read(&f->scratch, text, 2 * DEEP, DEEP - 1, &f->tape, &f->error), JSON_DEEP);
    assert_int_equal(f->error.offset, DEEP - 1);
    free(text);
}

static void memory_for_the_tape_is_bounded_by_the_scratch(void **state)
{
    struct fixture *f = *state;
    struct scratch small;
    struct json_tape tape = {0};
    char text[8001] = "[";
    (void)f;
    scratch_init(&small, 16384);
    for (size_t i = 1; i < 7999; i += 2)
        memcpy(text + i, "1,", 2);
    strcpy(text + 7999, "1");
    text[7999] = '1';
    text[8000] = ']';
    assert_int_equal(json_read(&small, text, sizeof text, 10, &tape, NULL), JSON_MEMORY);
    scratch_destroy(&small);
}

static void integers_are_exact_or_refused(void **state)
{
    struct fixture *f = *state;
    int64_t value = 7;
    uint64_t positive;
    must_read(
        f, "[9223372036854775807, -9223372036854775808, 9223372036854775808, 1.0, -0, 18446744073709551615]");
    assert_true(json_int64(&f->tape, 1, &value));
    assert_true(value == INT64_MAX);
    assert_true(json_int64(&f->tape, 2, &value));
    assert_true(value == INT64_MIN);
    assert_false(json_int64(&f->tape, 3, &value));
    assert_true(value == INT64_MIN);
    assert_false(json_int64(&f->tape, 4, &value));
    assert_true(json_int64(&f->tape, 5, &value));
    assert_true(value == 0);
    assert_true(json_uint64(&f->tape, 6, &positive));
    assert_true(positive == UINT64_MAX);
    assert_false(json_uint64(&f->tape, 2, &positive));
}

static void doubles_are_the_nearest(void **state)
{
    struct fixture *f = *state;
    double value;
    must_read(f, "[0.1, 1e999, 123456789012345678901234567890, true]");
    assert_true(json_double(&f->tape, 1, &value) && value == 0.1);
    assert_true(json_double(&f->tape, 2, &value) && isinf(value));
    assert_true(json_double(&f->tape, 3, &value) && value == 123456789012345678901234567890.0);
    assert_false(json_double(&f->tape, 4, &value));
}

static void pointers_lead_to_tokens(void **state)
{
    struct fixture *f = *state;
    char pointer[64];
    must_read(f, "{\"a/b\": [1, {\"~\": 2}], \"c\": 3}");
    assert_int_equal(json_pointer(&f->tape, 0, pointer, sizeof pointer), 0);
    assert_string_equal(pointer, "");
    json_pointer(&f->tape, 6, pointer, sizeof pointer);
    assert_string_equal(pointer, "/a~1b/1/~0");
    json_pointer(&f->tape, 5, pointer, sizeof pointer);
    assert_string_equal(pointer, "/a~1b/1/~0");
    json_pointer(&f->tape, 8, pointer, sizeof pointer);
    assert_string_equal(pointer, "/c");
    assert_int_equal(json_pointer(&f->tape, 6, pointer, 4), 10);
    assert_string_equal(pointer, "/a~");
}

static void lines_are_read_one_by_one(void **state)
{
    static const char text[] = "{\"a\": 1}\r\n\n  \n[2]\n3";
    struct json_lines lines = {.text = text, .length = sizeof text - 1};
    const char *line;
    size_t length;
    struct fixture *f = *state;
    assert_true(json_next_line(&lines, &line, &length));
    assert_int_equal(lines.line, 1);
    assert_int_equal(json_read(&f->scratch, line, length, 10, &f->tape, NULL), JSON_OK);
    assert_true(json_next_line(&lines, &line, &length));
    assert_int_equal(lines.line, 4);
    assert_memory_equal(line, "[2]", length);
    assert_true(json_next_line(&lines, &line, &length));
    assert_int_equal(length, 1);
    assert_false(json_next_line(&lines, &line, &length));
}

/* ---- Writing ------------------------------------------------------------------------------------- */

static void write_sample(struct json_writer *w)
{
    json_begin_object(w);
    json_member_int(w, "a", -1);
    json_key(w, "b");
    json_begin_array(w);
    json_bool(w, true);
    json_null(w);
    json_begin_object(w);
    json_end_object(w);
    json_begin_array(w);
    json_end_array(w);
    json_end_array(w);
    json_end_object(w);
}

static void commas_and_colons_are_the_writers(void **state)
{
    struct fixture *f = *state;
    write_sample(&f->writer);
    assert_string_equal(written(f), "{\"a\":-1,\"b\":[true,null,{},[]]}");
}

static void pretty_indents(void **state)
{
    struct fixture *f = *state;
    json_writer_init(&f->writer, &f->out, true);
    write_sample(&f->writer);
    assert_string_equal(written(f),
                        "{\n  \"a\": -1,\n  \"b\": [\n    true,\n    null,\n    {},\n    []\n  ]\n}");
}

static void strings_are_escaped(void **state)
{
    struct fixture *f = *state;
    static const char raw[] =
        "a\"b\\c\n\x01\x7f\0\xc3\xa9\xed\xa0\x80\xff long enough for words \" and so on";
    json_string(&f->writer, raw, sizeof raw - 1);
    assert_string_equal(written(f),
                        "\"a\\\"b\\\\c\\n\\u0001\x7f\\u0000\xc3\xa9\\ud800\xef\xbf\xbd long enough for "
                        "words \\\" and so on\"");
}

static void long_strings_keep_their_characters_whole(void **state)
{
    struct fixture *f = *state;
    enum { COUNT = 5000 };
    char *raw = malloc(COUNT * 3 + 1);
    assert_non_null(raw);
    raw[0] = 'x'; /* so that no step ends at a character */
    for (int i = 0; i < COUNT; i++)
        memcpy(raw + 1 + i * 3, "\xe2\x82\xac", 3);
    json_string(&f->writer, raw, COUNT * 3 + 1);
    assert_int_equal(f->out.length, COUNT * 3 + 3);
    assert_memory_equal(f->out.data + 1, raw, COUNT * 3 + 1);
    free(raw);
}

static void numbers_are_written_as_python_does(void **state)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0.0, "0.0"},
                 {-0.0, "-0.0"},
                 {1.0, "1.0"},
                 {0.1, "0.1"},
                 {1e16, "1e+16"},
                 {1e15, "1000000000000000.0"},
                 {0.0001, "0.0001"},
                 {0.00001, "1e-05"},
                 {5e-324, "5e-324"},
                 {1.5e300, "1.5e+300"},
                 {-123.456, "-123.456"},
                 {0.30000000000000004, "0.30000000000000004"},
                 {100.0, "100.0"},
                 {9007199254740993.0, "9007199254740992.0"},
                 {1.7976931348623157e308, "1.7976931348623157e+308"},
                 {NAN, "{\"$float\":\"nan\"}"},
                 {-INFINITY, "{\"$float\":\"-inf\"}"}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        outbuf_reset(&f->out, 1024);
        json_writer_init(&f->writer, &f->out, false);
        json_real(&f->writer, cases[i].value);
        assert_string_equal(written(f), cases[i].text);
    }
    outbuf_reset(&f->out, 1024);
    json_writer_init(&f->writer, &f->out, false);
    json_begin_array(&f->writer);
    json_int(&f->writer, INT64_MIN);
    json_uint(&f->writer, UINT64_MAX);
    json_address(&f->writer, 0x7f0000104a30);
    json_end_array(&f->writer);
    assert_string_equal(written(f), "[-9223372036854775808,18446744073709551615,\"0x7f0000104a30\"]");
}

static void times_hex_and_base64(void **state)
{
    struct fixture *f = *state;
    json_begin_array(&f->writer);
    json_time(&f->writer, 0);
    json_time(&f->writer, INT64_C(1709210096123456)); /* a 29th of February */
    json_time(&f->writer, -1);
    json_hex(&f->writer, "\x2a\x00\xff", 3);
    json_base64(&f->writer, "any carnal pleas", 16);
    json_base64(&f->writer, "any carnal pleasu", 17);
    json_base64(&f->writer, "", 0);
    json_format(&f->writer, "%d of %s", 3, "four");
    json_end_array(&f->writer);
    assert_string_equal(written(f), "[\"1970-01-01T00:00:00.000000Z\",\"2024-02-29T12:34:56.123456Z\","
                                    "\"1969-12-31T23:59:59.999999Z\",\"2a00ff\",\"YW55IGNhcm5hbCBwbGVhcw==\","
                                    "\"YW55IGNhcm5hbCBwbGVhc3U=\",\"\",\"3 of four\"]");
}

static void lines_of_ndjson_stand_alone(void **state)
{
    struct fixture *f = *state;
    json_int(&f->writer, 1);
    json_newline(&f->writer);
    json_begin_array(&f->writer);
    json_end_array(&f->writer);
    json_newline(&f->writer);
    assert_string_equal(written(f), "1\n[]\n");
}

static void a_full_answer_stays_failed(void **state)
{
    struct fixture *f = *state;
    f->out.limit = 100;
    json_begin_array(&f->writer);
    for (int i = 0; i < 100; i++)
        json_int(&f->writer, i);
    json_end_array(&f->writer);
    assert_true(f->out.failed);
    assert_true(f->out.length <= 100);
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(tokens_know_their_text_children_and_siblings),
        test(strings_say_how_plain_they_are),
        test(the_last_of_equal_keys_counts),
        test(lone_surrogates_and_nuls_are_values),
        test(errors_say_where),
        test(nesting_is_bounded_and_uses_no_stack),
        test(memory_for_the_tape_is_bounded_by_the_scratch),
        test(integers_are_exact_or_refused),
        test(doubles_are_the_nearest),
        test(pointers_lead_to_tokens),
        test(lines_are_read_one_by_one),
        test(commas_and_colons_are_the_writers),
        test(pretty_indents),
        test(strings_are_escaped),
        test(long_strings_keep_their_characters_whole),
        test(numbers_are_written_as_python_does),
        test(times_hex_and_base64),
        test(lines_of_ndjson_stand_alone),
        test(a_full_answer_stays_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
