# sys.getsizeof() of what the functions of the library answer: how much room a list has tells how it was made.
import sys, random, pickle, weakref, threading, collections, itertools, functools, re, json, copy, string, math, operator, textwrap, heapq, bisect, statistics, decimal, fractions, inspect, types, enum, contextlib, dataclasses, struct, array
def t(s):
    try: print(s, sys.getsizeof(eval(s)))
    except Exception as e: print(s, type(e).__name__, e)
class B: pass
class B1(B): pass
class B2(B): pass
b=B(); w=weakref.ref(b); w2=weakref.ref(b,lambda r:0)
@dataclasses.dataclass
class DC:
    a:int=1
    b:list=dataclasses.field(default_factory=list)
class E(enum.Enum):
    A=1
    B=2
NT=collections.namedtuple('NT','a b c')
for s in ["random.sample(range(100),5)","random.sample(range(100),50)","random.choices(range(9),k=7)","weakref.getweakrefs(b)","weakref.getweakrefs(B)","threading.enumerate()","pickle.loads(pickle.dumps([1,2,3]))","pickle.loads(pickle.dumps(list(range(10))))","pickle.loads(pickle.dumps({1:2}))","pickle.loads(pickle.dumps({1,2}))","json.loads('[1,2,3]')","json.loads('{\"a\":1}')","json.loads('[1,2,3,4,5,6,7,8,9]')","re.findall('a','aaa')","re.split(',','a,b,c')","'a b c'.split()","'a,b'.split(',')","'a\\nb'.splitlines()","sorted([3,1,2])","list('abc')","list(range(5))","list(map(int,'123'))","[*range(5)]","list({1:2,3:4})","list({1:2}.items())","list((1,2,3))","dir(B())","dir(B)","B.__subclasses__()","B.mro()","heapq.nlargest(3,[1,2,3,4])","heapq.nsmallest(3,[1,2,3,4])","statistics.multimode([1,1,2])","statistics.quantiles([1,2,3,4])","textwrap.wrap('a b c d',3)","dataclasses.fields(DC)","dataclasses.asdict(DC())","dataclasses.astuple(DC())","list(E)","E.__members__","vars(DC())","vars(B())","NT(1,2,3)._asdict()","NT._fields","copy.copy([1,2,3])","copy.deepcopy([1,[2],3])","copy.deepcopy({1:[2]})","collections.Counter('aab').most_common()","list(collections.Counter('aab').elements())","collections.deque([1,2,3])","collections.ChainMap({})","list(itertools.chain([1],[2]))","list(itertools.combinations('abc',2))","list(itertools.permutations('abc'))","list(zip([1,2],[3,4]))","[x for x in range(5)]","{x for x in range(5)}","{x:1 for x in range(5)}","dict(a=1,b=2)","dict([(1,2)])","set([1,2,3])","frozenset([1])","tuple([1,2])","bytearray(b'abc')","bytes(5)","array.array('i',[1,2,3])","struct.unpack('3i',bytes(12))","list(struct.iter_unpack('i',bytes(12)))","inspect.signature(t).parameters","inspect.getmembers(B)","inspect.getmro(B1)","types.SimpleNamespace(a=1)","string.Template('$a').substitute(a=1)","'%s %s'%(1,2)","f'{1}{2}'","'a'*10","'é'","'€'","10**30","2**30","-1","1.5","1j","None","True","...","slice(1)","range(5)","object()","(lambda:0)","type('X',(),{})","B","len","[].append","print","iter([])","(x for x in [])","re.compile('a')","re.match('a','a')","functools.partial(len)","operator.itemgetter(1)","operator.attrgetter('a')","property()","classmethod(t)","staticmethod(t)","super(B1,B1())","memoryview(b'a')","Exception()","ValueError('a')","OSError(1,'a')","sys.exc_info()","sys.version_info","sys.flags","globals().keys()","{}.items()","iter({})","enumerate([])","reversed([])","zip()","map(len,[])","filter(None,[])","decimal.Decimal('1.5')","fractions.Fraction(1,2)","contextlib.ExitStack()","contextlib.suppress()","threading.Lock()","threading.Thread()","threading.Event()","weakref.ref(b)","weakref.WeakSet()","weakref.WeakValueDictionary()","random.Random()","sys._getframe()","t.__code__","t.__globals__ is globals()"]: t(s)
