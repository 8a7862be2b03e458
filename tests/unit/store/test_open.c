/* Opening: files of every kind, older schemas, a second daemon, a daemon that was killed. */
#include "store/schema.h"
#include "support.h"
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void file_path(const char *directory, char *path, size_t size)
{
    snprintf(path, size, "%s/heapd.sqlite", directory);
}

static void run_sql(const char *directory, const char *sql)
{
    char path[200];
    sqlite3 *handle;
    file_path(directory, path, sizeof path);
    assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

static void assert_refused(const char *directory, enum store_status expected, const char *word)
{
    struct store *store = NULL;
    struct store_error error = {0};
    assert_int_equal(store_open(&(struct store_options){.directory = directory}, &store, &error), expected);
    assert_null(store);
    assert_int_equal(error.status, expected);
    if (strstr(error.message, word) == NULL) {
        fail_msg("\"%s\" does not say %s", error.message, word);
    }
}

static void a_second_daemon_is_refused_until_the_first_is_gone(void **state)
{
    struct store *store = open_store(*state);
    assert_refused(*state, STORE_LOCKED, "process");
    create(store, "s1");
    store_close(store);
    store = open_store(*state);
    store_close(store);
}

static void a_directory_that_is_not_there_is_made(void **state)
{
    char path[200];
    snprintf(path, sizeof path, "%s/data", (char *)*state);
    store_close(open_store(path));
    char *again = strdup(path);
    void *inner = again;
    remove_directory(&inner);
    snprintf(path, sizeof path, "%s/no/such", (char *)*state);
    assert_refused(path, STORE_IO, "No such file");
}

static void the_file_is_its_owners_alone(void **state)
{
    char path[200];
    struct stat file;
    struct store *store = open_store(*state);
    create(store, "s1");
    file_path(*state, path, sizeof path);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    strcat(path, "-wal");
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    store_close(store);
}

static void what_is_no_database_is_refused_and_left_alone(void **state)
{
    char path[200], words[64] = "", text[] = "this is a letter, and not a database at all; it is rather long";
    file_path(*state, path, sizeof path);
    FILE *file = fopen(path, "w");
    assert_int_equal(fwrite(text, 1, sizeof text, file), sizeof text);
    fclose(file);
    assert_refused(*state, STORE_CORRUPT, "not a database");
    file = fopen(path, "r");
    assert_int_equal(fread(words, 1, sizeof words, file), sizeof text);
    fclose(file);
    assert_string_equal(words, text);
}

static void another_programs_database_is_refused(void **state)
{
    run_sql(*state, "CREATE TABLE letters (text); INSERT INTO letters VALUES ('dear')");
    assert_refused(*state, STORE_CORRUPT, "another program");
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM letters"), 1);
}

static void a_newer_schema_is_refused(void **state)
{
    store_close(open_store(*state));
    run_sql(*state, "PRAGMA user_version = 1000");
    assert_refused(*state, STORE_NEWER, "1000");
}

/* A file with something in it; says where it is. */
static void make_file(const char *directory, char *path, size_t size)
{
    struct store *store = open_store(directory);
    struct snapshot *value = make_snapshot(2000, 1);
    add_snapshot(store, create(store, "s1"), value);
    snapshot_release(value);
    store_close(store);
    file_path(directory, path, size);
}

static void a_damaged_file_is_refused(void **state)
{
    char path[200], zeros[4096] = "";
    make_file(*state, path, sizeof path);
    FILE *file = fopen(path, "r+");
    fseek(file, 8 * 4096, SEEK_SET);
    memset(zeros, 0x5a, sizeof zeros);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(fwrite(zeros, 1, sizeof zeros, file), sizeof zeros);
    }
    fclose(file);
    assert_refused(*state, STORE_CORRUPT, "damaged");
}

static void a_file_cut_short_is_refused(void **state)
{
    char path[200];
    struct stat file;
    make_file(*state, path, sizeof path);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(truncate(path, file.st_size / 2), 0);
    assert_refused(*state, STORE_CORRUPT, "damaged");
}

