/* Journals: what is written comes back, up to any step; limits, disks and memory that refuse take the past
 * and nothing else. */
#include "tests/unit/session/fixture.h"

#include "daemon/session/journal.h"
#include "daemon/session/journal_file.h"
#include "daemon/session/journal_image.h"
#include "daemon/session/session_private.h"
#include "tests/unit/failing_malloc.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static char directory[] = "/tmp/heapd-journal-XXXXXX";
static const struct journal_origin origin = {.minor = 11, .memory_limit = 64 * MIB};
static unsigned failures;

static void count_failure(void *context, const char *session, const char *why)
{
    (void)context;
    assert_string_equal(session, "s");
    assert_non_null(why);
    failures++;
}

static struct journals *make(uint64_t limit, uint64_t total)
{
    struct journals *journals = journals_new(&(struct journals_config){
        .directory = directory, .limit = limit, .total = total, .failed = count_failure});
    assert_non_null(journals);
    return journals;
}

/* Names in the folder, beside . and .. */
static int files(void)
{
    int count = 0;
    DIR *folder = opendir(directory);
    assert_non_null(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count - 2;
}

/* One step: `size` bytes that say which. */
static void step(struct journal *journal, uint64_t from, uint64_t to, size_t size)
{
    char *bytes = test_malloc(size + 1);
    memset(bytes, 'a' + (int)(to % 26), size);
    const struct journal_piece pieces[] = {{bytes, size / 2}, {bytes + size / 2, size - size / 2}};
    journal_append(journal, "s", &(struct journal_entry){.from = from, .to = to, .kind = JOURNAL_KIND_FREE},
                   pieces, 2, 1000);
    test_free(bytes);
}

static void image(struct journal *journal, uint64_t seq, bool exact)
{
    struct heap *h = heap_create(&(struct heap_options){.minor = 11});
    assert_non_null(h);
    journal_image(journal, "s", h, &(struct journal_state){.seq = seq, .exact = exact, .memory_limit = MIB});
    heap_destroy(h);
}

/* What has to be done again: entries that lead from where it begins to `to`. */
static unsigned read_back(struct journal *journal, uint64_t begins, uint64_t to, size_t size)
{
    struct journal_reader reader;
    struct journal_entry entry;
    struct journal_state state;
    struct journal_origin from;
    struct heap *h;
    const char *bytes;
    unsigned count = 0;
    assert_true(journal_read_begin(&reader, journal, &h, &state, &from));
    assert_int_equal(state.seq, begins);
    uint64_t seq = begins;
    enum journal_read read;
    while ((read = journal_read_next(&reader, &entry, &bytes)) == JOURNAL_ENTRY) {
        assert_int_equal(entry.from, seq);
        assert_int_equal(entry.length, size);
        if (size && !entry.cut)
            assert_int_equal(bytes[size - 1], 'a' + (int)(entry.to % 26));
        seq = entry.to;
        count++;
    }
    assert_int_equal(read, JOURNAL_END);
    assert_int_equal(seq, to);
    journal_read_end(&reader);
    heap_destroy(h);
    return count;
}

static struct journal *copy(struct journal *journal, uint64_t seq)
{
    struct journal *out = NULL;
    assert_int_equal(journal_copy(journal, seq, &out), JOURNAL_FOUND);
    return out;
}

static void check_copy(struct journal *journal, uint64_t seq, uint64_t begins, size_t size, unsigned entries)
{
    struct journal *out = copy(journal, seq);
    assert_int_equal(read_back(out, begins, seq, size), entries);
    journal_free(out);
}

static void what_is_written_comes_back_up_to_any_step(void **context)
{
    (void)context;
    static const size_t sizes[] = {0, 1, 1000, JOURNAL_BLOCK - 100, JOURNAL_BLOCK, 3 * JOURNAL_BLOCK + 7};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct journals *journals = make(64 * MIB, 256 * MIB);
        struct journal *journal = journal_new(journals, &origin);
        for (uint64_t seq = 0; seq < 150; seq++)
            step(journal, seq, seq + 1, sizes[i]);
        for (uint64_t seq = 0; seq <= 150; seq += seq < 5 ? 1 : 29)
            check_copy(journal, seq, 0, sizes[i], (unsigned)seq);
        struct journal *out = NULL;
        assert_int_equal(journal_copy(journal, 151, &out), JOURNAL_GAP);
        journal_free(journal);
        assert_int_equal(journals_bytes(journals), 0);
        journals_free(journals);
    }
}

