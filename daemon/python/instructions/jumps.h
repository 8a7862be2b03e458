/* Loops and jumps. Part of evaluate() in eval.c. */
op_GET_ITER:
{
    AT();
    addr iterator;
    FALL(status = object_iter(h, OBJECT(TOP), &iterator));
    slot old = TOP;
    TOP = iterator;
    slot_release(h, old);
    DISPATCH();
}
op_FOR_ITER:
{
    addr o = OBJECT(TOP), type = object_type(h, o), item;
    if (type == h->type[KIND_RANGE_ITERATOR]) {
        if (quick_range_next(h, o, &item)) {
            if (HEAP_UNLIKELY(!item))
                goto raised_here;
            PUSH(item);
            DISPATCH();
        }
    } else if (type != h->type[KIND_GENERATOR] &&
               (index_iterator_quick(h, o, &item) || quick_character_next(h, o, &item))) {
        PUSH(item);
        DISPATCH();
    }
    AT();
    frame->top = (uint32_t)(sp - locals);
    if (type == h->type[KIND_GENERATOR] && HEAP_LIKELY(table == plain) &&
        HEAP_LIKELY(evaluate_generator_waits(h, o))) {
        f = evaluate_generator_enter(h, o);
        quick_enter(h, f);
        goto enter_frame;
    }
    FALL(status = HEAP_UNLIKELY(table == watched) && *monitors ? monitor_iterate(h, f, o, &item)
                                                               : iterator_next(h, o, &item));
    if (HEAP_LIKELY(item != 0)) {
        PUSH(item);
        DISPATCH();
    }
    slot iterator = POP();
    ip = code + ARG;
    slot_release(h, iterator);
    DISPATCH();
}
generator_returned:
{ /* that the frame f iterates over */
    frame = iframe_at(h, f);
    slot iterator = iframe_slots(h, f)[--frame->top];
    slot_release(h, iterator);
    frame->at = code_instructions(h, frame->code)[frame->at] >> 8;
    table = WATCHED() ? watched : plain;
    goto enter_frame;
}
op_JUMP : ip = code + ARG;
DISPATCH();
op_JUMP_BACKWARD : if (HEAP_UNLIKELY(interpreter_must_pause(h)))
{
    AT();
    frame->top = (uint32_t)(sp - locals);
    FALL(status = interpreter_pause(h));
}
ip = code + ARG;
DISPATCH();
op_POP_JUMP_IF_FALSE:
{
    slot o = TOP;
    if (o == h->singleton[SINGLETON_TRUE] ||
        o == h->singleton[SINGLETON_FALSE]) { /* never the last reference */
        sp--;
        if (o == h->singleton[SINGLETON_FALSE])
            ip = code + ARG;
        decref(h, o);
        DISPATCH();
    }
    goto truth;
}
op_POP_JUMP_IF_TRUE:
{
    slot o = TOP;
    if (o == h->singleton[SINGLETON_TRUE] || o == h->singleton[SINGLETON_FALSE]) {
        sp--;
        if (o == h->singleton[SINGLETON_TRUE])
            ip = code + ARG;
        decref(h, o);
        DISPATCH();
    }
}
truth:
{
    bool truth, wanted = (word & 0xff) == OP_POP_JUMP_IF_TRUE;
    AT();
    FALL(status = quick_truth(h, OBJECT(TOP), &truth));
    slot_release(h, POP());
    if (truth == wanted)
        ip = code + ARG;
    DISPATCH();
}
op_POP_JUMP_IF_NONE : op_POP_JUMP_IF_NOT_NONE:
{
    slot o = POP();
    bool is_none = OBJECT(o) == none(h);
    RELEASE(o);
    if (is_none == ((word & 0xff) == OP_POP_JUMP_IF_NONE))
        ip = code + ARG;
    DISPATCH();
}
op_JUMP_IF_FALSE_OR_POP : AT();
op_JUMP_IF_TRUE_OR_POP:
{
    AT();
    bool truth;
    FALL(status = quick_truth(h, OBJECT(TOP), &truth));
    if (truth == ((word & 0xff) == OP_JUMP_IF_TRUE_OR_POP))
        ip = code + ARG;
    else
        slot_release(h, POP());
    DISPATCH();
}