static void every_earlier_schema_is_brought_up_with_what_it_holds(void **state)
{
    const char *rows[] = {
        "", /* version 0: an empty file */
        "INSERT INTO session (name, python, state, seq, memory_limit, created_at, settings)"
        " VALUES ('old', '3.11', 'live', 5, 100, 1, '{}');"
        "INSERT INTO session_label VALUES (1, 'k', 'v')",
        "INSERT INTO string (text) VALUES ('a.py'); INSERT INTO frame (file, line) VALUES (1, 7);"
        "INSERT INTO traceback (parent, frame) VALUES (0, 1);"
        "INSERT INTO snapshot VALUES (1, 1, 1, 'first', 'heap', 2, 3, 64, 2, 64, 1, 0);"
        "UPDATE session SET snapshots = 1; INSERT INTO site VALUES (1, 1, 0, 1, 64, 2);"
        "UPDATE tally SET sites = 1",
    };
    for (int version = 0; version < schema_latest(); version++) {
        char path[200];
        struct database database;
        struct store_sessions sessions;
        struct snapshot *value;
        file_path(*state, path, sizeof path);
        remove(path);
        assert_ok(database_open(&database, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL));
        assert_ok(schema_migrate(&database, 0, version));
        for (int i = 0; i <= version && i < (int)(sizeof rows / sizeof rows[0]); i++) {
            assert_ok(database_script(&database, rows[i]));
        }
        database_close(&database);

        struct store *store = open_store(*state);
        assert_int_equal(ask_file(*state, "PRAGMA user_version"), schema_latest());
        assert_ok(store_session_list(store, NULL, &(struct store_page){0}, &sessions));
        assert_int_equal(sessions.count, version >= 1);
        if (version >= 1) {
            assert_string_equal(sessions.items[0].labels[0].value, "v");
            assert_int_equal(sessions.items[0].state, STORE_SESSION_ENDED);
        }
        store_sessions_free(&sessions);
        if (version >= 2) { /* rows alone are no value */
            assert_int_equal(store_snapshot_load(store, 1, 1, &value), STORE_CORRUPT);
            assert_ok(store_snapshot_delete(store, 1, 1));
        }
        create(store, "new");
        assert_int_equal(ask_file(*state, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
        store_close(store);
    }
}

/* ---- kill -9 ------------------------------------------------------------------------------------- */

/* Writes and tells of each write when it is acknowledged, until it is killed. */
static void write_forever(const char *directory, int told)
{
    struct store *store = open_store(directory);
    for (uint32_t i = 1;; i++) {
        char name[24];
        snprintf(name, sizeof name, "s%u", i);
        int64_t session = create(store, name);
        struct snapshot *value = make_snapshot(i % 50 * 200, i);
        add_snapshot(store, session, value);
        snapshot_release(value);
        struct store_memory sample = {.used = i};
        struct store_collection collection = {.cause = "automatic", .collected = i};
        if (store_memory_append(store, session, &sample, 1) != STORE_OK ||
            store_collections_append(store, session, &collection, 1) != STORE_OK ||
            store_flush(store) != STORE_OK || write(told, &i, sizeof i) != sizeof i) {
            _exit(1);
        }
    }
}

static void assert_all_there(struct store *store, uint32_t i)
{
    char name[24];
    struct store_sessions sessions;
    struct store_memories memories;
    struct store_collections collections;
    struct snapshot *value, *expected = make_snapshot(i % 50 * 200, i);
    snprintf(name, sizeof name, "s%u", i);
    assert_ok(store_session_find(store, name, &sessions));
    int64_t session = sessions.items[0].id;
    assert_int_equal(sessions.items[0].state, STORE_SESSION_ENDED);
    store_sessions_free(&sessions);
    assert_ok(store_snapshot_load(store, session, 1, &value));
    assert_same_snapshot(value, expected);
    snapshot_release(value);
    snapshot_release(expected);
    assert_ok(store_memory_list(store, session, &(struct store_page){0}, &memories));
    assert_int_equal(memories.items[0].used, i);
    store_memories_free(&memories);
    assert_ok(store_collection_list(store, session, &(struct store_page){0}, &collections));
    assert_int_equal(collections.items[0].collected, i);
    store_collections_free(&collections);
}

static void a_killed_writer_loses_nothing_that_it_acknowledged(void **state)
{
    int ends[2], wait_status;
    uint32_t last = 0, one;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        write_forever(*state, ends[1]);
    }
    close(ends[1]);
    while (last < 40 && read(ends[0], &one, sizeof one) == sizeof one) {
        last = one;
    }
    kill(child, SIGKILL);
    while (read(ends[0], &one, sizeof one) == sizeof one) {
        last = one; /* acknowledged before the end */
    }
    close(ends[0]);
    assert_int_equal(waitpid(child, &wait_status, 0), child);
    assert_true(last >= 40);

    struct store *store = open_store(*state);
    for (uint32_t i = 1; i <= last; i++) {
        assert_all_there(store, i);
    }
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    const char *halves = "SELECT count(*) FROM snapshot_part WHERE snapshot NOT IN (SELECT id FROM snapshot)";
    for (int i = 0; i < 12000 && ask_file(*state, halves) != 0; i++) {
        usleep(10000); /* what it was writing goes */
    }
    assert_int_equal(ask_file(*state, halves), 0);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        store_test(a_second_daemon_is_refused_until_the_first_is_gone),
        store_test(a_directory_that_is_not_there_is_made),
        store_test(the_file_is_its_owners_alone),
        store_test(what_is_no_database_is_refused_and_left_alone),
        store_test(another_programs_database_is_refused),
        store_test(a_newer_schema_is_refused),
        store_test(a_damaged_file_is_refused),
        store_test(a_file_cut_short_is_refused),
        store_test(every_earlier_schema_is_brought_up_with_what_it_holds),
        store_test(a_killed_writer_loses_nothing_that_it_acknowledged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
