"""Annotations in other forms than their values: with references where names mean nothing yet, or as text (PEP 649, 749). Of 3.14.

The code that makes annotations runs once more, in globals and cells of its own: what a name there does not mean is a _Stringifier, which answers any operation
with another one that knows how the operation is written. For texts that is what all names are. Afterwards they become references, where they stand."""

import builtins as _builtins
import enum as _enum
import sys as _sys
import types as _types
from keyword import iskeyword as _iskeyword
from string.templatelib import Template as _Template

__all__ = ["Format", "ForwardRef", "call_annotate_function", "call_evaluate_function", "get_annotate_from_class_namespace", "get_annotations",
           "annotations_to_string", "type_repr"]


class Format(_enum.IntEnum):
    VALUE = 1
    VALUE_WITH_FAKE_GLOBALS = 2
    FORWARDREF = 3
    STRING = 4


_NONE = object()  # where None is an answer
_INTERNAL = "The VALUE_WITH_FAKE_GLOBALS format is for internal use only"

# How tightly operators bind, as ast.unparse() has it. A written expression is a pair: its level, its text.
_TUPLE, _TEST, _COMPARE, _OR, _XOR, _AND, _SHIFT, _ARITH, _TERM, _FACTOR, _POWER, _ATOM = range(12)
_OPERATORS = {"or": ("|", _OR), "xor": ("^", _XOR), "and": ("&", _AND), "lshift": ("<<", _SHIFT), "rshift": (">>", _SHIFT), "add": ("+", _ARITH),
              "sub": ("-", _ARITH), "mul": ("*", _TERM), "matmul": ("@", _TERM), "truediv": ("/", _TERM), "floordiv": ("//", _TERM), "mod": ("%", _TERM),
              "pow": ("**", _POWER)}
_COMPARISONS = {"lt": "<", "le": "<=", "eq": "==", "ne": "!=", "gt": ">", "ge": ">="}
_SIGNS = {"invert": "~", "pos": "+", "neg": "-"}


def _at(level, written):
    """The text where at least `level` is needed."""
    return written[1] if written[0] >= level else f"({written[1]})"


def _listed(texts):
    return ", ".join(texts) + "," * (len(texts) == 1)


def _constant(value):
    if value is ...:
        return _ATOM, "..."
    text = repr(value)
    return _ATOM, text.replace("inf", "1e309") if type(value) in (float, complex) else text


def _template_text(template):
    """A t-string that makes it, or a call where no literal can say it."""
    if any(not part.expression.strip() or not _is_expression(part.expression) for part in template.interpolations):
        parts = [repr(part) if isinstance(part, str) else
                 f"Interpolation({part.value!r}, {part.expression!r}, {part.conversion!r}, {part.format_spec!r})" for part in template]
        return f"Template({', '.join(parts)})"
    text = ""
    for part in template:
        if isinstance(part, str):
            text += part.replace("{", "{{").replace("}", "}}")
        else:
            text += "{" + part.expression + ("!" + part.conversion if part.conversion else "") + (":" + part.format_spec if part.format_spec else "") + "}"
    return "t" + repr(text)


def _is_expression(text):
    try:
        compile(f"({text})", "<string>", "eval")
    except SyntaxError:
        return False
    return True


def _code_of(text):
    """Compiled; that of *args: *Ts is what the star unpacks."""
    return compile(f"({text},)[0]" if text.lstrip().startswith("*") else text, "<string>", "eval")


_SLOTS = ("__forward_is_argument__", "__forward_is_class__", "__forward_module__", "__weakref__", "__arg__", "__globals__", "__extra_names__", "__code__",
          "__ast_node__", "__cell__", "__owner__", "__stringifier_dict__", "__resolved_str_cache__")


