/* The fields of the types of _thread, _queue, _io, datetime, decimal and of type parameters (layout.h). */
#include "daemon/heap/layout.h"

#define WEAKREFLIST "The first of the weak references to the object; 0: none."

static const struct field_spec lock_fields[] = {
    {16, 8, FIELD_ADDRESS, "lock_lock", "A block that stands for the system's lock: threads take turns."},
    {24, 8, FIELD_ADDRESS, "in_weakreflist", WEAKREFLIST},
    {32, 1, FIELD_COUNT, "locked", "Whether it is locked."},
    {0},
};
static const struct field_spec lock_mutex_fields[] = {{16, 1, FIELD_COUNT, "lock", "Whether it is locked."},
                                                      {0}};

static const struct field_spec rlock_fields[] = {
    {16, 8, FIELD_ADDRESS, "rlock_lock",
     "A block that stands for the system's lock: its first byte says whether it is locked."},
    {24, 8, FIELD_COUNT, "rlock_owner", "The thread that has it; 0: none."},
    {32, 8, FIELD_COUNT, "rlock_count", "How many times it has taken it."},
    {40, 8, FIELD_ADDRESS, "in_weakreflist", WEAKREFLIST},
    {0},
};
static const struct field_spec rlock_mutex_fields[] = {
    {16, 1, FIELD_COUNT, "lock.mutex", "Whether it is locked."},
    {24, 8, FIELD_COUNT, "lock.thread", "The thread that has it; 0: none."},
    {32, 8, FIELD_COUNT, "lock.level", "How many times it has taken it besides the first."},
    {0},
};

static const struct field_spec random_fields[] = {
    {16, 4, FIELD_COUNT, "index", "Which word comes next; 624: none before a new round."},
    {20, 2496, FIELD_BYTES, "state", "The Mersenne Twister's 624 words."},
    {0},
};

#define HASH "The hash, once it was asked for; else -1."
static const struct field_spec timedelta_fields[] = {
    {16, 8, FIELD_SIGNED, "hashcode", HASH},
    {24, 4, FIELD_SIGNED, "days", "Days, which alone may be negative."},
    {28, 4, FIELD_SIGNED, "seconds", "Seconds of a day."},
    {32, 4, FIELD_SIGNED, "microseconds", "Microseconds of a second."},
    {0},
};
#define DATE_FIELDS                                                                                          \
    {16, 8, FIELD_SIGNED, "hashcode", HASH},                                                                 \
        {24, 1, FIELD_COUNT, "hastzinfo", "Whether there is a tzinfo."},                                     \
        {25, 2, FIELD_BYTES, "data.year", "The year, its higher byte first."},                               \
        {27, 1, FIELD_COUNT, "data.month", "The month."},                                                    \
    {                                                                                                        \
        28, 1, FIELD_COUNT, "data.day", "The day."                                                           \
    }
static const struct field_spec date_fields[] = {DATE_FIELDS, {0}};
#define DATETIME_FIELDS                                                                                      \
    DATE_FIELDS, {29, 1, FIELD_COUNT, "data.hour", "The hour."},                                             \
        {30, 1, FIELD_COUNT, "data.minute", "The minute."},                                                  \
        {31, 1, FIELD_COUNT, "data.second", "The second."},                                                  \
        {32, 3, FIELD_BYTES, "data.microsecond", "The microsecond, its highest byte first."},                \
    {                                                                                                        \
        35, 1, FIELD_COUNT, "fold", "Whether it is the second of two times that the clock shows."            \
    }
static const struct field_spec datetime_fields[] = {DATETIME_FIELDS, {0}};
static const struct field_spec datetime_aware_fields[] = {
    DATETIME_FIELDS, {40, 8, FIELD_ADDRESS, "tzinfo", "The time zone."}, {0}};
#define TIME_FIELDS                                                                                          \
    {16, 8, FIELD_SIGNED, "hashcode", HASH},                                                                 \
        {24, 1, FIELD_COUNT, "hastzinfo", "Whether there is a tzinfo."},                                     \
        {25, 1, FIELD_COUNT, "data.hour", "The hour."}, {26, 1, FIELD_COUNT, "data.minute", "The minute."},  \
        {27, 1, FIELD_COUNT, "data.second", "The second."},                                                  \
        {28, 3, FIELD_BYTES, "data.microsecond", "The microsecond, its highest byte first."},                \
    {                                                                                                        \
        31, 1, FIELD_COUNT, "fold", "Whether it is the second of two times that the clock shows."            \
    }
static const struct field_spec time_fields[] = {TIME_FIELDS, {0}};
static const struct field_spec time_aware_fields[] = {
    TIME_FIELDS, {32, 8, FIELD_ADDRESS, "tzinfo", "The time zone."}, {0}};
