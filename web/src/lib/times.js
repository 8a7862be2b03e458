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

export const inOrder = (items, axis) =>
    [...items].sort(
        (a, b) =>
            (axis === 'order' ? 0 : Date.parse(a.taken_at) - Date.parse(b.taken_at)) || a.snapshot - b.snapshot,
    );
