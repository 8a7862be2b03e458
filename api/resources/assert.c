/* POST /assert: limits on what may have grown between two snapshots; 200 when all hold, 422 with the reasons
 * when one does not. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/graph_source.h"
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/resources/snapshot_query.h"
#include "api/resources/write_rows.h"
#include "api/store_answer.h"
#include "daemon/graph/questions.h"

enum { MOST_CHECKS = 1000, GROWTH_SHOWN = 10 };

struct check {
    const char *kind;    /* "growth", "count_growth", "type", "type_size", "site", "gone" */
    const char *subject; /* a type, a glob; NULL: all */
    uint32_t token;      /* where it stands in the body */
    int64_t limit, value;
};

struct assertion {
    struct api_request *request;
    struct json_tape tape;
    int64_t record;
    uint64_t number[2]; /* older, newer */
    struct snapshot *value[2];
    struct check *checks;
    size_t count, failed;
};

#define NOTHING "nothing is asserted: " LIMITS
#define LIMITS  "limits are growth, count_growth, types, gone, sites and suspects"

static enum api_result fail_token(struct assertion *a, uint32_t token, enum problem problem,
                                  const char *detail)
{
    char pointer[300];
    json_pointer(&a->tape, token, pointer, sizeof pointer);
    return api_fail_at(a->request, problem, pointer, "%s", detail);
}

static enum api_result fail_member(struct assertion *a, uint32_t token, const char *wants)
{
    return fail_token(a, token, PROBLEM_INVALID_BODY, wants);
}

static enum api_result read_integer(struct assertion *a, uint32_t token, int64_t *value)
{
    if (!json_int64(&a->tape, token, value))
        return fail_member(a, token, "a whole number is expected");
    return API_DONE;
}

static enum api_result read_string(struct assertion *a, uint32_t token, struct api_text *text)
{
    struct json_token t = a->tape.tokens[token];
    if (!json_is_string(t) || t.length == 0)
        return fail_member(a, token, "a string is expected");
    char *copy = scratch_alloc(&a->request->scratch, t.length + (size_t)1);
    if (copy == NULL)
        return api_fail(a->request, PROBLEM_OUT_OF_MEMORY, "no memory for this request");
    text->length =
        t.kind == JSON_STRING_ESCAPED ? json_unescape(json_text(&a->tape, token), t.length, copy) : t.length;
    if (t.kind != JSON_STRING_ESCAPED)
        memcpy(copy, json_text(&a->tape, token), t.length);
    copy[text->length] = '\0';
    text->text = copy;
    return API_DONE;
}

static enum api_result add_check(struct assertion *a, uint32_t token, const char *kind, const char *subject,
                                 int64_t limit, int64_t value)
{
    if (a->checks == NULL)
        a->checks = scratch_calloc(&a->request->scratch, MOST_CHECKS, sizeof *a->checks);
    if (a->checks == NULL)
        return api_fail(a->request, PROBLEM_OUT_OF_MEMORY, "no memory for this request");
    if (a->count == MOST_CHECKS)
        return api_fail(a->request, PROBLEM_TOO_LARGE, "at most %d limits are checked at a time",
                        MOST_CHECKS);
    a->checks[a->count++] = (struct check){kind, subject, token, limit, value};
    a->failed += value > limit;
    return API_DONE;
}

/* ---- what is measured ---------------------------------------------------------------------------- */

/* 409: the snapshot cannot tell what a limit is about. */
static enum api_result fail_unknowing(struct assertion *a, uint32_t token, uint64_t number, const char *what)
{
    char detail[200];
    snprintf(detail, sizeof detail,
             "snapshot %" PRIu64 " knows no %s, which this limit is about: take it with \"objects\": true",
             number, what);
    return fail_token(a, token, PROBLEM_CONFLICT, detail);
}

/* Limits on what was traced hold of anything where nothing was. */
static enum api_result require_traces(struct assertion *a, uint32_t token)
{
    for (int i = 0; i < 2; i++) {
        char detail[160];
        if (a->value[i]->nframe > 0 || a->value[i]->count > 0)
            continue;
        snprintf(detail, sizeof detail,
                 "snapshot %" PRIu64 " knows no traces, which this limit is about: nothing was traced then",
                 a->number[i]);
        return fail_token(a, token, PROBLEM_CONFLICT, detail);
    }
    return API_DONE;
}

