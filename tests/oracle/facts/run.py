"""What real CPythons answered about their memory (54,000 recorded answers for each version), asked of heapd.

    run.py VERSION PYTHON_DRIVER [--only SECTION/NAME*] [--sample N] [--jobs N] [--cut N]
    run.py VERSION HEAPD --http ...     the same programs sent to a heapd, started on a free port (or the one that HEAPD_URL names)

Each question runs in a heap of its own. Prints each answer that differs and the counts by section; the status is 1 if one differs
that exceptions.txt does not name. A name there of which nothing differs any more is told.
"""
import argparse
import concurrent.futures
import contextlib
import fnmatch
import http.client
import json
import lzma
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE), str(HERE.parent)]
import heapd  # noqa: E402
from questions import MARK, questions  # noqa: E402

BATCH = 24
SECONDS = 300  # for a batch


def plain(value):
    """As JSON has it: no tuples, keys are strs; 1, 1.0 and True differ."""
    return json.dumps(json.loads(json.dumps(value)), sort_keys=True)


class Runner:
    def __init__(self, driver, version, folder):
        self.driver, self.minor, self.folder = driver, version.split('.')[1], folder

    def batch(self, numbered):
        """[(number, Question)], all of one file name -> {number: what it printed, or why it did not}"""
        found, waiting = {}, list(numbered)
        while waiting:
            texts, problem = self.outputs(waiting)
            for (number, question), text in zip(waiting, texts):
                found[number] = text
            waiting = waiting[len(texts):]
            if waiting and problem:
                found[waiting.pop(0)[0]] = problem
        return found

    def outputs(self, numbered):
        files = []
        for number, question in numbered:
            path = os.path.join(self.folder, '%d.py' % number)
            pathlib.Path(path).write_text(question.text, encoding='utf-8')
            files.append(path)
        if len(files) == 1:
            files.append(os.devnull)  # an empty program: what it prints is always ended by a separator
        command = [self.driver, '--as', numbered[0][1].filename, self.minor, *files]
        try:
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=SECONDS)
            output, problem = done.stdout, 'died with status %d' % done.returncode
        except subprocess.TimeoutExpired as late:
            output, problem = late.stdout or b'', 'no answer'
        pieces = output.decode('utf-8', 'replace').split('\x1e\n')
        if len(pieces) <= len(numbered):
            problem += ': ' + pieces[-1][-1500:]
        return pieces[:-1][:len(numbered)], problem


class Client:
    """The same, sent to POST /v1/run as curl sends them."""

    def __init__(self, url, version):
        self.place, self.version = urllib.parse.urlsplit(url).netloc, version

    def batch(self, numbered):
        connection = http.client.HTTPConnection(self.place, timeout=SECONDS)
        found = {}
        for number, question in numbered:
            connection.request('POST', '/v1/run?python=%s&filename=%s' % (self.version, question.filename), question.text.encode(),
                               {'Accept': '*/*', 'Content-Type': 'application/x-www-form-urlencoded'})
            answer = connection.getresponse()
            found[number] = answer.read().decode('utf-8', 'replace')
        connection.close()
        return found


def answered(text):
    """What a program printed -> ('out', answer) or ('raised', last line) or ('problem', text)."""
    if 'heap_verify:' in text:
        return 'problem', text[text.index('heap_verify:'):]
    for line in reversed(text.split('\n')):
        if line.startswith(MARK):
            try:
                return 'out', eval(line[1:], {'inf': float('inf'), 'nan': float('nan')})
            except Exception:
                return 'problem', line[1:]
    lines = text.rstrip().split('\n')
    return 'raised', lines[-1]


def agrees(question, kind, got):
    if question.raised is not None:
        return kind == 'raised' and same_exception(question.raised, got)
    if kind != 'out':
        return False
    if question.judge:
        return question.judge(question.expected, got)
    try:
        return plain(question.expected) == plain(got)
    except TypeError:
        return False


def same_exception(expected, line):
    """The recorded form has no module and no hint, and a SyntaxError's place is its text's."""
    name, _, text = expected.partition(': ')
    if name.endswith('SyntaxError') and ' (snippet.py, line' in text:
        text = text[:text.index(' (snippet.py, line')]
    kind, _, said = line.partition(': ')
    return kind.rpartition('.')[2] == name and (said == text or said.startswith(text + '. Did you '))


def read_exceptions(version):
    """Lines `VERSIONS | NAME | REASON`; a name may have wildcards (* only)."""
    rows = []
    for line in (HERE / 'exceptions.txt').read_text(encoding='utf-8').splitlines():
        if line.strip() and not line.startswith('#'):
            versions, name, reason = line.split(' | ')
            if version in versions.split():
                rows.append((name.strip(), reason))
    return rows


