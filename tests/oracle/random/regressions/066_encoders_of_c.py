# 3.14 too. The encoder of _json by itself: what it takes, refuses and answers.
import json.encoder

make = json.encoder.c_make_encoder


def show(f, *args, **kwargs):
    try:
        answer = f(*args, **kwargs)
        print(list(answer) if isinstance(answer, (list, tuple)) else "an encoder")
    except Exception as e:
        print(type(e).__name__, e)


class Neither:
    def __bool__(self):
        raise OSError("neither")


show(make)
show(make, 1, 2, 3, 4, 5, 6, 7, 8, 9)
show(make, 1, 2, 3, 4, "=", ";", 7, 8, 9)
show(make, None, 2, 3, 4, b"=", ";", 7, 8, 9)
show(make, None, 2, 3, 4, "=", None, 7, 8, 9)
show(make, None, 2, 3, 4, "=", ";", 7, 8, Neither())
show(make, None, None, None, None, "=", ";", 7, 8, 9)
encoder = make(markers=None, default=None, encoder=str.upper, indent=None, key_separator="=", item_separator=";", sort_keys=1, skipkeys=0, allow_nan=1)
show(encoder, [1, "a", {"b": "c", "a": 1, "d": {}}, 2.5, None], 0)
show(encoder, obj={"a": [True]}, _current_indent_level=0)
show(encoder, {"b": 1, 2: 3}, 0)
show(encoder, 5)
show(encoder)
show(encoder, 5, "x")
show(encoder, object, 0)
show(make({}, None, len, None, "=", ";", 0, 0, 1), ["x"], 0)
show(make({}, lambda o: o, json.encoder.encode_basestring, None, "=", ";", 0, 0, 1), [object], 0)
show(make({}, repr, json.encoder.encode_basestring, None, "=", ";", 0, 1, 0), [int, {(1, 2): 3, 4: 5}], 0)
markers = {}
show(make(markers, repr, json.encoder.encode_basestring_ascii, None, "=", ";", 0, 1, 0), [int, {"a": [5, "\xe9"]}], 0)
print(markers)
json.encoder.c_make_encoder = None
print(json.dumps({"a": [1, 2.5, None, {}]}), json.dumps([1, [2]], indent=1))
