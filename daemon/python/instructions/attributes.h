/* Attributes and methods, and the short ways to them (specialize.h). Part of evaluate() in eval.c. */
op_LOAD_ATTR:
{
    AT();
    addr value;
    uint32_t *here = SELF;
    if (here[1])
        here[1]--;
    else
        specialize_load_attr(h, here, OBJECT(TOP), names[ARG]);
    FALL(status = object_getattr(h, OBJECT(TOP), names[ARG], &value));
    slot old = TOP;
    TOP = value;
    slot_release(h, old);
    ip += 3;
    DISPATCH();
}
op_LOAD_ATTR_VALUE:
{
    slot o = TOP;
    const struct type_object *t = type_at(h, object_type(h, OBJECT(o)));
    addr values = t->version_tag == ip[0] ? special_values(h, OBJECT(o), t) : 0;
    addr value = values ? values_slots(h, values)[ip[1]] : 0;
    if (HEAP_UNLIKELY(!value))
        goto special_missed;
    TOP = incref(h, value);
    RELEASE(o);
    ip += 3;
    DISPATCH();
}
op_LOAD_ATTR_SLOT:
{
    slot o = TOP;
    addr value = type_at(h, object_type(h, OBJECT(o)))->version_tag == ip[0]
                     ? HEAP_FIELD(h, OBJECT(o), ip[1], addr)
                     : 0;
    if (HEAP_UNLIKELY(!value))
        goto special_missed;
    TOP = incref(h, value);
    RELEASE(o);
    ip += 3;
    DISPATCH();
}
op_LOAD_ATTR_OF_TYPE:
{
    slot o = TOP;
    addr type = object_type(h, OBJECT(o));
    const struct type_object *t = type_at(h, type);
    if (HEAP_UNLIKELY(t->version_tag != ip[0] || !special_is_not_own(h, OBJECT(o), t, type, ip[1])))
        goto special_missed;
    TOP = incref(h, special_to_object(ip[2]));
    RELEASE(o);
    ip += 3;
    DISPATCH();
}
op_LOAD_ATTR_MODULE:
{
    slot o = TOP;
    if (HEAP_UNLIKELY(!object_is_exact(h, OBJECT(o), KIND_MODULE) || !module_dict(h, OBJECT(o))))
        goto special_missed;
    const struct dict_keys *k = keys_at(h, dict_at(h, module_dict(h, OBJECT(o)))->keys);
    if (HEAP_UNLIKELY(k->version != ip[0]))
        goto special_missed;
    TOP = incref(h, *(const addr *)((const char *)k + ip[1]));
    RELEASE(o);
    ip += 3;
    DISPATCH();
}
op_LOAD_METHOD_OF_TYPE:
{
    slot self = TOP;
    addr type = object_type(h, OBJECT(self));
    const struct type_object *t = type_at(h, type);
    if (HEAP_UNLIKELY(t->version_tag != ip[0] || !special_is_not_own(h, OBJECT(self), t, type, ip[1])))
        goto special_missed;
    TOP = incref(h, special_to_object(ip[2]));
    PUSH(self);
    ip += 3;
    DISPATCH();
}
op_STORE_ATTR_VALUE:
{
    slot o = TOP, value = SECOND;
    const struct type_object *t = type_at(h, object_type(h, OBJECT(o)));
    addr values =
        t->version_tag == ip[0] && !special_dict(h, OBJECT(o)) ? special_values(h, OBJECT(o), t) : 0;
    if (HEAP_UNLIKELY(!values))
        goto special_missed;
    addr *to = &values_slots(h, values)[ip[1]], old = *to;
    if (HEAP_UNLIKELY(!old))
        values_note_insertion(h, values, ip[1]);
    AT();
    sp -= 2;
    ip += 3;
    if (HEAP_LIKELY(!old || !reference_is_dropped(h, old))) {
        *to = slot_own(h, value);
    } else { /* what goes may look at counts: the stack holds the value too */
        *to = incref(h, OBJECT(value));
        object_release(h, old);
        slot_release(h, value);
    }
    slot_release(h, o);
    DISPATCH();
}
op_STORE_ATTR_SLOT:
{
    slot o = TOP, value = SECOND;
    if (HEAP_UNLIKELY(type_at(h, object_type(h, OBJECT(o)))->version_tag != ip[0]))
        goto special_missed;
    AT();
    object_replace(h, &HEAP_FIELD(h, OBJECT(o), ip[1], addr), incref(h, OBJECT(value)));
    sp -= 2;
    slot_release(h, value);
    slot_release(h, o);
    ip += 3;
    DISPATCH();
}
op_LOAD_METHOD:
{
    AT();
    addr method, attribute;
    uint32_t *here = SELF;
    if (here[1])
        here[1]--;
    else
        specialize_load_method(h, here, OBJECT(TOP), names[ARG]);
    FALL(status = evaluate_load_method(h, OBJECT(TOP), names[ARG], &method, &attribute));
    slot self = TOP;
    if (method) {
        TOP = method;
        PUSH(self);
    } else {
        TOP = 0;
        PUSH(attribute);
        slot_release(h, self);
    }
    ip += 3;
    DISPATCH();
}
op_LOAD_SUPER_ATTR:
{
    AT();
    addr method, attribute;
    slot super = sp[-3], class = SECOND, self = TOP;
    method = attribute = 0;
    if (HEAP_UNLIKELY(table == watched) && *monitors)
        FALL(status = monitor_super(h, f, OBJECT(super), (addr[]){OBJECT(class), OBJECT(self)},
                                    ARG & 2 ? 2 : 0, names[ARG >> 2], &attribute));
    if (HEAP_LIKELY(!attribute))
        FALL(status = evaluate_super_attr(h, OBJECT(super), OBJECT(class), OBJECT(self), names[ARG >> 2],
                                          ARG, &method, &attribute));
    sp -= 3;
    if (ARG & 1) {
        PUSH(method);
        PUSH(method ? slot_own(h, self) : attribute);
        if (!method)
            slot_release(h, self);
    } else {
        PUSH(attribute);
        slot_release(h, self);
    }
    slot_release(h, class);
    slot_release(h, super);
    DISPATCH();
}
op_STORE_ATTR:
{
    AT();
    uint32_t *here = SELF;
    if (here[1])
        here[1]--;
    else
        specialize_store_attr(h, here, OBJECT(TOP), names[ARG]);
    FALL(status = object_setattr(h, OBJECT(TOP), names[ARG], OBJECT(SECOND)));
    sp -= 2;
    slot_release(h, sp[0]);
    slot_release(h, sp[1]);
    ip += 3;
    DISPATCH();
}
op_DELETE_ATTR : AT();
FALL(status = object_setattr(h, OBJECT(TOP), names[ARG], 0));
slot_release(h, POP());
DISPATCH();

