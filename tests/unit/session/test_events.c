/* Event streams: order, bounds, slow and late readers, waking. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/session/events.h"
#include <pthread.h>
#include <semaphore.h>

static void count_wake(void *context)
{
    ++*(int *)context;
}

static uint64_t publish(struct event_stream *stream, const char *text)
{
    return event_publish(stream, "note", text, strlen(text));
}

static void expect_event(struct event_subscriber *subscriber, uint64_t id, const char *text)
{
    const struct event *event = NULL;
    uint64_t missed = 0;
    assert_int_equal(event_next(subscriber, &event, &missed), EVENTS_READY);
    assert_int_equal(event->id, id);
    assert_string_equal(event->type, "note");
    assert_int_equal(event->length, strlen(text));
    assert_string_equal(event->bytes, text);
    event_release(event);
}

static void expect_lag(struct event_subscriber *subscriber, uint64_t expected)
{
    const struct event *event = NULL;
    uint64_t missed = 0;
    assert_int_equal(event_next(subscriber, &event, &missed), EVENTS_LAGGED);
    assert_int_equal(missed, expected);
}

static void expect_nothing(struct event_subscriber *subscriber, enum events_next how)
{
    const struct event *event = NULL;
    uint64_t missed = 0;
    assert_int_equal(event_next(subscriber, &event, &missed), how);
    assert_null(event);
}

static void events_come_in_order_and_once(void **state)
{
    (void)state;
    int wakes = 0;
    struct event_stream *stream = event_stream_new(8, 1000, 0);
    struct event_subscriber *subscriber = event_subscribe(stream, EVENTS_FROM_NOW, count_wake, &wakes);
    assert_int_equal(publish(stream, "one"), 1);
    assert_int_equal(publish(stream, ""), 2);
    expect_event(subscriber, 1, "one");
    expect_event(subscriber, 2, "");
    expect_nothing(subscriber, EVENTS_NONE);
    event_unsubscribe(subscriber);
    event_stream_release(stream);
}

static void a_waiting_reader_is_woken_once(void **state)
{
    (void)state;
    int wakes = 0;
    struct event_stream *stream = event_stream_new(8, 1000, 0);
    struct event_subscriber *subscriber = event_subscribe(stream, EVENTS_FROM_NOW, count_wake, &wakes);
    publish(stream, "not waiting yet");
    assert_int_equal(wakes, 0);
    expect_event(subscriber, 1, "not waiting yet");
    expect_nothing(subscriber, EVENTS_NONE);
    publish(stream, "a");
    publish(stream, "b");
    assert_int_equal(wakes, 1);
    event_unsubscribe(subscriber);
    publish(stream, "c");
    assert_int_equal(wakes, 1);
    event_stream_release(stream);
}

static void a_slow_reader_learns_what_it_missed(void **state)
{
    (void)state;
    int wakes = 0;
    struct event_stream *stream = event_stream_new(3, 1000, 0);
    struct event_subscriber *subscriber = event_subscribe(stream, EVENTS_FROM_NOW, count_wake, &wakes);
    for (int i = 1; i <= 10; i++) {
        char text[16];
        snprintf(text, sizeof text, "e%d", i);
        publish(stream, text);
    }
    expect_lag(subscriber, 7);
    expect_event(subscriber, 8, "e8");
    expect_event(subscriber, 9, "e9");
    expect_event(subscriber, 10, "e10");
    expect_nothing(subscriber, EVENTS_NONE);
    event_unsubscribe(subscriber);
    event_stream_release(stream);
}

static void bytes_are_bounded_too(void **state)
{
    (void)state;
    int wakes = 0;
    struct event_stream *stream = event_stream_new(100, 10, 0);
    struct event_subscriber *subscriber = event_subscribe(stream, EVENTS_FROM_NOW, count_wake, &wakes);
    publish(stream, "12345");
    publish(stream, "67890");
    publish(stream, "abc"); /* pushes the first one out */
    expect_lag(subscriber, 1);
    expect_event(subscriber, 2, "67890");
    expect_event(subscriber, 3, "abc");
    assert_int_equal(publish(stream, "much too long"), 0);
    publish(stream, "after");
    expect_lag(subscriber, 1);
    expect_event(subscriber, 5, "after");
    event_unsubscribe(subscriber);
    event_stream_release(stream);
}

