/* The statement: plans, parameters, errors, limits, and SQL that means harm. */
#include "tests/unit/query/query_test.h"

#include <time.h>

static int set_up(void **state)
{
    assert_true(query_limit_memory());
    *state = heap_with(program, 14);
    return 0;
}

static int tear_down(void **state)
{
    heap_done(*state);
    return 0;
}

/* ---- plans */

static void plan(struct heap *h, const char *sql, char *out, size_t size)
{
    char explain[2000];
    snprintf(explain, sizeof explain, "EXPLAIN QUERY PLAN %s", sql);
    struct query *q = start_query(h, explain);
    *out = '\0';
    while (query_step(q) == QUERY_ROW) {
        struct query_value value = query_value(q, 3);
        strncat(out, value.bytes, size - strlen(out) - 2);
        strcat(out, "\n");
    }
    query_close(q);
}

static void equalities_are_looked_up(void **state)
{
    static const struct {
        const char *sql, *in_plan, *not_in_plan;
    } rows[] = {
        {"SELECT * FROM objects WHERE address = 1", "objects VIRTUAL TABLE INDEX 1:address=", NULL},
        {"SELECT * FROM objects WHERE id = 'x'", "INDEX 2:id=", NULL},
        {"SELECT * FROM objects WHERE type = 'dict'", "type=", NULL},
        {"SELECT * FROM objects WHERE generation = 0", "generation=", NULL},
        {"SELECT * FROM objects WHERE address IN (SELECT object FROM names)", "address=", NULL},
        {"SELECT * FROM objects WHERE type COLLATE NOCASE = 'DICT'", "INDEX 0:", "type="},
        {"SELECT * FROM refs WHERE source = 1", "source=", NULL},
        {"SELECT * FROM refs WHERE target = 1", "target=", NULL},
        {"SELECT * FROM refs WHERE source = 1 AND target = 2", "source= target=", NULL},
        {"SELECT * FROM objects o JOIN refs r ON r.source = o.address WHERE o.type = 'dict'",
         "r VIRTUAL TABLE INDEX 1:source=", "INDEX 0:"},
        {"SELECT * FROM refs r JOIN objects o ON o.address = r.target", "address=", NULL},
        {"SELECT * FROM refs r JOIN objects o ON o.address = r.target WHERE o.type = 'dict'",
         "type=", "INDEX 0:"},
        {"SELECT * FROM names n JOIN objects o ON o.address = n.object",
         "o VIRTUAL TABLE INDEX 1:address=", NULL},
        {"SELECT * FROM refs a JOIN refs b ON b.source = a.target AND b.target = a.source",
         "b VIRTUAL TABLE INDEX 5:source= target=", NULL},
        {"SELECT * FROM objects o JOIN tracebacks t ON t.traceback = o.traceback", "traceback=", NULL},
        {"SELECT * FROM objects o JOIN pools p ON p.address = o.pool",
         "p VIRTUAL TABLE INDEX 1:address=", NULL},
        {"SELECT * FROM snapshot_traces WHERE snapshot = 2", "snapshot=", NULL},
        {"SELECT * FROM snapshots s JOIN snapshot_diff(s.snapshot, s.snapshot) d", "old= new=", NULL},
    };
    char found[4000];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        plan(*state, rows[i].sql, found, sizeof found);
        if (!strstr(found, rows[i].in_plan) || (rows[i].not_in_plan && strstr(found, rows[i].not_in_plan)))
            fail_msg("%s\n%s", rows[i].sql, found);
    }
}

/* ---- parameters and values */

static void parameters_are_bound(void **state)
{
    struct query *q = start_query(*state, "SELECT ?1, :two, @three, $four, typeof(?1)");
    assert_int_equal(query_parameter_count(q), 4);
    assert_int_equal(query_parameter_named(q, "three"), 3);
    assert_int_equal(query_parameter_named(q, "five"), 0);
    assert_true(query_bind_int(q, 1, -5) && query_bind_text(q, 2, "a\0b", 3) && query_bind_real(q, 3, 0.5) &&
                query_bind_null(q, 4));
    assert_int_equal(query_step(q), QUERY_ROW);
    assert_int_equal(query_value(q, 0).integer, -5);
    assert_memory_equal(query_value(q, 1).bytes, "a\0b", 3);
    assert_true(query_value(q, 2).real == 0.5);
    assert_int_equal(query_value(q, 3).type, QUERY_NULL);
    assert_false(query_bind_int(q, 9, 1));
    query_close(q);
}

