/* A registry with workers for the tests of sessions. */
#ifndef HEAPD_TEST_SESSION_FIXTURE_H
#define HEAPD_TEST_SESSION_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/heap/heap.h"
#include "daemon/session/registry.h"
#include <pthread.h>
#include <sched.h>

#define MIB (1024ull * 1024)

struct fixture {
    struct workers *workers;
    struct registry *registry;
    atomic_int ended[3]; /* by enum session_end */
};

static inline void count_ended(void *context, struct session *session, enum session_end how)
{
    struct fixture *fixture = context;
    assert_true(session_ended(session));
    atomic_fetch_add(&fixture->ended[how], 1);
}

static inline struct registry_config standard_config(void)
{
    return (struct registry_config){
        .max_sessions = 10,
        .memory_max = 1024 * MIB,
        .memory_default = 64 * MIB,
        .max_waiting = 8,
        .event_count = 64,
        .event_bytes = 65536,
    };
}

static inline void start(struct fixture *fixture, struct registry_config config)
{
    *fixture = (struct fixture){.workers = workers_start(3, 64)};
    config.workers = fixture->workers;
    config.ends = count_ended;
    config.context = fixture;
    fixture->registry = registry_start(&config);
    assert_non_null(fixture->registry);
}

static inline void stop(struct fixture *fixture)
{
    registry_end_sessions(fixture->registry);
    workers_stop(fixture->workers);
    registry_stop(fixture->registry);
}

static inline enum session_status try_create(struct fixture *fixture, const char *name, struct session **out)
{
    return registry_create(fixture->registry, &(struct session_spec){.name = name, .minor = 11}, out);
}

/* A new session that nobody is in. */
static inline struct session *create(struct fixture *fixture, const char *name)
{
    struct session *session = NULL;
    assert_int_equal(try_create(fixture, name, &session), SESSION_OK);
    session_leave(session);
    return session;
}

#endif
