"""The abstract classes of containers, under the name that programs know them by."""

from _collections_abc import *
from _collections_abc import _CallableGenericAlias, __all__
