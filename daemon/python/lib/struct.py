"""Bytes of C's structures, packed and unpacked: functions that are in C (_struct), a class and an error."""

from _struct import _clearcache, calcsize, iter_unpack, pack, pack_into, unpack, unpack_from
from _struct_rest import Struct, error

__all__ = ["calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "Struct", "error"]
