/* The module _ctypes as far as it is in C: reading memory of the session. ctypes itself is lib/ctypes.py.
 *
 * What can be read is what CPython's allocators hand out: the static area, arenas, large blocks, also where
 * nothing lives now. The tables of the library are not the program's, and nothing is written: an object that
 * changes behind the heap's back is a heap that is broken.
 */
#include <string.h>

#include "daemon/heap/arena.h"
#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/region.h"
#include "daemon/heap/state.h"
#include "daemon/python/modules/module.h"

/* Does [from, from + size) lie in there? */
static bool within(addr from, uint64_t size, addr start, addr end)
{
    return from >= start && from <= end && size <= end - from;
}

static bool readable(const struct heap *h, addr a, uint64_t size)
{
    struct arena_info arena;
    if (within(a, size, HEAP_BASE + REGION_STATIC, h->static_top) ||
        within(a, size, h->large.start, h->large.top))
        return true;
    if (!arena_owns(a))
        return false;
    for (uint32_t i = 0; i < arena_count(h); i++)
        if (arena_info(h, i, &arena) && within(a, size, arena.address, arena.address + h->abi.arena_size))
            return true;
    return false;
}

/* An address as the argument of a function: of an int of any size, what fits 64 bits. */
static enum heap_status address_argument(struct heap *h, addr o, addr *out)
{
    uint8_t bytes[8];
    bool fits;
    if (!int_is_kind(h, o))
        return raise_error(h, EXC_TYPE_ERROR, "integer expected");
    *out = 0;
    enum heap_status status = int_to_bytes(h, o, bytes, sizeof bytes, true, false, &fits);
    if (status != HEAP_OK)
        return status;
    if (int_sign(h, o) < 0 || !fits)
        return raise_error(h, EXC_VALUE_ERROR, "no address: not from 0 to 2**64 - 1");
    for (size_t i = 0; i < sizeof bytes; i++)
        *out |= (addr)bytes[i] << 8 * i;
    return HEAP_OK;
}

/* Released blocks are nobody's to read for the address sanitizer, here they are. */
__attribute__((no_sanitize("address"))) static void copy_bytes(uint8_t *out, const uint8_t *from, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((volatile uint8_t *)out)[i] = from[i];
}

/* _read(address, size) -> bytes */
static enum heap_status ctypes_read(struct heap *h, const struct call *call, addr *out)
{
    addr from, made;
    int64_t size;
    enum heap_status status = address_argument(h, call->args[0], &from);
    if (status == HEAP_OK)
        status = int_argument(h, call->args[1], &size);
    if (status != HEAP_OK)
        return status;
    if (size < 0 || !readable(h, from, (uint64_t)size))
        return raise_error(h, EXC_VALUE_ERROR, "no memory of this session: %lld bytes at 0x%llx",
                           (long long)size, (unsigned long long)from);
    uint8_t few[64];
    if ((size_t)size <= sizeof few) {
        copy_bytes(few, heap_at(h, from), (size_t)size);
        return answer(h, bytes_new(h, few, (size_t)size), out);
    }
    made = bytes_new(h, NULL, (size_t)size);
    if (!made)
        return raise_status(h);
    copy_bytes(heap_at(h, made + BYTES_DATA), heap_at(h, from), (size_t)size);
    *out = made;
    return HEAP_OK;
}

/* _find_zero(address, width) -> how many bytes there are before `width` zero ones, in steps of as many */
static enum heap_status ctypes_find_zero(struct heap *h, const struct call *call, addr *out)
{
    addr from;
    int64_t width;
    enum heap_status status = address_argument(h, call->args[0], &from);
    if (status == HEAP_OK)
        status = int_argument(h, call->args[1], &width);
    for (uint64_t length = 0; status == HEAP_OK; length += (uint64_t)width) {
        uint8_t unit[8] = {0}, zero[8] = {0};
        if (width < 1 || width > 8 || !readable(h, from + length, (uint64_t)width))
            return raise_error(h, EXC_VALUE_ERROR,
                               "no memory of this session: no end of a string from 0x%llx on",
                               (unsigned long long)from);
        copy_bytes(unit, heap_at(h, from + length), (size_t)width);
        if (memcmp(unit, zero, (size_t)width) == 0)
            return answer_int(h, (int64_t)length, out);
        status = loop_check(h);
    }
    return status;
}

/* _object_at(address) -> the object that lives there */
static enum heap_status ctypes_object_at(struct heap *h, const struct call *call, addr *out)
{
    addr a;
    enum heap_status status = address_argument(h, call->args[0], &a);
    if (status != HEAP_OK)
        return status;
    if (!object_is_alive(h, a))
        return raise_error(h, EXC_VALUE_ERROR, "no object lives at 0x%llx", (unsigned long long)a);
    *out = incref(h, a);
    return HEAP_OK;
}

/* _bytes_address(bytearray or bytes) -> where its bytes are */
static enum heap_status ctypes_bytes_address(struct heap *h, const struct call *call, addr *out)
{
    const uint8_t *bytes;
    size_t length;
    if (!bytes_view(h, call->args[0], &bytes, &length))
        return raise_not_bytes(h, call->args[0]);
    return answer_int(h, bytes && length ? (int64_t)heap_addr(h, bytes) : 0, out);
}

/* _float_bytes(value, size) -> bytes; _bytes_float(bytes) -> float; by IEEE 754, lowest byte first */
static enum heap_status ctypes_float_bytes(struct heap *h, const struct call *call, addr *out)
{
    int64_t size;
    enum heap_status status = int_argument(h, call->args[1], &size);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, call->args[0]) != KIND_FLOAT)
        return raise_error(h, EXC_TYPE_ERROR, "must be real number, not %.200s",
                           object_type_name(h, call->args[0]));
    double d = float_value(h, call->args[0]);
    float f = (float)d;
    return answer(h, size == 4 ? bytes_new(h, (const void *)&f, 4) : bytes_new(h, (const void *)&d, 8), out);
}

static enum heap_status ctypes_bytes_float(struct heap *h, const struct call *call, addr *out)
{
    const uint8_t *bytes;
    size_t length;
    float f;
    double d;
    if (!bytes_view(h, call->args[0], &bytes, &length))
        return raise_not_bytes(h, call->args[0]);
    if (length == 4) {
        memcpy(&f, bytes, 4);
        return answer(h, float_new(h, (double)f), out);
    }
    if (length != 8)
        return raise_error(h, EXC_VALUE_ERROR, "a float has 4 or 8 bytes");
    memcpy(&d, bytes, 8);
    return answer(h, float_new(h, d), out);
}

static const struct builtin_method functions[] = {
    {"_read", 2, 2, false, ctypes_read},
    {"_find_zero", 2, 2, false, ctypes_find_zero},
    {"_object_at", 1, 1, false, ctypes_object_at},
    {"_bytes_address", 1, 1, false, ctypes_bytes_address},
    {"_float_bytes", 2, 2, false, ctypes_float_bytes},
    {"_bytes_float", 1, 1, false, ctypes_bytes_float},
    {0},
};

const struct module_definition ctypes_module = {"_ctypes", functions, NULL};