class ForwardRef:
    """Wrapper that holds a forward reference."""

    __slots__ = _SLOTS

    def __init__(self, arg, *, module=None, owner=None, is_argument=True, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        self.__arg__ = arg
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module
        self.__owner__ = owner
        self.__globals__ = self.__cell__ = self.__extra_names__ = self.__code__ = self.__ast_node__ = self.__resolved_str_cache__ = None

    def __init_subclass__(cls, /, *args, **kwds):
        raise TypeError("Cannot subclass ForwardRef")

    def evaluate(self, *, globals=None, locals=None, type_params=None, owner=None, format=Format.VALUE):
        """Evaluate the forward reference and return the value."""
        if format == Format.STRING:
            return self.__resolved_str__
        if format not in (Format.VALUE, Format.FORWARDREF):
            raise NotImplementedError(format)
        if isinstance(self.__cell__, _types.CellType):
            try:
                return self.__cell__.cell_contents
            except ValueError:
                pass
        if owner is None:
            owner = self.__owner__
        globals = self.__names_of(owner) if globals is None else globals
        locals = self.__names_beside(locals, type_params, owner)
        arg, lenient = self.__forward_arg__, format == Format.FORWARDREF
        if not arg.isidentifier() or _iskeyword(arg):
            return self.__evaluate_code(globals, locals, owner, lenient)
        if arg in locals:
            return locals[arg]
        if arg in globals:
            return globals[arg]
        if hasattr(_builtins, arg):
            return getattr(_builtins, arg)
        if lenient:
            return self
        raise NameError(f"name '{arg:.200}' is not defined", name=arg)

    def __names_of(self, owner):
        """The globals that it belongs to."""
        if self.__forward_module__ is not None:
            found = getattr(_sys.modules.get(self.__forward_module__), "__dict__", None)
            if found is not None:
                return found
        if self.__globals__ is not None:
            return self.__globals__
        found = None
        if isinstance(owner, type):
            found = getattr(_sys.modules.get(getattr(owner, "__module__", None)), "__dict__", None)
        elif isinstance(owner, _types.ModuleType):
            found = getattr(owner, "__dict__", None)
        elif callable(owner):
            found = getattr(owner, "__globals__", None)
        return {} if found is None else found

    def __names_beside(self, locals, type_params, owner):
        """With type parameters and cells, which what is local hides, and the names made for what has none."""
        if type_params is None and owner is not None:
            type_params = getattr(owner, "__type_params__", None)
        if locals is None:
            locals = dict(vars(owner)) if isinstance(owner, type) else {}
        elif type_params is not None or isinstance(self.__cell__, dict) or self.__extra_names__:
            locals = dict(locals)
        for parameter in type_params or ():
            locals.setdefault(parameter.__name__, parameter)
        for name, cell in self.__cell__.items() if isinstance(self.__cell__, dict) else ():
            try:
                locals.setdefault(name, cell.cell_contents)
            except ValueError:
                pass
        locals.update(self.__extra_names__ or {})
        return locals

    def __evaluate_code(self, globals, locals, owner, lenient):
        code = self.__forward_code__
        try:
            return eval(code, globals, locals)
        except Exception:
            if not lenient:
                raise
        names = _StringifierDict({**_builtins.__dict__, **globals, **locals}, globals=globals, owner=owner, is_class=self.__forward_is_class__,
                                 format=Format.FORWARDREF)
        try:
            result = eval(code, globals, names)
        except Exception:
            return self
        names.transmogrify(self.__cell__)
        return result

    def _evaluate(self, globalns, localns, type_params=_NONE, *, recursive_guard):
        import typing
        import warnings

        if type_params is _NONE:
            typing._warn_of_type_params("typing.ForwardRef._evaluate")
            type_params = ()
        warnings._deprecated("ForwardRef._evaluate", "{name} is a private API and is retained for compatibility, but will be removed in Python 3.16. "
                             "Use ForwardRef.evaluate() or typing.evaluate_forward_ref() instead.", remove=(3, 16))
        return typing.evaluate_forward_ref(self, globals=globalns, locals=localns, type_params=type_params, _recursive_guard=recursive_guard)

    @property
    def __forward_arg__(self):
        if self.__arg__ is None:
            if self.__ast_node__ is None:
                raise AssertionError("Attempted to access '__forward_arg__' on an uninitialized ForwardRef")
            self.__arg__ = self.__ast_node__[1]
        return self.__arg__

    @property
    def __resolved_str__(self):
        """With what names made up here stand for."""
        if self.__resolved_str_cache__ is None:
            text = self.__forward_arg__
            for name, value in (self.__extra_names__ or {}).items():
                text = text.replace(name, type_repr(value))
            self.__resolved_str_cache__ = text
        return self.__resolved_str_cache__

    @property
    def __forward_code__(self):
        if self.__code__ is None:
            arg = self.__forward_arg__
            try:
                self.__code__ = _code_of(arg)
            except SyntaxError:
                raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}")
        return self.__code__

    def __key(self):
        """What makes it equal to another: globals and cells by identity, since neither has a hash."""
        cell = self.__cell__
        return (self.__forward_arg__, self.__forward_module__, id(self.__globals__), self.__forward_is_class__,
                tuple(sorted((name, id(one)) for name, one in cell.items())) if isinstance(cell, dict) else id(cell), self.__owner__,
                tuple(sorted(self.__extra_names__.items())) if self.__extra_names__ else None)

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return self.__key() == other.__key()

    def __hash__(self):
        return hash(self.__key())

    def __or__(self, other):
        from typing import Union

        return Union[self, other]

    def __ror__(self, other):
        from typing import Union

        return Union[other, self]

    def __repr__(self):
        module = f", module={self.__forward_module__!r}" if self.__forward_module__ is not None else ""
        owner = f", owner={self.__owner__!r}" if self.__owner__ is not None else ""
        return f"ForwardRef({self.__resolved_str__!r}{module}{', is_class=True' if self.__forward_is_class__ else ''}{owner})"


