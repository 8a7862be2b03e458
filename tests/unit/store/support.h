/* What the store's tests share: a directory that is gone afterwards, a store in it, small snapshots. */
#ifndef HEAPD_TEST_STORE_SUPPORT_H
#define HEAPD_TEST_STORE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h> /* behind what it needs */

#include "store/store.h"
#include <sqlite3.h>

#define UNUSED          __attribute__((unused))
#define assert_ok(call) assert_int_equal((call), STORE_OK)

/* A fresh directory for each test, as its state. */
static UNUSED int make_directory(void **state)
{
    char template[] = "/tmp/heapd-store-XXXXXX";
    char *path = mkdtemp(template);
    *state = path == NULL ? NULL : strdup(path);
    return *state == NULL;
}

static UNUSED int remove_directory(void **state)
{
    const char *names[] = {"heapd.sqlite",         "heapd.sqlite-wal", "heapd.sqlite-shm",
                           "heapd.sqlite-journal", "heapd.lock",       ""};
    char path[200];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", (char *)*state, names[i]);
        remove(path);
    }
    free(*state);
    return 0;
}

#define store_test(name) cmocka_unit_test_setup_teardown(name, make_directory, remove_directory)

static UNUSED struct store *open_with(const struct store_options *options)
{
    struct store *store = NULL;
    struct store_error error = {0};
    if (store_open(options, &store, &error) != STORE_OK) {
        print_error("%s\n", error.message);
        fail();
    }
    return store;
}

static UNUSED struct store *open_store(const char *directory)
{
    return open_with(&(struct store_options){.directory = directory, .now = 777});
}

/* The file's own view, beside the store. */
static UNUSED int64_t ask_file(const char *directory, const char *sql)
{
    char path[200];
    sqlite3 *handle;
    sqlite3_stmt *statement;
    snprintf(path, sizeof path, "%s/heapd.sqlite", directory);
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    sqlite3_busy_timeout(handle, 5000);
    assert_int_equal(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), SQLITE_OK);
    int64_t answer = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    sqlite3_close(handle);
    return answer;
}

/* Waits for the writer to erase and sweep what is due; it does so between its groups. */
static UNUSED void wait_until_none(const char *directory, const char *sql)
{
    for (int i = 0; i < 12000 && ask_file(directory, sql) != 0; i++) {
        usleep(10000);
    }
    assert_int_equal(ask_file(directory, sql), 0);
}

/* Changes the file while no store has it open. */
static UNUSED void change_file(const char *directory, const char *sql)
{
    char path[200];
    sqlite3 *handle;
    snprintf(path, sizeof path, "%s/heapd.sqlite", directory);
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

static UNUSED int64_t create(struct store *store, const char *name)
{
    struct store_session session = {
        .name = name, .python = "3.14", .created_at = 1000, .memory_limit = 1 << 20};
    int64_t id = 0;
    assert_ok(store_session_create(store, &session, &id));
    assert_true(id > 0);
    return id;
}

/*
 * A snapshot of `sites` sites, each under a common frame and at a line of its own, of size * line bytes, in
 * two files, with two types.
 */
static UNUSED struct snapshot *make_snapshot(uint32_t sites, uint64_t size)
{
    struct snapshot_builder *builder;
    struct snapshot *snapshot;
    uint32_t main_file, file[2], path[3];
    assert_int_equal(snapshot_builder_new(&builder), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_string(builder, "main.py", 7, &main_file), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_string(builder, "a.py", 4, &file[0]), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_string(builder, "b.py", 4, &file[1]), SNAPSHOT_OK);
    for (uint32_t i = 1; i <= sites; i++) {
        assert_int_equal(snapshot_builder_frame(builder, main_file, 1, &path[0]), SNAPSHOT_OK);
        assert_int_equal(snapshot_builder_frame(builder, main_file, i / 100, &path[1]), SNAPSHOT_OK);
        assert_int_equal(snapshot_builder_frame(builder, file[i % 2], i, &path[2]), SNAPSHOT_OK);
        assert_int_equal(snapshot_builder_traceback(builder, path, 3, 3 + i % 3, i % 5 == 0, size * i, i),
                         SNAPSHOT_OK);
    }
    assert_int_equal(snapshot_builder_type(builder, "int", 3, size * 28, size), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_type(builder, "list", 4, size * 56, size), SNAPSHOT_OK);
    snapshot_builder_traced(builder, 25, size * 1000);
    assert_int_equal(snapshot_builder_finish(builder, &snapshot), SNAPSHOT_OK);
    return snapshot;
}

static UNUSED int64_t add_snapshot(struct store *store, int64_t session, struct snapshot *value)
{
    struct store_snapshot snapshot = {.session = session, .source = "heap", .taken_at = 5000, .seq = 42};
    int64_t number = 0;
    assert_ok(store_snapshot_add(store, &snapshot, value, &number));
    return number;
}

/* Equal in every member: values are canonical. */
static UNUSED void assert_same_snapshot(const struct snapshot *a, const struct snapshot *b)
{
    assert_int_equal(a->string_count, b->string_count);
    assert_int_equal(a->frame_count, b->frame_count);
    assert_int_equal(a->path_length, b->path_length);
    assert_int_equal(a->traceback_count, b->traceback_count);
    assert_int_equal(a->type_count, b->type_count);
    assert_int_equal(a->nframe, b->nframe);
    assert_int_equal(a->size, b->size);
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->peak, b->peak);
    for (uint32_t i = 0; i < a->string_count; i++) {
        assert_int_equal(a->strings[i].length, b->strings[i].length);
        assert_memory_equal(a->strings[i].bytes, b->strings[i].bytes, a->strings[i].length);
    }
    assert_memory_equal(a->frames, b->frames, a->frame_count * sizeof *a->frames);
    assert_memory_equal(a->paths, b->paths, a->path_length * sizeof *a->paths);
    assert_memory_equal(a->tracebacks, b->tracebacks, a->traceback_count * sizeof *a->tracebacks);
    for (uint32_t i = 0; i < a->type_count; i++) {
        assert_int_equal(a->types[i].name, b->types[i].name);
        assert_int_equal(a->types[i].size, b->types[i].size);
        assert_int_equal(a->types[i].count, b->types[i].count);
    }
}

#endif
