"""Where memory runs out for what a stream gathers, what was written is still there, and more may be written."""
import io


def attempt(do, *args):
    try:
        return do(*args)
    except MemoryError:
        return None


for newline in "\n", "\r", None:
    s = io.StringIO(newline=newline)
    written = ""
    for i in range(12):
        text = "ab\u0101"[:1 + i % 3] + str(i)
        if attempt(s.write, text) is not None:
            written += text
        for _ in range(2):
            value = attempt(s.getvalue)
            assert value is None or value == written, (value, written)
    assert attempt(s.seek, 0) in (0, None)
    value = attempt(s.read, 3)
    assert value is None or value == written[:3], (value, written)
    s = io.StringIO("", newline)
    attempt(s.write, "cd")
    attempt(s.getvalue)
    attempt(s.writelines, ["e", "f"])
    attempt(s.getvalue)
