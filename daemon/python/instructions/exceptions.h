/* Exceptions that are raised, caught and told apart; with statements. Part of evaluate() in eval.c. */
op_PUSH_EXC_INFO:
{
    AT();
    PUSH_HANDLED();
    DISPATCH();
}
op_POP_EXCEPT:
{
    AT();
    slot previous = POP();
    struct handled *handled = heap_at(h, h->handled);
    addr old = handled->value;
    handled->value = OBJECT(previous) == none(h) ? 0 : slot_own(h, previous);
    h->handling = handled->value ? handled->value : evaluate_handled(h);
    if (!handled->value)
        slot_release(h, previous);
    xdecref(h, old);
    if (HEAP_UNLIKELY(!h->keeps_back))
        memory_keep_back_close(h);
    DISPATCH();
}
op_CHECK_EG_MATCH:
{
    AT();
    addr match, rest;
    frame->top = (uint32_t)(sp - locals);
    FALL(status = evaluate_match_group(h, OBJECT(SECOND), OBJECT(TOP), &match, &rest));
    slot types = TOP, exception = SECOND;
    SECOND = rest;
    TOP = match;
    slot_release(h, types);
    slot_release(h, exception);
    DISPATCH();
}
op_CHECK_EXC_MATCH:
{
    AT();
    bool match;
    FALL(status = exception_match(h, OBJECT(SECOND), OBJECT(TOP), &match));
    slot type = TOP;
    TOP = BOOL(match);
    slot_release(h, type);
    DISPATCH();
}
op_RERAISE:
{
    AT();
    slot exception = POP();
    if (ARG) {
        int64_t at = 0;
        if (int_fits(h, OBJECT(sp[-(ptrdiff_t)ARG]), &at))
            frame->at = (uint32_t)at;
    }
    exception_restore(h, slot_own(h, exception));
    status = HEAP_RAISED;
    in_traceback = false;
    goto unwinding;
}
op_RAISE_VARARGS:
{
    AT();
    if (ARG == 0) {
        in_traceback = !evaluate_reraise_handled(h);
        status = HEAP_RAISED;
        goto unwinding;
    }
    slot cause = ARG == 2 ? POP() : 0, exception = POP();
    status = evaluate_raise(h, OBJECT(exception), OBJECT(cause));
    slot_release(h, exception);
    slot_release(h, cause);
    goto failed;
}
op_BEFORE_WITH : op_BEFORE_ASYNC_WITH:
{
    AT();
    addr method, exit, entered;
    FALL(status =
             evaluate_with_methods(h, OBJECT(TOP), (word & 0xff) == OP_BEFORE_ASYNC_WITH, &method, &exit));
    slot manager = TOP;
    TOP = exit;
    slot_release(h, manager);
    frame->top = (uint32_t)(sp - locals);
    status = object_call(h, method, NULL, 0, NULL, NULL, 0, &entered);
    decref(h, method);
    FALL(status);
    PUSH(entered);
    WATCH();
    DISPATCH();
}
op_LOAD_SPECIAL:
{
    AT();
    addr method, attribute;
    FALL(status = evaluate_load_special(h, OBJECT(TOP), ARG, &method, &attribute));
    slot self = TOP;
    if (method) {
        TOP = method;
        PUSH(self);
    } else {
        TOP = attribute;
        PUSH(0);
        slot_release(h, self);
    }
    DISPATCH();
}
op_WITH_EXCEPT_START:
{
    AT(); /* exit [self] lasti previous exception */
    addr exception = OBJECT(TOP), traceback = exception_traceback(h, exception), result;
    slot self = ARG ? sp[-4] : 0, exit = ARG ? sp[-5] : sp[-4];
    addr args[4] = {OBJECT(self), object_type(h, exception), exception, traceback ? traceback : none(h)};
    frame->top = (uint32_t)(sp - locals);
    FALL(status = object_call(h, OBJECT(exit), self ? args : args + 1, self ? 4 : 3, NULL, NULL, 0, &result));
    PUSH(result);
    DISPATCH();
}
op_STOP_ITERATION_ERROR:
{
    AT();
    slot exception = TOP;
    addr replaced;
    FALL(status =
             evaluate_stop_iteration_error(h, OBJECT(exception), code_at(h, frame->code)->flags, &replaced));
    TOP = replaced;
    slot_release(h, exception);
    DISPATCH();
}
op_CALL_INTRINSIC_1:
{
    AT();
    slot argument = TOP;
    addr made;
    FALL(status = evaluate_intrinsic(h, ARG, OBJECT(argument), 0, &made));
    TOP = made;
    slot_release(h, argument);
    DISPATCH();
}
op_PREP_RERAISE_STAR : op_CALL_INTRINSIC_2:
{
    AT();
    uint32_t which = (word & 0xff) == OP_PREP_RERAISE_STAR ? INTRINSIC_PREP_RERAISE_STAR : ARG;
    slot first = sp[-2], second = TOP;
    addr made;
    FALL(status = evaluate_intrinsic(h, which, OBJECT(first), OBJECT(second), &made));
    (void)POP();
    TOP = made;
    slot_release(h, second);
    slot_release(h, first);
    DISPATCH();
}
