// Dumps of a real program, made by a real interpreter while the test runs, with what its own tracemalloc says of them.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { settled } from './harness.mjs';

const PYTHON = process.env.PYTHON ?? 'python3';

// A service that keeps a session for every request, and lets go of what it began with.
const PROGRAM = `
import json, os, sys, tracemalloc

out = sys.argv[1]
tracemalloc.start(25)

CACHE = {}

class Session:
    def __init__(self, n):
        self.user = "user-%d" % n
        self.payload = json.loads('{"items": [1, 2, 3], "n": %d}' % n)

def handle(n):
    session = Session(n)
    CACHE[n] = session
    return session.user

def warm_up():
    import ast
    return [ast.parse("x = %d" % i) for i in range(300)]

trees = warm_up()
for n in range(200):
    handle(n)
before = tracemalloc.take_snapshot()
del trees
for n in range(200, 1500):
    handle(n)
after = tracemalloc.take_snapshot()
for n in range(1500, 3100):
    handle(n)
later = tracemalloc.take_snapshot()
tracemalloc.stop()
for name, snapshot, at in (("before", before, 1700000000), ("after", after, 1700000060), ("later", later, 1700000120)):
    file = os.path.join(out, name + ".snapshot")
    snapshot.dump(file)
    os.utime(file, (at, at))

def rows(statistics):
    return [{"file": s.traceback[-1].filename, "line": s.traceback[-1].lineno, "size": s.size, "count": s.count,
             "size_diff": getattr(s, "size_diff", 0), "count_diff": getattr(s, "count_diff", 0),
             "frames": [[f.filename, f.lineno] for f in s.traceback]} for s in statistics]

total = lambda snapshot: {"size": sum(t.size for t in snapshot.traces), "count": len(snapshot.traces)}
json.dump({"before": total(before), "after": total(after), "later": total(later), "lineno": rows(after.compare_to(before, "lineno")),
           "traceback": rows(after.compare_to(before, "traceback")), "lines": rows(after.statistics("lineno")),
           "filename": rows(after.compare_to(before, "filename"))}, sys.stdout)
`;

// {folder, before, after, later: paths of dumps, told: what the module says, drop()}
export async function makeDumps() {
    const folder = await mkdtemp(path.join(tmpdir(), 'heapd-dumps-'));
    const { stdout } = await promisify(execFile)(PYTHON, ['-c', PROGRAM, folder], { maxBuffer: 1 << 28 });
    return {
        folder,
        before: path.join(folder, 'before.snapshot'),
        after: path.join(folder, 'after.snapshot'),
        later: path.join(folder, 'later.snapshot'),
        told: JSON.parse(stdout),
        drop: () => rm(folder, { recursive: true, force: true }),
    };
}

const LARGE = `
import sys, tracemalloc
traces = [(0, 64 + n % 7, ((("app/module%d.py" % (n % 500), n % 4000 + 1),))) for n in range(int(sys.argv[2]))]
tracemalloc.Snapshot([(domain, size, frames, 1) for domain, size, frames in traces], 1).dump(sys.argv[1])
`;

// A dump of that many traces, which takes a moment to send and to read.
export async function makeLarge(folder, traces) {
    const file = path.join(folder, 'large.snapshot');
    await promisify(execFile)(PYTHON, ['-c', LARGE, file, String(traces)]);
    return file;
}

// Drops files onto the page as someone does who drags them there. files: [{name, path | bytes, at}]
export async function dropFiles(page, files) {
    const contents = await Promise.all(
        files.map(async ({ name, path: from, bytes, at }) => ({
            name,
            at: at ?? Date.now(),
            base64: Buffer.from(bytes ?? (await readFile(from))).toString('base64'),
        })),
    );
    const transfer = await page.evaluateHandle((list) => {
        const data = new DataTransfer();
        for (const { name, base64, at } of list) {
            const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
            data.items.add(new File([bytes], name, { lastModified: at }));
        }
        return data;
    }, contents);
    await settled(page); // before that nobody listens
    await page.dispatchEvent('main', 'dragenter', { dataTransfer: transfer });
    await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
    await page.locator('.drop-here').waitFor();
    await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
    await page.locator('.drop-here').waitFor({ state: 'detached' });
}