static const struct field_spec timezone_fields[] = {
    {16, 8, FIELD_ADDRESS, "offset", "How far from UTC."},
    {24, 8, FIELD_ADDRESS, "name", "What it is called; 0: by its offset."},
    {0},
};

static const struct field_spec decimal_fields[] = {
    {16, 8, FIELD_SIGNED, "hash", HASH},
    {24, 1, FIELD_FLAGS, "dec.flags",
     "1: negative; 2: infinite; 4: NaN; 8: signaling NaN; 32: its words are in the object."},
    {32, 8, FIELD_SIGNED, "dec.exp", "The exponent of ten."},
    {40, 8, FIELD_COUNT, "dec.digits", "How many digits the coefficient has."},
    {48, 8, FIELD_COUNT, "dec.len", "How many words these take, 19 digits each."},
    {56, 8, FIELD_COUNT, "dec.alloc", "For how many there is room."},
    {64, 8, FIELD_ADDRESS, "dec.data", "Where they are, the lowest first."},
    {72, 8, FIELD_COUNT, "data[0]", "A word of the coefficient."},
    {80, 8, FIELD_COUNT, "data[1]", "A word of the coefficient."},
    {88, 8, FIELD_COUNT, "data[2]", "A word of the coefficient."},
    {96, 8, FIELD_COUNT, "data[3]", "A word of the coefficient."},
    {0},
};
static const struct field_spec decimal_context_fields[] = {
    {16, 8, FIELD_COUNT, "ctx.prec", "How many digits results have."},
    {24, 8, FIELD_SIGNED, "ctx.emax", "The largest exponent."},
    {32, 8, FIELD_SIGNED, "ctx.emin", "The smallest exponent."},
    {40, 4, FIELD_FLAGS, "ctx.traps", "Which signals are exceptions."},
    {44, 4, FIELD_FLAGS, "ctx.status", "Which signals there were."},
    {48, 4, FIELD_FLAGS, "ctx.newtrap", "Not used."},
    {52, 4, FIELD_COUNT, "ctx.round", "How results are rounded."},
    {56, 4, FIELD_COUNT, "ctx.clamp", "Whether exponents are kept low enough for all digits."},
    {60, 4, FIELD_COUNT, "ctx.allcr", "Not used."},
    {64, 8, FIELD_ADDRESS, "traps", "The mapping that shows the traps; 0: not made yet."},
    {72, 8, FIELD_ADDRESS, "flags", "The mapping that shows the signals; 0: not made yet."},
    {80, 4, FIELD_COUNT, "capitals", "Whether the exponent is written with E."},
    {0},
};

#define LATER "The function that answers it when somebody asks; 0: none."
#define ASKED "Once it was asked for or given; else 0."

static const struct field_spec type_var_fields[] = {
    {16, 8, FIELD_ADDRESS, "name", "Its name."},
    {24, 8, FIELD_ADDRESS, "bound", ASKED},
    {32, 8, FIELD_ADDRESS, "evaluate_bound", LATER},
    {40, 8, FIELD_ADDRESS, "constraints", ASKED},
    {48, 8, FIELD_ADDRESS, "evaluate_constraints", LATER},
    {56, 8, FIELD_ADDRESS, "default_value", ASKED},
    {64, 8, FIELD_ADDRESS, "evaluate_default", LATER},
    {72, 1, FIELD_FLAGS, "covariant", "1: it is."},
    {73, 1, FIELD_FLAGS, "contravariant", "1: it is."},
    {74, 1, FIELD_FLAGS, "infer_variance", "1: the syntax has made it, or it was asked for."},
    {0},
};
static const struct field_spec type_var_tuple_fields[] = {
    {16, 8, FIELD_ADDRESS, "name", "Its name."},
    {24, 8, FIELD_ADDRESS, "default_value", ASKED},
    {32, 8, FIELD_ADDRESS, "evaluate_default", LATER},
    {0},
};
static const struct field_spec param_spec_fields[] = {
    {16, 8, FIELD_ADDRESS, "name", "Its name."},
    {24, 8, FIELD_ADDRESS, "bound", "What it was given; else 0."},
    {32, 8, FIELD_ADDRESS, "default_value", ASKED},
    {40, 8, FIELD_ADDRESS, "evaluate_default", LATER},
    {48, 1, FIELD_FLAGS, "covariant", "1: it is."},
    {49, 1, FIELD_FLAGS, "contravariant", "1: it is."},
    {50, 1, FIELD_FLAGS, "infer_variance", "1: the syntax has made it, or it was asked for."},
    {0},
};
static const struct field_spec param_spec_part_fields[] = {
    {16, 8, FIELD_ADDRESS, "__origin__", "The ParamSpec."}, {0}};
