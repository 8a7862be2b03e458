/* Returns, and what generators and coroutines do. Part of evaluate() in eval.c. */
op_RETURN_VALUE:
{
    AT();
    slot s = POP();
    addr value = slot_own(h, s);
    bool entry = frame->entry;
    if (HEAP_LIKELY(quick_leaves(h, frame))) {
        quick_leave(h, f, frame, sp);
    } else {
        bool iterated = frame->owner == FRAME_OF_GENERATOR && !entry;
        frame->top = (uint32_t)(sp - locals);
        evaluate_leave(h, f);
        if (iterated) {
            status = evaluate_generator_left(h, f, HEAP_OK);
            f = h->frame;
            decref(h, value); /* the loop has no use for it */
            goto generator_returned;
        }
    }
    if (entry) {
        *out = value;
        return HEAP_OK;
    }
    f = h->frame;
    table = WATCHED() ? watched : plain;
    if (HEAP_UNLIKELY(table == watched)) {
        iframe_slots(h, f)[iframe_at(h, f)->top++] = value;
        goto returned;
    }
    frame = iframe_at(h, f);
    code = heap_at(h, frame->code + code_head);
    locals = iframe_slots(h, f);
    consts = tuple_items(h, code_at(h, frame->code)->consts);
    names = tuple_items(h, code_at(h, frame->code)->names);
    sp = locals + frame->top;
    ip = code + frame->at + 1;
    PUSH(value);
    DISPATCH();
}
returned : /* to the frame f, whose call has its result on the stack now */
           frame = iframe_at(h, f);
frame->at++;
table = WATCHED() ? watched : plain;
goto enter_frame;
op_RETURN_GENERATOR:
{
    AT();
    bool entry = frame->entry;
    frame->top = (uint32_t)(sp - locals);
    frame->at = (uint32_t)(ip - code);
    addr caller = frame->previous;
    addr g = generator_new(h, f);
    if (!g) {
        frame->at--;
        goto raised;
    }
    h->frame = caller;
    h->recursion_depth--;
    if (HEAP_UNLIKELY(h->tracing))
        trace_location_changed(h);
    if (entry) {
        *out = g;
        return HEAP_OK;
    }
    f = caller;
    iframe_slots(h, f)[iframe_at(h, f)->top++] = g;
    goto returned;
}
op_YIELD_VALUE:
{
    AT();
    slot s = POP();
    addr value = slot_own(h, s);
    bool entry = frame->entry;
    for (slot *p = locals; p < sp; p++)
        if (*p & SLOT_BORROWED)
            *p = slot_own(h, *p);
    frame->top = (uint32_t)(sp - locals);
    frame->at = (uint32_t)(ip - code);
    generator_fields(h, generator_of_frame(h, f))->state = GENERATOR_SUSPENDED;
    h->frame = frame->previous;
    frame->previous = 0;
    h->recursion_depth--;
    if (HEAP_UNLIKELY(h->tracing))
        trace_location_changed(h);
    if (entry) {
        *out = value;
        return HEAP_OK;
    }
    evaluate_generator_yielded(h, f);
    f = h->frame; /* of the loop that iterates over it */
    iframe_slots(h, f)[iframe_at(h, f)->top++] = value;
    goto returned;
}
op_GET_YIELD_FROM_ITER:
{
    AT();
    addr iterator;
    FALL(status = evaluate_yield_from_iter(h, OBJECT(TOP), f, &iterator));
    slot old = TOP;
    TOP = iterator;
    slot_release(h, old);
    DISPATCH();
}
op_SEND:
{
    AT();
    addr yielded, result;
    frame->top = (uint32_t)(sp - locals);
    FALL(status = evaluate_send(h, OBJECT(SECOND), OBJECT(TOP), &yielded, &result));
    if (HEAP_UNLIKELY(*monitors) && !yielded &&
        (status = monitor_delegate_ends(h, f, OBJECT(SECOND), OBJECT(TOP), result)) != HEAP_OK) {
        decref(h, result);
        goto failed;
    }
    slot value = POP();
    slot_release(h, value);
    if (yielded) {
        PUSH(yielded);
        DISPATCH();
    }
    slot receiver = TOP;
    TOP = result;
    ip = code + ARG;
    slot_release(h, receiver);
    DISPATCH();
}
op_CLEANUP_THROW:
{
    AT(); /* receiver last exception */
    addr exception = OBJECT(TOP), value;
    if (object_kind(h, exception) != KIND_STOP_ITERATION) {
        exception_restore(h, incref(h, exception));
        status = HEAP_RAISED;
        in_traceback = false;
        goto unwinding;
    }
    value = exception_at(h, exception)->u.stop.value;
    value = incref(h, value ? value : none(h));
    for (int i = 0; i < 3; i++)
        slot_release(h, POP());
    PUSH(value);
    DISPATCH();
}
op_GET_AWAITABLE:
{
    AT();
    addr iterator;
    FALL(status = evaluate_awaitable(h, OBJECT(TOP), ARG, &iterator));
    slot old = TOP;
    TOP = iterator;
    slot_release(h, old);
    DISPATCH();
}
op_GET_AITER:
{
    AT();
    addr iterator;
    FALL(status = evaluate_async_iter(h, OBJECT(TOP), &iterator));
    slot old = TOP;
    TOP = iterator;
    slot_release(h, old);
    DISPATCH();
}
op_GET_ANEXT:
{
    AT();
    addr next;
    FALL(status = evaluate_async_next(h, OBJECT(TOP), &next));
    PUSH(next);
    DISPATCH();
}
op_END_ASYNC_FOR:
{
    AT();
    addr exception = OBJECT(TOP);
    if (!exception_is(h, exception, h->exception_type[EXC_STOP_ASYNC_ITERATION])) {
        exception_restore(h, slot_own(h, POP()));
        status = HEAP_RAISED;
        in_traceback = false;
        goto unwinding;
    }
    slot_release(h, POP());
    slot_release(h, POP());
    DISPATCH();
}
op_ASYNC_GEN_WRAP:
{
    AT();
    addr wrapped = async_value_new(h, OBJECT(TOP));
    if (!wrapped)
        goto raised;
    slot old = TOP;
    TOP = wrapped;
    slot_release(h, old);
    DISPATCH();
}