static void a_copy_goes_on_by_itself(void **context)
{
    (void)context;
    struct journals *journals = make(64 * MIB, 256 * MIB);
    struct journal *first = journal_new(journals, &origin);
    for (uint64_t seq = 0; seq < 100; seq++)
        step(first, seq, seq + 1, 2000);
    struct journal *second = copy(first, 50), *third = copy(second, 20);
    for (uint64_t seq = 50; seq < 90; seq++)
        step(second, seq, seq + 1, 2000);
    journal_free(first);
    assert_int_equal(read_back(second, 0, 90, 2000), 90);
    assert_int_equal(read_back(third, 0, 20, 2000), 20);
    check_copy(second, 60, 0, 2000, 60);
    journal_free(third);
    journal_free(second);
    assert_int_equal(journals_bytes(journals), 0);
    journals_free(journals);
}

/* A batch of ten steps is one entry: cut in its middle, it ends there. */
static void an_entry_of_many_steps_is_cut(void **context)
{
    (void)context;
    struct journals *journals = make(64 * MIB, 256 * MIB);
    struct journal *journal = journal_new(journals, &origin);
    step(journal, 0, 10, 30);
    step(journal, 10, 20, 30);
    check_copy(journal, 13, 0, 30, 2);
    check_copy(journal, 10, 0, 30, 1);
    check_copy(journal, 3, 0, 30, 1);
    journal_free(journal);
    journals_free(journals);
}

static void doing_again_begins_at_the_last_image(void **context)
{
    (void)context;
    struct journals *journals = make(64 * MIB, 256 * MIB);
    struct journal *journal = journal_new(journals, &origin);
    step(journal, 0, 1, 10);
    step(journal, 1, 2, 10);
    step(journal, 2, 2, 10); /* what was no step */
    image(journal, 2, false);
    step(journal, 2, 3, 10);
    image(journal, 3, true);
    step(journal, 3, 4, 10);
    check_copy(journal, 2, 0, 10, 2); /* not of the image: that is of later */
    check_copy(journal, 3, 3, 10, 0);
    check_copy(journal, 4, 3, 10, 1);
    check_copy(journal, 0, 0, 10, 0);
    journal_free(journal);
    journals_free(journals);
}

static void what_is_missing_is_a_gap(void **context)
{
    (void)context;
    struct journal_view view;
    struct journal *out = NULL;
    struct journals *journals = make(64 * MIB, 256 * MIB);
    struct journal *journal = journal_new(journals, &origin);
    step(journal, 0, 5, 10);
    journal_break(journal);
    assert_true(journal_wants_image(journal));
    step(journal, 5, 6, 10); /* is not taken */
    journal_look(journal, &view);
    assert_int_equal(view.mode, JOURNAL_WAITS);
    image(journal, 7, true);
    step(journal, 7, 8, 10);
    journal_look(journal, &view);
    assert_int_equal(view.mode, JOURNAL_ON);
    assert_int_equal(view.from, 7);
    assert_int_equal(journal_copy(journal, 6, &out), JOURNAL_GAP);
    check_copy(journal, 4, 0, 10, 1);
    check_copy(journal, 7, 7, 10, 0);
    check_copy(journal, 8, 7, 10, 1);
    journal_free(journal);
    journals_free(journals);
}

