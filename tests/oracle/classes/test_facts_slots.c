/* What __slots__, __dict__ and __weakref__ add to instances: offsets and sizes as CPython 3.11 and 3.14 had
 * them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/oracle/classes/facts_test.h"

static addr make_fact_class(const struct class_fact *c, addr *made, const struct class_fact *all)
{
    addr bases[3];
    size_t count = 0;
    for (; count < 3 && c->bases[count]; count++) {
        bases[count] = type_by_name(h, c->bases[count]);
        for (size_t i = 0; i < CLASSES && all[i].name; i++)
            if (strcmp(all[i].name, c->bases[count]) == 0 && made[i])
                bases[count] = made[i];
    }
    return class_new(h, &(struct class_spec){.name = c->name,
                                             .bases = bases,
                                             .base_count = count,
                                             .slots = c->slot_count < 0 ? NULL : c->slots,
                                             .slot_count = c->slot_count < 0 ? 0 : (size_t)c->slot_count});
}

static void check_slots(const struct slot_fact *f)
{
    addr made[CLASSES] = {0};
    size_t count = 0;
    for (; count < CLASSES && f->classes[count].name; count++)
        if (!(made[count] = make_fact_class(&f->classes[count], made, f->classes)))
            break;
    if (f->raised) {
        char text[300];
        (void)snprintf(text, sizeof text, "%s: %s", exception_name(heap_raised(h)), heap_raised_message(h));
        assert_string_equal(text, f->raised);
        heap_clear_raised(h);
    } else {
        addr type = made[count - 1], x = call(type, NULL, 0);
        const struct type_object *t = type_at(h, type);
        compare(f->name, "basicsize", t->basicsize, f->basic);
        compare(f->name, "dictoffset", t->dictoffset, f->dict);
        compare(f->name, "weakrefoffset", t->weaklistoffset, f->weak);
        compare(f->name, "size", size_of(x), f->size);
        compare(f->name, "own size", size_of(x) - (int)object_head_size(h, type), f->own);
        compare(f->name, "class size", size_of(type), f->class_size);
        compare(f->name, "has __dict__", instance_dict_field(h, x) != 0, f->has_dict);
        compare(f->name, "tracked", object_is_tracked(h, x), true);
        decref(h, x);
    }
    for (size_t i = 0; i < count; i++)
        decref(h, made[i]);
}

static void slots(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(slot_facts); i++) {
        begin(slot_facts[i].minor);
        check_slots(&slot_facts[i]);
        end(slot_facts[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