ForwardRef.__module__ = "annotationlib"


class _Stringifier:
    """A name that means nothing yet, or what is made of it."""

    __slots__ = _SLOTS

    def __init__(self, node, names, cell=None, extra_names=None):
        self.__arg__ = self.__forward_module__ = self.__code__ = self.__resolved_str_cache__ = None
        self.__forward_is_argument__ = False
        self.__forward_is_class__ = names.is_class
        self.__ast_node__ = node
        self.__globals__ = names.globals
        self.__extra_names__ = extra_names
        self.__cell__ = cell
        self.__owner__ = names.owner
        self.__stringifier_dict__ = names
        names.stringifiers.append(self)

    def __written(self):
        node = self.__ast_node__
        return (_ATOM, node) if isinstance(node, str) else node

    def __made(self, level, text, extra):
        return _Stringifier((level, text), self.__stringifier_dict__, extra_names={**(self.__extra_names__ or {}), **extra} or None)

    def __write(self, other, extra):
        """How an operand is written; what cannot be gets a name, with its value in `extra`. In texts everything is as repr() has it."""
        kind, names = type(other), self.__stringifier_dict__
        if kind is _Stringifier:
            extra.update(other.__extra_names__ or {})
            return other.__written()
        if kind is _Template:
            return _ATOM, _template_text(other)
        if names.format == Format.STRING or other is None or kind in (str, int, float, bool, complex):
            return _constant(other)
        if kind is dict:
            pairs = [(self.__write(k, extra), self.__write(v, extra)) for k, v in other.items()]
            return _ATOM, "{" + ", ".join(f"{_at(_TEST, k)}: {_at(_TEST, v)}" for k, v in pairs) + "}"
        if kind in (list, tuple, set):
            texts = [_at(_TEST, self.__write(one, extra)) for one in other]
            if kind is list:
                return _ATOM, f"[{', '.join(texts)}]"
            if kind is tuple:
                return _ATOM, f"({_listed(texts)})"
            return _ATOM, "{" + (", ".join(texts) or "*()") + "}"
        name = names.unique_name()
        extra[name] = other
        return _ATOM, name

    def __write_index(self, other, extra):
        if not isinstance(other, slice):
            return _at(_TEST, self.__write(other, extra))
        start, stop, step = ("" if part is None else _at(_TEST, self.__write(part, extra)) for part in (other.start, other.stop, other.step))
        return f"{start}:{stop}" + (f":{step}" if step else "")

    def __hash__(self):
        return id(self)

    def __getitem__(self, other):
        if self.__ast_node__ == "__classdict__":
            raise KeyError  # the namespace of a class, in which a name is looked for first
        extra = {}
        if isinstance(other, tuple) and other:
            index = _listed([self.__write_index(one, extra) for one in other])
        else:
            index = self.__write_index(other, extra)
        return self.__made(_ATOM, f"{_at(_ATOM, self.__written())}[{index}]", extra)

    def __getattr__(self, attr):
        return self.__made(_ATOM, f"{_at(_ATOM, self.__written())}.{attr}", {})

    def __call__(self, *args, **kwargs):
        extra = {}
        texts = [_at(_TEST, self.__write(one, extra)) for one in args]
        texts += [f"{name}={_at(_TEST, self.__write(one, extra))}" for name, one in kwargs.items()]
        return self.__made(_ATOM, f"{_at(_ATOM, self.__written())}({', '.join(texts)})", extra)

    def __iter__(self):
        yield self.__made(_ATOM, "*" + _at(_OR, self.__written()), {})

    def __repr__(self):
        return self.__written()[1]

    def __format__(self, format_spec):
        raise TypeError("Cannot stringify annotation containing string formatting")

    def __binary(sign, level, swapped):
        def operator(self, other):
            extra = {}
            left, right = self.__written(), self.__write(other, extra)
            if swapped:
                left, right = right, left
            left, right = (_at(level + 1, left), _at(level, right)) if sign == "**" else (_at(level, left), _at(level + 1, right))
            return self.__made(level, f"{left} {sign} {right}", extra)

        return operator

    def __comparison(sign):
        def operator(self, other):
            extra = {}
            right = self.__write(other, extra)
            return self.__made(_COMPARE, f"{_at(_OR, self.__written())} {sign} {_at(_OR, right)}", extra)

        return operator

    def __unary(sign):
        return lambda self: self.__made(_FACTOR, sign + _at(_FACTOR, self.__written()), {})

    for _name, (_sign, _level) in _OPERATORS.items():
        locals()[f"__{_name}__"] = __binary(_sign, _level, False)
        locals()[f"__r{_name}__"] = __binary(_sign, _level, True)
    for _name, _sign in _COMPARISONS.items():
        locals()[f"__{_name}__"] = __comparison(_sign)
    for _name, _sign in _SIGNS.items():
        locals()[f"__{_name}__"] = __unary(_sign)
    del _name, _sign, _level, __binary, __comparison, __unary