static const struct field_spec type_alias_fields[] = {
    {16, 8, FIELD_ADDRESS, "name", "Its name."},
    {24, 8, FIELD_ADDRESS, "type_params", "Its parameters, a tuple; 0: none."},
    {32, 8, FIELD_ADDRESS, "compute_value", LATER},
    {40, 8, FIELD_ADDRESS, "value", ASKED},
    {48, 8, FIELD_ADDRESS, "module", "What was set; 0: the function's."},
    {0},
};
static const struct field_spec const_evaluator_fields[] = {
    {16, 8, FIELD_ADDRESS, "value", "What it answers."}, {0}};

static const struct field_spec template_fields[] = {
    {16, 8, FIELD_ADDRESS, "strings", "The texts before, between and behind the interpolations, a tuple."},
    {24, 8, FIELD_ADDRESS, "interpolations", "One fewer, a tuple."},
    {0},
};
static const struct field_spec template_iterator_fields[] = {
    {16, 8, FIELD_ADDRESS, "stringsiter", "Goes through the texts."},
    {24, 8, FIELD_ADDRESS, "interpolationsiter", "Goes through the interpolations."},
    {32, 4, FIELD_SIGNED, "from_strings", "1: a text is next."},
    {0},
};
static const struct field_spec interpolation_fields[] = {
    {16, 8, FIELD_ADDRESS, "value", "What the expression was."},
    {24, 8, FIELD_ADDRESS, "expression", "How it is written."},
    {32, 8, FIELD_ADDRESS, "conversion", "'s', 'r', 'a' or None."},
    {40, 8, FIELD_ADDRESS, "format_spec", "What stands behind its colon, a str."},
    {0},
};

static const struct field_spec io_base_fields[] = {
    {16, 8, FIELD_ADDRESS, "dict", "Its attributes; 0: none."},
    {24, 8, FIELD_ADDRESS, "weakreflist", WEAKREFLIST},
    {0},
};
#define STRING_IO_FIELDS                                                                                     \
    {16, 8, FIELD_ADDRESS, "buf", "Its characters, 4 bytes each, once somebody reads or seeks; a block."},   \
        {24, 8, FIELD_SIGNED, "pos", "Where to read or write next."},                                        \
        {32, 8, FIELD_SIGNED, "string_size", "How many characters there are."},                              \
        {40, 8, FIELD_COUNT, "buf_size", "For how many characters the block has room."},                     \
    {                                                                                                        \
        48, 4, FIELD_COUNT, "state", "1: the characters are in buf; 2: they are being gathered."             \
    }
#define STRING_IO_TAIL(at)                                                                                   \
    {at, 1, FIELD_COUNT, "ok", "Whether it was set up."},                                                    \
        {at + 1, 1, FIELD_COUNT, "closed", "Whether it is closed."},                                         \
        {at + 2, 1, FIELD_COUNT, "readuniversal", "Whether any line end is one."},                           \
        {at + 3, 1, FIELD_COUNT, "readtranslate", "Whether they all become \\n."},                           \
        {at + 8, 8, FIELD_ADDRESS, "decoder", "What notes and translates line ends; 0: nothing does."},      \
        {at + 16, 8, FIELD_ADDRESS, "readnl", "What ends a line; 0: any line end."},                         \
        {at + 24, 8, FIELD_ADDRESS, "writenl", "What is written for \\n; 0: that."},                         \
        {at + 32, 8, FIELD_ADDRESS, "dict", "Its attributes; 0: none."},                                     \
    {                                                                                                        \
        at + 40, 8, FIELD_ADDRESS, "weakreflist", WEAKREFLIST                                                \
    }
static const struct field_spec string_io_fields[] = {
    STRING_IO_FIELDS,
    {56, 8, FIELD_ADDRESS, "accu.large", "Texts that were joined, a list; 0: none yet."},
    {64, 8, FIELD_ADDRESS, "accu.small", "What was written since, a list."},
    STRING_IO_TAIL(72),
    {0},
};
static const struct field_spec string_io_writer_fields[] = {
    STRING_IO_FIELDS,
    {56, 8, FIELD_ADDRESS, "writer", "The block that knows the str that gathers what is written; 0: none."},
    STRING_IO_TAIL(64),
    {112, 8, FIELD_ADDRESS, "module_state", "Of the module _io."},
    {0},
};
static const struct field_spec bytes_io_fields[] = {
    {16, 8, FIELD_ADDRESS, "buf", "Its bytes, with room for more; 0: closed."},
    {24, 8, FIELD_SIGNED, "pos", "Where to read or write next."},
    {32, 8, FIELD_SIGNED, "string_size", "How many bytes there are."},
    {40, 8, FIELD_ADDRESS, "dict", "Its attributes; 0: none."},
    {48, 8, FIELD_ADDRESS, "weakreflist", WEAKREFLIST},
    {56, 8, FIELD_SIGNED, "exports", "How many look into its bytes."},
    {0},
};
static const struct field_spec bytes_io_buffer_fields[] = {
    {16, 8, FIELD_ADDRESS, "source", "The BytesIO whose bytes it shows."}, {0}};
