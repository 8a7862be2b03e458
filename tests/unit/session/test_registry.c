/* The registry: names, limits, lists, ending and expiring. */
#include "tests/unit/session/fixture.h"

static void a_session_has_an_id_and_a_name(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, standard_config());
    struct session *plain = create(&fixture, NULL);
    struct session *named = create(&fixture, "web-1");
    assert_string_equal(session_id(plain), "s1");
    assert_string_equal(session_name(plain), "s1");
    assert_string_equal(session_id(named), "s2");
    assert_string_equal(session_name(named), "web-1");
    assert_string_equal(session_python(named), "3.11");
    assert_int_equal(session_seq(named), 0);
    assert_true(session_created_at(named) > 1600000000000000);
    struct session *found = registry_find(fixture.registry, "web-1");
    assert_ptr_equal(found, named);
    session_release(found);
    found = registry_find(fixture.registry, "s2");
    assert_ptr_equal(found, named);
    session_release(found);
    assert_null(registry_find(fixture.registry, "s3"));
    session_release(plain);
    session_release(named);
    stop(&fixture);
}

static void names_are_unique_and_free_again_at_the_end(void **state)
{
    (void)state;
    struct fixture fixture;
    struct session *second = NULL;
    start(&fixture, standard_config());
    struct session *first = create(&fixture, "web");
    assert_int_equal(try_create(&fixture, "web", &second), SESSION_EXISTS);
    assert_int_equal(try_create(&fixture, "s1", &second), SESSION_EXISTS);
    assert_null(second);
    assert_int_equal(registry_end(fixture.registry, first), SESSION_OK);
    assert_int_equal(registry_end(fixture.registry, first), SESSION_ENDED);
    assert_null(registry_find(fixture.registry, "web"));
    assert_null(registry_find(fixture.registry, "s1"));
    second = create(&fixture, "web");
    assert_string_equal(session_id(second), "s2");
    session_release(first);
    session_release(second);
    stop(&fixture);
    assert_int_equal(fixture.ended[SESSION_DELETED], 1);
    assert_int_equal(fixture.ended[SESSION_STOPPED], 1);
}

static void nothing_to_wake(void *context)
{
    (void)context;
}

/* Who hears of the end and asks must not find what is still being forgotten. */
static void the_end_is_told_of_last(void **state)
{
    (void)state;
    struct fixture fixture;
    struct session *second = NULL, *page[2];
    const struct event *event;
    uint64_t missed;
    bool more;
    start(&fixture, standard_config());
    struct session *first = create(&fixture, "web");
    struct event_subscriber *subscriber = event_subscribe(session_events(first), 0, nothing_to_wake, NULL);
    assert_int_equal(registry_begin_end(first), SESSION_OK);
    assert_int_equal(registry_begin_end(first), SESSION_ENDED);
    assert_int_equal(registry_end(fixture.registry, first), SESSION_ENDED);
    assert_int_equal(session_enter(first, NULL), SESSION_ENDED);
    assert_int_equal(try_create(&fixture, "web", &second), SESSION_EXISTS);
    assert_int_equal(registry_list(fixture.registry, NULL, 0, 0, page, 2, &more, NULL), 1);
    assert_ptr_equal(page[0], first);
    session_release(page[0]);
    assert_int_equal(event_next(subscriber, &event, &missed), EVENTS_NONE);
    struct session *found = registry_find(fixture.registry, "web");
    assert_ptr_equal(found, first);
    session_release(found);
    registry_finish_end(fixture.registry, first);
    assert_null(registry_find(fixture.registry, "web"));
    assert_int_equal(registry_list(fixture.registry, NULL, 0, 0, page, 2, &more, NULL), 0);
    assert_int_equal(event_next(subscriber, &event, &missed), EVENTS_READY);
    assert_string_equal(event->type, "ended");
    event_release(event);
    assert_int_equal(event_next(subscriber, &event, &missed), EVENTS_CLOSED);
    event_unsubscribe(subscriber);
    session_release(first);
    stop(&fixture);
    assert_int_equal(fixture.ended[SESSION_DELETED], 1);
    assert_int_equal(fixture.ended[SESSION_STOPPED], 0);
}

struct heir {
    struct fixture *fixture;
    struct session *session;
};

static void *waits_for_the_name(void *context)
{
    struct heir *heir = context;
    while (try_create(heir->fixture, "web", &heir->session) == SESSION_EXISTS)
        sched_yield();
    session_leave(heir->session);
    return NULL;
}