static void columns_know_what_they_are(void **state)
{
    struct query *q = start_query(*state, "SELECT address, id AS x, type, size, size + 1 FROM objects");
    assert_int_equal(query_column_count(q), 5);
    assert_string_equal(query_column_type(q, 0), "address");
    assert_string_equal(query_column_name(q, 1), "x");
    assert_string_equal(query_column_type(q, 1), "id");
    assert_string_equal(query_column_type(q, 2), "text");
    assert_string_equal(query_column_type(q, 3), "integer");
    assert_null(query_column_type(q, 4));
    query_close(q);
}

static void tables_that_are_read_are_known_before_the_start(void **state)
{
    struct query *q = start_query(*state, "SELECT count(*) FROM objects");
    assert_true(query_is_live(q) && !query_has_snapshots(q));
    query_close(q);
    q = start_query(*state, "SELECT count(*) FROM snapshots");
    assert_true(!query_is_live(q) && query_has_snapshots(q));
    query_close(q);
    q = start_query(*state, "SELECT 1; -- objects");
    assert_true(!query_is_live(q) && !query_has_snapshots(q));
    query_close(q);
}

static void a_live_table_needs_a_heap(void **state)
{
    (void)state;
    struct query *q = start_query(NULL, "SELECT * FROM names");
    assert_int_equal(query_step(q), QUERY_ERROR);
    assert_int_equal(query_error(q)->kind, QUERY_NEEDS_HEAP);
    query_close(q);
}

static void addresses_that_are_none_find_nothing(void **state)
{
    static const char *const values[] = {"0",
                                         "-1",
                                         "NULL",
                                         "1e300",
                                         "''",
                                         "'0x'",
                                         "x'00'",
                                         "9223372036854775807",
                                         "139637976727552",
                                         "139637976727553",
                                         "'0x7f0000000001'",
                                         "'0X7F0000000000'",
                                         "139637977776128 + 1",
                                         "1.5"};
    static const char *const columns[] = {
        "objects WHERE address", "objects WHERE id",     "objects WHERE type_address",
        "refs WHERE source",     "refs WHERE target_id", "weakrefs WHERE address",
        "traces WHERE address",  "pools WHERE id",       "objects WHERE generation"};
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
            char *plus = strdup(columns[c]), *column = strstr(plus, "WHERE ") + 6;
            assert_int_equal(number(*state, "SELECT count(*) FROM %s = %s", columns[c], values[v]),
                             number(*state, "SELECT count(*) FROM %.*s+%s = %s", (int)(column - plus), plus,
                                    column, values[v]));
            free(plus);
        }
}

/* ---- errors */

static enum query_error_kind outcome_of(struct heap *h, const char *sql, struct query_error *error,
                                        bool (*stopped)(void *), uint64_t memory)
{
    const struct query_limits limits = {.memory = memory};
    struct query *q = query_open(memory ? &limits : NULL);
    if (!q)
        return QUERY_OVER_MEMORY;
    const struct query_source source = {.heap = h, .stopped = stopped};
    if (query_prepare(q, sql, strlen(sql))) {
        query_start(q, &source);
        while (query_step(q) == QUERY_ROW)
            for (int i = 0; i < query_column_count(q); i++)
                (void)query_value(q, i);
    }
    enum query_error_kind kind = query_error(q)->kind;
    if (error)
        *error = *query_error(q);
    query_close(q);
    return kind;
}

