"""The keywords of the language."""

__all__ = ["iskeyword", "issoftkeyword", "kwlist", "softkwlist"]

kwlist = ("False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda "
          "nonlocal not or pass raise return try while with yield").split()


def _soft():
    from sys import version_info

    return ["_", "case", "match"] + ["type"] * (version_info >= (3, 12))


softkwlist = _soft()
iskeyword = frozenset(kwlist).__contains__
issoftkeyword = frozenset(softkwlist).__contains__
