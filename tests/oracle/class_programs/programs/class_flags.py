# What types say of themselves in __flags__: all but whether a version tag is valid, and inline values, which classes with items have from 3.14.
import abc, collections, types, weakref


def bits(t):
    return [i for i in range(64) if t.__flags__ >> i & 1 and i not in (2, 19)]


for t in (object, type, bool, int, float, complex, str, bytes, bytearray, tuple, list, dict, set, frozenset, type(None), range, slice, property, types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.ModuleType, types.GeneratorType, BaseException, Exception, KeyError, memoryview, weakref.ref, types.CodeType, types.FrameType, super, staticmethod, classmethod, enumerate, zip, map, filter, reversed, collections.deque, collections.defaultdict, collections.OrderedDict, type(iter([])), type(iter({})), type({}.keys()), type({}.items()), type({}.values()), types.MappingProxyType, types.SimpleNamespace, types.GenericAlias, types.CellType, types.TracebackType, type(Ellipsis), type(NotImplemented), types.WrapperDescriptorType, types.MethodWrapperType, types.MethodDescriptorType, types.GetSetDescriptorType, types.MemberDescriptorType):
    print(t.__name__, bits(t))
class A: pass
class S: __slots__=()
class I(int): pass
class L(list): __slots__=()
class D(dict): pass
class T(type): pass
class Called(type):
    def __call__(cls): return 1
class Alias(types.GenericAlias): pass
class Ref(weakref.ref): pass
class X(Exception): pass
class N(collections.namedtuple('N', 'a')): pass
class M(abc.ABC):
    @abc.abstractmethod
    def f(self): pass
for t in (A, S, I, L, D, T, Called, Alias, Ref, X, N, M):
    print(t.__name__, bits(t))
