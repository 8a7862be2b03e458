/* Deadlines and their watcher. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/session/deadline.h"
#include <semaphore.h>
#include <unistd.h>

static void a_deadline_passes_by_itself(void **state)
{
    (void)state;
    struct deadline deadline;
    deadline_start(&deadline, 600000);
    assert_false(deadline_passed(&deadline));
    deadline_start(&deadline, 20);
    usleep(25000);
    assert_true(deadline_passed(&deadline));
}

static void zero_is_never(void **state)
{
    (void)state;
    struct deadline deadline;
    deadline_start(&deadline, 0);
    assert_int_equal(deadline.at_ns, DEADLINE_NEVER);
    assert_false(deadline_passed(&deadline));
    deadline_start(&deadline, UINT64_MAX);
    assert_false(deadline_passed(&deadline));
    assert_false(deadline_passed(NULL));
}

static void a_cancelled_deadline_has_passed(void **state)
{
    (void)state;
    struct deadline deadline;
    deadline_start(&deadline, 0);
    deadline_cancel(&deadline);
    assert_true(deadline_passed(&deadline));
}

static void post(void *context)
{
    sem_post(context);
}

static void the_watcher_stops_what_is_overdue(void **state)
{
    (void)state;
    sem_t stopped;
    sem_init(&stopped, 0, 0);
    struct watcher *watcher = watcher_start(1);
    struct deadline soon, later;
    atomic_bool ended = false;
    deadline_start(&soon, 5);
    deadline_start(&later, 60000);
    struct watch by_time = {.deadline = &soon, .stop = post, .context = &stopped};
    struct watch by_end = {.deadline = &later, .ended = &ended, .stop = post, .context = &stopped};
    struct watch by_cancel = {.deadline = &later, .stop = post, .context = &stopped};
    struct watch not_at_all = {.deadline = NULL, .stop = post, .context = &stopped};
    watcher_arm(watcher, &by_time);
    watcher_arm(watcher, &by_end);
    watcher_arm(watcher, &not_at_all);
    sem_wait(&stopped);
    watcher_disarm(watcher, &by_time);
    assert_true(by_time.stopped);

    atomic_store(&ended, true);
    sem_wait(&stopped);
    watcher_disarm(watcher, &by_end);
    assert_true(by_end.stopped);

    watcher_arm(watcher, &by_cancel);
    deadline_cancel(&later);
    sem_wait(&stopped);
    watcher_disarm(watcher, &by_cancel);
    watcher_disarm(watcher, &not_at_all);
    assert_true(by_cancel.stopped);
    assert_false(not_at_all.stopped);
    int left;
    sem_getvalue(&stopped, &left);
    assert_int_equal(left, 0); /* each was told once */
    watcher_stop(watcher);
    sem_destroy(&stopped);
}

static void a_watch_can_be_armed_again(void **state)
{
    (void)state;
    sem_t stopped;
    sem_init(&stopped, 0, 0);
    struct watcher *watcher = watcher_start(1);
    struct deadline deadline;
    struct watch watch = {.deadline = &deadline, .stop = post, .context = &stopped};
    for (int i = 0; i < 3; i++) {
        deadline_start(&deadline, 1);
        watcher_arm(watcher, &watch);
        sem_wait(&stopped);
        watcher_disarm(watcher, &watch);
    }
    deadline_start(&deadline, 60000);
    watcher_arm(watcher, &watch);
    watcher_disarm(watcher, &watch);
    assert_false(watch.stopped);
    watcher_stop(watcher);
    sem_destroy(&stopped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deadline_passes_by_itself),
        cmocka_unit_test(zero_is_never),
        cmocka_unit_test(a_cancelled_deadline_has_passed),
        cmocka_unit_test(the_watcher_stops_what_is_overdue),
        cmocka_unit_test(a_watch_can_be_armed_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
