/* The memory of all sessions together.
 *
 * The budget is what is left of the configured total. A session that comes to be pays what its heap has
 * committed; who enters a session's turn leases what the heap may still grow by, as far as there is something
 * left, and settles when leaving: what was not used goes back. So the total holds, and no session's work
 * needs to ask while it runs.
 *
 * Lock-free; shared by all sessions of a registry. */
#ifndef HEAPD_SESSION_BUDGET_H
#define HEAPD_SESSION_BUDGET_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct budget {
    uint64_t total; /* 0: not bounded */
    atomic_llong
        taken; /* paid and leased; may pass the total by what a heap commits beyond its limit for itself */
};

void budget_init(struct budget *budget, uint64_t total);

/* Takes `wanted` bytes, or as many as it is fair to take: all of it while that is under half of what is left,
 * else half of what is left, so that one long operation does not leave nothing for the others. Answers how
 * many. */
uint64_t budget_lease(struct budget *budget, uint64_t wanted);

/* Takes exactly so many bytes. False: there are not as many left, nothing was taken. */
bool budget_pay(struct budget *budget, uint64_t bytes) __attribute__((warn_unused_result));

/* Gives back what was taken before and takes what is used now. */
void budget_settle(struct budget *budget, uint64_t taken, uint64_t used);

uint64_t budget_taken(const struct budget *budget);

#endif
