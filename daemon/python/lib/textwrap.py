"""Filling and indenting text."""

import re as _re
import sys as _sys

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

_SPACE = "\t\n\x0b\x0c\r "
_WORDS = _re.compile(r"""
    [\t\n\x0b\x0c\r ]+                                     # space
  | (?<=[\w!"'&.,?])-{2,}(?=\w)                            # a dash
  | [^\t\n\x0b\x0c\r ]+?(?:
        -(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[^\d\W]-))(?=[^\d\W]-?[^\d\W])   # a word with a hyphen in it
      | (?=[\t\n\x0b\x0c\r ]|\Z)                           # its end
      | (?<=[\w!"'&.,?])(?=-{2,}\w))                       # before a dash
    """, _re.VERBOSE)
_PLAIN = _re.compile(r"[\t\n\x0b\x0c\r ]+|[^\t\n\x0b\x0c\r ]+")
_SENTENCE_END = _re.compile(r"[a-z][.!?][\"']?\Z")


class TextWrapper:
    unicode_whitespace_trans = {ord(c): 32 for c in _SPACE}
    wordsep_re, wordsep_simple_re, sentence_end_re = _WORDS, _PLAIN, _SENTENCE_END

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8, *,
                 max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(self.unicode_whitespace_trans)
        return text

    def _split(self, text):
        return (self.wordsep_re if self.break_on_hyphens else self.wordsep_simple_re).findall(text)

    def _fix_sentence_endings(self, chunks):
        for i in range(len(chunks) - 1):
            if chunks[i + 1] == " " and self.sentence_end_re.search(chunks[i]):
                chunks[i + 1] = "  "

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def _break(self, chunks, line, length, width):
        """A word that is longer than a line: as much of it as fits, or all where nothing is on the line."""
        room = 1 if width < 1 else width - length
        if self.break_long_words:
            end, word = room, chunks[-1]
            if self.break_on_hyphens and len(word) > room:
                hyphen = word.rfind("-", 0, room)
                if hyphen > 0 and any(c != "-" for c in word[:hyphen]):
                    end = hyphen + 1
            line.append(word[:end])
            chunks[-1] = word[end:]
        elif not line:
            line.append(chunks.pop())

    def _wrap_chunks(self, chunks):
        if self.width <= 0:
            raise ValueError("invalid width %r (must be > 0)" % self.width)
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        chunks.reverse()
        while chunks:
            line, length = [], 0
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and lines and not chunks[-1].strip():
                chunks.pop()
            while chunks and length + len(chunks[-1]) <= width:
                length += len(chunks[-1])
                line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                self._break(chunks, line, length, width)
                length = sum(map(len, line))
            if self.drop_whitespace and line and not line[-1].strip():
                length -= len(line.pop())
            if not line:
                continue
            if self._fits(lines, chunks, length, width):
                lines.append(indent + "".join(line))
                continue
            self._end(lines, line, length, width, indent)
            break
        return lines

    def _fits(self, lines, chunks, length, width):
        """Can the line stay as it is, with respect to how many there may be?"""
        if self.max_lines is None or len(lines) + 1 < self.max_lines:
            return True
        last = not chunks or self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()
        return last and length <= width

    def _end(self, lines, line, length, width, indent):
        """The last line that there may be: with the placeholder."""
        while line:
            if line[-1].strip() and length + len(self.placeholder) <= width:
                line.append(self.placeholder)
                lines.append(indent + "".join(line))
                return
            length -= len(line.pop())
        if lines:
            before = lines[-1].rstrip()
            if len(before) + len(self.placeholder) <= self.width:
                lines[-1] = before + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def wrap(self, text):
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    if not isinstance(text, str) and _sys.version_info < (3, 14):  # which ask a regular expression
        raise TypeError("cannot use a string pattern on a bytes-like object" if isinstance(text, (bytes, bytearray, memoryview)) else
                        f"expected string or bytes-like object, got {type(text).__name__!r}")
    lines = [line if line.strip(" \t") else "" for line in text.split("\n")]
    margin = None
    for line in lines:
        if not line:
            continue
        indent = line[:len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = indent
        else:
            while not indent.startswith(margin):
                margin = margin[:-1]
    return "\n".join(line[len(margin):] if margin else line for line in lines)


def indent(text, prefix, predicate=None):
    wanted = predicate or (lambda line: line.strip())
    return "".join(prefix + line if wanted(line) else line for line in text.splitlines(True))