/* Whoever takes the name of a session that has ended is told of behind that. */
static void an_end_is_told_of_before_who_has_the_name_next(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, standard_config());
    struct heir heir = {.fixture = &fixture};
    struct event_subscriber *subscriber =
        event_subscribe(registry_events(fixture.registry), 0, nothing_to_wake, NULL);
    struct session *session = create(&fixture, "web");
    for (int i = 0; i < 200; i++) {
        const struct event *event;
        uint64_t missed;
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, waits_for_the_name, &heir), 0);
        assert_int_equal(registry_end(fixture.registry, session), SESSION_OK);
        pthread_join(thread, NULL);
        static const char *const expected[] = {"\"live\"", "\"deleted\""};
        for (int j = 0; j < 2; j++) {
            assert_int_equal(event_next(subscriber, &event, &missed), EVENTS_READY);
            assert_non_null(strstr(event->bytes, expected[j]));
            event_release(event);
        }
        session_release(session);
        session = heir.session;
    }
    event_unsubscribe(subscriber);
    session_release(session);
    stop(&fixture);
}

static void a_name_that_looks_like_an_id_takes_its_number(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, standard_config());
    struct session *odd = create(&fixture, "s2"); /* is s1 */
    struct session *next = create(&fixture, NULL);
    struct session *same =
        create(&fixture, "s4"); /* is s5: an id leads to its session also when another one has that name */
    assert_string_equal(session_id(odd), "s1");
    assert_string_equal(session_id(next), "s3");
    assert_string_equal(session_id(same), "s5");
    assert_int_equal(registry_end(fixture.registry, same), SESSION_OK);
    assert_null(registry_find(fixture.registry, "s4"));
    assert_null(registry_find(fixture.registry, "s5"));
    struct session *later = create(&fixture, "s9"); /* is s6, and no other one will be s9 */
    assert_string_equal(session_id(later), "s6");
    assert_int_equal(registry_end(fixture.registry, later), SESSION_OK);
    session_release(later);
    struct session *far = create(&fixture, "s9999999999999999999999");
    assert_string_equal(session_id(far), "s10");
    session_release(far);
    assert_int_equal(session_number_of("s10"), 10);
    assert_int_equal(session_number_of("s010"), 0);
    assert_int_equal(session_number_of("s"), 0);
    assert_int_equal(session_number_of("s1x"), 0);
    assert_int_equal(session_number_of("s9223372036854775808"), 0);
    session_release(odd);
    session_release(next);
    session_release(same);
    stop(&fixture);
}

