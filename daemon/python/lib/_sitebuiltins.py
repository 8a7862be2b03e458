"""What the module site adds to the builtins: made when a program asks for one of them."""

import builtins
import sys


class Quitter(object):
    def __init__(self, name, eof):
        self.name = name
        self.eof = eof

    def __repr__(self):
        return "Use %s() or %s to exit" % (self.name, self.eof)

    def __call__(self, code=None):
        raise SystemExit(code)


class _Printer(object):
    """A notice: shown when it is looked at, printed when it is called."""

    def __init__(self, name, data, long=False):
        self._name = name
        self._lines = data.split("\n")
        self._long = long

    def __repr__(self):
        if not self._long:
            return "\n".join(self._lines)
        return "Type %s() to see the full %s text" % (self._name, self._name)

    def __call__(self):
        for line in self._lines:
            print(line)


class _Helper(object):
    """Define the builtin 'help'."""

    def __repr__(self):
        return "Type help() for interactive help, or help(object) for help about object."

    def __call__(self, *args, **kwds):
        raise NotImplementedError("a session has no help(): look at __doc__ and dir()")


builtins.quit = Quitter("quit", "Ctrl-D (i.e. EOF)")
builtins.exit = Quitter("exit", "Ctrl-D (i.e. EOF)")
builtins.copyright = _Printer("copyright", sys.copyright)
builtins.credits = _Printer("credits", """\
    Thanks to CWI, CNRI, BeOpen.com, Zope Corporation and a cast of thousands
    for supporting Python development.  See www.python.org for more information.""")
builtins.license = _Printer("license", "See https://www.python.org/psf/license/", True)
builtins.help = _Helper()
