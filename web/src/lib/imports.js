// Files on their way into a session's snapshots: one after the other, each with how far it is. No DOM.
import { Problem, sendFile, sessionPath, withQuery } from './api.js';

const LONGEST = 180; // the API takes 200 bytes

// "app-2026.snapshot.gz" -> "app-2026": what a snapshot is called that comes from this file.
export function labelOf(name) {
    const bare = name.replace(/\.gz$/i, '').replace(/\.(snapshot|dump|pickle|pkl|tracemalloc|bin|jsonl|ndjson)$/i, '');
    return [...(bare || name)].slice(0, LONGEST / 4).join('');
}

// Dumps in the order in which they were written: a file's time is when its snapshot was taken.
export const byTime = (files) => [...files].sort((a, b) => a.lastModified - b.lastModified || a.name.localeCompare(b.name));

// Of a file that is read: in words, from what was sent and what heapd says that it has read.
export function stageOf(row) {
    if (row.state === 'waiting') return 'waits for the one before';
    if (row.state === 'sending' && row.sent < row.size) return 'sending';
    return row.told?.state === 'storing' ? 'storing' : 'reading';
}

// Files that were dropped where there is no session yet, until the page of the one that is made for them takes them.
let handed = null;

export function handOver(session, files) {
    handed = { session, files };
}

export function takeOver(session) {
    const files = handed?.session === session ? handed.files : [];
    handed = null;
    return files;
}

// The way back: imports of which none succeeded, told where their files were dropped.
let refused = [];

export function handBack(rows) {
    refused = rows;
}

export function takeBack() {
    const rows = refused;
    refused = [];
    return rows;
}

// Imports into that session, one at a time. Returns {add(files), watch(publish, done), hear(event), dismiss(key), refused(),
// idle()}: add's promise is kept when all files have been sent, and refused() are the rows then, if there is no snapshot of
// any of them. A watcher is told the rows with each change, and when one is over; watch answers what ends that.
export function startImports(session, { send = sendFile } = {}) {
    let rows = [];
    let busy = false;
    let imported = 0;
    let keys = 0;
    let watcher = null;

    function show(next) {
        rows = next;
        watcher?.publish(rows);
    }

    const change = (key, more) => show(rows.map((row) => (row.key === key ? { ...row, ...more } : row)));

    async function one({ key, file, name, label, at, stop }) {
        const path = withQuery(sessionPath(session, 'snapshots', 'import'), {
            label,
            source: [...name].slice(0, LONGEST / 4).join(''),
            taken_at: at && new Date(at).toISOString(),
        });
        change(key, { state: 'sending' });
        try {
            const snapshot = await send(path, file, { onProgress: (sent) => change(key, { sent }), signal: stop.signal });
            imported++;
            change(key, { state: 'done', snapshot, file: null });
        } catch (error) {
            if (error.name === 'AbortError') return; // its row is gone
            const problem = error instanceof Problem ? error : new Problem({ title: String(error.message ?? error) });
            change(key, { state: 'failed', problem, file: null });
        }
        watcher?.done();
    }

    async function run() {
        if (busy) return;
        busy = true;
        for (let row; (row = rows.find((candidate) => candidate.state === 'waiting')); ) await one(row);
        busy = false;
    }

    return {
        add(files) {
            const more = byTime(files).map((file) => ({
                key: ++keys,
                file,
                name: file.name,
                label: labelOf(file.name),
                size: file.size,
                at: file.lastModified,
                sent: 0,
                told: null,
                state: 'waiting',
                stop: new AbortController(),
            }));
            show([...rows, ...more]);
            return run();
        },
        watch(publish, done) {
            const mine = { publish, done };
            watcher = mine;
            publish(rows);
            return () => {
                if (watcher !== mine) return;
                watcher = null;
                rows = rows.filter((row) => row.state !== 'done'); // it was seen; what failed is still to be seen to
            };
        },
        // What the event stream says of an import: ours is the one of this label and size that is on its way.
        hear(told) {
            const row = rows.find(
                (candidate) =>
                    candidate.state === 'sending' && candidate.label === told.label && candidate.size === told.total,
            );
            if (row) change(row.key, { told });
        },
        refused: () => (imported ? [] : rows),
        idle: () => rows.length === 0,
        // What is on its way, or still waits, is given up.
        dismiss(key) {
            rows.find((row) => row.key === key)?.stop.abort();
            show(rows.filter((row) => row.key !== key));
        },
    };
}

const running = new Map();

// Those of a session go on while other views are shown, and are there again when somebody comes back.
export function importsOf(session) {
    for (const [name, imports] of running) if (name !== session && imports.idle()) running.delete(name);
    if (!running.has(session)) running.set(session, startImports(session));
    return running.get(session);
}