static void names_are_restricted(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "_", "0", "Web.1-x_y", "s99"};
    static const char *const bad[] = {"", ".", "..", "-a", "a b", "a/b", "a%", "\xc3\xa4", "a\n", "a:b"};
    char longest[SESSION_NAME_MAX + 2];
    memset(longest, 'n', sizeof longest);
    longest[SESSION_NAME_MAX + 1] = '\0';
    assert_false(session_name_allowed(longest));
    longest[SESSION_NAME_MAX] = '\0';
    assert_true(session_name_allowed(longest));
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(session_name_allowed(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(session_name_allowed(bad[i]));
    struct fixture fixture;
    struct session *none = NULL;
    start(&fixture, standard_config());
    assert_int_equal(try_create(&fixture, "a b", &none), SESSION_BAD_NAME);
    assert_null(none);
    stop(&fixture);
}

static void numbers_go_on_where_history_ends(void **state)
{
    (void)state;
    struct fixture fixture;
    struct registry_config config = standard_config();
    config.first_number = 42;
    start(&fixture, config);
    struct session *session = create(&fixture, NULL);
    assert_string_equal(session_id(session), "s42");
    assert_int_equal(session_number(session), 42);
    session_release(session);
    stop(&fixture);
}

static void the_number_of_sessions_is_limited(void **state)
{
    (void)state;
    struct fixture fixture;
    struct registry_config config = standard_config();
    config.max_sessions = 2;
    start(&fixture, config);
    struct session *one = create(&fixture, NULL), *two = create(&fixture, NULL), *three = NULL;
    assert_int_equal(try_create(&fixture, NULL, &three), SESSION_TOO_MANY);
    assert_int_equal(registry_end(fixture.registry, one), SESSION_OK);
    three = create(&fixture, NULL);
    session_release(one);
    session_release(two);
    session_release(three);
    stop(&fixture);
}

static void what_makes_no_heap_is_refused(void **state)
{
    (void)state;
    struct fixture fixture;
    struct session *none = NULL;
    start(&fixture, standard_config());
    assert_int_equal(registry_create(fixture.registry, &(struct session_spec){.minor = 2}, &none),
                     SESSION_BAD_PYTHON);
    assert_int_equal(registry_create(fixture.registry, &(struct session_spec){.minor = 1000000}, &none),
                     SESSION_BAD_PYTHON);
    assert_int_equal(registry_create(fixture.registry,
                                     &(struct session_spec){.minor = 11, .memory_limit = 1025 * MIB}, &none),
                     SESSION_TOO_LARGE);
    struct registry_stats stats;
    registry_stats(fixture.registry, &stats);
    assert_int_equal(stats.sessions, 0);
    assert_null(none);
    stop(&fixture);
}

static void the_memory_of_all_is_limited(void **state)
{
    (void)state;
    struct fixture fixture;
    struct registry_config config = standard_config();
    struct session *probe, *session = NULL;
    start(&fixture, config);
    probe = create(&fixture, NULL);
    struct session_gauges fresh;
    session_gauges(probe, &fresh);
    session_release(probe);
    stop(&fixture);

    config.memory_total = 3 * fresh.committed + fresh.committed / 2;
    start(&fixture, config);
    struct session *held[3];
    for (int i = 0; i < 3; i++)
        held[i] = create(&fixture, NULL);
    assert_int_equal(try_create(&fixture, NULL, &session), SESSION_FULL);
    assert_int_equal(session_enter(held[0], NULL), SESSION_OK);
    struct memory_stats memory;
    memory_stats(session_heap(held[0]), &memory);
    assert_true(memory.limit < config.memory_default); /* no more than the others leave it */
    session_leave(held[0]);
    struct session_gauges gauges;
    session_gauges(held[0], &gauges);
    assert_int_equal(gauges.memory_limit, config.memory_default); /* its own limit is what it was */
    for (int i = 0; i < 3; i++) {
        assert_int_equal(registry_end(fixture.registry, held[i]), SESSION_OK);
        session_release(held[i]);
    }
    session = create(&fixture, NULL);
    session_release(session);
    stop(&fixture);
}

static void lists_come_in_pages(void **state)
{
    (void)state;
    struct fixture fixture;
    const struct labels *red, *blue;
    struct session *sessions[6], *page[3];
    bool more;
    size_t total;
    start(&fixture, standard_config());
    assert_int_equal(labels_new((struct label[]){{"color", "red"}}, 1, &red, NULL), LABELS_OK);
    assert_int_equal(labels_new((struct label[]){{"color", "blue"}}, 1, &blue, NULL), LABELS_OK);
    for (int i = 0; i < 6; i++) {
        sessions[i] = create(&fixture, NULL);
        session_set_labels(sessions[i], i % 2 ? blue : red);
    }
    assert_int_equal(registry_list(fixture.registry, NULL, 0, 0, page, 3, &more, &total), 3);
    assert_true(more);
    assert_int_equal(total, 6);
    for (int i = 0; i < 3; i++) {
        assert_ptr_equal(page[i], sessions[i]);
        session_release(page[i]);
    }
    uint64_t after = session_number(sessions[2]);
    assert_int_equal(registry_list(fixture.registry, NULL, 0, after, page, 3, &more, NULL), 3);
    assert_false(more);
    assert_ptr_equal(page[2], sessions[5]);
    for (int i = 0; i < 3; i++)
        session_release(page[i]);
    struct label wanted = {"color", "blue"};
    assert_int_equal(registry_list(fixture.registry, &wanted, 1, 0, page, 2, &more, &total), 2);
    assert_ptr_equal(page[1], sessions[3]);
    assert_int_equal(total, 3);
    assert_true(more);
    session_release(page[0]);
    session_release(page[1]);
    labels_release(red);
    labels_release(blue);
    for (int i = 0; i < 6; i++)
        session_release(sessions[i]);
    stop(&fixture);
}

static void an_unused_session_expires(void **state)
{
    (void)state;
    struct fixture fixture;
    struct registry_config config = standard_config();
    config.expires_default = 1;
    start(&fixture, config);
    struct session *brief = create(&fixture, NULL), *busy = create(&fixture, NULL), *lasting = NULL;
    assert_int_equal(registry_create(fixture.registry,
                                     &(struct session_spec){.minor = 11, .has_expires_after = true},
                                     &lasting),
                     SESSION_OK);
    session_leave(lasting);
    assert_int_equal(session_expires_in(lasting), -1);
    assert_int_equal(session_expires_after(brief), 1);
    assert_int_equal(session_enter(busy, NULL), SESSION_OK);
    while (!session_ended(brief))
        sched_yield();
    assert_false(session_ended(busy)); /* somebody is in it */
    session_leave(busy);
    assert_false(session_ended(lasting));
    struct session *found;
    while ((found = registry_find(fixture.registry, session_id(brief)))) { /* until its end is done */
        session_release(found);
        sched_yield();
    }
    session_release(brief);
    session_release(busy);
    session_release(lasting);
    stop(&fixture);
    assert_int_equal(fixture.ended[SESSION_EXPIRED], 1);
}

static void a_fork_is_a_session_of_its_own(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, standard_config());
    struct session *first = create(&fixture, "first"), *second = NULL;
    assert_int_equal(session_enter(first, NULL), SESSION_OK);
    session_step(first);
    assert_int_equal(
        registry_fork(fixture.registry, first, &(struct session_spec){.name = "second"}, &second),
        SESSION_OK);
    session_step(second);
    assert_int_equal(session_seq(first), 1);
    assert_int_equal(session_seq(second), 2);
    assert_ptr_not_equal(session_heap(first), session_heap(second));
    session_leave(second);
    session_leave(first);
    struct session_gauges a, b;
    session_gauges(first, &a);
    session_gauges(second, &b);
    assert_int_equal(a.memory_limit, b.memory_limit);
    assert_int_equal(a.used, b.used);
    assert_int_equal(a.objects, b.objects);
    session_release(first);
    session_release(second);
    stop(&fixture);
}

