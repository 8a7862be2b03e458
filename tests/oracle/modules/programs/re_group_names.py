"""Names and numbers of groups that are no good ones, flags, and patterns that are pickled."""
import warnings, re, sys
warnings.simplefilter("always")
def t(f, *a):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        try: r = f(*a)
        except Exception as e: r = (type(e).__name__, str(e))
        else: r = getattr(r, 'pattern', r)
    print(a, r, [(x.category.__name__, str(x.message), x.lineno) for x in w])
for p in [r'()(?(+1)a|b)', '()'*10 + r'(?(1_0)a|b)', r'()(?( 1 )a|b)', r'()(?(१)a|b)', '()(?(㊀)a|b)', '()(?(-1)a|b)', '(?(0)a)', '()(?(01)a)', '(?P<µ>x)', b'(?P<\xc2\xb5>x)',b'(?P<\xb5>x)', b'(?P<\xc2\xb5>x)(?P=\xc2\xb5)(?(\xc2\xb5)y)', b'(?P<a\xff>x)', b'(?(1\xff)x)']:
    t(re.compile, p)
for a in [('(?P<a>x)', r'\g<+1>', 'xx'), ('()'*10, r'\g<1_0>', 'xx'), ('(?P<a>x)', r'\g< 1 >', 'xx'),('(?P<a>x)', r'\g<१>', 'xx'), (b'(?P<\xc2\xb5>x)', b'\\g<\xc2\xb5>', b'xx'), (b'(?P<a>x)', b'\\g<\xb5>', b'xx'), ('(?P<a>x)', r'\g<01>', 'xx'), (b'(?P<a>x)', b'\\g<+1>', b'xx'),('(?P<a>x)', r'\g<㊀>', 'xx')]:
    t(re.sub, *a)
for f in ("~re.I", "re.I|re.S|re.X|(1<<20)", "~(re.I|re.S|re.X)", "~(re.I|re.S|re.X|(1<<20))", "re.I", "re.NOFLAG", "re.RegexFlag(0)", "-re.I", "re.T","re.TEMPLATE", "re.I ^ (1<<9)", "~re.RegexFlag(0)", "~re.RegexFlag(1<<20)","re.DEBUG", "re.I & ~re.I", "str(~re.I)", "list(re.RegexFlag)", "re.RegexFlag(1<<9).name", "(re.I|re.M).name"):
    try: print(f, repr(eval(f)))
    except Exception as e: print(f, type(e).__name__, e)
import copyreg
import pickle
print(pickle.loads(pickle.dumps(re.compile("a", re.I), 0)), copyreg.dispatch_table[re.Pattern](re.compile(b"x")))
if sys.version_info < (3, 13):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        print(re.template("a").flags, re.compile("a", re.T).flags, re.template("a") == re.compile("a", re.T))
    print([str(w.message) for w in caught])
