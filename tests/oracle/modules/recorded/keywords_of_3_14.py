"""Misspelt keywords: 3.14 tries trees, so where a return or yield stands is not asked (Lib/traceback.py, PyCF_ONLY_AST)."""
import traceback

for text in ("retunr 5", "def f():\n    retunr 5", "yeild 1", "nonlcal x", "awiat x", "whlie True: pass"):
    try:
        compile(text, "f", "exec")
    except SyntaxError as e:
        print("".join(traceback.format_exception_only(e)), end="")
