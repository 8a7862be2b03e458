"""What objects of each kind say of their sizes, in CPython and in heapd: run by compare.py."""
import abc, array, bisect, codecs, collections, contextlib, copy, ctypes, dataclasses, datetime, decimal, enum, fractions, functools, gc, heapq, inspect  # noqa: E401
import io, itertools, json, operator, pickle, queue, random, re, reprlib, statistics, string, struct, sys, threading, time, traceback, tracemalloc  # noqa: E401
import types, typing, warnings, weakref, _thread  # noqa: E401


class Plain:
    pass


class Slotted:
    __slots__ = "a", "b"


class Node(ctypes.Structure):
    _fields_ = [("a", ctypes.c_int), ("b", ctypes.c_double)]


class Both(ctypes.Union):
    _fields_ = [("a", ctypes.c_int), ("b", ctypes.c_double)]


class Colour(enum.Enum):
    RED = 1


@dataclasses.dataclass
class Data:
    a: int = 1


Pair = collections.namedtuple("Pair", "a b")


def generator():
    yield 1


async def coroutine():
    pass


async def asynchronous():
    yield 1


def frame():
    return sys._getframe()


def trace():
    try:
        1 / 0
    except ZeroDivisionError as e:
        return e.__traceback__


def closure():
    x = 1
    return lambda: x


def waiting(coro):
    try:
        return coro.__await__()
    finally:
        coro.close()


plain, pattern = Plain(), re.compile("(a)(b)?")
coros = coroutine()
agen = asynchronous()