class _StringifierDict(dict):
    """Globals in which every name means something."""

    def __init__(self, namespace, *, globals=None, owner=None, is_class=False, format):
        super().__init__(namespace)
        self.globals, self.owner, self.is_class, self.format = globals, owner, is_class, format
        self.stringifiers = []
        self.names_made = 0

    def __missing__(self, key):
        return _Stringifier(key, self)

    def unique_name(self):
        self.names_made += 1
        return f"__annotationlib_name_{self.names_made}__"

    def transmogrify(self, cells):
        """All that were made become references."""
        for one in self.stringifiers:
            one.__class__ = ForwardRef
            one.__stringifier_dict__ = None
            if isinstance(one.__ast_node__, str):
                one.__arg__, one.__ast_node__ = one.__ast_node__, None
            if cells is not None and one.__cell__ is None:
                one.__cell__ = cells


# ---- calling what makes annotations


def _with_names(annotate, names, own_cells):
    """The function with other globals and, unless the value of a cell is known and wanted, other cells; and its own cells by name."""
    cells, closure = None, None
    if annotate.__closure__:
        cells = dict(zip(annotate.__code__.co_freevars, annotate.__closure__))
        closure = tuple(cell if own_cells and _has_contents(cell) else _types.CellType(_Stringifier(name, names, cell)) for name, cell in cells.items())
    made = _types.FunctionType(annotate.__code__, names, argdefs=annotate.__defaults__, closure=closure, kwdefaults=annotate.__kwdefaults__)
    return made, cells


def _has_contents(cell):
    try:
        cell.cell_contents
    except ValueError:
        return False
    return True


def _text_of(annotation):
    if annotation is ...:
        return "..."
    if isinstance(annotation, str):
        return annotation
    return _template_text(annotation) if isinstance(annotation, _Template) else repr(annotation)


def _call_for_texts(annotate, owner, is_evaluate):
    try:
        annotate(Format.VALUE_WITH_FAKE_GLOBALS)
    except NotImplementedError:  # it knows neither: one that was written by hand
        return annotations_to_string(annotate(Format.VALUE))
    except Exception:
        pass
    function, _ = _with_names(annotate, _StringifierDict({}, is_class=isinstance(owner, type), format=Format.STRING), False)
    found = function(Format.VALUE_WITH_FAKE_GLOBALS)
    return _text_of(found) if is_evaluate else {name: _text_of(value) for name, value in found.items()}


def _call_for_references(annotate, owner, is_evaluate):
    about = {"globals": annotate.__globals__, "owner": owner, "is_class": isinstance(owner, type), "format": Format.FORWARDREF}
    names = _StringifierDict({**annotate.__builtins__, **annotate.__globals__}, **about)
    function, cells = _with_names(annotate, names, True)
    try:
        found = function(Format.VALUE_WITH_FAKE_GLOBALS)
    except NotImplementedError:
        return annotate(Format.VALUE)
    except Exception:
        pass
    else:
        names.transmogrify(cells)
        return found
    names = _StringifierDict({}, **about)  # an operation on what is known failed: each for itself
    function, cells = _with_names(annotate, names, False)
    found = function(Format.VALUE_WITH_FAKE_GLOBALS)
    names.transmogrify(cells)

    def evaluated(value):
        return value.evaluate(format=Format.FORWARDREF) if isinstance(value, ForwardRef) else value

    return evaluated(found) if is_evaluate else {name: evaluated(value) for name, value in found.items()}


def call_annotate_function(annotate, format, *, owner=None, _is_evaluate=False):
    """Call an __annotate__ function."""
    if format == Format.VALUE_WITH_FAKE_GLOBALS:
        raise ValueError(_INTERNAL)
    try:
        return annotate(format)
    except NotImplementedError:
        pass
    if format == Format.STRING:
        return _call_for_texts(annotate, owner, _is_evaluate)
    if format == Format.FORWARDREF:
        return _call_for_references(annotate, owner, _is_evaluate)
    if format == Format.VALUE:
        raise RuntimeError("annotate function does not support VALUE format")
    raise ValueError(f"Invalid format: {format!r}")


