/* One number, changed by compare and exchange. */
#include "daemon/session/budget.h"

void budget_init(struct budget *budget, uint64_t total)
{
    budget->total = total;
    atomic_init(&budget->taken, 0);
}

static uint64_t left(const struct budget *budget, long long taken)
{
    uint64_t used = taken > 0 ? (uint64_t)taken : 0;
    return used < budget->total ? budget->total - used : 0;
}

uint64_t budget_lease(struct budget *budget, uint64_t wanted)
{
    long long taken = atomic_load(&budget->taken);
    uint64_t lease;
    do {
        uint64_t half = budget->total ? left(budget, taken) / 2 : wanted;
        lease = wanted < half ? wanted : half;
    } while (!atomic_compare_exchange_weak(&budget->taken, &taken, taken + (long long)lease));
    return lease;
}

bool budget_pay(struct budget *budget, uint64_t bytes)
{
    long long taken = atomic_load(&budget->taken);
    do {
        if (budget->total != 0 && left(budget, taken) < bytes)
            return false;
    } while (!atomic_compare_exchange_weak(&budget->taken, &taken, taken + (long long)bytes));
    return true;
}

void budget_settle(struct budget *budget, uint64_t taken, uint64_t used)
{
    atomic_fetch_add(&budget->taken, (long long)used - (long long)taken);
}

uint64_t budget_taken(const struct budget *budget)
{
    long long taken = atomic_load(&budget->taken);
    return taken > 0 ? (uint64_t)taken : 0;
}
