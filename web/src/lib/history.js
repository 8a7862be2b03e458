// A session's list of snapshots while it grows: asked for once, and from then on for what is new alone. A busy heap pulses
// several times a second, and thousands of snapshots would come each time.
import { get, getAll, withQuery } from './api.js';

const FEW = 20; // a page of what is new
const WHOLE_EVERY = 30_000; // by then a label is seen that somebody else changed further down

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// {load(path, {signal}) -> {items, total, next}, newest first, put(row)}: a row that was changed here is put into what is known.
// `ask` and `now` are what a test replaces.
export function followSnapshots(path, { ask = get, now = () => performance.now() } = {}) {
    let known = null;
    let whole = -Infinity; // when all were asked for

    // The newest as they are by now, down to one that is known: {rows, total}.
    async function askNewest(signal) {
        const last = known.items[0].snapshot;
        const rows = [];
        let answer = null;
        do {
            answer = await ask(withQuery(path, { limit: FEW, cursor: answer?.next }), { signal });
            rows.push(...answer.items);
        } while (answer.next && rows.at(-1).snapshot > last);
        return { rows, total: answer.total };
    }

    // What is known with what is new; null where more is gone than can be told from both ends. Numbers only rise: all that is
    // older than those that have come is known, and if the number of all is right, nothing else is gone.
    async function merge(signal) {
        const { rows, total } = await askNewest(signal);
        if (rows.length === 0) return null;
        const before = new Map(known.items.map((row) => [row.snapshot, row]));
        const newer = rows.map((row) => (same(row, before.get(row.snapshot)) ? before.get(row.snapshot) : row));
        let older = known.items.filter((row) => row.snapshot < rows.at(-1).snapshot);
        const hidden = known.total - known.items.length; // more than are shown at all
        const fits = () => newer.length + older.length + hidden === total;
        if (!fits() && hidden === 0) {
            const { items: oldest } = await ask(withQuery(path, { order: 'oldest', limit: 1 }), { signal });
            older = older.filter((row) => row.snapshot > oldest[0]?.snapshot).concat(oldest);
        }
        if (!fits()) return null;
        const items = [...newer, ...older];
        const changed = items.length !== known.items.length || items.some((row, n) => row !== known.items[n]);
        return changed ? { ...known, items, total } : known;
    }

    return {
        async load(_, { signal } = {}) {
            const merged = known?.items.length > 0 && now() - whole < WHOLE_EVERY ? await merge(signal) : null;
            if (!merged) {
                const began = now();
                known = await getAll(path, { signal, ask });
                whole = began;
            } else known = merged;
            return known;
        },
        put(row) {
            if (known) known = { ...known, items: known.items.map((old) => (old.snapshot === row.snapshot ? row : old)) };
        },
    };
}
