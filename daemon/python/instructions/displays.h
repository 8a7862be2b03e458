/* Displays, unpacking, formatted texts. Part of evaluate() in eval.c. */
op_BUILD_TUPLE:
{
    AT();
    addr made = tuple_new(h, ARG);
    if (!made)
        goto raised;
    sp -= ARG;
    for (uint32_t i = 0; i < ARG; i++)
        tuple_init(h, made, i, slot_own(h, sp[i]));
    tuple_done_whole(h, made);
    PUSH(made);
    DISPATCH();
}
op_BUILD_LIST:
{
    AT();
    addr made = list_new(h, ARG);
    if (!made)
        goto raised;
    sp -= ARG;
    for (uint32_t i = 0; i < ARG; i++)
        list_init(h, made, i, slot_own(h, sp[i]));
    PUSH(made);
    DISPATCH();
}
op_BUILD_SET:
{
    AT();
    addr made = set_new(h);
    if (!made)
        goto raised;
    for (uint32_t i = 0; i < ARG; i++) {
        status = set_add(h, made, OBJECT(sp[(ptrdiff_t)i - (ptrdiff_t)ARG]));
        if (status != HEAP_OK) {
            decref(h, made);
            goto failed;
        }
    }
    for (uint32_t i = 0; i < ARG; i++)
        slot_release(h, sp[(ptrdiff_t)i - (ptrdiff_t)ARG]);
    sp -= ARG;
    PUSH(made);
    DISPATCH();
}
op_BUILD_MAP:
{
    AT();
    slot *pairs = sp - 2 * (ptrdiff_t)ARG;
    bool unicode = true;
    for (uint32_t i = 0; i < ARG && unicode; i++)
        unicode = key_is_str(h, OBJECT(pairs[2 * i]));
    addr made = ARG ? dict_new_presized(h, ARG, unicode) : dict_new(h);
    if (!made)
        goto raised;
    for (uint32_t i = 0; i < ARG; i++) {
        status = dict_set(h, made, OBJECT(pairs[2 * i]), OBJECT(pairs[2 * i + 1]));
        if (status != HEAP_OK) {
            decref(h, made);
            goto failed;
        }
    }
    while (sp > pairs)
        slot_release(h, POP());
    PUSH(made);
    DISPATCH();
}
op_BUILD_CONST_KEY_MAP:
{
    AT();
    slot keys = TOP, *values = sp - 1 - ARG;
    bool unicode = true;
    for (uint32_t i = 0; i < ARG && unicode; i++)
        unicode = key_is_str(h, tuple_item(h, OBJECT(keys), i));
    addr made = dict_new_presized(h, ARG, unicode);
    if (!made)
        goto raised;
    for (uint32_t i = 0; i < ARG; i++) {
        status = dict_set(h, made, tuple_item(h, OBJECT(keys), i), OBJECT(values[i]));
        if (status != HEAP_OK) {
            decref(h, made);
            goto failed;
        }
    }
    while (sp > values)
        slot_release(h, POP());
    PUSH(made);
    DISPATCH();
}
op_BUILD_STRING:
{
    AT();
    addr made;
    FALL(status = evaluate_build_string(h, sp - ARG, ARG, &made));
    for (uint32_t i = 0; i < ARG; i++)
        slot_release(h, POP());
    PUSH(made);
    DISPATCH();
}
op_LIST_APPEND:
{
    addr list = OBJECT(sp[-(ptrdiff_t)ARG - 1]);
    struct list_object *l = list_at(h, list);
    if (HEAP_LIKELY(l->size < l->allocated)) {
        slot item = POP();
        list_items(h, list)[l->size++] = slot_own(h, item);
        DISPATCH();
    }
    AT();
    FALL(status = list_append(h, list, OBJECT(TOP)));
    slot_release(h, POP());
    DISPATCH();
}
op_SET_ADD : AT();
FALL(status = set_add(h, OBJECT(sp[-(ptrdiff_t)ARG - 1]), OBJECT(TOP)));
slot_release(h, POP());
DISPATCH();
op_MAP_ADD : AT();
FALL(status = dict_set(h, OBJECT(sp[-(ptrdiff_t)ARG - 2]), OBJECT(SECOND), OBJECT(TOP)));
slot_release(h, POP());
slot_release(h, POP());
DISPATCH();
op_LIST_EXTEND : AT();
FALL(status = evaluate_list_extend(h, OBJECT(sp[-(ptrdiff_t)ARG - 1]), OBJECT(TOP)));
slot_release(h, POP());
DISPATCH();
op_SET_UPDATE : AT();
FALL(status = set_update(h, OBJECT(sp[-(ptrdiff_t)ARG - 1]), OBJECT(TOP)));
slot_release(h, POP());
DISPATCH();
op_DICT_UPDATE : AT();
FALL(status = evaluate_dict_merge(h, OBJECT(sp[-(ptrdiff_t)ARG - 1]), OBJECT(TOP), 0));
slot_release(h, POP());
DISPATCH();
op_DICT_MERGE : AT(); /* NULL callable args dict ... mapping */
FALL(status = evaluate_dict_merge(h, OBJECT(sp[-(ptrdiff_t)ARG - 1]), OBJECT(TOP),
                                  OBJECT(sp[-(ptrdiff_t)ARG - 3] ? sp[-(ptrdiff_t)ARG - 3]
                                                                 : sp[-(ptrdiff_t)ARG - 4])));