static void a_reader_continues_where_it_was(void **state)
{
    (void)state;
    int wakes = 0;
    struct event_stream *stream = event_stream_new(4, 1000, 0);
    for (int i = 0; i < 6; i++)
        publish(stream, "x");
    struct event_subscriber *from_start = event_subscribe(stream, 0, count_wake, &wakes);
    struct event_subscriber *from_four = event_subscribe(stream, 4, count_wake, &wakes);
    struct event_subscriber *from_lost = event_subscribe(stream, 1, count_wake, &wakes);
    struct event_subscriber *from_future = event_subscribe(stream, 77, count_wake, &wakes);
    expect_event(from_start, 3, "x");
    expect_event(from_four, 5, "x");
    expect_lag(from_lost, 1); /* number 2 */
    expect_event(from_lost, 3, "x");
    expect_nothing(from_future, EVENTS_NONE);
    event_unsubscribe(from_start);
    event_unsubscribe(from_four);
    event_unsubscribe(from_lost);
    event_unsubscribe(from_future);
    event_stream_release(stream);
}

static void what_is_left_is_read_after_the_close(void **state)
{
    (void)state;
    int wakes = 0;
    struct event_stream *stream = event_stream_new(4, 1000, 0);
    struct event_subscriber *subscriber = event_subscribe(stream, 0, count_wake, &wakes);
    struct event_subscriber *waiting = event_subscribe(stream, EVENTS_FROM_NOW, count_wake, &wakes);
    publish(stream, "last");
    expect_event(waiting, 1, "last");
    expect_nothing(waiting, EVENTS_NONE);
    event_stream_close(stream);
    assert_int_equal(wakes, 1);
    assert_int_equal(publish(stream, "too late"), 0);
    event_stream_release(stream); /* the subscribers hold it */
    expect_event(subscriber, 1, "last");
    expect_nothing(subscriber, EVENTS_CLOSED);
    expect_nothing(waiting, EVENTS_CLOSED);
    event_unsubscribe(subscriber);
    event_unsubscribe(waiting);
}

static void a_stream_knows_whether_it_is_watched(void **state)
{
    (void)state;
    int wakes = 0;
    struct event_stream *stream = event_stream_new(4, 1000, 0);
    assert_false(event_stream_watched(stream));
    struct event_subscriber *subscriber = event_subscribe(stream, 0, count_wake, &wakes);
    assert_true(event_stream_watched(stream));
    event_unsubscribe(subscriber);
    assert_false(event_stream_watched(stream));
    event_stream_release(stream);
}

static void who_comes_back_soon_has_missed_nothing(void **state)
{
    (void)state;
    int wakes = 0;
    struct event_stream *stream = event_stream_new(4, 1000, 60000);
    struct event_subscriber *subscriber = event_subscribe(stream, EVENTS_FROM_NOW, count_wake, &wakes);
    publish(stream, "one");
    event_unsubscribe(subscriber);
    assert_true(event_stream_watched(stream));
    publish(stream, "two");
    subscriber = event_subscribe(stream, 1, count_wake, &wakes);
    expect_event(subscriber, 2, "two");
    expect_nothing(subscriber, EVENTS_NONE);
    event_unsubscribe(subscriber);
    event_stream_release(stream);
}

