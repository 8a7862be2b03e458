import gc
import sys
import types


def attempt(text):
    try:
        print(text, "->", repr(eval(text))[:300])
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


class Unhashable:
    __hash__ = None


class Sized:
    def __sizeof__(self):
        return 1000


class BadSize:
    def __sizeof__(self):
        return -1


class TextSize:
    def __sizeof__(self):
        return "x"


for text in """sys.getsizeof()|sys.getsizeof(Sized()) - (16 if gc.is_tracked(Sized()) else 0)|sys.getsizeof(BadSize())|sys.getsizeof(TextSize())|sys.getsizeof(BadSize(), 7)|sys.getsizeof(1, default=2)|sys.getsizeof(object=1)
sys.getsizeof(1, 2, 3)|sys.getrefcount()|sys.getrefcount(1, 2)|sys.intern(1)|sys.intern("a" + "b")|sys.intern()|sys.setrecursionlimit("a")|sys.setrecursionlimit(0)|sys.setrecursionlimit(2**40)
sys._getframe(100)|sys._getframe("x")|sys._getframe(-1).f_code.co_name|sys.setswitchinterval(0)|sys.setswitchinterval("a")|sys.setswitchinterval(0.01)|sys.getswitchinterval()|sys.set_int_max_str_digits(5)|sys.set_int_max_str_digits(-1)
sys.set_int_max_str_digits("a")|sys.get_int_max_str_digits()|sys.set_int_max_str_digits(700)|len(str(10**699))|str(10**701)|int("1" * 701)|sys.set_int_max_str_digits(0)|len(str(10**5000))|sys.set_int_max_str_digits(4300)
sys.exc_info(1)|sys.exc_info()|sys.exception()|sys.displayhook(None)|sys.displayhook([1])|sys.settrace()|sys.setprofile()|sys.call_tracing(len, ([1],))|sys.call_tracing(len, [1])|sys.set_coroutine_origin_tracking_depth(-1)
sys.version_info.major|sys.nothing|sys.getallocatedblocks() > 0|sys.getallocatedblocks(1)|sys.set_asyncgen_hooks(1)|sys.set_asyncgen_hooks(None, None)|sys.get_asyncgen_hooks()|sys.get_coroutine_origin_tracking_depth()
sys.audit("x", 1)|sys._clear_type_cache()|sys.gettrace()|sys.getprofile()|sys.version_info > (3, 10)|sys.version_info[:2] == sys.version_info[0:2]|sys.int_info|sys.float_info|sys.hash_info|sys.thread_info.name|sys.maxsize|sys.maxunicode|sys.byteorder
sys.platform|sys.float_repr_style|sys.api_version|sys.abiflags|sys._xoptions|sys.pycache_prefix|sys.platlibdir|sys._framework|sys.getdefaultencoding()|sys.getfilesystemencoding()|sys.getfilesystemencodeerrors()
sys.is_finalizing()|sys.implementation.name|type(sys.implementation).__name__|sys.hexversion == sys.implementation.hexversion|sys.hexversion >> 16 == sys.version_info[0] << 8|type(sys.version_info)|type(sys.flags)|len(sys.float_info)|sys.float_info.max|sys.flags.optimize|sys.flags.int_max_str_digits in (-1, 4300)|sys.stdout.name|sys.stderr.encoding|sys.stdout|sys.stdin
sys.__stdout__ is sys.stdout|sys.__excepthook__ is sys.excepthook|sys.modules["sys"] is sys|"gc" in sys.modules|list(sys._current_frames().values())[0].f_code.co_name|list(sys._current_exceptions().values())|sys.breakpointhook is sys.__breakpointhook__
"json" in sys.stdlib_module_names|"sys" in sys.builtin_module_names|type(sys.stdlib_module_names).__name__|type(sys.builtin_module_names).__name__|sys.getrecursionlimit()|sys.exit.__name__|sys.getrefcount.__module__""".replace("\n", "|").split("|"):
    attempt(text.strip()) if text.strip() else None

heard = []
sys.addaudithook(lambda event, args: heard.append((event, args)) if event.startswith("mine") else None)
sys.audit("mine.event", 1, "a")
sys.audit("mine.other")
print(heard)
try:
    1 / 0
except ZeroDivisionError as e:
    print(sys.exc_info()[0], sys.exc_info()[1] is e, sys.exc_info()[2] is e.__traceback__, sys.exception() is e)
try:
    sys.exit()
except SystemExit as e:
    print(repr(e), e.code)
try:
    sys.exit("text")
except SystemExit as e:
    print(repr(e), e.code)
hooked = []
sys.displayhook = lambda value: hooked.append(value)
sys.displayhook(5)
print(hooked)
sys.displayhook = sys.__displayhook__
old = sys.unraisablehook
told = []
sys.unraisablehook = lambda u: told.append((u.exc_type.__name__, str(u.exc_value), u.exc_traceback is not None, type(u).__name__, len(u)))


class Fails:
    def __del__(self):
        raise ValueError("in del")


f = Fails()
del f
print(told)
sys.unraisablehook = old

for text in """gc.collect(-1)|gc.collect(3)|gc.collect("x")|gc.collect(0, 1)|gc.collect(generation=0) >= 0|len(gc.get_objects(-1)) > 0|gc.get_objects(-2)|gc.collect(gen=1)|gc.get_objects(3)|gc.get_objects("x")|type(gc.get_objects()).__name__|gc.get_objects(generation=2) is not None
gc.set_threshold("x")|gc.set_threshold(700, 10, 10)|gc.get_threshold()|gc.set_threshold(500)|gc.get_threshold()[0]|gc.get_count(1)|len(gc.get_count())|gc.set_debug("x")|gc.set_debug(0)|gc.get_debug()
gc.is_tracked()|gc.is_tracked([])|gc.is_tracked(1)|gc.is_tracked("a")|gc.is_finalized(5)|gc.isenabled()|gc.disable()|gc.isenabled()|gc.enable()|gc.garbage|gc.callbacks|gc.DEBUG_STATS|gc.DEBUG_COLLECTABLE|gc.DEBUG_UNCOLLECTABLE
gc.DEBUG_SAVEALL|gc.DEBUG_LEAK|[sorted(s) for s in gc.get_stats()]|gc.freeze()|gc.get_freeze_count() > 0|gc.unfreeze()|gc.get_freeze_count()|gc.get_referents()|gc.get_referents(1)|gc.get_referents([1, "a"], {"k": 2})|gc.get_referrers(object())
gc.get_referents((1, 2))|gc.get_referrers()|gc.freeze(1)""".replace("\n", "|").split("|"):
    attempt(text)
told = []
gc.callbacks.append(lambda phase, info: told.append((phase, info["generation"], sorted(info) >= ["collected", "generation", "uncollectable"])))
gc.collect(1)
gc.callbacks.clear()
print(told)
print(type(gc).__name__, types.ModuleType.__name__, "thread_info" in dir(sys), dir(types.ModuleType("m")))