slot_release(h, POP());
DISPATCH();
op_LIST_TO_TUPLE:
{
    AT();
    addr made = tuple_from(h, list_items(h, OBJECT(TOP)), list_length(h, OBJECT(TOP)));
    if (!made)
        goto raised;
    slot old = TOP;
    TOP = made;
    slot_release(h, old);
    DISPATCH();
}
op_UNPACK_SEQUENCE:
{
    slot o = POP(); /* the stack has room for the items alone, and what lies behind it is the next frame's */
    if (HEAP_LIKELY(object_is_exact(h, OBJECT(o), KIND_TUPLE) &&
                    (uint64_t)object_size_field(h, OBJECT(o)) == ARG)) {
        const addr *items = tuple_items(h, OBJECT(o));
        for (uint32_t i = ARG; i-- > 0;)
            PUSH(incref(h, items[i]));
        RELEASE(o);
        DISPATCH();
    }
    AT();
    status = evaluate_unpack(h, OBJECT(o), ARG, sp);
    if (HEAP_LIKELY(status == HEAP_OK))
        sp += (ptrdiff_t)ARG;
    slot_release(h, o);
    FALL(status);
    DISPATCH();
}
op_UNPACK_EX:
{
    slot o = POP();
    AT();
    size_t before = ARG & 0xff, after = ARG >> 8, total = before + 1 + after;
    status = evaluate_unpack_ex(h, OBJECT(o), before, after, sp);
    if (HEAP_LIKELY(status == HEAP_OK))
        sp += (ptrdiff_t)total;
    slot_release(h, o);
    FALL(status);
    DISPATCH();
}

op_CONVERT_VALUE:
{
    AT();
    addr text = evaluate_convert(h, OBJECT(TOP), ARG);
    if (!text)
        goto raised;
    slot old = TOP;
    TOP = text;
    slot_release(h, old);
    DISPATCH();
}
op_FORMAT_SIMPLE:
{
    AT();
    if (ARG == 0 && object_is_exact(h, OBJECT(TOP), KIND_STR))
        DISPATCH();
    addr text;
    FALL(status = evaluate_format(h, OBJECT(TOP), ARG, 0, &text));
    slot old = TOP;
    TOP = text;
    slot_release(h, old);
    DISPATCH();
}
op_BUILD_TEMPLATE:
{
    AT();
    addr made = template_new(h, OBJECT(SECOND), OBJECT(TOP));
    if (!made)
        goto raised;
    slot_release(h, POP());
    slot_release(h, POP());
    PUSH(made);
    DISPATCH();
}
op_BUILD_INTERPOLATION:
{
    AT();
    unsigned count = 2 + (ARG & 1);
    addr spec = ARG & 1 ? OBJECT(TOP) : 0,
         made = interpolation_new(h, OBJECT(sp[-(ptrdiff_t)count]), OBJECT(sp[1 - (ptrdiff_t)count]),
                                  ARG >> 2, spec);
    if (!made)
        goto raised;
    for (unsigned i = 0; i < count; i++)
        slot_release(h, POP());
    PUSH(made);
    DISPATCH();
}
op_FORMAT_WITH_SPEC:
{
    AT();
    addr text;
    FALL(status = evaluate_format(h, OBJECT(SECOND), ARG, OBJECT(TOP), &text));
    slot value = SECOND, spec = TOP;
    sp--;
    TOP = text;
    slot_release(h, value);
    slot_release(h, spec);
    DISPATCH();
}
