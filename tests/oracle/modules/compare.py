"""Programs about modules: what they print, on heapd and on the real CPythons of this machine.

    compare.py DRIVER [PROGRAM...]

A program whose name ends in _11 runs as 3.11 only. Addresses are masked, and times where a program asks for it with a first line "# times"; "# site" asks
for the builtins that site adds. How a program ends, its exit status too, is compared as well.
"""
import difflib
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import SKIP, find_pairs, is_early, name_of, run, run_real  # noqa: E402

# What came with 3.11.7 or shortly before.
OF_3_11_7 = {"builtins_names", "bytearray_joins", "compile_arguments", "dataclass_texts", "enum_checks", "generic_aliases_unpacked",
             "iterators_reduced_late", "numbers_and_what_follows", "pickle_protocols", "source_encodings", "source_null", "threading_timeouts"}


def clean(text, times):
    text = re.sub(r"0x[0-9a-f]{6,}", "0x...", text).rstrip("\n")
    text = re.sub(r"""DeprecationWarning: b"(.*)" is an (invalid .*sequence)\. Such .*""", r"DeprecationWarning: \2 '\1'", text)  # of 3.14
    return re.sub(r"\d+\.\d{3}\b", "TIME", text) if times else text


def recorded(driver):
    """Programs in recorded/NAME.py print NAME.out: what 3.14 says by its sources, where no interpreter of it is at hand."""
    wrong = 0
    for program in sorted((HERE / "recorded").glob("*.py")):
        ours = run([driver, 14, program], 300)
        expected = program.with_suffix(".out").read_text(encoding="utf-8")
        lines = list(difflib.unified_diff(expected.split("\n"), (ours.stdout + ours.stderr).decode().split("\n"), "recorded", program.name, lineterm="", n=0))
        print("\n".join(lines[:60]), end="\n" if lines else "")
        wrong += sum(1 for line in lines[2:] if line[0] in "+-")
    return wrong


def main():
    driver, chosen = sys.argv[1], sys.argv[2:]
    programs = [p for p in sorted((HERE / "programs").glob("*.py")) if not chosen or p.stem in chosen]
    versions = find_pairs()
    if not versions:
        return SKIP
    wrong = compared = 0
    for program in programs:
        first = program.read_bytes().split(b"\n", 1)[0].decode("latin-1")
        times = first.startswith("# times")
        for python, minor in versions:
            if (program.stem.endswith("_11") and minor != 11) or (program.stem in OF_3_11_7 and is_early(python)):
                continue
            real = run_real(python, program, site="site" in first)
            ours = run([driver, minor, program], 300)
            compared += 1
            for expected, got in ((real.stdout, ours.stdout), (real.stderr, ours.stderr)):
                pair = [clean(text.decode("utf-8", "replace"), times).split("\n") for text in (expected, got)]
                if minor == 14:  # a field that make_dataclass() has no type for: 3.14 has the type itself
                    pair[0] = [line.replace(": 'typing.Any'", ": Any") for line in pair[0]]
                lines = list(difflib.unified_diff(*pair, "%s on %s" % (program.name, name_of(python)), "heapd", lineterm="", n=0))
                print("\n".join(lines[:60]), end="\n" if lines else "")
                wrong += sum(1 for line in lines[2:] if line[0] in "+-")
            if ours.returncode != real.returncode:
                print("%s: ended with %d, %d is expected" % (program.name, ours.returncode, real.returncode))
                wrong += 1
    wrong += 0 if chosen else recorded(driver)
    print("%d programs compared, %d lines differ" % (compared, wrong))
    return 1 if wrong or not compared else 0


sys.exit(main())
