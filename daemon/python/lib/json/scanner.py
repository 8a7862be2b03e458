"""The scanner of a decoder: a function of a text and an index."""


def make_scanner(context):
    return context.raw_decode


py_make_scanner = make_scanner
