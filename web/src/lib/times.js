// Snapshots on a time line. Pure.

const TICK = 0.001;

// Those of one moment stand a tick apart: a plot wants its times to grow.
export function timesOf(rows) {
    const times = [];
    for (const row of rows) {
        const at = Date.parse(row.taken_at) / 1000;
        times.push(times.length ? Math.max(at, times[times.length - 1] + TICK) : at);
    }
    return times;
}

// The order in which points get their names while there is room: those that are chosen, the last, the first, then those halfway
// between two that have one, and so on.
export function inTurn(count, chosen = []) {
    const order = new Set(chosen.filter((n) => n >= 0 && n < count));
    if (count > 0) order.add(count - 1).add(0);
    let spans = count > 1 ? [[0, count - 1]] : [];
    while (spans.length) {
        const next = [];
        for (const [from, to] of spans) {
            const middle = (from + to) >> 1;
            if (middle === from) continue;
            order.add(middle);
            next.push([from, middle], [middle, to]);
        }
        spans = next;
    }
    return [...order];
}

export const inOrder = (items, axis) =>
    [...items].sort(
        (a, b) =>
            (axis === 'order' ? 0 : Date.parse(a.taken_at) - Date.parse(b.taken_at)) || a.snapshot - b.snapshot,
    );