static void errors_say_where(void **state)
{
    struct query_error error;
    assert_int_equal(outcome_of(*state, "SELECT adress FROM objects", &error, NULL, 0), QUERY_BAD_SQL);
    assert_string_equal(error.message, "no such column: adress");
    assert_int_equal(error.offset, 7);
    assert_int_equal(outcome_of(*state, "SELECT 1 SELECT 2", &error, NULL, 0), QUERY_BAD_SQL);
    assert_int_equal(outcome_of(*state, "SELECT 1; SELECT 2", &error, NULL, 0), QUERY_BAD_SQL);
    assert_string_equal(error.message, "one statement at a time");
    assert_int_equal(outcome_of(*state, "SELECT 1; /* more */ ; -- nothing", &error, NULL, 0), QUERY_FINE);
    assert_int_equal(outcome_of(*state, "", &error, NULL, 0), QUERY_BAD_SQL);
    assert_int_equal(outcome_of(*state, "SELECT sum(9223372036854775807) FROM objects", &error, NULL, 0),
                     QUERY_FAILED);
    assert_string_equal(error.message, "integer overflow");
    assert_int_equal(outcome_of(*state, "SELECT * FROM snapshot_diff(1, 2)", &error, NULL, 0), QUERY_FAILED);
    assert_string_equal(error.message, "there is no snapshot 1");
    assert_int_equal(outcome_of(*state, "SELECT \"no such\" FROM objects", &error, NULL, 0), QUERY_BAD_SQL);
}

static void nothing_but_reading_is_allowed(void **state)
{
    static const char *const denied[] = {
        "CREATE TABLE t(a)",
        "CREATE TEMP TABLE t(a)",
        "CREATE VIRTUAL TABLE t USING objects",
        "DROP TABLE objects",
        "INSERT INTO objects(address) VALUES (1)",
        "DELETE FROM objects",
        "UPDATE objects SET size = 0",
        "ATTACH '/tmp/x' AS x",
        "ATTACH ':memory:' AS x",
        "DETACH main",
        "PRAGMA database_list",
        "PRAGMA writable_schema = 1",
        "PRAGMA temp_store_directory = '/tmp'",
        "VACUUM",
        "VACUUM INTO '/tmp/heapd-vacuum'",
        "BEGIN",
        "COMMIT",
        "SAVEPOINT s",
        "REINDEX",
        "ANALYZE",
        "SELECT load_extension('x')",
        "SELECT fts3_tokenizer('simple')",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM sqlite_schema",
        "SELECT count(*) FROM sqlite_master",
        "SELECT * FROM sqlite_temp_master",
        "SELECT * FROM pragma_database_list",
        "SELECT * FROM pragma_table_info('objects')",
        "SELECT count(*) FROM pragma_compile_options",
        "SELECT sqlite_source_id()",
        "SELECT sqlite_compileoption_get(1)",
        "SELECT randomblob(9)",
        "SELECT printf('%.*c', 2000000000, 'x')",
        "SELECT format('%d', 1)",
        "SELECT changes()",
        "WITH x AS (SELECT 1) INSERT INTO objects(address) SELECT * FROM x",
        "EXPLAIN DELETE FROM objects",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON objects BEGIN SELECT 1; END",
        "ALTER TABLE objects RENAME TO o",
    };
    static const char *const unknown[] = {
        "SELECT readfile('/etc/passwd')",      "SELECT writefile('/tmp/x', 'y')", "SELECT edit('x')",
        "SELECT * FROM generate_series(1, 9)", "SELECT * FROM fsdir('/')",        "SELECT * FROM dbstat('x')",
        "SELECT * FROM bytecode('SELECT 1')"};
    struct query_error error;
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) {
        enum query_error_kind kind = outcome_of(*state, denied[i], &error, NULL, 0);
        if (kind != QUERY_DENIED && kind != QUERY_BAD_SQL)
            fail_msg("%s: %d %s", denied[i], kind, error.message);
    }
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_true(outcome_of(*state, unknown[i], &error, NULL, 0) != QUERY_FINE);
    assert_int_equal(outcome_of(*state, "CREATE TABLE t(a)", &error, NULL, 0), QUERY_DENIED);
    assert_int_equal(outcome_of(*state, "SELECT load_extension('x')", &error, NULL, 0), QUERY_DENIED);
}

/* ---- harm */

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Of this process: the machine may be busy with other things. */
static int64_t used_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t until_ms;
static bool time_is_over(void *context)
{
    (void)context;
    return now_ms() > until_ms;
}

#ifdef HEAPD_DEBUG
enum { PATIENCE_MS = 20000 }; /* one step in a sanitized build */
#else
enum { PATIENCE_MS = 2000 };
#endif