EXPRESSIONS = """
object() None True 5 2**30 2**60 2**1000 1.5 1j "" "a" "abc" "\\xe9" "\\u0400" "\\U0001f600" b"" b"abc" bytearray() bytearray(b"abc") () (1,2,3) [] [1,2,3] [i*for*i*in*range(10)]
{} {1:2} dict.fromkeys(range(10)) set() {1,2,3} frozenset() frozenset(range(10)) range(5) slice(1,2) Ellipsis NotImplemented
iter([]) iter(()) iter("") iter("\\u0400") iter(b"") iter(bytearray()) iter({}) iter({}.values()) iter({}.items()) reversed({}) reversed({}.values()) reversed({}.items()) iter(set())
iter(range(5)) iter(range(2**70)) reversed([]) reversed(()) reversed(range(5)) iter(int,5) iter(memoryview(b"")) iter(list[int]) iter(collections.deque()) reversed(collections.deque())
iter(array.array("i")) iter(collections.OrderedDict()) {}.keys() {}.values() {}.items() collections.OrderedDict().keys() collections.OrderedDict().values()
collections.OrderedDict().items() enumerate([]) zip([]) map(str,[]) filter(None,[]) collections.deque() collections.deque(range(100)) collections.OrderedDict() collections.OrderedDict.fromkeys(range(5))
collections.defaultdict(int) collections.Counter("abc") collections.ChainMap() collections.UserDict() collections.UserList() collections.UserString("") Pair(1,2) array.array("i") array.array("d",range(10))
memoryview(b"abc") memoryview(b"abcd")[::2] plain Plain() Slotted() Node() Both() Colour.RED Data() weakref.ref(plain) weakref.proxy(plain) weakref.WeakSet() weakref.WeakKeyDictionary()
weakref.WeakValueDictionary() weakref.finalize(plain,print) generator() coros agen frame() trace() closure() closure().__closure__[0] closure().__code__ Plain.__init__ plain.__init__ len [].append str.join
dict.fromkeys dict.__dict__["fromkeys"] int.__add__ (1).__add__ type.__dict__["__name__"] type.__dict__["__basicsize__"] type(len) property() property(len) staticmethod(len) classmethod(len) super(Plain,plain)
type object Plain Slotted Colour Data Pair sys types.SimpleNamespace() types.MappingProxyType({}) list[int] int|str types.CellType(1) types.MethodType(len,1) types.ModuleType("m") types.FunctionType(closure().__code__,{},closure=(types.CellType(1),))
itertools.count() itertools.count(1.5) itertools.cycle([1]) itertools.repeat(1) itertools.accumulate([1]) itertools.chain() itertools.compress([],[]) itertools.dropwhile(None,[]) itertools.takewhile(None,[])
itertools.filterfalse(None,[]) itertools.groupby([]) next(itertools.groupby([1]))[1] itertools.islice([],1) itertools.pairwise([]) itertools.permutations([1,2]) itertools.combinations([1,2],1)
itertools.combinations_with_replacement([1,2],1) itertools.product([1],[2]) itertools.starmap(None,[]) itertools.tee([])[0] itertools.zip_longest([])
functools.partial(len) functools.lru_cache(len) functools.lru_cache(None)(len) functools.cmp_to_key(len)(1) functools.partialmethod(len) functools.singledispatch(len) functools.cached_property(len)
operator.itemgetter(1) operator.itemgetter(1,2) operator.attrgetter("a") operator.attrgetter("a.b","c") operator.methodcaller("a") operator.methodcaller("a",1,b=2)
pattern pattern.match("ab") pattern.finditer("ab") pattern.scanner("ab") re.Scanner([("a",None)]) re.compile(b"[a-z]+") re.compile("x").match("x")
struct.Struct("i") struct.Struct("iii4sq") struct.Struct("3i") struct.Struct("") struct.iter_unpack("i",b"") queue.Queue() queue.SimpleQueue() threading.local() threading.Lock() threading.RLock() threading.Condition() threading.Event()
threading.Semaphore() threading.Thread() threading.Timer(1,len) threading.Barrier(1) _thread.allocate_lock()
ctypes.c_int() ctypes.c_double() ctypes.c_char_p(b"a") (ctypes.c_int*3)() (ctypes.c_int*1000)() ctypes.pointer(ctypes.c_int()) ctypes.byref(ctypes.c_int()) ctypes.create_string_buffer(100)
io.StringIO() io.StringIO("abc") io.BytesIO() io.BytesIO(b"abc") io.BytesIO(b"a"*1000) sys.stdout sys.stdin pickle.Pickler(io.BytesIO()) pickle.Unpickler(io.BytesIO(b"N."))
random.Random() random.SystemRandom() json.JSONEncoder() json.JSONDecoder() json.decoder.scanner.c_make_scanner(json.JSONDecoder())
decimal.Decimal(1) decimal.Decimal("1.5e10") decimal.Decimal(10)**100 decimal.Context() decimal.getcontext() decimal.localcontext() fractions.Fraction(1,2) statistics.NormalDist()
datetime.date(1,1,1) datetime.time() datetime.datetime(1,1,1) datetime.timedelta(1) datetime.timezone.utc datetime.datetime(1,1,1,tzinfo=datetime.timezone.utc) datetime.time(tzinfo=datetime.timezone.utc)
datetime.timezone(datetime.timedelta(1,0,0)/2) datetime.date(1,1,1).isocalendar() time.gmtime(0) sys.float_info sys.int_info sys.hash_info sys.version_info sys.thread_info sys.get_asyncgen_hooks()
string.Template("") string.Formatter() reprlib.Repr() contextlib.suppress() contextlib.ExitStack() contextlib.nullcontext() contextlib.closing(1) contextlib.contextmanager(generator)()
inspect.signature(closure) inspect.Parameter("a",inspect.Parameter.POSITIONAL_ONLY) tracemalloc.Filter(True,"a") traceback.StackSummary() traceback.FrameSummary("a",1,"b")
typing.TypeVar("T") typing.ParamSpec("P") typing.List[int] typing.Any typing.Optional[int] typing.ForwardRef("a") abc.abstractmethod(len) warnings.catch_warnings() codecs.lookup("utf-8")
codecs.getincrementaldecoder("utf-8")() sys.flags sys.implementation types.DynamicClassAttribute() pickle.PickleBuffer(b"a") sys._getframe() enum.auto() copy.Error() gc heapq bisect
""".split()
EXPRESSIONS = [text.replace("*for*", " for ").replace("*in*", " in ") for text in EXPRESSIONS]

EXCEPTIONS = sorted(name for name, value in vars(__builtins__).items() if isinstance(value, type) and issubclass(value, BaseException) and "Group" not in name)
ARGUMENTS = {"UnicodeDecodeError": "'a', b'b', 0, 1, 'c'", "UnicodeEncodeError": "'a', 'b', 0, 1, 'c'", "UnicodeTranslateError": "'a', 0, 1, 'c'"}
EXPRESSIONS += ["%s(%s)" % (name, ARGUMENTS.get(name, "")) for name in EXCEPTIONS]

for text in EXPRESSIONS:
    try:
        made = eval(text)
        kind = type(made)
        print("object %s: %s %d %s %s" % (text, kind.__name__, sys.getsizeof(made), "tracked" if gc.is_tracked(made) else "untracked",
                                          "dict" if hasattr(made, "__dict__") else "no dict"))
        del made
    except Exception as e:
        print("object %s: %s" % (text, type(e).__name__))
coros.close()
