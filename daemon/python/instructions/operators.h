/* Operators and items. Part of evaluate() in eval.c. */
op_UNARY_NEGATIVE:
{
    int64_t x;
    if (HEAP_LIKELY(quick_int(h, OBJECT(TOP), &x))) {
        addr result = quick_int_new(h, -x);
        if (HEAP_UNLIKELY(!result))
            goto raised_here;
        slot old = TOP;
        TOP = result;
        RELEASE_NUMBER(old);
        DISPATCH();
    }
    word = UNARY_NEGATIVE << 8;
    goto unary;
}
op_UNARY_POSITIVE : word = UNARY_POSITIVE << 8;
goto unary;
op_UNARY_INVERT : word = UNARY_INVERT << 8;
unary:
{
    AT();
    addr result;
    FALL(status = object_unary(h, ARG, OBJECT(TOP), &result));
    slot old = TOP;
    TOP = result;
    slot_release(h, old);
    DISPATCH();
}
op_UNARY_NOT:
{
    AT();
    bool truth;
    FALL(status = quick_truth(h, OBJECT(TOP), &truth));
    slot old = TOP;
    TOP = BOOL(!truth);
    slot_release(h, old);
    DISPATCH();
}
op_BINARY_OP:
{
    slot a = SECOND, b = TOP;
    addr result;
    int64_t x, y;
    double u, v;
    if (quick_int(h, OBJECT(a), &x) && quick_int(h, OBJECT(b), &y)) {
        if (HEAP_LIKELY(quick_int_binary(ARG, x, y, &x))) {
            specialize_binary(SELF, true);
            result = quick_int_result(h, x, a, b);
            goto numbers;
        }
    } else if ((object_is_exact(h, OBJECT(a), KIND_FLOAT) || object_is_exact(h, OBJECT(b), KIND_FLOAT)) &&
               quick_double(h, OBJECT(a), &u) && quick_double(h, OBJECT(b), &v) &&
               quick_float_binary(ARG, u, v, &u)) {
        if (object_is_exact(h, OBJECT(a), KIND_FLOAT) && object_is_exact(h, OBJECT(b), KIND_FLOAT))
            specialize_binary(SELF, false);
        result = float_result(h, u, a, b);
        goto numbers;
    } else if (quick_int_and_bool(h, OBJECT(a), OBJECT(b), &x, &y) && quick_int_binary(ARG, x, y, &x)) {
        result = quick_int_result(h, x, a, b);
        goto numbers;
    }
    unsigned op = ARG;
    AT();
    if (op % BINARY_COUNT == BINARY_ADD && object_is_exact(h, OBJECT(a), KIND_STR) &&
        object_is_exact(h, OBJECT(b), KIND_STR) && stores_fast(*ip) && locals[*ip >> 8] == OBJECT(a)) {
        /* s = s + t: the local gives its reference up, so that a string that nobody else has can grow where
         * it is */
        addr left = slot_own(h, a);
        locals[*ip >> 8] = 0;
        decref(h, left); /* the local's: not the last one */
        sp -= 2;
        status = str_append(h, &left, OBJECT(b));
        slot_release(h, b);
        FALL(status);
        PUSH(left);
        DISPATCH();
    }
    if (op % BINARY_COUNT == BINARY_ADD && object_is_exact(h, OBJECT(a), KIND_STR) &&
        object_is_exact(h, OBJECT(b), KIND_STR))
        FALL(status = sequence_concat(h, KIND_STR, OBJECT(a), OBJECT(b), &result));
    else if (op >= BINARY_COUNT)
        FALL(status = object_binary_inplace(h, op - BINARY_COUNT, OBJECT(a), OBJECT(b), &result));
    else
        FALL(status = object_binary(h, op, OBJECT(a), OBJECT(b), &result));
    sp--;
    TOP = result;
    slot_release(h, a);
    slot_release(h, b);
    DISPATCH();
numbers: /* nothing that goes here runs any code */
    if (HEAP_UNLIKELY(!result))
        goto raised_here;
    sp--;
    TOP = result;
    DISPATCH();
}
op_BINARY_OP_ADD_INT : INTS(quick_int, true, x + y);
op_BINARY_OP_SUBTRACT_INT : INTS(quick_int, true, x - y);
op_BINARY_OP_MULTIPLY_INT : INTS(quick_digit, true, x *y);
op_BINARY_OP_INT : INTS(quick_digit, quick_int_binary(ARG, x, y, &x), x);
op_BINARY_OP_ADD_FLOAT : FLOATS(u + v);
op_BINARY_OP_SUBTRACT_FLOAT : FLOATS(u - v);
op_BINARY_OP_MULTIPLY_FLOAT : FLOATS(u *v);
op_BINARY_SUBSCR:
{
    slot o = SECOND, key = TOP;
    addr result;
    const addr *item = quick_item(h, OBJECT(o), OBJECT(key));
    if (HEAP_LIKELY(item != NULL)) {
        result = incref(h, *item);
        sp--;
        TOP = result;
        RELEASE(o);
        RELEASE_NUMBER(key);
        DISPATCH();
    }
    addr character = quick_character(h, OBJECT(o), OBJECT(key));
    if (character) {
        sp--;
        TOP = incref(h, character);
        RELEASE(o);
        RELEASE_NUMBER(key);
        DISPATCH();
    }
    AT();
    if (object_is_exact(h, OBJECT(o), KIND_DICT))
        FALL(status = quick_dict_item(h, OBJECT(o), OBJECT(key), &result));
    else
        FALL(status = object_getitem(h, OBJECT(o), OBJECT(key), &result));
    sp--;
    TOP = result;
    slot_release(h, o);
    slot_release(h, key);
    DISPATCH();
}
op_STORE_SUBSCR:
{
    slot o = SECOND, key = TOP;
    AT();
    addr *item = object_is_exact(h, OBJECT(o), KIND_LIST) ? quick_item(h, OBJECT(o), OBJECT(key)) : NULL;
    if (HEAP_LIKELY(item != NULL)) {
        sp -= 3;
        object_replace(h, item, slot_own(h, sp[0]));
        slot_release(h, o);
        RELEASE_NUMBER(key);
        DISPATCH();
    }
    if (object_is_exact(h, OBJECT(o), KIND_DICT))
        FALL(status = dict_set(h, OBJECT(o), OBJECT(key), OBJECT(sp[-3])));
    else
        FALL(status = object_setitem(h, OBJECT(o), OBJECT(key), OBJECT(sp[-3])));
    sp -= 3;
    slot_release(h, sp[0]);
    slot_release(h, sp[1]);
    slot_release(h, sp[2]);
    DISPATCH();
}
op_DELETE_SUBSCR:
{
    AT();
    FALL(status = object_setitem(h, OBJECT(SECOND), OBJECT(TOP), 0));
    sp -= 2;
    slot_release(h, sp[0]);
    slot_release(h, sp[1]);
    DISPATCH();
}
op_BINARY_SLICE:
{
    AT();
    addr slice = slice_new(h, OBJECT(SECOND), OBJECT(TOP), none(h)), result;
    if (!slice)
        goto raised;
    status = object_getitem(h, OBJECT(sp[-3]), slice, &result);
    decref(h, slice);
    FALL(status);
    sp -= 2;
    slot o = TOP, start = sp[0], stop = sp[1];
    TOP = result;
    slot_release(h, start);
    slot_release(h, stop);
    slot_release(h, o);
    DISPATCH();
}
op_STORE_SLICE:
{
    AT();
    addr slice = slice_new(h, OBJECT(SECOND), OBJECT(TOP), none(h));
    if (!slice)
        goto raised;
    status = object_setitem(h, OBJECT(sp[-3]), slice, OBJECT(sp[-4]));
    decref(h, slice);
    FALL(status);
    sp -= 4;
    slot_release(h, sp[0]);
    slot_release(h, sp[1]);
    slot_release(h, sp[2]);
    slot_release(h, sp[3]);
    DISPATCH();
}
op_BUILD_SLICE:
{
    AT();
    addr slice = ARG == 3 ? slice_new(h, OBJECT(sp[-3]), OBJECT(SECOND), OBJECT(TOP))
                          : slice_new(h, OBJECT(SECOND), OBJECT(TOP), none(h));
    if (!slice)
        goto raised;
    for (uint32_t i = 0; i < ARG; i++)
        slot_release(h, POP());
    PUSH(slice);
    DISPATCH();
}
op_COMPARE_OP:
{
    slot a = SECOND, b = TOP;
    addr result;
    bool holds;
    if (HEAP_UNLIKELY(h->recursion_depth >= h->recursion_limit)) {
        AT();
        FALL(status = evaluate_compare_level(h, ARG, *ip, OBJECT(a), OBJECT(b)));
    }
    if (quick_compare(h, ARG, OBJECT(a), OBJECT(b), &holds)) {
        sp -= 2;
        RELEASE_NUMBER(a);
        RELEASE_NUMBER(b);
        TRUTH(holds);
    }
    if ((ARG == COMPARE_EQ || ARG == COMPARE_NE) && object_is_exact(h, OBJECT(a), KIND_STR) &&
        object_is_exact(h, OBJECT(b), KIND_STR)) {
        work_done(h, steps_of_bytes(str_length(h, OBJECT(a)))); /* as object_compare() */
        holds = str_equal(h, OBJECT(a), OBJECT(b)) == (ARG == COMPARE_EQ);
        sp -= 2;
        RELEASE(a);
        RELEASE(b);
        TRUTH(holds);
    }
    AT();
    FALL(status = object_compare(h, ARG, OBJECT(a), OBJECT(b), &result));
    sp--;
    TOP = result;
    slot_release(h, a);
    slot_release(h, b);
    DISPATCH();
}
op_IS_OP:
{
    slot a = SECOND, b = TOP;
    bool holds = (OBJECT(a) == OBJECT(b)) != ARG;
    sp -= 2;
    RELEASE(a);
    RELEASE(b);
    TRUTH(holds);
}
op_CONTAINS_OP:
{
    AT();
    bool found, wanted = !ARG;
    if (object_is_exact(h, OBJECT(TOP), KIND_DICT))
        FALL(status = dict_contains(h, OBJECT(TOP), OBJECT(SECOND), &found));
    else
        FALL(status = object_contains(h, OBJECT(TOP), OBJECT(SECOND), &found));
    slot a = SECOND, b = TOP;
    sp -= 2;
    slot_release(h, a);
    slot_release(h, b);
    TRUTH(found == wanted);
}