/* ---- of a variable: its object needs no reference on the stack where nothing runs meanwhile. Else they go
 * one by one */
#define X(load)                                                                                              \
    op_##load##__LOAD_ATTR:                                                                                  \
    {                                                                                                        \
        const addr *place = locals[ARG] ? special_place(h, OBJECT(locals[ARG]), ip) : NULL;                  \
        if (HEAP_UNLIKELY(!place || !*place))                                                                \
            goto op_##load;                                                                                  \
        PUSH(incref(h, *place));                                                                             \
        ip += 4;                                                                                             \
        DISPATCH();                                                                                          \
    }                                                                                                        \
    op_##load##__STORE_ATTR:                                                                                 \
    {                                                                                                        \
        addr *place = locals[ARG] ? special_place(h, OBJECT(locals[ARG]), ip) : NULL;                        \
        if (HEAP_UNLIKELY(!place || (*place && !quick_decref(h, *place))))                                   \
            goto op_##load;                                                                                  \
        slot value = POP();                                                                                  \
        if (!*place && (ip[0] & 0xff) == OP_STORE_ATTR_VALUE)                                                \
            values_note_insertion(h, special_values_at(h, place, ip[2]), ip[2]);                             \
        *place = slot_own(h, value);                                                                         \
        ip += 4;                                                                                             \
        DISPATCH();                                                                                          \
    }
X(LOAD_FAST)
X(LOAD_FAST_BORROW)
#undef X