static void handles_outlive_everything(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, standard_config());
    struct session *session = create(&fixture, "kept");
    stop(&fixture);
    assert_true(session_ended(session));
    assert_string_equal(session_name(session), "kept");
    assert_int_equal(session_try_enter(session, NULL), SESSION_ENDED);
    const struct event *event;
    uint64_t missed;
    struct event_subscriber *subscriber = event_subscribe(session_events(session), 0, NULL, NULL);
    assert_int_equal(event_next(subscriber, &event, &missed), EVENTS_READY);
    assert_string_equal(event->type, "ended");
    assert_string_equal(event->bytes, "{\"reason\":\"stopped\",\"seq\":0}");
    event_release(event);
    assert_int_equal(event_next(subscriber, &event, &missed), EVENTS_CLOSED);
    event_unsubscribe(subscriber);
    session_release(session);
}

static void the_memory_limit_can_change(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, standard_config());
    struct session *session = create(&fixture, NULL);
    struct memory_stats memory;
    assert_int_equal(session_enter(session, NULL), SESSION_OK);
    assert_int_equal(session_set_memory_limit(session, 1025 * MIB), SESSION_TOO_LARGE);
    assert_int_equal(session_set_memory_limit(session, 0), SESSION_TOO_SMALL);
    assert_int_equal(session_set_memory_limit(session, 512 * MIB), SESSION_OK);
    memory_stats(session_heap(session), &memory);
    assert_int_equal(memory.limit, 512 * MIB);
    session_leave(session);
    struct session_gauges gauges;
    session_gauges(session, &gauges);
    assert_int_equal(gauges.memory_limit, 512 * MIB);
    session_release(session);
    stop(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_has_an_id_and_a_name),
        cmocka_unit_test(names_are_unique_and_free_again_at_the_end),
        cmocka_unit_test(the_end_is_told_of_last),
        cmocka_unit_test(an_end_is_told_of_before_who_has_the_name_next),
        cmocka_unit_test(a_name_that_looks_like_an_id_takes_its_number),
        cmocka_unit_test(names_are_restricted),
        cmocka_unit_test(numbers_go_on_where_history_ends),
        cmocka_unit_test(the_number_of_sessions_is_limited),
        cmocka_unit_test(what_makes_no_heap_is_refused),
        cmocka_unit_test(the_memory_of_all_is_limited),
        cmocka_unit_test(lists_come_in_pages),
        cmocka_unit_test(an_unused_session_expires),
        cmocka_unit_test(a_fork_is_a_session_of_its_own),
        cmocka_unit_test(handles_outlive_everything),
        cmocka_unit_test(the_memory_limit_can_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
