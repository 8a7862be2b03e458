"""Generators and context managers of typing have defaults from 3.13 on."""
import typing

for text in ("Generator[int]", "Generator[int, str]", "Generator[int, str, float]", "AsyncGenerator[int]", "ContextManager[int]", "AsyncContextManager[int]",
             "ContextManager[int, bool]", "ContextManager[int, bool, 3]", "Generator[()]", "List[int, str]", "Generator", "Dict[int]"):
    try:
        print(text, eval("typing." + text))
    except Exception as e:
        print(text, type(e).__name__, e)