static enum api_result require_types(struct assertion *a, uint32_t token)
{
    for (int i = 0; i < 2; i++) {
        struct store_snapshots found;
        if (a->value[i]->type_count > 0)
            continue;
        enum store_status status =
            store_snapshot_get(a->request->context->store, a->record, (int64_t)a->number[i], &found);
        if (status != STORE_OK)
            return fail_store(a->request, status);
        bool counted = found.items[0].snapshot.objects;
        store_snapshots_free(&found);
        if (!counted)
            return fail_unknowing(a, token, a->number[i], "types");
    }
    return API_DONE;
}

static struct snapshot_type type_total(const struct snapshot *snapshot, const struct api_text *name)
{
    for (uint32_t i = 0; i < snapshot->type_count; i++) {
        struct snapshot_text text = snapshot->strings[snapshot->types[i].name];
        if (text.length == name->length && memcmp(text.bytes, name->text, text.length) == 0)
            return snapshot->types[i];
    }
    return (struct snapshot_type){0};
}

/* "types": {"Node": 0} (objects), {"Node": {"count": 0, "size": 4096}} */
static enum api_result check_type(struct assertion *a, uint32_t key, uint32_t value)
{
    struct api_text name;
    int64_t limit;
    enum api_result result = read_string(a, key, &name);
    if (result != API_DONE)
        return result;
    struct snapshot_type before = type_total(a->value[0], &name), now = type_total(a->value[1], &name);
    int64_t count = (int64_t)(now.count - before.count), size = (int64_t)(now.size - before.size);
    if (a->tape.tokens[value].kind != JSON_OBJECT) {
        result = read_integer(a, value, &limit);
        return result == API_DONE ? add_check(a, value, "type", name.text, limit, count) : result;
    }
    for (uint32_t i = value + 1; i != a->tape.tokens[value].next && result == API_DONE;
         i = a->tape.tokens[i + 1].next) {
        bool by_size = json_equals_literal(&a->tape, i, "size");
        if (!by_size && !json_equals_literal(&a->tape, i, "count"))
            return fail_member(a, i + 1, "a type's limits are \"count\" and \"size\"");
        result = read_integer(a, i + 1, &limit);
        if (result == API_DONE)
            result =
                add_check(a, i + 1, by_size ? "type_size" : "type", name.text, limit, by_size ? size : count);
    }
    return result;
}

/* "sites": {"app.py:12": 0, "lib/x.py": 4096} */
static enum api_result check_site(struct assertion *a, uint32_t key, uint32_t value)
{
    struct api_text glob;
    struct snapshot_filter filter;
    struct snapshot_query query = {.group_by = SNAPSHOT_BY_FILENAME, .filters = &filter, .filter_count = 1};
    struct snapshot_table *table;
    int64_t limit;
    enum api_result result = read_string(a, key, &glob);
    if (result == API_DONE)
        result = read_integer(a, value, &limit);
    if (result != API_DONE)
        return result;
    parse_site_filter(&glob, true, &filter);
    if (snapshot_compare(a->value[0], a->value[1], &query, &table) != SNAPSHOT_OK)
        return api_fail(a->request, PROBLEM_OUT_OF_MEMORY, "no memory for the difference");
    int64_t diff = table->size_diff;
    snapshot_table_free(table);
    return add_check(a, value, "site", glob.text, limit, diff);
}

/* The analysed graph of one of the two: a reference, NULL where it has none. */
static enum api_result graph_of(struct assertion *a, int which, struct graph_progress *progress,
                                struct graph_analysis **analysis)
{
    struct store_snapshots found;
    enum store_status status =
        store_snapshot_get(a->request->context->store, a->record, (int64_t)a->number[which], &found);
    *analysis = NULL;
    if (status != STORE_OK)
        return fail_store(a->request, status);
    bool objects = found.items[0].snapshot.objects;
    store_snapshots_free(&found);
    if (!objects)
        return API_DONE;
    graph_progress_begin(progress, a->request, NULL);
    return snapshot_graph(a->request, progress, a->record, (int64_t)a->number[which], analysis);
}

/* That of the newer one. Fails where it has none. */
static enum api_result newer_graph(struct assertion *a, uint32_t token, struct graph_progress *progress,
                                   struct graph_analysis **analysis)
{
    enum api_result result = graph_of(a, 1, progress, analysis);
    return result != API_DONE || *analysis ? result : fail_unknowing(a, token, a->number[1], "objects");
}

