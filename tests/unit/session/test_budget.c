/* The budget of memory: leases are fair, settled to the byte, and the total holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/session/budget.h"
#include <pthread.h>

static void a_lease_is_whole_or_half_of_what_is_left(void **state)
{
    (void)state;
    struct budget budget;
    budget_init(&budget, 1000);
    assert_int_equal(budget_lease(&budget, 400), 400);
    assert_int_equal(budget_lease(&budget, 400), 300);
    assert_int_equal(budget_lease(&budget, 400), 150);
    assert_int_equal(budget_taken(&budget), 850);
    budget_settle(&budget, 850, 0);
    assert_int_equal(budget_taken(&budget), 0);
}

static void what_is_paid_is_there_or_not(void **state)
{
    (void)state;
    struct budget budget;
    budget_init(&budget, 1000);
    assert_true(budget_pay(&budget, 1000));
    assert_false(budget_pay(&budget, 1));
    budget_settle(&budget, 1000, 990);
    assert_true(budget_pay(&budget, 10));
    assert_int_equal(budget_taken(&budget), 1000);
}

static void beyond_the_total_nothing_is_left(void **state)
{
    (void)state;
    struct budget budget;
    budget_init(&budget, 1000);
    budget_settle(&budget, 0, 5000);
    assert_int_equal(budget_lease(&budget, 10), 0);
    assert_false(budget_pay(&budget, 1));
    budget_settle(&budget, 5000, 0);
    assert_int_equal(budget_lease(&budget, 10), 10);
}

static void without_a_total_all_is_granted(void **state)
{
    (void)state;
    struct budget budget;
    budget_init(&budget, 0);
    assert_int_equal(budget_lease(&budget, 1ull << 40), 1ull << 40);
    assert_true(budget_pay(&budget, 1ull << 40));
    assert_int_equal(budget_taken(&budget), 2ull << 40);
}

static void *lease_and_settle(void *context)
{
    struct budget *budget = context;
    for (uint64_t i = 0; i < 20000; i++) {
        uint64_t lease = budget_lease(budget, i % 700);
        if (budget_pay(budget, 3))
            lease += 3;
        budget_settle(budget, lease, 0);
    }
    return NULL;
}

static void threads_give_back_all(void **state)
{
    (void)state;
    struct budget budget;
    budget_init(&budget, 1000);
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, lease_and_settle, &budget);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(budget_taken(&budget), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lease_is_whole_or_half_of_what_is_left),
        cmocka_unit_test(what_is_paid_is_there_or_not),
        cmocka_unit_test(beyond_the_total_nothing_is_left),
        cmocka_unit_test(without_a_total_all_is_granted),
        cmocka_unit_test(threads_give_back_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
