"""Calls with arguments that are not right, of every method of the builtin types and the functions of some modules: what heapd says of each is what the
real CPythons of this machine say.

    compare.py DRIVER [NAME...]       a NAME is a type, a module, or one of them with a method: str, str.find

What is not compared, and why, is below.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import SKIP, find_pairs, name_of, run, run_real  # noqa: E402

IN_PYTHON = "is a function written in Python, which says so in the words for those"
NO_FILES = "a session has no files"
QUIRK = "is said otherwise where a keyword or a wrong count is given to a bound method alone"
DIFFERENT = {
    r"(bisect\.(bisect|insort).*|heapq\..*|struct\..*|Struct\..*)": IN_PYTHON,
    r"array\.(fromfile|tofile)": NO_FILES,
    r"module\.__(format|getstate|init)__|module\.__call__|property\.__set_name__|memoryview\.__exit__|Match\.group|functools\.reduce|array\.extend|"
    r"deque\.(insert|index|rotate|__\w+item__)|ref\.__init__|ReferenceType\.__call__|function\.__call__|mappingproxy\.__call__|TextWrapper\.__format__": QUIRK,
    r"(GenericAlias|UnionType)\.__(format|getstate|instancecheck|subclasscheck)__": QUIRK,
    r"code\.__call__": "code is made by compile() alone",
    r"generator\.__del__|islice\.__setstate__|object\.__reduce_ex__|array\.__call__|generator\.throw|OrderedDict\.(pop|move_to_end)|complex\.__call__|math\.perm|Match\.expand|"
    r"TextWrapper\.index": "is a matter of what is looked at first, or of a method that is for the interpreter itself",
    r"functools\.(get_cache_token|namedtuple|recursive_repr)": "is what the module itself has imported",
}
LATER = {  # what 3.14 words otherwise than 3.13, or has besides
    r"(bytes|bytearray)\.fromhex|list\.index|Exception\.add_note|OSError\.add_note|SimpleNamespace\.__replace__|map\.__call__|math\..*|operator\.(contains|countOf|indexOf)|"
    r"array\.tounicode": "3.14 words it otherwise",
    r"\w+\.__(buffer|release_buffer)__|memoryview\._from_flags|(code|TextWrapper)\.__replace__|generator\.__class_getitem__": "is for C code, copy.replace() and annotations",
    r"property\.__(set|delete)__|mappingproxy\.__hash__": "is a matter of names of functions that are given to a property, and of the hash of a dict",
}
CHANGED = [(r"cannot use '.*' as a (?:dict key|set element) \((unhashable type: .*)\)", r"\1")]


def answers(text, minor):
    """{what is called: [(call, what it says)]}"""
    found = {}
    for line in re.sub("0x[0-9a-f]{6,}", "0x...", text).splitlines():
        what, call = line.split(" ", 1)
        for old, new in CHANGED if minor == 14 else ():
            call = re.sub(old, new, call)
        found.setdefault(what, []).append(call)
    return found


def is_compared(what, minor):
    return not any(re.fullmatch(pattern, what) for table in ([DIFFERENT, LATER] if minor == 14 else [DIFFERENT]) for pattern in table)


def main():
    driver, names = sys.argv[1], set(sys.argv[2:])
    wrong = compared = 0
    for python, minor in find_pairs():
        real, ours = (answers(done.stdout.decode(), minor) for done in (run_real(python, HERE / "program.py", seconds=300), run([driver, minor, HERE / "program.py"], 600)))
        for what, calls in real.items():
            if not is_compared(what, minor) or names and not names & {what, what.split(".")[0]}:
                continue
            got = ours.get(what, [])
            compared += len(calls)
            bad = [pair for pair in zip(calls, got + [""] * len(calls)) if pair[0] != pair[1]]
            wrong += len(bad)
            for expected, found in bad[:3]:
                print("%s %s\n    heapd:   %.200s\n    CPython: %.200s" % (name_of(python), what, found, expected))
    print("%d calls compared, %d differ" % (compared, wrong))
    return 1 if wrong else 0 if compared else SKIP


sys.exit(main())
