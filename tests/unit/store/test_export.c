/* A session as a file: it is a store, and has what the session had and nothing else; values of snapshots are
 * there as a store has them and as rows. */
#include "../failing_malloc.h"
#include "support.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Copies an exported file to where a store looks for it. */
static void put_file(int file, const char *directory)
{
    char path[200], buffer[65536];
    ssize_t length;
    off_t at = 0;
    snprintf(path, sizeof path, "%s/heapd.sqlite", directory);
    int to = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(to >= 0);
    while ((length = pread(file, buffer, sizeof buffer, at)) > 0) {
        assert_int_equal(write(to, buffer, (size_t)length), length);
        at += length;
    }
    assert_int_equal(length, 0);
    close(to);
    close(file);
}

static int64_t export_to(struct store *store, int64_t session, const char *directory)
{
    int file = -1;
    struct stat about;
    assert_ok(store_export(store, session, NULL, &file));
    assert_int_equal(fstat(file, &about), 0);
    assert_int_equal(about.st_nlink, 0); /* it has no name any more */
    put_file(file, directory);
    return about.st_size;
}

static size_t exports_in(const char *directory)
{
    DIR *entries = opendir(directory);
    const struct dirent *entry;
    size_t count = 0;
    assert_non_null(entries);
    while ((entry = readdir(entries)) != NULL) {
        count += strncmp(entry->d_name, ".heapd-export-", 14) == 0;
    }
    closedir(entries);
    return count;
}

static void assert_holds(struct store *store, int64_t session, int64_t number, const struct snapshot *value)
{
    struct snapshot *loaded = NULL;
    assert_ok(store_snapshot_load(store, session, number, &loaded));
    assert_same_snapshot(loaded, value);
    snapshot_release(loaded);
}

static void a_file_is_a_store_and_so_is_its_own_export(void **state)
{
    void *second = NULL, *third = NULL;
    assert_int_equal(make_directory(&second), 0);
    assert_int_equal(make_directory(&third), 0);
    struct store *store = open_store(*state);
    int64_t other = create(store, "other"), session = create(store, "s1");
    struct snapshot *few = make_snapshot(20, 3), *many = make_snapshot(500, 7);
    struct store_collection collection = {.cause = "automatic", .collected = 3};
    add_snapshot(store, other, many);
    add_snapshot(store, session, few);
    add_snapshot(store, session, many);
    add_snapshot(store, other, few);
    assert_ok(store_collections_append(store, session, &collection, 1));
    assert_ok(store_flush(store));
    export_to(store, session, second);
    store_close(store);
    assert_int_equal(ask_file(second, "SELECT count(*) FROM session"), 1);
    assert_int_equal(ask_file(second, "SELECT count(*) FROM snapshot"), 2);
    assert_int_equal(ask_file(second, "SELECT count(DISTINCT snapshot) FROM snapshot_part"), 2);
    assert_int_equal(ask_file(second, "SELECT count(*) FROM site"),
                     few->traceback_count + many->traceback_count);
    assert_int_equal(ask_file(second, "SELECT sum(size) FROM site"), (int64_t)(few->size + many->size));
    assert_int_equal(ask_file(second, "SELECT count(*) FROM traceback AS t WHERE id < parent"), 0);
    assert_int_equal(ask_file(second, "SELECT count(*) FROM pragma_foreign_key_check()"), 0);

    store = open_store(second);
    assert_holds(store, session, 1, few);
    assert_holds(store, session, 2, many);
    export_to(store, session, third);
    assert_int_equal(add_snapshot(store, session, few), 3); /* it can go on */
    assert_holds(store, session, 3, few);
    assert_ok(store_snapshot_delete(store, session, 1)); /* with its rows */
    wait_until_none(second, "SELECT count(*) FROM unseen");
    assert_int_equal(ask_file(second, "SELECT count(*) FROM site"), many->traceback_count);
    assert_int_equal(ask_file(second, "SELECT count(DISTINCT snapshot) FROM snapshot_part"), 2);
    store_close(store);
    assert_int_equal(ask_file(third, "SELECT sum(size) FROM site"), (int64_t)(few->size + many->size));

    store = open_store(third);
    assert_holds(store, session, 1, few);
    assert_holds(store, session, 2, many);
    store_close(store);
    snapshot_release(few);
    snapshot_release(many);
    remove_directory(&second);
    remove_directory(&third);
}

static int never(void *context)
{
    (void)context;
    return 1;
}

static void what_is_not_there_or_takes_too_long_leaves_nothing(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    struct snapshot *value = make_snapshot(2000, 1);
    const struct store_patience none = {never, NULL};
    int file = -1;
    add_snapshot(store, session, value);
    assert_int_equal(store_export(store, session + 1, NULL, &file), STORE_NOT_FOUND);
    assert_int_equal(store_export(store, session, &none, &file), STORE_STOPPED);
    assert_int_equal(file, -1);
    assert_int_equal(exports_in(*state), 0);
    assert_ok(store_export(store, session, NULL, &file));
    close(file);
    snapshot_release(value);
    store_close(store);
}

static void what_a_killed_daemon_left_is_removed(void **state)
{
    char path[200];
    snprintf(path, sizeof path, "%s/.heapd-export-abcdef", (char *)*state);
    close(open(path, O_WRONLY | O_CREAT, 0600));
    assert_int_equal(exports_in(*state), 1);
    store_close(open_store(*state));
    assert_int_equal(exports_in(*state), 0);
}

static void without_memory_there_is_no_file(void **state)
{
    struct store *store = open_with(&(struct store_options){.directory = *state, .cache_bytes = 1});
    int64_t session = create(store, "s1");
    struct snapshot *value = make_snapshot(50, 1);
    int file = -1;
    enum store_status status;
    add_snapshot(store, session, value);
    sweep_allocations(status = store_export(store, session, NULL, &file), status == STORE_OK,
                      status == STORE_NO_MEMORY && file == -1 && exports_in(*state) == 0);
    close(file);
    snapshot_release(value);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        store_test(a_file_is_a_store_and_so_is_its_own_export),
        store_test(what_is_not_there_or_takes_too_long_leaves_nothing),
        store_test(what_a_killed_daemon_left_is_removed),
        store_test(without_memory_there_is_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
