/* Control documents by tables of fields. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/fields.h"

#include <stdlib.h>
#include <string.h>

struct inner {
    uint64_t present;
    int64_t depth;
};

struct document {
    uint64_t present;
    bool flag, was_null;
    int64_t number, list[3];
    unsigned list_count, text_count;
    double real;
    struct api_text text, texts[2];
    int choice;
    struct field_map map;
    struct inner inner;
    uint32_t token;
};

static const char *const choices[] = {"red", "green", NULL};

#define PLACE(member) offsetof(struct document, member)
static const struct field inner_fields[] = {
    {"depth", FIELD_INT, offsetof(struct inner, depth), .required = true}, {NULL}};
static const struct field fields[] = {
    {"flag", FIELD_BOOL, PLACE(flag), .required = false},
    {"number", FIELD_INT, PLACE(number), .min = -5, .max = 5, .nullable = true,
     .null_offset = PLACE(was_null)},
    {"real", FIELD_REAL, PLACE(real), .required = false},
    {"text", FIELD_STRING, PLACE(text), .min = 1, .max = 5},
    {"choice", FIELD_CHOICE, PLACE(choice), .names = choices},
    {"list", FIELD_INTS, PLACE(list), .max_count = 3, .count_offset = PLACE(list_count), .min = 0, .max = 9},
    {"texts", FIELD_STRINGS, PLACE(texts), .max_count = 2, .count_offset = PLACE(text_count)},
    {"map", FIELD_MAP, PLACE(map), .max_count = 2, .null_values = true},
    {"inner", FIELD_OBJECT, PLACE(inner), .fields = inner_fields},
    {"token", FIELD_TOKEN, PLACE(token), .required = false},
    {NULL}};

static struct api_request *make_request(const char *body)
{
    struct api_request *request = calloc(1, sizeof *request);
    assert_non_null(request);
    request->body = body;
    request->body_length = strlen(body);
    request->json_depth = 100;
    scratch_init(&request->scratch, 0);
    json_writer_init(&request->json, &request->answer.body, false);
    return request;
}

static void free_request(struct api_request *request)
{
    scratch_destroy(&request->scratch);
    outbuf_destroy(&request->answer.body);
    free(request);
}

static void members_are_decoded(void **state)
{
    struct document d = {0};
    struct json_tape tape;
    struct api_request *request = make_request("{\"flag\": true, \"number\": -5, \"real\": 2.5, \"text\": "
                                               "\"h\\u00e9\", \"choice\": \"green\", \"list\": [1, 2], "
                                               "\"texts\": [\"a\"], \"map\": {\"k\": \"v\", \"n\": null}, "
                                               "\"inner\": {\"depth\": 7}, \"token\": [1]}");
    (void)state;
    assert_int_equal(api_decode_with_tape(request, fields, &d, &tape), API_DONE);
    assert_int_equal(d.present, (1 << 10) - 1);
    assert_true(d.flag && !d.was_null && d.number == -5 && d.real == 2.5 && d.choice == 1);
    assert_string_equal(d.text.text, "h\xc3\xa9");
    assert_int_equal(d.list_count, 2);
    assert_int_equal(d.list[1], 2);
    assert_int_equal(d.text_count, 1);
    assert_string_equal(d.texts[0].text, "a");
    assert_int_equal(d.map.count, 2);
    assert_string_equal(d.map.values[0].text, "v");
    assert_null(d.map.values[1].text);
    assert_int_equal(d.inner.depth, 7);
    assert_int_equal(tape.tokens[d.token].kind, JSON_ARRAY);
    free_request(request);
}

static void nothing_is_an_empty_document(void **state)
{
    struct document d = {.number = 3};
    struct api_request *request = make_request("");
    (void)state;
    assert_int_equal(api_decode(request, fields, &d), API_DONE);
    assert_int_equal(d.present, 0);
    assert_int_equal(d.number, 3);
    assert_int_equal(api_decode(request, inner_fields, &d.inner), API_FAILED);
    free_request(request);
}

static void null_is_noted_where_it_may_be(void **state)
{
    struct document d = {0};
    struct api_request *request = make_request("{\"number\": null}");
    (void)state;
    assert_int_equal(api_decode(request, fields, &d), API_DONE);
    assert_true(d.was_null);
    free_request(request);
}

static void what_does_not_fit_is_pointed_at(void **state)
{
    static const struct {
        const char *body, *pointer;
        unsigned status;
    } cases[] = {
        {"{\"flag\": 1}", "/flag", 400},
        {"{\"flag\": null}", "/flag", 400},
        {"{\"number\": 6}", "/number", 400},
        {"{\"number\": 1.5}", "/number", 400},
        {"{\"number\": \"1\"}", "/number", 400},
        {"{\"number\": 1e400}", "/number", 400},
        {"{\"number\": 9007199254740993}", "/number", 400},
        {"{\"real\": 1e999}", "/real", 400},
        {"{\"text\": \"\"}", "/text", 400},
        {"{\"text\": \"longer\"}", "/text", 400},
        {"{\"text\": \"a\\u0000b\"}", "/text", 400},
        {"{\"text\": \"\\ud800\"}", "/text", 400},
        {"{\"choice\": \"blue\"}", "/choice", 400},
        {"{\"choice\": 1}", "/choice", 400},
        {"{\"list\": [1, 2, 3, 4]}", "/list", 400},
        {"{\"list\": [1, 10]}", "/list/1", 400},
        {"{\"list\": 1}", "/list", 400},
        {"{\"map\": {\"k\": 1}}", "/map/k", 400},
        {"{\"map\": {\"a/b\": 1}}", "/map/a~1b", 400},
        {"{\"map\": {\"a\": \"\", \"b\": \"\", \"c\": \"\"}}", "/map", 400},
        {"{\"map\": {\"k\\u0000\": \"v\"}}", "/map/k", 400},
        {"{\"inner\": {}}", "/inner/depth", 400},
        {"{\"inner\": {\"depth\": 1, \"more\": 1}}", "/inner/more", 400},
        {"{\"flags\": true}", "/flags", 400},
        {"{\"Flag\": true}", "/Flag", 400},
        {"{\"flag\": true, \"flag\": true}", "/flag", 400},
        {"{\"flag\": true, \"fl\\u0061g\": true}", "/flag", 400},
        {"{\"map\": {\"k\": \"v\", \"k\": \"v\"}}", "/map/k", 400},
        {"[]", "\"pointer\":\"\"", 400},
        {"1111111111111111111111111111111111111111111111111111111111111111111111", "\"pointer\":\"\"", 400},
        {"{", NULL, 400},
        {"{} {}", NULL, 400},
        {"{\"flag\": tru}", NULL, 400},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document d = {0};
        struct api_request *request = make_request(cases[i].body);
        if (api_decode(request, fields, &d) != API_FAILED)
            fail_msg("%s is accepted", cases[i].body);
        outbuf_byte(&request->answer.body, '\0');
        assert_int_equal(request->answer.status, cases[i].status);
        if (cases[i].pointer != NULL && strstr(request->answer.body.data, cases[i].pointer) == NULL)
            fail_msg("%s: %s", cases[i].body, request->answer.body.data);
        free_request(request);
    }
}

static void control_documents_are_shallow(void **state)
{
    struct document d = {0};
    char body[300] = "{\"token\": ";
    size_t start = strlen(body);
    memset(body + start, '[', 80);
    memset(body + start + 80, ']', 80);
    strcpy(body + start + 160, "}");
    struct api_request *request = make_request(body);
    (void)state;
    assert_int_equal(api_decode(request, fields, &d), API_FAILED);
    assert_int_equal(request->answer.status, 413);
    assert_int_equal(request->json_depth, 100);
    free_request(request);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_decoded),           cmocka_unit_test(nothing_is_an_empty_document),
        cmocka_unit_test(null_is_noted_where_it_may_be), cmocka_unit_test(what_does_not_fit_is_pointed_at),
        cmocka_unit_test(control_documents_are_shallow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