static const struct field_spec newline_decoder_fields[] = {
    {16, 8, FIELD_ADDRESS, "decoder", "Another decoder that comes first, or None."},
    {24, 8, FIELD_ADDRESS, "errors", "What is done about errors."},
    {32, 4, FIELD_FLAGS, "flags", "1: a \\r waits; 2: it translates; 4, 8, 16: \\r, \\n, \\r\\n were seen."},
    {0},
};

static const struct field_spec simple_queue_fields[] = {
    {16, 8, FIELD_ADDRESS, "lock", "A block that stands for the system's lock."},
    {24, 4, FIELD_COUNT, "locked", "Not used: threads take turns."},
    {32, 8, FIELD_ADDRESS, "lst", "The items, a list, behind what was taken out."},
    {40, 8, FIELD_SIGNED, "lst_pos", "Where in it the next one is."},
    {48, 8, FIELD_ADDRESS, "weakreflist", WEAKREFLIST},
    {0},
};
static const struct field_spec simple_queue_ring_fields[] = {
    {16, 1, FIELD_COUNT, "has_threads_waiting", "Not used: threads take turns."},
    {24, 8, FIELD_SIGNED, "put_idx", "Where the next item is put."},
    {32, 8, FIELD_SIGNED, "get_idx", "Where the next one is taken from."},
    {40, 8, FIELD_ADDRESS, "items", "The items, a block that is gone round in."},
    {48, 8, FIELD_SIGNED, "items_cap", "For how many it has room."},
    {56, 8, FIELD_SIGNED, "num_items", "How many there are."},
    {64, 8, FIELD_ADDRESS, "weakreflist", WEAKREFLIST},
    {0},
};

const struct field_spec *layout_library_specs(const struct heap *h, addr o)
{
    switch (object_kind(h, o)) {
    case KIND_LOCK:
        return h->abi.locks_are_mutexes ? lock_mutex_fields : lock_fields;
    case KIND_RLOCK:
        return h->abi.locks_are_mutexes ? rlock_mutex_fields : rlock_fields;
    case KIND_RANDOM:
        return random_fields;
    case KIND_IO_BASE:
    case KIND_RAW_IO_BASE:
    case KIND_BUFFERED_IO_BASE:
    case KIND_TEXT_IO_BASE:
        return io_base_fields;
    case KIND_STRING_IO:
        return h->abi.string_io_writes_one_text ? string_io_writer_fields : string_io_fields;
    case KIND_BYTES_IO:
        return bytes_io_fields;
    case KIND_BYTES_IO_BUFFER:
        return bytes_io_buffer_fields;
    case KIND_NEWLINE_DECODER:
        return newline_decoder_fields;
    case KIND_SIMPLE_QUEUE:
        return h->abi.simple_queue_is_ring ? simple_queue_ring_fields : simple_queue_fields;
    case KIND_TIMEDELTA:
        return timedelta_fields;
    case KIND_DATE:
        return date_fields;
    case KIND_DATETIME:
        return HEAP_FIELD(h, o, 24, uint8_t) ? datetime_aware_fields : datetime_fields;
    case KIND_TIME:
        return HEAP_FIELD(h, o, 24, uint8_t) ? time_aware_fields : time_fields;
    case KIND_TIMEZONE:
        return timezone_fields;
    case KIND_DECIMAL:
        return decimal_fields;
    case KIND_DECIMAL_CONTEXT:
        return decimal_context_fields;
    case KIND_TYPE_VAR:
        return type_var_fields;
    case KIND_TYPE_VAR_TUPLE:
        return type_var_tuple_fields;
    case KIND_PARAM_SPEC:
        return param_spec_fields;
    case KIND_PARAM_SPEC_ARGS:
    case KIND_PARAM_SPEC_KWARGS:
        return param_spec_part_fields;
    case KIND_TYPE_ALIAS:
        return type_alias_fields;
    case KIND_CONST_EVALUATOR:
        return const_evaluator_fields;
    case KIND_TEMPLATE:
        return template_fields;
    case KIND_TEMPLATE_ITERATOR:
        return template_iterator_fields;
    case KIND_INTERPOLATION:
        return interpolation_fields;
    default:
        return NULL;
    }
}
