"""For each path read from standard input: the code objects that the CPython 3.11 which runs this makes of that file, as lines of JSON in the form of
driver.c, with instructions as heapd has them, then an empty line."""
import dis
import json
import sys
import threading
import types
import warnings

SKIPPED = {"EXTENDED_ARG", "PRECALL", "KW_NAMES", "CACHE"}
SAME = {"JUMP_FORWARD": "JUMP", "JUMP_BACKWARD_NO_INTERRUPT": "JUMP"}


def place(p):
    if p.lineno == 0:  # before the first line of a module; none here
        return [-1, -1, p.col_offset, p.end_col_offset]
    return [-1 if x is None else x for x in (p.lineno, p.end_lineno, p.col_offset, p.end_col_offset)]


def convert(code):
    """(offset of the first unit, name, arg, place), conditional jumps backward as two."""
    names, start = None, None
    for i in dis.get_instructions(code):
        start = i.offset if start is None else start
        if i.opname == "KW_NAMES":
            names = i.arg
        if i.opname in SKIPPED:
            continue
        name, arg = SAME.get(i.opname, i.opname), i.arg or 0
        if name == "CALL" and names is not None:
            yield start, "CALL_NAMED", arg, names, place(i.positions)
            names = None
        elif name == "FORMAT_VALUE":
            yield start, "FORMAT_WITH_SPEC" if arg & 4 else "FORMAT_SIMPLE", arg & 3, place(i.positions)
        elif "JUMP_BACKWARD_IF" in name:
            name = name.replace("BACKWARD_", "")
            reverse = {"NONE": "NOT_NONE", "NOT_NONE": "NONE", "TRUE": "FALSE", "FALSE": "TRUE"}
            how = name.removeprefix("POP_JUMP_IF_")
            yield start, "POP_JUMP_IF_" + reverse[how], "next", place(i.positions)
            yield start, "JUMP_BACKWARD", i.argval, place(i.positions)
        elif i.opcode in dis.hasjrel or i.opcode in dis.hasjabs:
            yield start, name.replace("JUMP_FORWARD_IF", "JUMP_IF"), i.argval, place(i.positions)
        else:
            yield start, name, arg, place(i.positions)
        start = None


def is_jump(name):
    return "JUMP" in name or name in ("FOR_ITER", "SEND")


def instructions(code):
    found = list(convert(code))
    ordinal = {}
    for n, i in enumerate(found):
        ordinal.setdefault(i[0], n)
    ordinal[len(code.co_code)] = len(found)
    result = []
    for n, i in enumerate(found):
        i = list(i[1:])
        if is_jump(i[0]):
            i[1] = n + 2 if i[1] == "next" else ordinal[i[1]]
        result.append(i)

    def after(offset):  # of the first instruction from there on
        while offset not in ordinal:
            offset += 2
        return ordinal[offset]
    handlers = [[after(e.start), after(e.end), after(e.target), e.depth, int(e.lasti)] for e in dis._parse_exception_table(code)]
    return result, handlers


def dump(code):
    found, handlers = instructions(code)
    answer = {"name": code.co_name, "qualname": code.co_qualname, "flags": code.co_flags, "argcount": code.co_argcount,
              "posonlyargcount": code.co_posonlyargcount, "kwonlyargcount": code.co_kwonlyargcount, "stacksize": code.co_stacksize,
              "firstlineno": code.co_firstlineno, "nlocals": code.co_nlocals, "units": len(code.co_code) // 2,
              "names": code.co_names, "varnames": code.co_varnames, "cellvars": code.co_cellvars, "freevars": code.co_freevars,
              "consts": ["code" if isinstance(c, types.CodeType) else ascii(c) for c in code.co_consts],
              "instructions": found, "handlers": handlers}
    print(json.dumps(answer))
    for c in code.co_consts:
        if isinstance(c, types.CodeType):
            dump(c)


def answer(path):
    with open(path, "rb") as file:
        source = file.read()
    try:
        code = compile(source, "<file>", "exec", dont_inherit=True)
    except SyntaxError as e:
        print(json.dumps({"error": e.msg, "type": type(e).__name__, "at": [e.lineno or 0, e.offset or 0, e.end_lineno or 0, e.end_offset or 0]}))
    except (ValueError, MemoryError, RecursionError, UnicodeError, OverflowError) as e:
        print(json.dumps({"error": str(e)}))
    else:
        dump(code)


def main():
    warnings.simplefilter("ignore")
    for path in sys.stdin:
        answer(path.rstrip("\n"))
        print(flush=True)


sys.set_int_max_str_digits(0)
sys.setrecursionlimit(100000)
threading.stack_size(512 << 20)
thread = threading.Thread(target=main)
thread.start()
thread.join()