/* Is the older snapshot's object at the address still there, or any if that does not know of one? */
static enum api_result is_there(struct assertion *a, const struct graph *newer, uint64_t address, bool *there)
{
    struct graph_progress progress;
    struct graph_analysis *older;
    *there = graph_find(newer, address) != GRAPH_NONE;
    enum api_result result = *there ? graph_of(a, 0, &progress, &older) : API_DONE;
    if (result != API_DONE || !*there || !older)
        return result;
    if (graph_find(older->graph, address) != GRAPH_NONE)
        *there = graph_survives(older->graph, newer, address);
    graph_analysis_release(older);
    return API_DONE;
}

/* "gone": ["0x7f…"]: the object at this address is there no more; another may be. */
static enum api_result check_address(struct assertion *a, uint32_t token, const char *text)
{
    struct graph_progress progress;
    struct graph_analysis *analysis;
    char *end;
    uint64_t address = strtoull(text + 2, &end, 16); /* which takes signs and white space, too */
    if (*end != '\0' || !isxdigit((unsigned char)text[2]))
        return fail_member(a, token, "an address is 0x and hexadecimal digits");
    enum api_result result = newer_graph(a, token, &progress, &analysis);
    if (result != API_DONE)
        return result;
    bool there;
    result = is_there(a, analysis->graph, address, &there);
    graph_analysis_release(analysis);
    return result == API_DONE ? add_check(a, token, "gone", text, 0, there) : result;
}

/* "suspects": 0: so many leak suspects the newer snapshot's graph may have. */
static enum api_result check_suspects(struct assertion *a, uint32_t value)
{
    struct graph_progress progress;
    struct graph_analysis *analysis;
    struct graph_suspect *rows;
    size_t count;
    int64_t limit;
    enum api_result result = read_integer(a, value, &limit);
    if (result == API_DONE)
        result = newer_graph(a, value, &progress, &analysis);
    if (result != API_DONE)
        return result;
    enum graph_status status = graph_find_suspects(analysis, 0.1, &progress.control, &rows, &count);
    graph_analysis_release(analysis);
    if (status != GRAPH_OK)
        return fail_graph(a->request, status);
    free(rows);
    return add_check(a, value, "suspects", NULL, limit, (int64_t)count);
}

/* "gone": ["Node"]: no object of these types is left in the newer snapshot. */
static enum api_result check_gone(struct assertion *a, uint32_t token)
{
    struct api_text name;
    enum api_result result = read_string(a, token, &name);
    if (result != API_DONE)
        return result;
    if (strncmp(name.text, "0x", 2) == 0)
        return check_address(a, token, name.text);
    return add_check(a, token, "gone", name.text, 0, (int64_t)type_total(a->value[1], &name).count);
}

typedef enum api_result check_member(struct assertion *a, uint32_t key, uint32_t value);

static enum api_result check_members(struct assertion *a, uint32_t object, check_member *check)
{
    if (a->tape.tokens[object].kind != JSON_OBJECT)
        return fail_member(a, object, "an object with a limit for each name is expected");
    enum api_result result = API_DONE;
    for (uint32_t i = object + 1; i != a->tape.tokens[object].next && result == API_DONE;
         i = a->tape.tokens[i + 1].next)
        result = check(a, i, i + 1);
    return result;
}

static enum api_result check_each_gone(struct assertion *a, uint32_t array)
{
    if (a->tape.tokens[array].kind != JSON_ARRAY)
        return fail_member(a, array, "an array of types is expected");
    enum api_result result = API_DONE;
    for (uint32_t i = array + 1; i != a->tape.tokens[array].next && result == API_DONE;
         i = a->tape.tokens[i].next)
        result = check_gone(a, i);
    return result;
}

static enum api_result run_check(struct assertion *a, uint32_t key, uint32_t value)
{
    const struct json_tape *tape = &a->tape;
    bool count = json_equals_literal(tape, key, "count_growth");
    int64_t limit;
    if (json_equals_literal(tape, key, "old") || json_equals_literal(tape, key, "new"))
        return API_DONE;
    if (count || json_equals_literal(tape, key, "growth")) {
        const struct snapshot *before = a->value[0], *now = a->value[1];
        enum api_result result = read_integer(a, value, &limit);
        if (result == API_DONE)
            result = require_traces(a, value);
        if (result != API_DONE)
            return result;
        return count ? add_check(a, value, "count_growth", NULL, limit, (int64_t)(now->count - before->count))
                     : add_check(a, value, "growth", NULL, limit, (int64_t)(now->size - before->size));
    }
    if (json_equals_literal(tape, key, "sites")) {
        enum api_result result = require_traces(a, value);
        return result == API_DONE ? check_members(a, value, check_site) : result;
    }
    bool types = json_equals_literal(tape, key, "types"), gone = json_equals_literal(tape, key, "gone");
    if (types || gone) {
        enum api_result result = require_types(a, value);
        if (result != API_DONE)
            return result;
        return types ? check_members(a, value, check_type) : check_each_gone(a, value);
    }
    if (json_equals_literal(tape, key, "suspects"))
        return check_suspects(a, value);
    return fail_member(a, value, LIMITS);
}