/* Whatever is asked, it ends soon after the deadline, and needs no more memory than it may have. */
static void harm_is_bounded(void **state)
{
    static const char *const queries[] = {
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION SELECT x + 1 FROM c) SELECT count(*) FROM c",
        "WITH RECURSIVE c(x) AS (SELECT 'x' UNION ALL SELECT x || x FROM c) SELECT max(length(x)) FROM c",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c ORDER BY 1 DESC) SELECT * FROM c",
        "SELECT count(*) FROM objects a, objects b, objects c WHERE a.size + b.size = c.size",
        "SELECT count(*) FROM refs a, refs b, refs c WHERE a.label || b.label = c.label",
        "SELECT a.repr FROM objects a, objects b ORDER BY a.repr || b.repr || a.id",
        "SELECT group_concat(a.repr || b.repr) FROM objects a, objects b",
        "SELECT json_group_array(a.repr || b.repr) FROM objects a, objects b",
        "SELECT a.repr, b.repr, count(*) FROM objects a, objects b GROUP BY 1, 2",
        "SELECT count(DISTINCT a.id || b.id) FROM objects a, objects b",
        "SELECT sum(a.size) OVER (ORDER BY b.repr ROWS UNBOUNDED PRECEDING) FROM objects a, objects b",
        "SELECT length(zeroblob(2000000000))",
        "SELECT length(replace(hex(zeroblob(100000)), '0', hex(zeroblob(100000))))",
        "SELECT replace(hex(zeroblob(130000)), hex(zeroblob(60000)) || 'b', 'x') IS NULL FROM objects",
        "SELECT instr(hex(zeroblob(130000)), hex(zeroblob(60000)) || 'b') FROM objects",
        "SELECT hex(zeroblob(130000)) LIKE '%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%0%b' FROM objects",
        "SELECT hex(zeroblob(130000)) GLOB '*0*0*0*0*0*0*0*0*0*0*0*0*0*0*0*b' FROM objects",
        "SELECT hex(zeroblob(130000)) LIKE replace(hex(zeroblob(20000)), '0', '%')",
        "SELECT hex(hex(hex(hex(zeroblob(100000)))))",
        "SELECT quote(zeroblob(260000)) || quote(zeroblob(260000))",
        "SELECT json(replace(hex(zeroblob(100000)), '0', '['))",
        "SELECT json_extract(replace(hex(zeroblob(900)), '0', '[') || replace(hex(zeroblob(900)), '0', ']'), "
        "'$' || replace(hex(zeroblob(20000)), '0', '[0]')) FROM objects",
        "SELECT json_group_array(json(replace(hex(zeroblob(400)), '0', '[') || replace(hex(zeroblob(400)), "
        "'0', ']'))) FROM objects",
        "SELECT trim(hex(zeroblob(130000)), replace(hex(zeroblob(60000)), '0', 'b') || '0') FROM objects",
        "SELECT trim(hex(zeroblob(130000)), replace(hex(zeroblob(130000)), '0', 'b') || '0') FROM objects",
        "SELECT ltrim(hex(zeroblob(130000)), replace(hex(zeroblob(130000)), '0', 'b') || '0') FROM objects",
        "SELECT rtrim(hex(zeroblob(130000)), replace(hex(zeroblob(130000)), '0', 'b') || '0') FROM objects",
        "SELECT trim(replace(hex(zeroblob(60000)), '0', char(233)), replace(hex(zeroblob(60000)), '0', "
        "char(234)) || char(233)) FROM objects",
        "SELECT hex(zeroblob(130000)) LIKE replace(hex(zeroblob(66)), '00', '%0_') || 'b' FROM objects a, "
        "objects b",
        "SELECT hex(zeroblob(130000)) GLOB replace(hex(zeroblob(20)), '00', '*[0-9]') || 'b' FROM objects a, "
        "objects b",
        "SELECT CAST(replace(hex(zeroblob(130000)), '0', '9') AS REAL) + ('0.' || hex(zeroblob(130000)) || "
        "'e9999999') FROM objects a, objects b",
        "SELECT quote(zeroblob(130000)), json_quote(hex(zeroblob(130000))), upper(hex(zeroblob(130000))) "
        "FROM objects a, objects b",
        "SELECT max(repr) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT "
        "ROW) FROM objects",
        "SELECT group_concat(hex(zeroblob(1000))) OVER (ROWS BETWEEN 100 PRECEDING AND CURRENT ROW EXCLUDE "
        "TIES) FROM objects",
        "SELECT sum(json_extract(j, '$[' || key || ']')) FROM (SELECT '[' || replace(hex(zeroblob(60000)), "
        "'0', '1,') || '1]' AS j), json_each(j)",
        "SELECT count(*) FROM json_tree(replace(hex(zeroblob(900)), '00', '[') || "
        "replace(hex(zeroblob(900)), '00', ']')), objects WHERE fullkey LIKE '%x%'",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9000000) SELECT i FROM n ORDER "
        "BY i * 7919 % 1000003",
        "SELECT char(1114111, -1, 0), unicode(''), substr('x', -9223372036854775807, 9223372036854775807), "
        "round(1e308, 300), abs(-9223372036854775807 - 1)",
        "SELECT strftime(replace(hex(zeroblob(100000)), '0', '%'), 'now'), datetime('now', '+' || "
        "replace(hex(zeroblob(900)), '0', '9') || ' days')",
        "SELECT strftime(replace(hex(zeroblob(20000)), '00', '%f'), 'now') FROM objects",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        int64_t before = used_ms();
        until_ms = now_ms() + 300;
        enum query_error_kind kind = outcome_of(*state, queries[i], NULL, time_is_over, 32 << 20);
        if (used_ms() - before > 300 + PATIENCE_MS)
            fail_msg("%s: %lld ms", queries[i], (long long)(used_ms() - before));
        assert_true(kind != QUERY_BAD_SQL);
    }
}

