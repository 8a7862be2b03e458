# What 3.14 says, by its sources: Parser/string_parser.c, Python/codegen.c, Python/ast_preprocess.c.
import warnings

SOURCES = ["'a\\d'", "'\\777'", "b'\\400'", "f'\\{5}'", "() is x", "x is (1, 2)", "x is (1, y)", "-1 is x", "while x is 5: pass",
           "def f():\n    try: pass\n    finally:\n        return 1", "for i in x:\n    try: pass\n    finally:\n        break",
           "for i in x:\n    try: pass\n    finally:\n        continue", "def f():\n    try: pass\n    finally:\n        for i in x:\n            break",
           "def f():\n    try: pass\n    finally:\n        def g():\n            return 1",
           "def f():\n    try: pass\n    finally:\n        if x:\n            return lambda: 0"]
for action in "always", "error":
    for source in SOURCES:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter(action)
            try:
                compile(source, "some/file.py", "exec")
            except SyntaxError as e:
                print(action, repr(source), type(e).__name__, e, e.lineno, e.offset, e.end_lineno, e.end_offset)
        for w in caught:
            print(action, repr(source), w.category.__name__, w.message, w.filename, w.lineno)