/* ---- the answer ---------------------------------------------------------------------------------- */

#define ARE(n)    ((n) == 1 ? "is" : "are")
#define PLURAL(n) ((n) == 1 ? "" : "s")

static void write_reason(struct json_writer *w, const struct check *c)
{
    if (strcmp(c->kind, "suspects") == 0)
        json_format(w, "there %s %" PRId64 " leak suspect%s, allowed are %" PRId64, ARE(c->value), c->value,
                    PLURAL(c->value), c->limit);
    else if (strcmp(c->kind, "gone") == 0 && strncmp(c->subject, "0x", 2) == 0)
        json_format(w, "the object at %s is still there", c->subject);
    else if (strcmp(c->kind, "gone") == 0)
        json_format(w, "%" PRId64 " object%s of type %s left, none may be", c->value, PLURAL(c->value),
                    c->subject);
    else if (strcmp(c->kind, "type") == 0)
        json_format(w, "there %s %" PRId64 " more object%s of type %s, allowed are %" PRId64, ARE(c->value),
                    c->value, PLURAL(c->value), c->subject, c->limit);
    else if (strcmp(c->kind, "count_growth") == 0)
        json_format(w, "there %s %" PRId64 " more block%s, allowed are %" PRId64, ARE(c->value), c->value,
                    PLURAL(c->value), c->limit);
    else if (c->subject != NULL)
        json_format(w, "%s grew by %" PRId64 " bytes, allowed are %" PRId64, c->subject, c->value, c->limit);
    else
        json_format(w, "traced memory grew by %" PRId64 " bytes, allowed are %" PRId64, c->value, c->limit);
}

static void write_pointer(struct json_writer *w, const struct assertion *a, const struct check *c)
{
    char pointer[300];
    json_pointer(&a->tape, c->token, pointer, sizeof pointer);
    json_member_text(w, "pointer", pointer);
}

/* The first that does not hold. */
static void write_offender(struct json_writer *w, const struct assertion *a)
{
    for (size_t i = 0; i < a->count; i++) {
        if (a->checks[i].value > a->checks[i].limit) {
            write_pointer(w, a, &a->checks[i]);
            return;
        }
    }
}

static void write_checks(struct json_writer *w, const struct assertion *a)
{
    json_member_uint(w, "old", a->number[0]);
    json_member_uint(w, "new", a->number[1]);
    json_key(w, "checks");
    json_begin_array(w);
    for (size_t i = 0; i < a->count; i++) {
        const struct check *c = &a->checks[i];
        json_begin_object(w);
        json_member_text(w, "check", c->kind);
        json_member_text(w, "subject", c->subject);
        write_pointer(w, a, c);
        json_member_int(w, "limit", c->limit);
        json_member_int(w, "value", c->value);
        json_member_bool(w, "passed", c->value <= c->limit);
        json_end_object(w);
    }
    json_end_array(w);
}

/* The lines that grew most: where to look. */
static void write_growth(struct json_writer *w, const struct assertion *a)
{
    struct snapshot_query query = {.group_by = SNAPSHOT_BY_LINENO, .limit = GROWTH_SHOWN};
    struct snapshot_table *table;
    json_key(w, "growth");
    json_begin_array(w);
    if (snapshot_compare(a->value[0], a->value[1], &query, &table) == SNAPSHOT_OK) {
        for (size_t i = 0; i < table->row_count; i++) {
            const struct snapshot_row *row = &table->rows[i];
            if (row->size_diff <= 0)
                continue;
            json_begin_object(w);
            json_member_uint(w, "size", row->size);
            json_member_int(w, "size_diff", row->size_diff);
            json_member_uint(w, "count", row->count);
            json_member_int(w, "count_diff", row->count_diff);
            write_row_key(w, table, row);
            json_end_object(w);
        }
        snapshot_table_free(table);
    }
    json_end_array(w);
}

