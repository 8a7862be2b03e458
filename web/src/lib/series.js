// Rows with a time become columns, as plots want them. Pure.

// [{time, used}, ...] -> [[seconds...], [used...]]; rows in order of time, of two at the same moment the later one.
export function columnsOf(rows, keys) {
    const at = [];
    const values = keys.map(() => []);
    for (const row of rows) {
        const seconds = Date.parse(row.time) / 1000;
        if (Number.isNaN(seconds)) continue;
        if (at.length && seconds <= at[at.length - 1]) {
            at.pop();
            values.forEach((column) => column.pop());
        }
        at.push(seconds);
        keys.forEach((key, n) => values[n].push(row[key] ?? null));
    }
    return [at, ...values];
}