def call_evaluate_function(evaluate, format, *, owner=None):
    """Call an evaluate function: of type aliases, and of bounds, constraints and defaults of type parameters."""
    return call_annotate_function(evaluate, format, owner=owner, _is_evaluate=True)


def get_annotate_from_class_namespace(obj):
    """Retrieve the annotate function from a class namespace dictionary."""
    try:
        return obj["__annotate__"]
    except KeyError:
        return obj.get("__annotate_func__", None)


# ---- annotations


_of_class = type.__dict__["__annotations__"].__get__


def _annotations_of(obj):
    """Its __annotations__, or None. A class is not asked for those of its bases."""
    if isinstance(obj, type):
        try:
            found = _of_class(obj)
        except AttributeError:
            return None
    else:
        found = getattr(obj, "__annotations__", None)
        if found is None:
            return None
    if not isinstance(found, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    return found


def _annotated_by(obj, format):
    """What its __annotate__() answers, or None."""
    annotate = getattr(obj, "__annotate__", None)
    if annotate is None:
        return None
    found = call_annotate_function(annotate, format, owner=obj)
    if not isinstance(found, dict):
        raise ValueError(f"{obj!r}.__annotate__ returned a non-dict")
    return found


def _in_format(obj, format):
    if format == Format.VALUE:
        found = _annotations_of(obj)
        return _annotated_by(obj, format) if found is None else found
    if format == Format.FORWARDREF:
        try:
            found = _annotations_of(obj)
        except Exception:
            found = None
        if found is None:
            found = _annotated_by(obj, format)
        return _annotations_of(obj) if found is None else found
    if format == Format.STRING:
        found = _annotated_by(obj, format)
        if found is None:
            found = _annotations_of(obj)
            found = None if found is None else annotations_to_string(found)
        return found
    raise ValueError(_INTERNAL if format == Format.VALUE_WITH_FAKE_GLOBALS else f"Unsupported format {format!r}")


def get_annotations(obj, *, globals=None, locals=None, eval_str=False, format=Format.VALUE):
    """Compute the annotations dict for an object."""
    if eval_str and format != Format.VALUE:
        raise ValueError("eval_str=True is only supported with format=Format.VALUE")
    found = _in_format(obj, format)
    if found is None:
        if isinstance(obj, type) or callable(obj):
            return {}
        raise TypeError(f"{obj!r} does not have annotations")
    if not eval_str or not found:
        return dict(found)
    if globals is None or locals is None:
        own_globals, own_locals = _scopes_of(obj)
        globals = own_globals if globals is None else globals
        locals = own_locals if locals is None else locals
    parameters = getattr(obj, "__type_params__", ())
    if parameters:
        locals = {p.__name__: p for p in parameters} | (locals or {})
    return {name: eval(_code_of(value), globals, locals) if isinstance(value, str) else value for name, value in found.items()}


def _scopes_of(obj):
    """Globals and locals that texts of its annotations are evaluated in; those of what is wrapped are what it wraps."""
    if isinstance(obj, _types.ModuleType):
        return obj.__dict__, None
    globals = locals = None
    if isinstance(obj, type):
        globals, locals = getattr(_sys.modules.get(getattr(obj, "__module__", None)), "__dict__", None), dict(vars(obj))
    elif callable(obj):
        globals = getattr(obj, "__globals__", None)
    else:
        return None, None
    seen, functools = {id(obj)}, _sys.modules.get("functools")
    while True:
        inner = getattr(obj, "__wrapped__", _NONE)
        if inner is _NONE and functools and isinstance(obj, functools.partial):
            inner = obj.func
        if inner is _NONE or id(inner) in seen:
            break
        seen.add(id(inner))
        obj = inner
    return getattr(obj, "__globals__", globals), locals


def type_repr(value):
    """Convert a Python value to a format suitable for use with the STRING format."""
    if isinstance(value, (type, _types.FunctionType, _types.BuiltinFunctionType)):
        return value.__qualname__ if value.__module__ == "builtins" else f"{value.__module__}.{value.__qualname__}"
    if isinstance(value, _Template):
        return _template_text(value)
    return "..." if value is ... else repr(value)


def annotations_to_string(annotations):
    """Convert an annotation dict containing values to approximately the STRING format."""
    return {name: value if isinstance(value, str) else type_repr(value) for name, value in annotations.items()}