static void what_is_too_large_is_passed_over(void **context)
{
    (void)context;
    struct journal_view view;
    struct journal *out = NULL;
    struct journals *journals = make(MIB, 256 * MIB);
    struct journal *journal = journal_new(journals, &origin);
    step(journal, 0, 1, 10);
    step(journal, 1, 2, 2 * MIB);
    journal_look(journal, &view);
    assert_int_equal(view.mode, JOURNAL_WAITS);
    assert_true(journal_wants_image(journal));
    image(journal, 2, true);
    step(journal, 2, 3, 10);
    check_copy(journal, 1, 0, 10, 1);
    check_copy(journal, 2, 2, 10, 0);
    check_copy(journal, 3, 2, 10, 1);
    assert_int_equal(journal_copy(journal, 4, &out), JOURNAL_GAP);
    journal_free(journal);
    journals_free(journals);
}

static void the_oldest_goes_at_the_limit(void **context)
{
    (void)context;
    struct journal_view view;
    struct journal *out = NULL;
    struct journals *journals = make(4 * MIB, 256 * MIB);
    struct journal *journal = journal_new(journals, &origin);
    for (uint64_t seq = 0; seq < 1000; seq++) {
        step(journal, seq, seq + 1, 20000);
        if (journal_wants_image(journal))
            image(journal, seq + 1, true);
        journal_look(journal, &view);
        assert_true(view.bytes <= 4 * MIB);
    }
    assert_int_equal(view.mode, JOURNAL_ON);
    assert_in_range(view.from, 1, 999);
    assert_int_equal(journal_copy(journal, view.from - 1, &out), JOURNAL_GONE);
    for (uint64_t seq = view.from; seq <= 1000; seq += 10) {
        out = copy(journal, seq);
        journal_free(out);
    }
    assert_true(journals_bytes(journals) <= 5 * MIB);
    journal_free(journal);
    assert_int_equal(journals_bytes(journals), 0);
    journals_free(journals);
}

/* One journal finds no room beside others: it has no past for a while, and nobody is told of a failure. */
static void all_together_have_a_limit(void **context)
{
    (void)context;
    struct journal_view view;
    struct journals *journals = make(64 * MIB, MIB);
    struct journal *first = journal_new(journals, &origin), *second = journal_new(journals, &origin);
    failures = 0;
    for (uint64_t seq = 0; seq < 12; seq++)
        step(first, seq, seq + 1, JOURNAL_BLOCK);
    for (uint64_t seq = 0; seq < 12; seq++)
        step(second, seq, seq + 1, JOURNAL_BLOCK);
    journal_look(second, &view);
    assert_int_equal(view.mode, JOURNAL_WAITS);
    assert_int_equal(failures, 0);
    journal_free(first);
    image(second, 13, true);
    journal_look(second, &view);
    assert_int_equal(view.mode, JOURNAL_ON);
    check_copy(second, 13, 13, 0, 0);
    journal_free(second);
    journals_free(journals);
}

static void no_file_is_left_or_seen(void **context)
{
    (void)context;
    struct journals *journals = make(64 * MIB, 256 * MIB);
    struct journal *journal = journal_new(journals, &origin);
    step(journal, 0, 1, 10);
    assert_int_equal(journals_bytes(journals), 0); /* not worth a file */
    step(journal, 1, 2, JOURNAL_BLOCK * 4);
    assert_true(journals_bytes(journals) > 0);
    assert_int_equal(files(), 0);
    journal_free(journal);
    journals_free(journals);
}