def matches(name, pattern):
    return fnmatch.fnmatchcase(name, pattern.replace('[', '[[]').replace('?', '[?]'))


def short(value, cut):
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return text if len(text) <= cut else text[:cut] + '... (%d)' % len(text)


def differing(expected, got):
    """Of two long lists the part where they differ."""
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got) > 8:
        places = [i for i in range(len(got)) if plain(expected[i]) != plain(got[i])]
        return ({i: expected[i] for i in places}, {i: got[i] for i in places})
    if isinstance(expected, dict) and isinstance(got, dict):
        keys = [k for k in expected.keys() | got.keys() if plain(expected.get(k)) != plain(got.get(k))]
        if keys:
            return ({k: expected.get(k) for k in keys}, {k: got.get(k) for k in keys})
    return expected, got


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('version', choices=['3.11', '3.14'])
    parser.add_argument('driver')
    parser.add_argument('--only', action='append', help='names, with * for any text')
    parser.add_argument('--sample', type=int, default=1, metavar='N', help='every Nth question only')
    parser.add_argument('--jobs', type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument('--http', action='store_true', help='the program is heapd, and is asked over HTTP')
    parser.add_argument('--all-differences', action='store_true', help='without exceptions')
    parser.add_argument('--cut', type=int, default=300, help='characters of an answer that are shown')
    parser.add_argument('--programs', metavar='FOLDER', help='only write the programs')
    parser.add_argument('--slow', type=int, default=0, metavar='N', help='show the slowest batches')
    options = parser.parse_args()

    with lzma.open(HERE / (options.version + '.json.xz')) as f:
        asked, left = questions(json.load(f))
    if options.only:
        asked = [q for q in asked if any(matches(q.name, one) for one in options.only)]
        left = []
    asked = asked[::options.sample]
    if options.programs:
        os.makedirs(options.programs, exist_ok=True)
        for number, question in enumerate(asked):
            pathlib.Path(options.programs, '%d.py' % number).write_text('# %s: %s\n%s' % (question.name, question.expected, question.text))
        return 0

    batches, times = {}, []
    for number, question in enumerate(asked):
        batches.setdefault((question.filename, question.section), []).append((number, question))
    pieces = [rows[i:i + BATCH] for rows in batches.values() for i in range(0, len(rows), BATCH)]
    found = {}
    with contextlib.ExitStack() as stack:
        pool = stack.enter_context(concurrent.futures.ThreadPoolExecutor(options.jobs))
        if options.http:
            runner = Client(stack.enter_context(heapd.Heapd(options.driver)).url, options.version)
        else:
            runner = Runner(options.driver, options.version, stack.enter_context(tempfile.TemporaryDirectory()))

        def timed(piece):
            start = time.monotonic()
            texts = runner.batch(piece)
            times.append((time.monotonic() - start, piece[0][1].name))
            return texts

        for texts in pool.map(timed, pieces):
            found.update(texts)

    for seconds, name in sorted(times, reverse=True)[:options.slow]:
        print('%.1f s from %s' % (seconds, name))
    return report(options, asked, left, found)


def report(options, asked, left, found):
    known, used = [] if options.all_differences else read_exceptions(options.version), set()
    counts, wrong = {}, 0
    for number, question in enumerate(asked):
        row = counts.setdefault(question.part, [0, 0, 0])
        row[0] += 1
        kind, got = answered(found.get(number, 'not run'))
        if agrees(question, kind, got):
            continue
        named = [name for name, reason in known if matches(question.name, name)]
        if named:
            used.update(named)
            row[2] += 1
            continue
        row[1] += 1
        wrong += 1
        print('%s %s' % (options.version, question.name))
        if question.raised is not None or kind != 'out':
            expected = question.raised if question.raised is not None else question.expected
        else:
            expected, got = differing(question.expected, got)
        print('    expected %s\n    got      %s' % (short(expected, options.cut), ('' if kind == 'out' else kind + ': ') + short(got, options.cut)))
    print('%-28s %8s %8s %8s' % ('', 'asked', 'differ', 'excepted'))
    for name, row in sorted(counts.items()):
        print('%-28s %8d %8d %8d' % (name, *row))
    print('%-28s %8d %8d %8d' % ('all', *(sum(row[i] for row in counts.values()) for i in range(3))))
    reasons = {}
    for name, reason in left:
        reasons.setdefault(reason, []).append(name)
    for reason, names in sorted(reasons.items()):
        print('not asked: %d, %s (%s ...)' % (len(names), reason, names[0]))
    if not options.only and options.sample == 1:
        for name, reason in known:
            if name not in used:
                print('exceptions.txt names %s, and nothing of it differs' % name)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
