"""The features that `from __future__ import` asks for. What they do, the compiler does; here they can be looked at."""

all_feature_names = []


class _Feature:
    def __init__(self, optionalRelease, mandatoryRelease, compiler_flag):
        self.optional = optionalRelease
        self.mandatory = mandatoryRelease
        self.compiler_flag = compiler_flag

    def getOptionalRelease(self):
        return self.optional

    def getMandatoryRelease(self):
        return self.mandatory

    def __repr__(self):
        return "_Feature" + repr((self.optional, self.mandatory, self.compiler_flag))


def _feature(name, optional, mandatory, flag):
    """Releases by (major, minor, micro, level, serial); flag: the bit of co_flags."""
    all_feature_names.append(name)
    globals()["CO_" + {"nested_scopes": "NESTED", "generators": "GENERATOR_ALLOWED", "barry_as_FLUFL": "FUTURE_BARRY_AS_BDFL"}
              .get(name, "FUTURE_" + name.upper())] = flag
    globals()[name] = _Feature(optional, mandatory, flag)


_feature("nested_scopes", (2, 1, 0, "beta", 1), (2, 2, 0, "alpha", 0), 0x10)
_feature("generators", (2, 2, 0, "alpha", 1), (2, 3, 0, "final", 0), 0)
_feature("division", (2, 2, 0, "alpha", 2), (3, 0, 0, "alpha", 0), 0x20000)
_feature("absolute_import", (2, 5, 0, "alpha", 1), (3, 0, 0, "alpha", 0), 0x40000)
_feature("with_statement", (2, 5, 0, "alpha", 1), (2, 6, 0, "alpha", 0), 0x80000)
_feature("print_function", (2, 6, 0, "alpha", 2), (3, 0, 0, "alpha", 0), 0x100000)
_feature("unicode_literals", (2, 6, 0, "alpha", 2), (3, 0, 0, "alpha", 0), 0x200000)
_feature("barry_as_FLUFL", (3, 1, 0, "alpha", 2), (4, 0, 0, "alpha", 0), 0x400000)
_feature("generator_stop", (3, 5, 0, "beta", 1), (3, 7, 0, "alpha", 0), 0x800000)
_feature("annotations", (3, 7, 0, "beta", 1), None, 0x1000000)
del _feature

__all__ = ["all_feature_names"] + all_feature_names