static void who_comes_back_late_learns_that_something_was_missed(void **state)
{
    (void)state;
    int wakes = 0;
    struct event_stream *stream = event_stream_new(4, 1000, 0);
    struct event_subscriber *subscriber = event_subscribe(stream, EVENTS_FROM_NOW, count_wake, &wakes);
    for (int i = 0; i < 4; i++)
        publish(stream, "seen");
    event_unsubscribe(subscriber);
    subscriber = event_subscribe(stream, 4, count_wake, &wakes); /* nothing was left out in between */
    expect_nothing(subscriber, EVENTS_NONE);
    event_unsubscribe(subscriber);
    assert_false(event_stream_watched(stream)); /* whoever asked has not published */
    assert_int_equal(publish(stream, "more"), 6);
    subscriber = event_subscribe(stream, 4, count_wake, &wakes);
    expect_lag(subscriber, 1);
    expect_event(subscriber, 6, "more");
    event_unsubscribe(subscriber);
    assert_false(event_stream_watched(stream));
    subscriber = event_subscribe(stream, 6, count_wake, &wakes);
    struct event_subscriber *new = event_subscribe(stream, EVENTS_FROM_NOW, count_wake, &wakes);
    expect_lag(subscriber, 1);
    expect_nothing(subscriber, EVENTS_NONE);
    expect_nothing(new, EVENTS_NONE);
    event_unsubscribe(subscriber);
    event_unsubscribe(new);
    event_stream_release(stream);
}

/* ---- Threads ------------------------------------------------------------------------------------- */

enum { PUBLISHERS = 3, EACH = 2000 };

static void *publish_many(void *context)
{
    for (int i = 0; i < EACH; i++)
        publish(context, "tick");
    return NULL;
}

static void post(void *context)
{
    sem_post(context);
}

struct reader {
    struct event_stream *stream;
    uint64_t read, missed, last;
};

static void *read_all(void *context)
{
    struct reader *reader = context;
    sem_t woken;
    sem_init(&woken, 0, 0);
    struct event_subscriber *subscriber = event_subscribe(reader->stream, 0, post, &woken);
    for (;;) {
        const struct event *event;
        uint64_t missed;
        switch (event_next(subscriber, &event, &missed)) {
        case EVENTS_READY:
            reader->read++;
            reader->last = event->id;
            event_release(event);
            continue;
        case EVENTS_LAGGED:
            reader->missed += missed;
            continue;
        case EVENTS_NONE:
            sem_wait(&woken);
            continue;
        case EVENTS_CLOSED:
            event_unsubscribe(subscriber);
            sem_destroy(&woken);
            return NULL;
        }
    }
}

static void nothing_is_lost_unnoticed_between_threads(void **state)
{
    (void)state;
    struct event_stream *stream = event_stream_new(64, 100000, 0);
    struct reader readers[2] = {{.stream = stream}, {.stream = stream}};
    pthread_t reading[2], publishing[PUBLISHERS];
    for (int i = 0; i < 2; i++)
        pthread_create(&reading[i], NULL, read_all, &readers[i]);
    for (int i = 0; i < PUBLISHERS; i++)
        pthread_create(&publishing[i], NULL, publish_many, stream);
    for (int i = 0; i < PUBLISHERS; i++)
        pthread_join(publishing[i], NULL);
    event_stream_close(stream);
    for (int i = 0; i < 2; i++) {
        pthread_join(reading[i], NULL);
        assert_int_equal(readers[i].last, PUBLISHERS * EACH);
        /* one that began late begins with the oldest event of that moment */
        assert_true(readers[i].read + readers[i].missed <= PUBLISHERS * EACH);
        assert_true(readers[i].read > 0);
    }
    event_stream_release(stream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_come_in_order_and_once),
        cmocka_unit_test(a_waiting_reader_is_woken_once),
        cmocka_unit_test(a_slow_reader_learns_what_it_missed),
        cmocka_unit_test(bytes_are_bounded_too),
        cmocka_unit_test(a_reader_continues_where_it_was),
        cmocka_unit_test(what_is_left_is_read_after_the_close),
        cmocka_unit_test(a_stream_knows_whether_it_is_watched),
        cmocka_unit_test(who_comes_back_soon_has_missed_nothing),
        cmocka_unit_test(who_comes_back_late_learns_that_something_was_missed),
        cmocka_unit_test(nothing_is_lost_unnoticed_between_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