static int64_t looked_ms, longest_ms;

static bool look_at_the_time(void *context)
{
    (void)context;
    int64_t now = used_ms();
    if (now - looked_ms > longest_ms)
        longest_ms = now - looked_ms;
    looked_ms = now;
    return false;
}

/* How long nobody asks whether the time is over, when millions of rows are sorted: so long a query may go on
 * after its deadline. */
static void sorting_does_not_forget_the_time(void **state)
{
    static const char *const queries[] = {
        "SELECT i FROM n ORDER BY i * 7919 % 1000003",
        "SELECT 'type' || (i % 500) AS t, count(*) FROM n GROUP BY t",
        "SELECT count(*) FROM (SELECT DISTINCT i * 7919 % 1000003 FROM n)",
        "SELECT sum(k) OVER (ORDER BY k) FROM (SELECT i * 7919 % 1000003 AS k FROM n)",
        "SELECT count(*) FROM (SELECT i * 31 % 1000003 FROM n UNION SELECT i * 7919 % 1000003 FROM n)",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        char sql[400];
        snprintf(sql, sizeof sql,
                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000000) %s",
                 queries[i]);
        longest_ms = 0;
        looked_ms = used_ms();
        assert_int_equal(outcome_of(*state, sql, NULL, look_at_the_time, 0), QUERY_FINE);
        if (longest_ms > 250)
            fail_msg("%s: nobody looked for %lld ms", queries[i], (long long)longest_ms);
    }
}

/* Each WITH table names the one before it twice: compiling takes twice the time for each. */
static void tables_that_double_are_refused(void **state)
{
    static const char *const shapes[] = {
        "SELECT p.x FROM a%d p, a%d q",
        "SELECT x FROM a%d WHERE x IN a%d",
        "SELECT x FROM a%d UNION ALL SELECT x FROM a%d",
        "SELECT (SELECT x FROM a%d) + (SELECT x FROM a%d) AS x",
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        char sql[4000];
        int n = snprintf(sql, sizeof sql, "WITH a0 AS (SELECT 1 AS x)");
        for (int level = 1; level < 30; level++) {
            n += snprintf(sql + n, sizeof sql - (size_t)n, ", a%d AS (", level);
            n += snprintf(sql + n, sizeof sql - (size_t)n, shapes[i], level - 1, level - 1);
            n += snprintf(sql + n, sizeof sql - (size_t)n, ")");
        }
        snprintf(sql + n, sizeof sql - (size_t)n, " SELECT count(*) FROM a29");
        int64_t before = used_ms();
        until_ms = now_ms() + 300;
        assert_int_equal(outcome_of(*state, sql, NULL, time_is_over, 0), QUERY_OVER_MEMORY);
        if (used_ms() - before > 300 + PATIENCE_MS)
            fail_msg("%s: %lld ms", sql, (long long)(used_ms() - before));
    }
}