static void a_disk_that_refuses_ends_the_journal(void **context)
{
    (void)context;
    struct journal_view view;
    struct journal *out = NULL;
    struct rlimit before, little = {.rlim_cur = 5 * JOURNAL_BLOCK};
    struct journals *journals = make(64 * MIB, 256 * MIB);
    struct journal *journal = journal_new(journals, &origin);
    failures = 0;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    little.rlim_max = before.rlim_max;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    for (uint64_t seq = 0; seq < 100; seq++)
        step(journal, seq, seq + 1, 20000);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, handler);
    journal_look(journal, &view);
    assert_int_equal(view.mode, JOURNAL_FAILED);
    assert_int_equal(view.bytes, 0);
    assert_int_equal(failures, 1);
    assert_false(journal_wants_image(journal));
    assert_int_equal(journal_copy(journal, 1, &out), JOURNAL_GONE);
    journal_free(journal);
    journals_free(journals);
}

static void a_folder_that_is_gone_ends_the_journal(void **context)
{
    (void)context;
    struct journal_view view;
    struct journals *journals = journals_new(&(struct journals_config){
        .directory = "/nowhere/at/all", .limit = MIB, .total = MIB, .failed = count_failure});
    struct journal *journal = journal_new(journals, &origin);
    failures = 0;
    for (uint64_t seq = 0; seq < 100; seq++)
        step(journal, seq, seq + 1, 2000);
    journal_look(journal, &view);
    assert_int_equal(view.mode, JOURNAL_FAILED);
    assert_int_equal(failures, 1);
    journal_free(journal);
    journals_free(journals);
}

/* The n-th allocation fails: the journal is whole, or it is none. */
static void memory_that_refuses_ends_the_journal_at_worst(void **context)
{
    (void)context;
    unsigned whole = 0;
    for (long n = 1; n < 60 && whole < 3; n++) {
        struct journals *journals = make(64 * MIB, 256 * MIB);
        struct journal *journal = journal_new(journals, &origin), *out = NULL;
        struct journal_view view;
        assert_non_null(journal);
        allocations_left = n;
        for (uint64_t seq = 0; seq < 10; seq++)
            step(journal, seq, seq + 1, seq == 5 ? JOURNAL_BLOCK : 9000);
        enum journal_found found = journal_copy(journal, 7, &out);
        bool failed = allocations_left == 0;
        allocations_left = -1;
        journal_look(journal, &view);
        if (found == JOURNAL_FOUND) {
            journal_free(out);
            whole += !failed;
        } else {
            assert_true(failed);
        }
        if (view.mode == JOURNAL_ON)
            journal_free(copy(journal, 8));
        journal_free(journal);
        assert_int_equal(journals_bytes(journals), 0);
        journals_free(journals);
    }
    assert_int_equal(whole, 3);
}

static bool take_page(void *context, uint64_t offset, const void *page)
{
    uint64_t *sum = context;
    const uint64_t *words = page;
    for (size_t i = 0; i < REGION_PAGE / sizeof *words; i++)
        *sum = (*sum ^ words[i]) * 0x100000001b3ull + offset;
    return true;
}

static void an_image_makes_the_same_heap(void **context)
{
    (void)context;
    uint64_t before = 0, after = 0;
    size_t length = 0;
    struct heap *h = heap_create(&(struct heap_options){.minor = 14});
    assert_int_equal(trace_start(h, 3), HEAP_OK);
    addr list = list_new(h, 0);
    for (int i = 0; i < 5000; i++) {
        addr item = int_new(h, i * 1000);
        assert_int_equal(list_append(h, list, item), HEAP_OK);
        decref(h, item);
    }
    assert_int_equal(name_bind(h, FRAME_TOP, "l", 1, list), HEAP_OK);
    decref(h, list);
    char *bytes = journal_pack(h, 16 * MIB, &length);
    assert_non_null(bytes);
    struct heap *second = journal_unpack(bytes, length);
    assert_non_null(second);
    assert_int_equal(heap_verify(second, NULL, NULL), 0);
    assert_int_equal(heap_digest(second), heap_digest(h));
    struct heap *copied = heap_copy(h); /* what differs in it is what is the host's */
    assert_true(heap_image(copied, take_page, &before) && heap_image(second, take_page, &after));
    assert_int_equal(before, after);
    assert_null(journal_unpack(bytes, length / 2));
    assert_null(journal_unpack("no image", 8));
    assert_null(journal_pack(h, 1000, &length));
    free(bytes);
    heap_destroy(copied);
    heap_destroy(second);
    heap_destroy(h);
}