static enum api_result answer(struct assertion *a)
{
    struct api_request *request = a->request;
    struct json_writer *w = &request->json;
    const struct problem_kind *kind = problem_kind(PROBLEM_ASSERTION);
    json_begin_object(w);
    if (a->failed == 0) {
        json_member_bool(w, "passed", true);
        write_checks(w, a);
        json_end_object(w);
        return API_DONE;
    }
    request->answer.status = kind->status;
    request->answer.content_type = "application/problem+json";
    json_key(w, "type");
    json_format(w, "/problems/%s", kind->slug);
    json_member_text(w, "title", kind->title);
    json_member_uint(w, "status", kind->status);
    json_key(w, "detail");
    json_format(w, "%zu of %zu limits do not hold between snapshots %" PRIu64 " and %" PRIu64, a->failed,
                a->count, a->number[0], a->number[1]);
    json_member_text(w, "instance", request->target);
    write_offender(w, a);
    json_key(w, "reasons");
    json_begin_array(w);
    for (size_t i = 0; i < a->count; i++) {
        if (a->checks[i].value > a->checks[i].limit)
            write_reason(w, &a->checks[i]);
    }
    json_end_array(w);
    write_checks(w, a);
    write_growth(w, a);
    json_end_object(w);
    return API_FAILED;
}

/* ---- which snapshots ----------------------------------------------------------------------------- */

/* The last two, as far as the body does not name others. */
static enum api_result choose_snapshots(struct assertion *a)
{
    uint32_t named[2] = {json_member_literal(&a->tape, 0, "old"), json_member_literal(&a->tape, 0, "new")};
    struct store_page page = {.limit = 2, .newest_first = true};
    struct store_snapshots found;
    enum store_status status = store_snapshot_list(a->request->context->store, a->record, &page, &found);
    if (status != STORE_OK)
        return fail_store(a->request, status);
    for (size_t i = 0; i < found.count; i++)
        a->number[1 - i] = (uint64_t)found.items[i].snapshot.number;
    store_snapshots_free(&found);
    for (int i = 0; i < 2; i++) {
        int64_t number;
        if (named[i] == 0)
            continue;
        if (!json_int64(&a->tape, named[i], &number) || number < 1)
            return fail_member(a, named[i], "a snapshot's number is expected");
        a->number[i] = (uint64_t)number;
        status = store_snapshot_get(a->request->context->store, a->record, number, &found);
        if (status == STORE_NOT_FOUND)
            return fail_token(a, named[i], PROBLEM_NO_SUCH_SNAPSHOT, "the session has no such snapshot");
        if (status != STORE_OK)
            return fail_store(a->request, status);
        store_snapshots_free(&found);
    }
    if (a->number[0] == 0 || a->number[1] == 0)
        return fail_token(a, 0, PROBLEM_CONFLICT, "the session has fewer than two snapshots to compare");
    return API_DONE;
}

/* Is anything asserted? What is about nothing would hold of anything. */
static enum api_result require_limits(struct assertion *a)
{
    const struct json_token *tokens = a->tape.tokens;
    for (uint32_t i = 1; i != tokens[0].next; i = tokens[i + 1].next) {
        if (!json_equals_literal(&a->tape, i, "old") && !json_equals_literal(&a->tape, i, "new"))
            return API_DONE;
    }
    return fail_member(a, 0, NOTHING);
}

enum api_result assert_snapshots(struct api_request *request)
{
    struct assertion a = {.request = request};
    enum api_result result = api_json_body(request, &a.tape);
    if (result == API_DONE && a.tape.tokens[0].kind != JSON_OBJECT)
        result = fail_member(&a, 0, "an object with limits is expected");
    if (result == API_DONE)
        result = require_limits(&a);
    if (result == API_DONE)
        result = stored_record(request, &a.record);
    if (result == API_DONE)
        result = choose_snapshots(&a);
    for (int i = 0; i < 2 && result == API_DONE; i++)
        result = load_snapshot(request, a.record, a.number[i], &a.value[i]);
    if (result == API_DONE)
        result = check_members(&a, 0, run_check);
    if (result == API_DONE && a.count == 0) /* "types": {} */
        result = fail_member(&a, 0, NOTHING);
    if (result == API_DONE)
        result = answer(&a);
    snapshot_release(a.value[0]);
    snapshot_release(a.value[1]);
    return result;
}