static void deep_nesting_is_refused(void **state)
{
    static char sql[60000];
    static const struct {
        const char *before, *open, *middle, *close, *after;
    } shapes[] = {
        {"SELECT ", "(", "1", ")", ""},
        {"SELECT ", "-", "1", "", ""},
        {"SELECT ", "abs(", "1", ")", ""},
        {"", "SELECT * FROM (", "SELECT 1", ")", ""},
        {"", "SELECT 1 UNION ALL ", "SELECT 1", "", ""},
        {"SELECT 1", " + 1", "", "", ""},
        {"SELECT ", "CASE WHEN ", "1", " THEN 1 END", ""},
        {"SELECT 1 WHERE 1 IN ", "(SELECT 1 WHERE 1 IN ", "(1)", ")", ""},
        {"", "WITH a AS (", "SELECT 1", ") SELECT * FROM a", ""},
        {"SELECT * FROM names", ", names", "", "", ""},
        {"SELECT ", "1,", "1", "", ""},
        {"SELECT 1 WHERE 1", " AND 1", "", "", ""},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (int depth = 10; depth <= 5000; depth *= 7) {
            size_t n = (size_t)snprintf(sql, sizeof sql, "%s", shapes[i].before);
            for (int d = 0; d < depth && n < sizeof sql - 2000; d++)
                n += (size_t)snprintf(sql + n, sizeof sql - n, "%s", shapes[i].open);
            n += (size_t)snprintf(sql + n, sizeof sql - n, "%s", shapes[i].middle);
            for (int d = 0; d < depth && n < sizeof sql - 100; d++)
                n += (size_t)snprintf(sql + n, sizeof sql - n, "%s", shapes[i].close);
            snprintf(sql + n, sizeof sql - n, "%s", shapes[i].after);
            until_ms = now_ms() + 200;
            (void)outcome_of(*state, sql, NULL, time_is_over, 32 << 20);
        }
}

/* Each place where memory can end, roughly: the query fails and leaves nothing behind, or answers. */
static void too_little_memory_is_an_answer(void **state)
{
    static const char *const queries[] = {
        "SELECT type, count(*) FROM objects GROUP BY type ORDER BY 2",
        "SELECT count(*) FROM objects o JOIN refs r ON r.target = o.address",
        "SELECT max(position), count(DISTINCT repr) FROM objects",
        "SELECT count(*) FROM objects a JOIN (SELECT DISTINCT type FROM objects) t ON t.type = a.type",
        "SELECT * FROM roots ORDER BY name DESC",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        bool failed = false, answered = false;
        for (uint64_t memory = 1000; memory < 16 << 20; memory += memory / 5) {
            enum query_error_kind kind = outcome_of(*state, queries[i], NULL, NULL, memory);
            assert_true(kind == QUERY_FINE || kind == QUERY_OVER_MEMORY);
            failed = failed || kind == QUERY_OVER_MEMORY;
            answered = answered || kind == QUERY_FINE;
        }
        assert_true(failed && answered);
    }
}

static int looks;
static bool stop_at_once(void *context)
{
    (void)context;
    return looks-- <= 0;
}

static void a_query_stops_when_it_is_asked_to(void **state)
{
    static const char *const queries[] = {
        "SELECT count(*) FROM objects WHERE type = 'nothing'",
        "SELECT count(*) FROM refs WHERE target = 139637976727552",
        "SELECT max(position) FROM objects",
        "SELECT count(*) FROM objects o JOIN refs r ON r.target = o.address",
        "SELECT count(*) FROM traces",
        "SELECT count(*) FROM weakrefs",
        "SELECT count(*) FROM objects a JOIN objects b ON a.type = b.type",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        for (int after = 0; after < 8; after++) {
            looks = after;
            enum query_error_kind kind = outcome_of(*state, queries[i], NULL, stop_at_once, 0);
            assert_true(kind == QUERY_STOPPED || (kind == QUERY_FINE && after > 0));
        }
}

/* ---- snapshots */

static struct snapshot *snapshots[3];

static enum query_found next_snapshot(void *context, int64_t after, struct query_snapshot *out)
{
    (void)context;
    if (after >= 3)
        return QUERY_NOT_FOUND;
    const struct snapshot *s = snapshots[after];
    *out = (struct query_snapshot){.number = after + 1,
                                   .label = after == 1 ? "second" : NULL,
                                   .source = "heap",
                                   .taken_at = 1700000000123456,
                                   .size = s->size,
                                   .count = s->count};
    return QUERY_FOUND;
}

static enum query_found load_snapshot(void *context, int64_t wanted, struct snapshot **out)
{
    (void)context;
    if (wanted < 1 || wanted > 3)
        return wanted == 77 ? QUERY_UNREADABLE : QUERY_NOT_FOUND;
    *out = snapshot_retain(snapshots[wanted - 1]);
    return QUERY_FOUND;
}

static struct snapshot *make_snapshot(unsigned n)
{
    struct snapshot_builder *b;
    struct snapshot *s;
    uint32_t a, c, frames[2];
    assert_int_equal(snapshot_builder_new(&b), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_string(b, "a.py", 4, &a), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_string(b, "c.py", 4, &c), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_frame(b, a, 10, &frames[0]), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_frame(b, c, 20, &frames[1]), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_traceback(b, frames, 2, 2, 0, 100 * n, n), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_traceback(b, frames, 1, 1, 0, 50, 1), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_type(b, "Node", 4, 1000 * n, 10 * n), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_finish(b, &s), SNAPSHOT_OK);
    return s;
}

static void snapshots_are_tables(void **state)
{
    static const struct {
        const char *sql, *answer;
    } rows[] = {
        {"SELECT group_concat(snapshot || coalesce(label, '')) FROM snapshots", "1,2second,3"},
        {"SELECT taken_at FROM snapshots WHERE snapshot = 2", "2023-11-14T22:13:20.123456Z"},
        {"SELECT group_concat(file || line || ' ' || size || ' ' || stack, '|') FROM snapshot_traces WHERE "
         "snapshot = 2",
         "a.py10 50 a.py:10|c.py20 200 a.py:10;c.py:20"},
        {"SELECT '' || sum(size) FROM snapshot_traces", "750"},
        {"SELECT group_concat(snapshot || ':' || position || file) FROM snapshot_frames WHERE snapshot = 3 "
         "AND traceback = 1",
         "3:0c.py,3:1a.py"},
        {"SELECT '' || count(*) FROM snapshot_frames", "9"},
        {"SELECT '' || count(*) FROM snapshot_frames WHERE traceback = 1", "6"},
        {"SELECT group_concat(snapshot || type || count) FROM snapshot_types", "1Node10,2Node20,3Node30"},
        {"SELECT group_concat(name || size_diff || ' ' || count_diff) FROM snapshot_diff(1, 3, 'type')",
         "Node2000 20"},
        {"SELECT group_concat(file || line || ' ' || size_diff, '|') FROM snapshot_diff(1, 3)",
         "c.py20 200|a.py10 0"},
        {"SELECT group_concat(stack || size_diff, '|') FROM snapshot_diff(3, 1, 'traceback')",
         "a.py:10;c.py:20-200|a.py:100"},
        {"SELECT group_concat(d.size_diff) FROM snapshots s JOIN snapshot_diff(s.snapshot, s.snapshot + 1, "
         "'type') d WHERE s.snapshot < 3",
         "1000,1000"},
        {"SELECT '' || count(*) FROM snapshot_traces WHERE snapshot = 9", "0"},
        {"SELECT '' || count(*) FROM snapshots WHERE snapshot IN (0, -1, 2, 'x', NULL, 2.0)", "1"},
        {"SELECT '' || count(*) FROM snapshot_traces WHERE snapshot = 1 AND traceback = 1 AND size = 100",
         "1"},
    };
    const struct query_source source = {.next_snapshot = next_snapshot, .load_snapshot = load_snapshot};
    (void)state;
    for (unsigned i = 0; i < 3; i++)
        snapshots[i] = make_snapshot(i + 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct query *q = start_query(NULL, rows[i].sql);
        query_start(q, &source);
        if (query_step(q) != QUERY_ROW)
            fail_msg("%s: %s", rows[i].sql, query_error(q)->message);
        if (strcmp(query_value(q, 0).bytes, rows[i].answer) != 0)
            fail_msg("%s: %s", rows[i].sql, (const char *)query_value(q, 0).bytes);
        query_close(q);
    }
    struct query *q = start_query(NULL, "SELECT * FROM snapshot_traces WHERE snapshot = 77");
    query_start(q, &source);
    assert_int_equal(query_step(q), QUERY_ERROR);
    assert_int_equal(query_error(q)->kind, QUERY_FAILED);
    query_close(q);
    for (unsigned i = 0; i < 3; i++)
        snapshot_release(snapshots[i]);
}

/* Functions are not interrupted: each call must be short by itself. */
static void searching_takes_linear_time(void **state)
{
    static const struct {
        const char *sql, *answer;
    } rows[] = {
        {"SELECT '' || instr('h\u00e4user', 'us') || instr('abc', '') || instr('abc', 'd') || instr('', 'a') "
         "|| instr(x'c3a475', x'75') || instr(1234, 3)",
         "310033"},
        {"SELECT coalesce(instr(NULL, 'a'), instr('a', NULL), replace(NULL, 'a', 'b'), replace('a', NULL, "
         "'b'), replace('a', 'a', NULL), 'none')",
         "none"},
        {"SELECT replace('aaaba', 'aa', 'x') || replace('abc', '', 'x') || replace('abc', 'c', '') || "
         "replace('', 'a', 'b') || replace(121, 1, 'one')",
         "xabaabcabone2one"},
        {"SELECT '<' || trim('  a b  ') || '|' || ltrim('  a ') || '|' || rtrim(' a  ') || '|' || "
         "trim('xxyaxbyx', 'yx') || '|' || trim('abc', '') || '|' || trim('', 'a') || '|' || "
         "trim('aaa', 'a') || '|' || trim(1231, 1) || '>'",
         "<a b|a | a|axb|abc|||23>"},
        {"SELECT trim('éèxé', 'èé') || ltrim('😀a😀', 'b😀') || rtrim('éÃ', 'é') || coalesce(trim(NULL), "
         "trim('a', NULL), 'none')",
         "xa😀éÃnone"},
        {"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) SELECT '' || "
         "sum(length(trim(hex(zeroblob(130000)) || 'a', "
         "replace(hex(zeroblob(130000)), '0', 'b') || '0'))) FROM n",
         "50"},
        {"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) SELECT '' || "
         "sum(instr(hex(zeroblob(130000)), "
         "hex(zeroblob(60000)) || 'b') + length(replace(hex(zeroblob(130000)), hex(zeroblob(60000)) || i, "
         "''))) FROM n",
         "13000000"},
    };
    (void)state;
    int64_t before = used_ms();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct query *q = start_query(NULL, rows[i].sql);
        if (query_step(q) != QUERY_ROW)
            fail_msg("%s: %s", rows[i].sql, query_error(q)->message);
        if (strcmp(query_value(q, 0).bytes, rows[i].answer) != 0)
            fail_msg("%s: %s", rows[i].sql, (const char *)query_value(q, 0).bytes);
        query_close(q);
    }
    assert_true(used_ms() - before < 10000); /* SQLite's own take minutes */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equalities_are_looked_up),
        cmocka_unit_test(parameters_are_bound),
        cmocka_unit_test(columns_know_what_they_are),
        cmocka_unit_test(tables_that_are_read_are_known_before_the_start),
        cmocka_unit_test(a_live_table_needs_a_heap),
        cmocka_unit_test(addresses_that_are_none_find_nothing),
        cmocka_unit_test(errors_say_where),
        cmocka_unit_test(nothing_but_reading_is_allowed),
        cmocka_unit_test(harm_is_bounded),
        cmocka_unit_test(sorting_does_not_forget_the_time),
        cmocka_unit_test(searching_takes_linear_time),
        cmocka_unit_test(tables_that_double_are_refused),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(too_little_memory_is_an_answer),
        cmocka_unit_test(a_query_stops_when_it_is_asked_to),
        cmocka_unit_test(snapshots_are_tables),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