static void turns_that_nobody_told_of_break_the_journal(void **context)
{
    (void)context;
    struct fixture fixture;
    struct session_past past;
    struct registry_config config = standard_config();
    struct journals *journals = make(MIB, 16 * MIB);
    config.journals = journals;
    start(&fixture, config);
    struct session *session = create(&fixture, "s");
    session_past(session, &past);
    assert_int_equal(past.state, PAST_ON);
    assert_int_equal(session_enter(session, NULL), SESSION_OK);
    session_leave(session); /* nothing was done */
    assert_int_equal(session_enter(session, NULL), SESSION_OK);
    addr o = int_new(session_heap(session), 1 << 20);
    assert_int_equal(name_bind(session_heap(session), FRAME_TOP, "n", 1, o), HEAP_OK);
    decref(session_heap(session), o);
    session_step(session);
    session_leave(session);
    session_past(session, &past); /* an image has been made: it goes on from there */
    assert_int_equal(past.state, PAST_ON);
    assert_int_equal(past.from, 1);
    session_release(session);
    stop(&fixture);
    journals_free(journals);
}

/* A batch has a step for each operation, and is recorded when it ends: its steps are not there before. */
static void steps_of_the_first_turn_are_a_gap_until_it_ends(void **context)
{
    (void)context;
    struct fixture fixture;
    struct journal *out = NULL;
    const struct journal_piece piece = {"x", 1};
    struct registry_config config = standard_config();
    struct journals *journals = make(MIB, 16 * MIB);
    config.journals = journals;
    start(&fixture, config);
    struct session *session = create(&fixture, "s");
    assert_int_equal(session_enter(session, NULL), SESSION_OK);
    session_step(session);
    session_step(session);
    assert_int_equal(session_copy_journal(session, 1, &out), JOURNAL_GAP);
    assert_int_equal(session_copy_journal(session, 0, &out), JOURNAL_FOUND);
    assert_int_equal(read_back(out, 0, 0, 0), 0);
    journal_free(out);
    session_tell(session, &(struct session_doing){.kind = JOURNAL_KIND_FREE, .pieces = &piece, .count = 1});
    session_leave(session);
    assert_int_equal(session_copy_journal(session, 1, &out), JOURNAL_FOUND);
    assert_int_equal(read_back(out, 0, 1, 1), 1);
    journal_free(out);
    session_release(session);
    stop(&fixture);
    journals_free(journals);
}

/* ---- many threads -------------------------------------------------------------------------------- */

struct reading {
    struct journal *journal;
    struct session *session;
    atomic_bool stop;
    atomic_uint copies;
};

/* What is found may be gone or a gap by then; what is there leads to its step. */
static void *copy_and_read(void *context)
{
    struct reading *reading = context;
    unsigned seed = 7;
    while (!atomic_load(&reading->stop)) {
        struct journal *out = NULL;
        struct journal_view view;
        journal_look(reading->journal, &view);
        seed = seed * 1103515245 + 12345;
        uint64_t seq = view.from + seed % 64;
        if (journal_copy(reading->journal, seq, &out) != JOURNAL_FOUND)
            continue;
        struct journal_reader reader;
        struct journal_entry entry = {.to = seq};
        struct journal_state state;
        struct journal_origin from;
        struct heap *h;
        const char *bytes;
        if (journal_read_begin(&reader, out, &h, &state, &from)) {
            entry.to = state.seq;
            while (journal_read_next(&reader, &entry, &bytes) == JOURNAL_ENTRY)
                ;
            if (entry.to != seq)
                abort();
            heap_destroy(h);
        }
        journal_read_end(&reader);
        journal_free(out);
        atomic_fetch_add(&reading->copies, 1);
    }
    return NULL;
}

