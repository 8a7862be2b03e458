/* Sessions without a server: workers and a registry, for tests of what the API does with them. */
#ifndef HEAPD_TEST_REGISTRY_FIXTURE_H
#define HEAPD_TEST_REGISTRY_FIXTURE_H

#include "daemon/session/registry.h"

struct registry_fixture {
    struct workers *workers;
    struct registry *registry;
};

static bool registry_fixture_start(struct registry_fixture *f)
{
    f->workers = workers_start(1, 8);
    const struct registry_config config = {.workers = f->workers,
                                           .max_sessions = 4,
                                           .memory_max = 64 << 20,
                                           .memory_default = 64 << 20,
                                           .max_waiting = 4,
                                           .event_count = 16,
                                           .event_bytes = 1 << 16};
    f->registry = registry_start(&config);
    return f->workers && f->registry;
}

static void registry_fixture_stop(struct registry_fixture *f)
{
    registry_end_sessions(f->registry);
    workers_stop(f->workers);
    registry_stop(f->registry);
}

#endif