static void others_copy_while_one_writes(void **context)
{
    (void)context;
    struct journals *journals = make(MIB, 16 * MIB);
    struct reading reading = {.journal = journal_new(journals, &origin)};
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, copy_and_read, &reading), 0);
    for (uint64_t seq = 0; seq < 3000 || atomic_load(&reading.copies) < 20; seq++) {
        step(reading.journal, seq, seq + 1, seq % 50 ? 700 : 100000);
        if (journal_wants_image(reading.journal))
            image(reading.journal, seq + 1, true);
    }
    atomic_store(&reading.stop, true);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    journal_free(reading.journal);
    assert_int_equal(journals_bytes(journals), 0);
    journals_free(journals);
}

static void *fork_and_drop(void *context)
{
    struct reading *reading = context;
    while (!atomic_load(&reading->stop)) {
        struct session_past past;
        session_past(reading->session, &past);
        struct journal_reader reader;
        struct session *second;
        enum session_status refused;
        struct registry *registry = reading->session->registry;
        if (registry_fork_past(registry, reading->session, &(struct session_spec){0}, past.from, &reader,
                               &second, &refused) != PAST_OK)
            continue;
        registry_give_up(registry, second, &reader);
        atomic_fetch_add(&reading->copies, 1);
    }
    return NULL;
}

/* The session is changed, by turns that nobody tells of, while others begin to make it again. */
static void sessions_are_forked_while_they_change(void **context)
{
    (void)context;
    struct fixture fixture;
    struct registry_config config = standard_config();
    struct journals *journals = make(MIB, 16 * MIB);
    config.journals = journals;
    start(&fixture, config);
    struct reading reading = {.session = create(&fixture, "s")};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, fork_and_drop, &reading), 0);
    for (int i = 0; i < 200 || atomic_load(&reading.copies) < 20; i++) {
        const struct journal_piece piece = {"x", 1};
        assert_int_equal(session_enter(reading.session, NULL), SESSION_OK);
        if (i >= 200) /* in a row, each change can come before whoever has just asked what there is; and who
                       * does nothing has no time for images (journal_wants_image) */
            usleep((useconds_t)(i - 199) * 500);
        session_step(reading.session);
        if (i % 3)
            session_tell(reading.session,
                         &(struct session_doing){.kind = JOURNAL_KIND_FREE, .pieces = &piece, .count = 1});
        session_leave(reading.session);
    }
    atomic_store(&reading.stop, true);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    session_release(reading.session);
    stop(&fixture);
    journals_free(journals);
}

static int set_up(void **context)
{
    (void)context;
    return mkdtemp(directory) ? 0 : -1;
}

static int tear_down(void **context)
{
    (void)context;
    return rmdir(directory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_comes_back_up_to_any_step),
        cmocka_unit_test(a_copy_goes_on_by_itself),
        cmocka_unit_test(an_entry_of_many_steps_is_cut),
        cmocka_unit_test(doing_again_begins_at_the_last_image),
        cmocka_unit_test(what_is_missing_is_a_gap),
        cmocka_unit_test(what_is_too_large_is_passed_over),
        cmocka_unit_test(the_oldest_goes_at_the_limit),
        cmocka_unit_test(all_together_have_a_limit),
        cmocka_unit_test(no_file_is_left_or_seen),
        cmocka_unit_test(a_disk_that_refuses_ends_the_journal),
        cmocka_unit_test(a_folder_that_is_gone_ends_the_journal),
        cmocka_unit_test(memory_that_refuses_ends_the_journal_at_worst),
        cmocka_unit_test(an_image_makes_the_same_heap),
        cmocka_unit_test(turns_that_nobody_told_of_break_the_journal),
        cmocka_unit_test(steps_of_the_first_turn_are_a_gap_until_it_ends),
        cmocka_unit_test(others_copy_while_one_writes),
        cmocka_unit_test(sessions_are_forked_while_they_change),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
